"""Local or systemic, as a table: three, four, five and six siblings, directions, timing, and the parent."""

import numpy as np
import pytest

from tests.spec.panels import daily
from tests.spec.test_signal_tables import WARD_AFTER, WARD_BASELINE
from wellrun.analytics.spc.replay import firings, signals
from wellrun.analytics.spc.scope import Scope, scope_of

# A sibling is written as the period in which it began a change, `+` up and `-` down; `.` shows nothing and `?`
# has too little data. The first is the unit itself.
TABLE = {
    "three siblings say nothing": ("+10 +10 +10", "", "unclear", 3, 3),
    "only one of four": ("+10 . . .", "", "local", 1, 4),
    "two of four": ("+10 +10 . .", "", "systemic", 2, 4),
    "two of five": ("+10 +10 . . .", "", "unclear", 2, 5),
    "three of six": ("+10 +10 +10 . . .", "", "systemic", 3, 6),
    "two of six": ("+10 +10 . . . .", "", "unclear", 2, 6),
    "one of six": ("+10 . . . . .", "", "local", 1, 6),
    "three periods before or after still count": ("+10 +7 +13 . . .", "", "systemic", 3, 6),
    "four periods apart do not": ("+10 +6 +14 . . .", "", "local", 1, 6),
    "the other direction does not": ("+10 -10 -10 . . .", "", "local", 1, 6),
    "a sibling with too little data leaves the count": ("+10 +10 . . ? ?", "", "systemic", 2, 4),
    "and its signal does not show": ("+10 ?10 ?10 . . .", "", "local", 1, 4),
    "too few with enough data": ("+10 +10 . ? ? ?", "", "unclear", 2, 3),
    "the parent without the unit shows it": ("+10 . . . . .", "12", "systemic", 1, 6),
    "the parent showed it earlier": ("+10 . . . . .", "5 16", "local", 1, 6),
    "the parent does not make up for too few siblings": ("+10 . .", "10", "unclear", 1, 3),
}


@pytest.mark.parametrize("name", TABLE)
def test_scope(name: str) -> None:
    siblings, parent, scope, n_showing, n_siblings = TABLE[name]
    found = _scope(siblings.split(), [int(period) for period in parent.split()])
    assert (found.scope, found.n_showing, found.n_siblings) == (scope, n_showing, n_siblings)


def _scope(siblings: list[str], parent_began: list[int]) -> Scope:
    shown = [(i, word) for i, word in enumerate(siblings) if len(word) > 1]
    return scope_of(
        own=0,
        side=1,
        began=int(siblings[0][1:]),
        sufficient=[not word.startswith("?") for word in siblings],
        sibling=[i for i, _ in shown],
        sibling_side=[-1 if word.startswith("-") else 1 for _, word in shown],
        sibling_began=[int(word[1:]) for _, word in shown],
        parent_began=parent_began,
    )


def test_who_shows_it_is_named() -> None:
    found = _scope(["+10", ".", "+11", "-10", ".", "+12"], [])
    assert (found.showing, found.parent_shows) == ((0, 2, 5), False)


def test_a_sibling_that_shows_it_twice_counts_once() -> None:
    found = scope_of(
        own=0,
        side=1,
        began=10,
        sufficient=[True] * 5,
        sibling=[0, 1, 1],
        sibling_side=[1] * 3,
        sibling_began=[10, 9, 12],
    )
    assert (found.n_showing, found.scope) == (2, "unclear")


@pytest.mark.parametrize(("n_rising", "scope"), [(3, "systemic"), (1, "local")])
def test_the_ward_story_among_five_units(n_rising: int, scope: str) -> None:
    steady = [*WARD_BASELINE, 40.0, 41.0, 39.0, 42.0, 38.0, 40.0, 41.0]
    rows = [WARD_BASELINE + WARD_AFTER] * n_rising + [steady] * (5 - n_rising)
    panel = daily(*rows)
    found = signals(panel, firings(panel))
    assert np.unique(found.series).tolist() == list(range(n_rising))
    answer = scope_of(
        own=0,
        side=int(found.side[0]),
        began=int(found.began[0]),
        sufficient=[True] * 5,
        sibling=found.series,
        sibling_side=found.side,
        sibling_began=found.began,
    )
    assert (answer.scope, answer.n_showing, answer.n_siblings) == (scope, n_rising, 5)
