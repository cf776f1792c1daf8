"""Blank lines taken out of CSV text before it is parsed: each would cost a cell in every column."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# More than anyone has in one cell: a quotation mark stands where it opens none, and the lines cannot be told.
MANY = 100_000
# A handful is parsed and dropped; looking for them costs a pass over the bytes.
FEW = 1_000
_LF, _CR, _QUOTE = ord("\n"), ord("\r"), ord('"')


class Squeezed(NamedTuple):
    """The text without blank lines; `places`: of each line that is left, its number among all, the first is 0.

    `places` None: nothing was taken out, the lines are as they were.
    """

    body: bytes
    places: NDArray[np.int64] | None


def without_blank_lines(body: bytes) -> Squeezed:
    """Take the blank lines out where there are many of them; those inside quotation marks are part of a cell."""
    if pairs_of_ends(body) < FEW:
        return Squeezed(body, None)
    letters = np.frombuffer(body, dtype=np.uint8)
    ends = _line_ends(letters)
    starts = np.concatenate(([0], ends[:-1] + 1))
    # What lies before a line end and is its own: the first half of \r\n.
    pairs = (ends > starts) & (letters[np.maximum(ends - 1, 0)] == _CR) & (letters[ends] == _LF)
    blank = (ends - pairs) == starts
    if not blank.any():
        return Squeezed(body, None)
    kept = np.ones(letters.size, dtype=np.bool_)
    for first, last in zip(*_stretches(blank), strict=True):
        kept[starts[first] : ends[last] + 1] = False
    return Squeezed(letters[kept].tobytes(), np.flatnonzero(np.append(~blank, True)))


def pairs_of_ends(body: bytes) -> int:
    """About half as many as there are blank lines, or all of them; quick."""
    return body.count(b"\n\n") + body.count(b"\n\r\n") + body.count(b"\r\r")


def _line_ends(letters: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where the lines end that no quotation mark holds open: at \\n, and at a \\r that none follows."""
    lone = np.flatnonzero(letters == _CR)
    lone = lone[letters[np.minimum(lone + 1, letters.size - 1)] != _LF]
    ends = np.flatnonzero(letters == _LF)
    ends = np.sort(np.concatenate((ends, lone))) if lone.size else ends
    quotes = np.flatnonzero(letters == _QUOTE)
    if quotes.size:
        ends = ends[np.searchsorted(quotes, ends) % 2 == 0]
    return ends


def _stretches(blank: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """The first and the last line of each stretch of blank ones."""
    change = np.diff(blank.astype(np.int8), prepend=0, append=0)
    return np.flatnonzero(change == 1).tolist(), (np.flatnonzero(change == -1) - 1).tolist()
