"""What a file is, by its first bytes and not by its name."""

from __future__ import annotations

from typing import Literal

from wellrun.tables.errors import FileError

Content = Literal["text", "gzip", "zip", "parquet"]

_READABLE: tuple[tuple[bytes, Content], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PAR1", "parquet"),
)
_SAVE_AS = "save it as CSV, XLSX or Parquet"
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook or one with a password: save it as .xlsx without one"),
    (b"\x89PNG", "a picture (PNG), not a table"),
    (b"\xff\xd8\xff", "a picture (JPEG), not a table"),
    (b"GIF8", "a picture (GIF), not a table"),
    (b"%PDF", "a PDF document, not a table"),
    (b"{\\rtf", "a text document (RTF), not a table"),
    (b"SQLite format 3\x00", f"a database, not a table: {_SAVE_AS}"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ\x00", "packed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it and give the file inside"),
    (b"Rar!", "a RAR archive: unpack it and give the file inside"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "a web page, not a table (a download that asked for a sign-in often is)"),
    (b"<html", "a web page, not a table (a download that asked for a sign-in often is)"),
    (b"<?xml", f"an XML document, not a table: {_SAVE_AS}"),
    (b"{", f"a JSON document, not a table: {_SAVE_AS}"),
    (b"[", f"a JSON document, not a table: {_SAVE_AS}"),
)


def content_of(data: bytes, file: str) -> Content:
    """What `data` is. Raises FileError with one sentence when it is something that holds no table we read."""
    if not data:
        raise FileError("file_empty", file, "the file is empty")
    for magic, content in _READABLE:
        if data.startswith(magic):
            return content
    for magic, what in _REFUSED:
        if data.startswith(magic):
            raise FileError("not_a_table", file, f"this is {what}")
    opening = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, what in _MARKUP:
        if opening.startswith(magic):
            raise FileError("not_a_table", file, f"this is {what}")
    return "text"
