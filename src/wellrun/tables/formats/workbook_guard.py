"""What is inside a ZIP file, looked through before a reader that trusts it takes it all into memory."""

from __future__ import annotations

import io
import zipfile
import zlib

from wellrun.tables.arrive import Unpacking
from wellrun.tables.errors import FileError
from wellrun.tables.formats.used_area import UsedArea
from wellrun.tables.limits import MEGABYTE, Limits

_WORKBOOK = "xl/workbook.xml"
_CHUNK = MEGABYTE
# Longer than any declaration that a cut between two chunks could hide.
_OVERLAP = 200
_MOST_PARTS = 5_000
_DECLARATIONS = (b"<!D", b"<!d", b"<!E", b"<!e")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def guard_workbook(data: bytes, file: str, limits: Limits) -> None:
    """Raise FileError unless the ZIP `data` is an XLSX workbook that unpacks within the limits.

    Declared sizes are believed when they are too large, and counted when they are not. Refused too: document type
    declarations (no workbook has one; they carry entity bombs and outside references) and worksheets whose used
    area could not be held in memory.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if _WORKBOOK not in {part.filename for part in parts}:
                raise _no_workbook(parts, file)
            if len(parts) > _MOST_PARTS:
                raise FileError("workbook_damaged", file, f"the workbook has {len(parts):,} parts: it is not read")
            declared = Unpacking(file, len(data), limits)
            for part in parts:
                declared.more(part.file_size)
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
    # Every part: the workbook may name any of them as a worksheet, wherever it lies.
    area = UsedArea()
    before = b""
    with archive.open(part) as stream:
        # The reader stops at the size the archive declares; a part that goes on fails its checksum.
        while piece := stream.read(_CHUNK):
            count.more(len(piece))
            seen = before + piece
            if any(opening in seen for opening in _DECLARATIONS):
                sentence = "the workbook holds a document type declaration: save it again from Excel"
                raise FileError("workbook_declares", count.file, sentence)
            area.more(piece)
            _check_area(area, count)
            before = seen[-_OVERLAP:]


def _check_area(area: UsedArea, count: Unpacking) -> None:
    """A reader holds the used area of a worksheet whole, however few of its cells are filled."""
    limits, file = count.limits, count.file
    if area.columns > limits.columns:
        sentence = f"a worksheet has {area.columns:,} columns; at most {limits.columns} are read"
        raise FileError("too_many_columns", file, sentence)
    if area.rows > limits.rows or area.rows * area.columns > limits.area:
        sentence = f"a worksheet spans {area.rows:,} rows and {area.columns:,} columns: it is not read"
        raise FileError("sheet_too_large", file, sentence)
