"""What is written comes back, in every format."""

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wellrun.lib.errors import UserError
from wellrun.tables.formats import xlsx_write
from wellrun.tables.formats.formulas import neutralised, revived
from wellrun.tables.labels import Labels
from wellrun.tables.long import LongTable, Reading, read_long
from wellrun.tables.read import read_table
from wellrun.tables.write import KINDS, Kind, kind_of, write_columns

READABLE: tuple[Kind, ...] = ("csv", "parquet", "xlsx")
# Names that a cell can hold: XML has no control characters, and blanks at the ends are trimmed on reading.
NAMES = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn")), min_size=1, max_size=12)
NUMBERS = st.one_of(st.just(np.nan), st.floats(allow_nan=False, allow_infinity=False))
ROWS = st.lists(
    st.tuples(NAMES, st.dates(dt.date(1970, 1, 1), dt.date(2099, 12, 31)), NUMBERS),
    min_size=1,
    max_size=30,
    unique_by=lambda row: row[:2],
)


def written(columns: dict[str, Any], kind: Kind) -> bytes:
    out = io.BytesIO()
    write_columns(columns, out, kind)
    return out.getvalue()


def read_back(data: bytes) -> LongTable:
    return read_long(read_table(data, name="FILE"), Reading())


@pytest.mark.parametrize("kind", READABLE)
@settings(deadline=None, max_examples=40)
@given(rows=ROWS)
def test_a_long_table_comes_back(kind: Kind, rows: list[tuple[str, dt.date, float]]) -> None:
    series, days, values = zip(*rows, strict=True)
    columns = {
        "series": np.array(series, dtype=object),
        "period": np.array(days, dtype="datetime64[D]"),
        "value": np.array(values),
    }
    table = read_back(written(columns, kind))
    assert table.series.text().tolist() == list(series)
    assert table.period.tolist() == list(days)
    np.testing.assert_array_equal(table.value, np.array(values))


@settings(deadline=None, max_examples=40)
@given(rows=ROWS)
def test_json_says_the_same(rows: list[tuple[str, dt.date, float]]) -> None:
    series, days, values = zip(*rows, strict=True)
    columns = {"series": np.array(series), "period": np.array(days, dtype="datetime64[D]"), "value": np.array(values)}
    assert json.loads(written(columns, "json")) == [
        {"series": name, "period": day.isoformat(), "value": None if np.isnan(value) else value}
        for name, day, value in rows
    ]


COLUMNS = {
    "label": Labels(np.array([1, 0, 1]), ("", "a")),
    "number": np.array([0.1 + 0.2, np.nan, 1e300]),
    "whole": np.array([1, 2, 3]),
    "flag": np.array([True, False, True]),
    "day": np.array(["2025-01-31", "NaT", "2025-02-01"], dtype="datetime64[D]"),
}


def test_csv_is_plain() -> None:
    assert written(COLUMNS, "csv").decode().splitlines() == [
        "label,number,whole,flag,day",
        "a,0.30000000000000004,1,true,2025-01-31",
        ",,2,false,",
        "a,1e+300,3,true,2025-02-01",
    ]


def test_json_has_null_for_what_is_missing() -> None:
    assert json.loads(written(COLUMNS, "json"))[1] == {
        "label": None,
        "number": None,
        "whole": 2,
        "flag": False,
        "day": None,
    }


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_what_is_missing_is_null(kind: Kind) -> None:
    table = read_table(written(COLUMNS, kind), name="FILE")
    assert [table.column(header)[1].as_py() for header in ("label", "number", "day")] == [None, None, None]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_columns_make_the_same_bytes(kind: Kind) -> None:
    assert written(COLUMNS, kind) == written(COLUMNS, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_no_rows_are_written_too(kind: Kind) -> None:
    assert written({"a": np.array([], dtype=np.float64), "b": Labels(np.array([], dtype=np.int64), ())}, kind)


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("http://example.org")', "'=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_no_formula_in_csv(text: str) -> None:
    line = written({"series": np.array([text], dtype=object)}, "csv").decode().split("\n", 1)[1]
    assert line.lstrip('"').startswith("'")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text_in_a_workbook(text: str) -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(written({"series": np.array([text], dtype=object)}, "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b'<c r="A2" t="s">' in sheet


@given(st.text())
def test_making_text_harmless_can_be_undone(text: str) -> None:
    assert revived(neutralised(text)) == text


@given(st.sampled_from(["a", "1", "a=b", "a-b", "'quoted'", "'a"]))
def test_harmless_text_is_left_alone(text: str) -> None:
    assert neutralised(text) == text == revived(text)


def test_too_many_rows_for_a_workbook_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_write, "MOST_ROWS", 2)
    with pytest.raises(UserError, match="an XLSX worksheet holds 2 rows, this has 3: write CSV or Parquet"):
        written(COLUMNS, "xlsx")


def test_the_ending_decides() -> None:
    assert [kind_of(Path(name)) for name in ("a.csv", "b.JSON", "c.d.parquet", "e.xlsx")] == list(KINDS)
    with pytest.raises(UserError, match=r"out.txt: the ending decides the format"):
        kind_of(Path("out.txt"))
