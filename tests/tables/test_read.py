"""A table is read for what it is, whatever its encoding, delimiter or name."""

import gzip
import io
from pathlib import Path

import pytest

from tests.tables.broken_files import parquet, values, workbook
from tests.tables.reading import long
from wellrun.lib.errors import UserError
from wellrun.tables.formats.encoding import FALLBACK_NOTE
from wellrun.tables.limits import Limits
from wellrun.tables.read import read_table

PLAIN = "series,period,value\nCafé,2025-01,1.5\nCafé,2025-02,\n"


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-32"),
        PLAIN.encode("cp1252"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", "|").encode(),
        PLAIN.replace(",", " , ").encode(),
        PLAIN.replace(",", ";").replace("1.5", "1,5").encode(),
        gzip.compress(PLAIN.encode()),
        gzip.compress(PLAIN[:30].encode()) + gzip.compress(PLAIN[30:].encode()),
        workbook([["series", "period", "value"], ["Café", "2025-01", 1.5], ["Café", "2025-02", None]]),
        parquet({"series": ["Café", "Café"], "period": ["2025-01", "2025-02"], "value": [1.5, None]}),
    ],
    ids=[
        *("utf-8", "byte order mark", "utf-16", "utf-16 without mark", "utf-16 big-endian", "utf-32", "cp1252"),
        *("windows lines", "old mac lines", "semicolons", "tabs", "pipes", "blanks around cells"),
        *("semicolons and decimal commas", "gzip", "gzip in two members", "xlsx", "parquet"),
    ],
)
def test_the_same_table_in_many_clothes(data: bytes) -> None:
    table = long(data)
    assert table.series.text().tolist() == ["Café", "Café"]
    assert table.period.astype(str).tolist() == ["2025-01-01", "2025-02-01"]
    assert (table.value[0], str(table.value[1])) == (1.5, "nan")
    assert table.rows.tolist() == [2, 3]


def test_windows_1252_is_told() -> None:
    assert long(PLAIN.encode("cp1252")).notes == (FALLBACK_NOTE,)
    assert long(PLAIN.encode()).notes == ()


def test_a_row_is_counted_as_a_person_sees_it() -> None:
    data = '\n\nseries,period,value\n"two\nlines",2025-01,1\n\n,,\nb,2025-01,2\n'
    assert long(data).rows.tolist() == [4, 7]


def test_a_workbook_that_starts_lower_down_keeps_its_row_numbers() -> None:
    sheet = workbook([["series", "period", "value"], ["a", "2025-01", 1], [], ["b", "2025-01", 2]], first_row=4)
    assert long(sheet).rows.tolist() == [6, 8]


def test_a_workbook_named_csv_is_read_and_told() -> None:
    table = read_table(workbook([["period", "value"], ["2025-01", 1]]), name="figures.csv")
    assert table.notes == ("figures.csv is an Excel workbook by its content and was read as one.",)


def test_repeated_headers_of_a_workbook_are_seen_as_repeated() -> None:
    sheet = workbook([["period", "value", "value"], ["2025-01", 1, 2]])
    assert read_table(sheet, name="FILE").headers == ("period", "value", "value")
    with pytest.raises(UserError, match='several columns could be the value: "value" and "value"'):
        long(sheet)


def test_a_path_and_a_stream_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(values("a,2025-01,1"))
    assert read_table(path).file == str(path)
    assert read_table(io.BytesIO(values("a,2025-01,1")), name="x").n_rows == read_table(path).n_rows == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("nothing.csv", "there is no such file"), (".", "this is a folder, not a file")],
)
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    path = tmp_path / name
    with pytest.raises(UserError) as refused:
        read_table(path)
    assert refused.value.sentence == f"{path}: {sentence}"


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(b"a" * 2_000_001)
    limits = Limits(file_bytes=2_000_000, unpacked_bytes=4_000_000)
    for source in (path, path.read_bytes(), io.BytesIO(path.read_bytes())):
        with pytest.raises(UserError, match="the file is larger than 2 MB: split it"):
            read_table(source, name="FILE", limits=limits)


def test_an_error_in_a_column_that_is_not_used_does_not_matter() -> None:
    sheet = workbook([["series", "period", "value", "other"], ["a", "2025-01", 1, "#"]])
    assert long(sheet).value.tolist() == [1.0]
