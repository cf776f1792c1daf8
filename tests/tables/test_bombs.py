"""Files made to burst are refused before they do."""

import gzip
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as arrow_parquet
import pytest

from wellrun.lib.errors import UserError
from wellrun.tables.errors import TableErrors
from wellrun.tables.limits import LOCAL, UPLOAD
from wellrun.tables.read import read_table

SHEET = "xl/worksheets/sheet1.xml"
MEMORY_KB = 256_000
REFUSED = {"unpacks_too_large", "sheet_too_large", "too_many_columns", "too_many_rows", "too_many_cells"}


def book(*pieces: bytes, times: int = 1) -> bytes:
    """A workbook whose one sheet is the pieces, each `times` times, without ever holding them."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open(SHEET, "w", force_zip64=True) as sheet:
            for piece in pieces:
                for _ in range(times):
                    sheet.write(piece)
    return out.getvalue()


def packed(n_megabytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(n_megabytes)), packer.flush()])


def nulls(n_rows: int) -> bytes:
    out = BytesIO()
    arrow_parquet.write_table(pa.table({"value": pa.nulls(n_rows, pa.int64())}), out)
    return out.getvalue()


def cell(reference: bytes) -> bytes:
    return b'<c r="%b"><v>1</v></c>' % reference


def unnamed(columns: int, rows: int) -> bytes:
    """A workbook without a single reference: one row of many columns, then many rows of one."""
    one = b"<c><v>1</v></c>"
    return book(b"<sheetData><row>" + one * columns + b"</row>", (b"<row>" + one + b"</row>") * rows, b"</sheetData>")


BOMBS: dict[str, Callable[[], bytes]] = {
    "gzip": lambda: packed(300),
    "gzip members": lambda: packed(50) * 20,
    "xlsx": lambda: book(bytes(1_000_000), times=300),
    "wide sheet": lambda: book(cell(b"A1"), cell(b"XFD1048576")),
    "tall sheet": lambda: book(cell(b"A1"), cell(b"CV1048576")),
    "unnamed cells, wide": lambda: unnamed(16_000, 3_000),
    "unnamed cells, tall": lambda: unnamed(1_000, 10_000),
    "unnamed cells, within the columns": lambda: unnamed(400, 100_000),
    "blank lines": lambda: b"series,period,value\n" + b"\n" * 40_000_000,
    "old line ends": lambda: b"series,period,value\r" + b"\r" * 40_000_000,
    "blank lines, packed": lambda: gzip.compress(b"series,period,value\n" + b"\n" * 30_000_000),
    "blank lines under many columns": lambda: b",".join(b"c%d" % n for n in range(400)) + b"\n" * 1_900_000,
    "rows of another width": lambda: b"series,period,value\n" + b"1\n" * 20_000_000,
    "parquet": lambda: nulls(20_000_000),
}


@pytest.mark.parametrize("name", [name for name in BOMBS if name != "parquet"])
def test_a_bomb_is_refused_when_it_is_uploaded(name: str) -> None:
    with pytest.raises(UserError) as refused:
        read_table(BOMBS[name](), name="FILE", limits=UPLOAD)
    assert refused.value.code in REFUSED


@pytest.mark.parametrize("name", ["gzip", "gzip members", "xlsx", "wide sheet", "tall sheet", "unnamed cells, wide"])
def test_a_bomb_is_refused_on_ones_own_machine(name: str) -> None:
    with pytest.raises(UserError) as refused:
        read_table(BOMBS[name](), name="FILE", limits=LOCAL)
    assert refused.value.code in REFUSED


def test_a_parquet_bomb_is_refused() -> None:
    with pytest.raises(UserError, match="the file has more than 2,000,000 rows: split it"):
        read_table(BOMBS["parquet"](), name="FILE", limits=UPLOAD)


def test_a_parquet_bomb_of_few_rows_is_refused() -> None:
    with pytest.raises(UserError, match="the file unpacks to more than 1 MB: it is not read"):
        read_table(nulls(200_000), name="FILE", limits=replace(UPLOAD, unpacked_bytes=1_000_000))


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="left out: the peak is read from Linux's /proc")
@pytest.mark.parametrize("name", list(BOMBS))
def test_refusing_a_bomb_takes_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb"
    path.write_bytes(BOMBS[name]())
    program = (
        "import re, sys; from pathlib import Path\n"
        "from wellrun.lib.errors import UserError; from wellrun.tables.limits import UPLOAD\n"
        "from wellrun.tables.read import read_table\n"
        "try: read_table(Path(sys.argv[1]), limits=UPLOAD)\n"
        "except UserError: print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
    )
    said = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True).stdout
    assert 0 < int(said) < MEMORY_KB


def test_a_worksheet_is_measured_wherever_it_lies() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("somewhere/else.dat", cell(b"A1") + cell(b"XFD1048576") + b"</row>")
    with pytest.raises(UserError, match="a worksheet has 16,384 columns"):
        read_table(out.getvalue(), name="FILE")


def test_a_packed_file_of_nothing_but_headers_is_refused() -> None:
    with pytest.raises(UserError, match="in far too many pieces"):
        read_table(gzip.compress(b"") * 100_000, name="FILE", limits=UPLOAD)


def test_a_packed_file_of_some_members_is_read_whole() -> None:
    members = gzip.compress(b"series,period,value\n") + b"".join(
        gzip.compress(b"ward,%d-01,5\n" % year) for year in range(1000, 1900)
    )
    assert read_table(members, name="FILE", limits=UPLOAD).n_rows == 900


def test_an_entity_bomb_is_refused_unread() -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'
    with pytest.raises(UserError, match="the workbook holds a document type declaration"):
        read_table(book(declared), name="FILE")


def test_a_declaration_cut_in_two_by_the_chunks_is_seen() -> None:
    padding = b" " * (1_000_000 - 4)
    with pytest.raises(UserError, match="document type declaration"):
        read_table(book(padding + b"<!DOCTYPE x>" + padding), name="FILE")


def test_an_honest_file_that_packs_well_is_read() -> None:
    rows = b"series,period,value\n" + b"".join(
        b"ward,20%02d-%02d,5\n" % (y, m) for y in range(90) for m in range(1, 13)
    )
    assert read_table(gzip.compress(rows), name="FILE", limits=UPLOAD).n_rows == 1080


def test_reasons_are_counted_up_to_a_hundred_thousand() -> None:
    with pytest.raises(TableErrors) as refused:
        read_table(b"series,period,value\n" + b"1\n" * 150_000, name="FILE", limits=UPLOAD)
    assert refused.value.total == 100_001
    assert refused.value.lines[0] == "FILE, row 2: 1 cell, but the header has 3"
