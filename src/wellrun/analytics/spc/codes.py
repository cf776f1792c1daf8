"""The words of a judgement as small codes: arrays hold the numbers, `word` gives the text of the contract."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int8]


class Word(IntEnum):
    """A code whose text is its own name in lower case."""

    @property
    def word(self) -> str:
        return self.name.lower()


class Chart(Word):
    """Which chart's limits were used; AUTO only ever as a wish."""

    AUTO = 0
    XMR = 1
    I = 2  # noqa: E741
    P = 3
    PP = 4
    RUN = 5


class ChartReason(Word):
    """Why that chart; `explain.chart_sentence` says it in words."""

    ASKED_FOR = 0
    NO_DENOMINATORS = 1
    CHANCE_EXPLAINS_SPREAD = 2
    SPREAD_BEYOND_CHANCE = 3
    NOT_A_PROPORTION = 4
    NOT_COUNTED_CASES = 5


class Rule(Word):
    """The NHS rules in the order in which they are tried; the first match names a point."""

    NONE = 0
    OUTSIDE_LIMITS = 1
    TREND = 2
    TWO_OF_THREE = 3
    SHIFT = 4

    @property
    def word(self) -> str:
        return "" if self is Rule.NONE else self.name.lower()


class Point(Word):
    """What a point says, given which direction is good. MISSING: there is no point, or it is not judged."""

    COMMON_CAUSE = 0
    IMPROVEMENT = 1
    CONCERN = 2
    HIGH = 3
    LOW = 4
    MISSING = 5


class Status(Word):
    """Whether a judgement can be relied on."""

    OK = 0
    TRIAL_LIMITS = 1
    INSUFFICIENT_DATA = 2
    CONSTANT = 3
    DEGENERATE = 4


class Variation(Word):
    """What the last point says, with the side on which it lies."""

    COMMON_CAUSE = 0
    IMPROVEMENT_HIGH = 1
    IMPROVEMENT_LOW = 2
    CONCERN_HIGH = 3
    CONCERN_LOW = 4
    NEUTRAL_HIGH = 5
    NEUTRAL_LOW = 6


class Assurance(Word):
    """The target against the limits of the last point; NONE without target, direction or limits."""

    NONE = 0
    CONSISTENTLY_PASSES = 1
    INCONSISTENT = 2
    CONSISTENTLY_FAILS = 3


class Direction(Word):
    """Which way is good; BAND: between two targets."""

    NONE = 0
    UP = 1
    DOWN = 2
    BAND = 3


HIGH, LOW = 1, -1


def codes(kind: type[Word], wish: Any, n_series: int) -> Codes:
    """One code a series (S,) from one word or code for all, or a sequence of them.

    Raises ValueError for a word or code that `kind` does not have, or a sequence of another length.
    """
    if isinstance(wish, (str, int)):
        return np.full(n_series, _code(kind, wish), dtype=np.int8)
    if isinstance(wish, np.ndarray) and wish.dtype.kind in "iu":
        found = wish.astype(np.int8)
    else:
        found = np.array([_code(kind, each) for each in wish], dtype=np.int8)
    if not np.isin(found, list(kind)).all():
        raise ValueError(f"{kind.__name__}: a code that there is not")
    if found.shape != (n_series,):
        raise ValueError(f"{kind.__name__}: {found.shape} codes for {n_series} series")
    return found


def words(kind: type[Word], found: NDArray[Any] | Sequence[int]) -> NDArray[np.str_]:
    """The words of an array of codes, same shape."""
    table = np.array([member.word for member in kind])
    return table[np.asarray(found, dtype=np.intp) - min(kind)]


def _code(kind: type[Word], wish: str | int) -> int:
    if isinstance(wish, str):
        try:
            return int(kind[wish.upper()])
        except KeyError:
            raise ValueError(f"{wish!r} is no {kind.__name__}") from None
    return int(kind(wish))
