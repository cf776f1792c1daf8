"""Text files of unknown encoding as UTF-8."""

from __future__ import annotations

import codecs

from wellrun.tables.errors import FileError

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
FALLBACK_NOTE = "The file is not UTF-8; it was read as Windows-1252. Check names with accents, or save it as UTF-8 CSV."


def as_utf8(data: bytes, file: str) -> tuple[bytes, tuple[str, ...]]:
    """`data` as UTF-8 without a byte order mark, and what the reader should be told.

    Known by their mark: UTF-8, UTF-16, UTF-32. Without one: UTF-16 by its zero bytes, UTF-8 where it is
    valid, else Windows-1252. Raises FileError when it is no text in any of them.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    encoding = encoding or _without_mark(data, file)
    if encoding == "utf-8":
        plain = data[len(mark) :] if mark else data
        if not _is_utf8(plain):
            raise _no_text(file)
        return _without_zero(plain, file), ()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise _no_text(file) from None
    notes = (FALLBACK_NOTE,) if encoding == "cp1252" else ()
    return _without_zero(text.encode(), file), notes


def _without_mark(data: bytes, file: str) -> str:
    if b"\0" in data:
        head = data[:4096]
        odd, even = head[1::2].count(0), head[0::2].count(0)
        if max(odd, even) < len(head) // 8:
            raise _no_text(file)
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8" if _is_utf8(data) else "cp1252"


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(view[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _without_zero(data: bytes, file: str) -> bytes:
    if b"\0" in data:
        raise _no_text(file)
    return data


def _no_text(file: str) -> FileError:
    return FileError("not_text", file, "this is neither text nor a workbook: save it as CSV (UTF-8), XLSX or Parquet")
