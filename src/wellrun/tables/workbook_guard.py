"""What is inside a ZIP file, looked through before a reader that trusts it takes it all into memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

from wellrun.tables.arrive import Unpacking
from wellrun.tables.errors import FileError
from wellrun.tables.limits import MEGABYTE, Limits

_WORKBOOK = "xl/workbook.xml"
_SHEETS = "xl/worksheets/"
_CHUNK = MEGABYTE
# Longer than any reference or declaration that a cut between two chunks could hide.
_OVERLAP = 200
_MOST_PARTS = 5_000
_CELL: Final = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def guard_workbook(data: bytes, file: str, limits: Limits) -> None:
    """Raise FileError unless the ZIP `data` is an XLSX workbook that unpacks within the limits.

    Sizes are counted, not believed. Refused too: document type declarations (no workbook has one; they carry entity
    bombs and outside references) and worksheets whose used area could not be held in memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if _WORKBOOK not in {part.filename for part in parts}:
                raise _no_workbook(parts, file)
            if len(parts) > _MOST_PARTS:
                raise FileError("workbook_damaged", file, f"the workbook has {len(parts):,} parts: it is not read")
            count = Unpacking(file, len(data), limits)
            for part in parts:
                _look_through(archive, part, count)
    except _DAMAGED:
        raise FileError("workbook_damaged", file, "the workbook is damaged or has a password: save it again") from None


def _no_workbook(parts: list[zipfile.ZipInfo], file: str) -> FileError:
    names = {part.filename.lower() for part in parts}
    if "xl/workbook.bin" in names:
        return FileError("not_a_table", file, "this is a binary Excel workbook (.xlsb): save it as .xlsx")
    if "mimetype" in names and "content.xml" in names:
        return FileError("not_a_table", file, "this is an OpenDocument file: save it as .xlsx or CSV")
    if "word/document.xml" in names or "ppt/presentation.xml" in names:
        return FileError("not_a_table", file, "this is an Office document, not a table")
    return FileError("not_a_table", file, "this is a ZIP archive: unpack it and give the file inside")


def _look_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo, count: Unpacking) -> None:
    is_sheet = part.filename.startswith(_SHEETS) and part.filename.endswith(".xml")
    area = _Area(count) if is_sheet else None
    before = b""
    with archive.open(part) as stream:
        # The reader stops at the size the archive declares; a part that goes on fails its checksum.
        while piece := stream.read(_CHUNK):
            count.more(len(piece))
            seen = before + piece
            if _DECLARATION.search(seen):
                sentence = "the workbook holds a document type declaration: save it again from Excel"
                raise FileError("workbook_declares", count.file, sentence)
            if area is not None:
                area.more(seen)
            before = seen[-_OVERLAP:]


class _Area:
    """The used area of a worksheet, which its reader holds whole however few cells are filled."""

    def __init__(self, count: Unpacking) -> None:
        self.count = count
        self.rows = 0
        self.columns = 0

    def more(self, text: bytes) -> None:
        found = _CELL.findall(text)
        if not found:
            return
        letters, numbers = zip(*found, strict=True)
        self.rows = max(self.rows, max(map(int, set(numbers))))
        self.columns = max(self.columns, max(map(_column_number, set(letters))))
        limits, file = self.count.limits, self.count.file
        if self.columns > limits.columns:
            sentence = f"a worksheet has {self.columns:,} columns; at most {limits.columns} are read"
            raise FileError("too_many_columns", file, sentence)
        if self.rows * self.columns > limits.area:
            sentence = f"a worksheet spans {self.rows:,} rows and {self.columns:,} columns: it is not read"
            raise FileError("sheet_too_large", file, sentence)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
