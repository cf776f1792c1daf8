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

    @classmethod
    def read(cls, word: str) -> int:
        """The code of a word. Raises KeyError for a word that there is not."""
        return int(cls[word.upper()])


class Chart(Word):
    """Which chart's limits were used; XBAR and S only of raw subgroups.

    Only ever wishes are AUTO, of figures that say nothing of themselves, and the AUTO_* that follow S, of figures whose
    kind is known: events over exposure, a ratio of amounts, observed over expected events, a number of events.
    """

    AUTO = 0
    XMR = 1
    I = 2  # noqa: E741
    P = 3
    PP = 4
    RUN = 5
    IP = 6
    MR = 7
    U = 8
    UP = 9
    C = 10
    G = 11
    T = 12
    OE = 13
    OEP = 14
    BCUSUM = 15
    XBAR = 16
    S = 17
    AUTO_RATE = 18
    AUTO_RATIO = 19
    AUTO_EXPECTED = 20
    AUTO_COUNT = 21


class ChartReason(Word):
    """Why that chart; `explain.chart_reason` says it in words."""

    ASKED_FOR = 0
    NO_DENOMINATORS = 1
    CHANCE_EXPLAINS_SPREAD = 2
    SPREAD_BEYOND_CHANCE = 3
    NOT_A_PROPORTION = 4
    NOT_COUNTED_CASES = 5
    RARE_EVENTS = 6
    RATE_AS_CHANCE = 7
    RATE_BEYOND_CHANCE = 8
    TIME_BETWEEN_EVENTS = 9
    YES_OR_NO = 10
    COUNT_AS_CHANCE = 11
    COUNT_BEYOND_CHANCE = 12
    COUNT_STEADIER = 13
    WEIGHED_BY_SIZE = 14
    EXPECTED_AS_CHANCE = 15
    EXPECTED_BEYOND_CHANCE = 16
    CASES_BETWEEN_EVENTS = 17
    NAMED_UNSUITED = 18


class Profile(Word):
    """A named set of rules by which points are marked."""

    NHS = 0
    WESTERN_ELECTRIC = 1
    NELSON = 2
    ANHOEJ = 3
    LIMITS = 4

    @property
    def word(self) -> str:
        return self.name.lower().replace("_", "-")

    @classmethod
    def read(cls, word: str) -> int:
        return int(cls[word.upper().replace("-", "_")])


class Rule(Word):
    """Every rule of every profile. The NHS rules come first, in the order in which they are tried.

    EARLY_DETECTION belongs to no profile: it is a watch beside the rules, of measures that ask for it.
    """

    NONE = 0
    OUTSIDE_LIMITS = 1
    TREND = 2
    TWO_OF_THREE = 3
    SHIFT = 4
    FOUR_OF_FIVE = 5
    EIGHT_ON_ONE_SIDE = 6
    NINE_ON_ONE_SIDE = 7
    SIX_TRENDING = 8
    FOURTEEN_ALTERNATING = 9
    FIFTEEN_NEAR_CENTRE = 10
    EIGHT_FAR_FROM_CENTRE = 11
    LONG_RUN = 12
    FEW_CROSSINGS = 13
    EARLY_DETECTION = 14

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


def is_automatic(wish: Codes) -> NDArray[np.bool_]:
    """Whether each wish leaves the chart open."""
    found: NDArray[np.bool_] = (wish == Chart.AUTO) | (wish >= Chart.AUTO_RATE)
    return found


def rule_bit(rule: Rule) -> int:
    """The bit of a rule in a set of rules."""
    return 1 << (rule - 1)


def rule_words(bits: int) -> tuple[str, ...]:
    """The names of the rules in a set, in the order of `Rule`, which is NHS order."""
    return tuple(rule.word for rule in Rule if rule and bits & rule_bit(rule))


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
            return kind.read(wish)
        except KeyError:
            raise ValueError(f"{wish!r} is no {kind.__name__}") from None
    return int(kind(wish))
