"""Bytes from a path, a stream or memory, unpacked from gzip, never beyond the limits."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import BinaryIO

from wellrun.tables.errors import FileError
from wellrun.tables.limits import MEGABYTE, Limits

_CHUNK = 4 * MEGABYTE
# zlib's flag for "a gzip header and trailer around the stream".
_GZIP = 31
_PIECE = 16_384
# Packers that work in blocks write members of some 20 KB; a file of nothing but headers has one in 20 bytes.
_MEMBERS = 1_000
_MEMBER_BYTES = 1_000


def arrive(source: Path | bytes | BinaryIO, file: str, limits: Limits) -> bytes:
    """All bytes of `source`. Raises FileError when there is none to read or there are too many."""
    if isinstance(source, bytes):
        return _within(source, file, limits)
    if not isinstance(source, Path):
        return _within(source.read(limits.file_bytes + 1), file, limits)
    try:
        if source.is_dir():
            raise FileError("file_is_folder", file, "this is a folder, not a file")
        if source.is_file() and source.stat().st_size > limits.file_bytes:
            raise _too_large(file, limits)
        with source.open("rb") as stream:
            return _within(stream.read(limits.file_bytes + 1), file, limits)
    except FileNotFoundError:
        raise FileError("file_missing", file, "there is no such file") from None
    except PermissionError:
        raise FileError("file_closed", file, "you are not allowed to read this file") from None
    except OSError as error:
        raise FileError("file_unreadable", file, f"the file cannot be read ({error.strerror})") from None


def unpack_gzip(data: bytes, file: str, limits: Limits) -> bytes:
    """The bytes inside a gzip file of one or several members. Raises FileError for a bomb or a damaged file."""
    guard = Unpacking(file, len(data), limits)
    unpacked = bytearray()
    at = members = 0
    try:
        while data.startswith(b"\x1f\x8b", at):
            members += 1
            if members > _MEMBERS + len(data) // _MEMBER_BYTES:
                raise FileError("gzip_damaged", file, "the packed file is in far too many pieces: pack it again")
            at = _unpack_member(data, at, unpacked, guard)
    except zlib.error:
        raise FileError("gzip_damaged", file, "the packed file is damaged: send it again") from None
    return bytes(unpacked)


def _unpack_member(data: bytes, at: int, unpacked: bytearray, guard: Unpacking) -> int:
    """Unpack the member that begins at `at`; where the next one begins."""
    member = zlib.decompressobj(_GZIP)
    while not member.eof:
        # What zlib leaves unused is copied: a small piece at a time, or many small members copy the file over and over.
        taken = data[at : at + _PIECE]
        if not taken:
            raise FileError("gzip_damaged", guard.file, "the packed file is cut off: send it again")
        piece = member.decompress(taken, _CHUNK)
        at += len(taken) - len(member.unused_data if member.eof else member.unconsumed_tail)
        guard.more(len(piece))
        unpacked += piece
    return at


class Unpacking:
    """Counts what a packed file unpacks to and refuses it once that is out of all proportion."""

    def __init__(self, file: str, packed: int, limits: Limits) -> None:
        self.file = file
        self.packed = packed
        self.limits = limits
        self.unpacked = 0

    def more(self, n_bytes: int) -> None:
        """Another `n_bytes` came out. Raises FileError `unpacks_too_large`."""
        self.unpacked += n_bytes
        allowed = max(self.packed * self.limits.ratio, self.limits.ratio_from)
        if self.unpacked > min(allowed, self.limits.unpacked_bytes):
            size = min(allowed, self.limits.unpacked_bytes) // MEGABYTE
            sentence = f"the packed file unpacks to more than {size:,} MB: it is not read"
            raise FileError("unpacks_too_large", self.file, sentence)


def _within(data: bytes, file: str, limits: Limits) -> bytes:
    if len(data) > limits.file_bytes:
        raise _too_large(file, limits)
    return data


def _too_large(file: str, limits: Limits) -> FileError:
    size = limits.file_bytes // MEGABYTE
    return FileError("file_too_large", file, f"the file is larger than {size:,} MB: split it")
