"""How far a worksheet reaches, from the references (`r="AB12"`) and the elements of its rows and cells in raw XML."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Letters = NDArray[np.uint8]
Places = NDArray[np.intp]

_BLANKS = (b" =", b"= ", b"\t=", b"=\t", b"\n=", b"=\n", b"\r=", b"=\r")
# Three letters and seven digits: the far corner is XFD1048576.
_LONGEST = 10
# Longer than any reference that a cut between two pieces could hide.
_OVERLAP = 200
# A tag longer than this is counted before it ends: its name has passed, and waiting for its end could take for ever.
_LONG_TAG = 4_096
# The longest of the two names with the sign before it: "<row".
_NAME = 4
_FAR = 1_000_000_000


class UsedArea:
    """The last row and the last column that the XML seen so far can fill; never less than a reader finds.

    A row or cell without a reference stands next to the one before it: a reader steps to the next row, and back to
    the first column, where a row ends. Where a sheet has both kinds, those without a reference are added to the
    furthest one with. It reads bytes with NumPy: a regular expression takes eight times as long,
    and a file may be made to be slow.
    """

    def __init__(self) -> None:
        self._named_rows = self._named_columns = 0
        self._next_rows = self._next_cells = self._most_cells = 0
        self._in_named_row = False
        self._kept = bytes(_NAME)
        self._counted = _NAME

    @property
    def rows(self) -> int:
        """The last row."""
        return self._named_rows + self._next_rows

    @property
    def columns(self) -> int:
        """The last column."""
        return self._named_columns + self._most_cells

    def more(self, xml: bytes) -> None:
        """Take in the next piece of the sheet's XML, cut anywhere; the last tag counts once another one follows."""
        if any(blank in xml for blank in _BLANKS):
            xml = _closed_up(xml)
        whole = self._kept + xml
        end = len(whole)
        last = whole.rfind(b"<")
        if last >= 0 and end - last <= _LONG_TAG:
            end = last
        letters = np.frombuffer(whole + bytes(_LONGEST + 1), dtype=np.uint8)
        self._take_references(letters[: len(whole)], letters)
        self._count_elements(letters, self._counted, end)
        keep = max(0, min(end - _NAME, len(whole) - _OVERLAP))
        self._kept, self._counted = whole[keep:], end - keep

    def _take_references(self, seen: Letters, letters: Letters) -> None:
        starts = _reference_starts(seen)
        if starts.size:
            rows, columns = _numbers(letters, starts)
            self._named_rows = max(self._named_rows, int(rows.max()))
            self._named_columns = max(self._named_columns, int(columns.max()))

    def _count_elements(self, letters: Letters, start: int, end: int) -> None:
        """Count the rows and cells without a reference whose tag opens in [start, end)."""
        tags = np.flatnonzero(letters[start:end] == ord("<")) + start
        closes = letters[tags + 1] == ord("/")
        ends = _name_ends(letters, tags)
        before = letters[ends - 1]
        cells = ends[(before == ord("c")) & ~closes & _opens_name(letters, ends - 2)]
        is_row = (before == ord("w")) & (letters[ends - 2] == ord("o")) & (letters[ends - 3] == ord("r"))
        is_row &= _opens_name(letters, ends - _NAME)
        rows, closes = ends[is_row], closes[is_row] | (letters[ends[is_row]] == ord("/"))
        self._count_rows(_is_named(letters, rows), closes)
        self._count_cells(cells[~_is_named(letters, cells)], rows[closes])

    def _count_rows(self, named: NDArray[np.bool_], closes: NDArray[np.bool_]) -> None:
        """Count the rows that close, without those that a reference opened."""
        in_named = np.concatenate(([self._in_named_row], named))
        self._next_rows += int(np.count_nonzero(closes & ~in_named[:-1]))
        self._in_named_row = bool(in_named[-1])

    def _count_cells(self, cells: Places, closes: Places) -> None:
        """The most cells without a reference between two ends of rows."""
        counts = np.diff(np.searchsorted(cells, closes), prepend=0, append=cells.size)
        counts[0] += self._next_cells
        self._next_cells = int(counts[-1])
        self._most_cells = max(self._most_cells, int(counts.max()))


def _closed_up(xml: bytes) -> bytes:
    """The same without blanks around equals signs; a regular expression is quadratic in blanks."""
    closed = b" ".join(xml.split()).replace(b" =", b"=").replace(b"= ", b"=")
    head = b" " if xml[:1].isspace() else b""
    tail = b" " if xml[-1:].isspace() else b""
    return head + closed + tail


def _name_ends(letters: Letters, tags: Places) -> Places:
    """Where the name of each tag is over: at a blank or `>`, or the `/` before it."""
    stops = np.flatnonzero((letters <= ord(" ")) | (letters == ord(">")))
    ends = stops[np.minimum(np.searchsorted(stops, tags), stops.size - 1)]
    return np.asarray(ends - (letters[ends - 1] == ord("/")), dtype=np.intp)


def _opens_name(letters: Letters, places: Places) -> NDArray[np.bool_]:
    """Whether a name, or its part after a prefix, opens there."""
    here = letters[places]
    found: NDArray[np.bool_] = (here == ord("<")) | (here == ord(":")) | (here == ord("/"))
    return found


def _is_named(letters: Letters, ends: Places) -> NDArray[np.bool_]:
    """Whether the first attribute after each name is a reference; one further on is taken for none, to be safe."""
    starts = np.minimum(ends + 4, letters.size - _LONGEST - 1)
    quote = letters[starts - 1]
    named: NDArray[np.bool_] = letters[ends] <= ord(" ")
    named &= (letters[starts - 3] == ord("r")) & (letters[starts - 2] == ord("="))
    named &= (quote == ord('"')) | (quote == ord("'"))
    rows, _columns = _numbers(letters, starts)
    named &= rows > 0
    return named


def _reference_starts(letters: Letters) -> Places:
    """Where the value of each attribute r begins."""
    if letters.size < 4:
        return np.zeros(0, dtype=np.intp)
    equals = np.flatnonzero(letters[2:-1] == ord("=")) + 2
    quote = letters[equals + 1]
    # A blank or the end of a value before it: `xmlns:r="http://..."` is another attribute.
    before = letters[equals - 2]
    named = (before <= ord(" ")) | (before == ord('"')) | (before == ord("'"))
    named &= letters[equals - 1] == ord("r")
    named &= (quote == ord('"')) | (quote == ord("'"))
    starts: Places = equals[named] + 2
    return starts


def _numbers(letters: Letters, starts: Places) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
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
    else:
        # Longer than the far corner: perhaps zeros in front, which a reader may skip.
        here = letters[starts + _LONGEST]
        rows[open_ & (here >= ord("0")) & (here <= ord("9"))] = _FAR
    return rows, columns
