"""Whatever happens to a file on its way, it is read or refused; nothing else is raised."""

import gzip
import io
import zipfile
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tables.broken_files import parquet, values, workbook
from tests.tables.reading import long
from wellrun.lib.errors import UserError
from wellrun.tables.long import LongTable

WHOLE = [
    values('"a",2025-01,1', 'b,Jan 2025,"1,5"', "c,31/01/2025,2"),
    gzip.compress(values(*["a,2025-01,1"] * 30)),
    "series,period,value\né,2025-01,1\n".encode("utf-16"),
    workbook([["series", "period", "value"], ["a", "2025-01", 1.5], ["b", "2025-02", "x"]]),
    parquet({"series": ["a", "b"] * 9, "period": ["2025-01", "2025-02"] * 9, "value": [1.5, None] * 9}),
]
PIECES = [b'"', b",", b"\n", b"\0", b"\r", b";", b"%", b"<", b"\xff", b"=", b"PK"]


def answer(read: Callable[[], LongTable]) -> str:
    """The name of the file that was read, or the sentence that refuses it."""
    try:
        return read().file
    except UserError as refused:
        return refused.sentence


def with_damaged_parts(data: bytes, draw: Any) -> bytes:
    """The workbook with one part damaged inside and packed again, so that its checksum holds."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        chosen = draw(st.sampled_from([name for name in before.namelist() if name.startswith("xl/")]))
        for name in before.namelist():
            text = before.read(name)
            after.writestr(name, damaged(text, draw) if name == chosen else text)
    return out.getvalue()


def damaged(data: bytes, draw: Any) -> bytes:
    """`data` with one stretch of bytes replaced."""
    place = draw(st.integers(0, len(data) - 1))
    length = draw(st.integers(0, 12))
    return data[:place] + draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12))) + data[place + length :]


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(WHOLE))
    for _ in range(data.draw(st.integers(1, 4))):
        file = damaged(file, data.draw) if file else file
    assert answer(lambda: long(file, grain="auto", week_start="auto")).startswith("FILE")


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_workbook_damaged_inside_is_read_or_refused(data: st.DataObject) -> None:
    file = with_damaged_parts(WHOLE[3], data.draw)
    assert answer(lambda: long(file, grain="auto")).startswith("FILE")


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(file: bytes) -> None:
    assert answer(lambda: long(file)).startswith("FILE")


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet='ab,;\n"\t 0123456789./-%', max_size=120))
def test_any_text_below_a_header_is_read_or_refused(text: str) -> None:
    assert answer(lambda: long(f"series,period,value\n{text}", grain="auto")).startswith("FILE")
