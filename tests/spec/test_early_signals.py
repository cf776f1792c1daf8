"""What the watch and the fixed rules find on one side is one signal: as tables."""

from __future__ import annotations

import numpy as np
import pytest

from wellrun.analytics.detection.beside_rules import Early, fired_beside, found_early, marked_beside
from wellrun.analytics.panel import Grain, Panel
from wellrun.analytics.spc.codes import Direction, Point, Rule, Variation, rule_bit
from wellrun.analytics.spc.firings import Firings, rule_words
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.replay import signals

# One character a period. Rules: `O` outside limits high, `o` low, `.` none, ` ` no point. Watch: `+` high, `-` low.
# Signals: first and last firing, rules in order of first firing, period of the first firing of the watch.
TABLE = {
    "the watch alone": ("..........", "...++.....", [(3, 4, "early_detection", 3)]),
    "the watch first, then a rule": ("....O.....", "..++......", [(2, 4, "early_detection outside_limits", 2)]),
    "a rule first, then the watch": ("..O.......", "....+.....", [(2, 4, "outside_limits early_detection", 4)]),
    "both at once": ("...O......", "...+......", [(3, 3, "outside_limits early_detection", 3)]),
    "each attaches within seven quiet points": (
        "..O.......",
        "........+.",
        [(2, 8, "outside_limits early_detection", 8)],
    ),
    "after seven quiet points it is another": (
        "..O..........",
        "..........+..",
        [(2, 2, "outside_limits", -1), (10, 10, "early_detection", 10)],
    ),
    "missing points are not quiet": ("..O.  .....", "........+..", [(2, 8, "outside_limits early_detection", 8)]),
    "the other side is another": (
        "..O.......",
        "...-......",
        [(2, 2, "outside_limits", -1), (3, 3, "early_detection", 3)],
    ),
    "both low": ("....o.....", "...-......", [(3, 4, "early_detection outside_limits", 3)]),
    "a rule alone states nothing": ("...O......", "..........", [(3, 3, "outside_limits", -1)]),
}


def panel(n: int, rows: int = 1) -> Panel:
    periods = np.arange(np.datetime64("2025-01-06"), np.datetime64("2025-01-06") + 7 * n, 7)
    return Panel(tuple(map(str, range(rows))), Grain.WEEK, periods, np.zeros((rows, n)))


def of_rules(text: str) -> Firings:
    marks = np.array([list(text)])
    bit = np.uint16(rule_bit(Rule.OUTSIDE_LIMITS))
    high, low = (np.where(marks == mark, bit, np.uint16(0)) for mark in "Oo")
    return Firings(high, low, marks != " ")


def of_watch(text: str) -> Early:
    side = np.array([[{"+": 1, "-": -1}.get(mark, 0) for mark in text]], dtype=np.int8)
    chance = np.array([[0.001 * (1 + at % 5) for at in range(len(text))]])
    return Early(side, chance / 2, chance)


@pytest.mark.parametrize("name", TABLE)
def test_one_signal_a_change(name: str) -> None:
    rules, watch, expected = TABLE[name]
    early = of_watch(watch)
    found = signals(panel(len(rules)), fired_beside(of_rules(rules), early))
    told = found_early(found, early)
    assert [
        (
            int(found.first_fired[n]),
            int(found.last_fired[n]),
            " ".join(
                [*rule_words(int(found.first_rules[n])), *rule_words(int(found.rules[n] & ~found.first_rules[n]))]
            ),
            int(told.at[n]),
        )
        for n in range(len(found))
    ] == expected


def test_p_is_of_the_first_firing_and_chance_the_least_so_far() -> None:
    early = of_watch("...+++....")
    found = signals(panel(10), fired_beside(of_rules(".........."), early))
    told = found_early(found, early)
    assert told.p.tolist() == [early.p[0, 3]]
    assert told.chance.tolist() == [min(early.chance[0, 3:6])]


def judged_with(early_side: list[int], direction: Direction) -> tuple[list[int], list[int], int]:
    values = np.array([[0.5, 0.51, 0.49, 0.5, 0.52, 0.48, 0.5, 0.49, 0.51, 0.5, 0.52, 0.48, 0.5, 0.9]])
    periods = np.arange(np.datetime64("2025-01-06"), np.datetime64("2025-01-06") + 7 * 14, 7)
    plain = judge(Panel(("a",), Grain.WEEK, periods, values), direction=direction, baseline=12)
    side = np.zeros((1, 14), dtype=np.int8)
    side[0, -len(early_side) :] = early_side
    nothing = np.full((1, 14), np.nan)
    codes = np.array([direction], dtype=np.int8)
    marked = marked_beside(plain, Early(side, nothing, nothing), codes, np.full((1, 2), np.nan))
    return marked.rule[0, -2:].tolist(), marked.point[0, -2:].tolist(), int(marked.variation[0])


def test_points_are_marked_where_only_the_watch_fires() -> None:
    rules, points, _ = judged_with([1, 1], Direction.DOWN)
    assert rules == [Rule.EARLY_DETECTION, Rule.OUTSIDE_LIMITS]
    assert points == [Point.CONCERN, Point.CONCERN]


def test_what_a_rule_marks_stays_whatever_the_watch_says() -> None:
    rules, points, variation = judged_with([0, -1], Direction.UP)
    assert rules == [Rule.NONE, Rule.OUTSIDE_LIMITS]
    assert points == [Point.COMMON_CAUSE, Point.IMPROVEMENT]
    assert variation == Variation.IMPROVEMENT_HIGH
