"""How far a worksheet reaches, from the references of its cells (`r="AB12"`) in raw XML."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

_SPACED = re.compile(rb"\s*=\s*")
_BLANKS = (b" =", b"= ", b"\t=", b"=\t", b"\n=", b"=\n", b"\r=", b"=\r")
# Three letters and seven digits: the far corner is XFD1048576.
_LONGEST = 10


class UsedArea:
    """The last row and the last column that any reference seen so far names.

    It reads bytes with NumPy: a regular expression takes eight times as long, and a file may be made to be slow.
    """

    def __init__(self) -> None:
        self.rows = 0
        self.columns = 0

    def more(self, xml: bytes) -> None:
        """Take in another piece of the sheet's XML; a reference that is cut at its edge must come again whole."""
        if any(blank in xml for blank in _BLANKS):
            xml = _SPACED.sub(b"=", xml)
        letters = np.frombuffer(xml + bytes(_LONGEST + 1), dtype=np.uint8)
        starts = _reference_starts(letters[: len(xml)])
        if not starts.size:
            return
        rows, columns = _numbers(letters, starts)
        self.rows = max(self.rows, int(rows.max()))
        self.columns = max(self.columns, int(columns.max()))


def _reference_starts(letters: NDArray[np.uint8]) -> NDArray[np.intp]:
    """Where the value of each attribute r begins."""
    if letters.size < 4:
        return np.zeros(0, dtype=np.intp)
    equals = np.flatnonzero(letters[2:-1] == ord("=")) + 2
    quote = letters[equals + 1]
    # A blank before it: `xmlns:r="http://..."` is another attribute.
    named = (letters[equals - 1] == ord("r")) & (letters[equals - 2] <= ord(" "))
    named &= (quote == ord('"')) | (quote == ord("'"))
    starts: NDArray[np.intp] = equals[named] + 2
    return starts


def _numbers(letters: NDArray[np.uint8], starts: NDArray[np.intp]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column numbers of the references at `starts`; a row alone (`<row r="12">`) has column 0."""
    rows = np.zeros(starts.size, dtype=np.int64)
    columns = np.zeros(starts.size, dtype=np.int64)
    open_ = np.ones(starts.size, dtype=np.bool_)
    for place in range(_LONGEST):
        # Bit 5 tells small letters from capitals.
        here = letters[starts + place]
        letter = (here & 0xDF).astype(np.int64) - ord("A") + 1
        digit = here.astype(np.int64) - ord("0")
        is_digit = open_ & (digit >= 0) & (digit <= 9)
        is_letter = open_ & (letter >= 1) & (letter <= 26) & (rows == 0)
        columns = np.where(is_letter, columns * 26 + letter, columns)
        rows = np.where(is_digit, rows * 10 + digit, rows)
        open_ = is_digit | is_letter
        if not open_.any():
            break
    return rows, columns
