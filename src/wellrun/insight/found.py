"""The signals of a replay in the words of the records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from wellrun.analytics.detection.beside_rules import Early, found_early
from wellrun.analytics.spc.codes import HIGH, LOW, Point
from wellrun.analytics.spc.firings import rule_words
from wellrun.analytics.spc.judgement import Judgement
from wellrun.analytics.spc.replay import Signals
from wellrun.insight.subjects import Subject
from wellrun.measures.queries import SeriesPanel

SIDE_WORDS = {HIGH: "high", LOW: "low"}
_MEANING = {
    ("up", HIGH): "improvement",
    ("up", LOW): "concern",
    ("down", HIGH): "concern",
    ("down", LOW): "improvement",
}
_MEANING_OF_POINT = {Point.IMPROVEMENT: "improvement", Point.CONCERN: "concern"}


class Identity(NamedTuple):
    """What makes a signal the same one when it is found again."""

    series_id: int
    version_number: int
    phase: int
    profile: str
    side: str
    first_fired: date


class Content(NamedTuple):
    """What may change of a signal as figures come or are corrected."""

    began: date
    last_fired: date
    rules: list[str]
    firings: int
    status: str
    closed_at_period: date | None
    meaning: str
    p_value: float | None = None
    chance: float | None = None


class FoundSignal(NamedTuple):
    """A signal that the figures known now give."""

    identity: Identity
    content: Content


def found_signals(
    each: SeriesPanel, members: Sequence[Subject], judgement: Judgement, replayed: Signals, early: Early | None
) -> list[FoundSignal]:
    """The signals of a panel's replay, in its order; `members` are the subjects of the panel's rows.

    Those in which early detection takes part say with what probability.
    """
    row, first, last = replayed.series, replayed.first_fired, replayed.last_fired
    days = each.panel.dates
    first_day, began_day, last_day = (days[row, at].tolist() for at in (first, replayed.began, last))
    closed_day = days[row, replayed.closed_at].tolist()
    version, phase = each.version_number[row, first].tolist(), each.phase_number[row, first].tolist()
    last_point = judgement.point[row, last].tolist()
    is_open = replayed.is_open.tolist()
    first_rules, rules, n_firings = replayed.first_rules.tolist(), replayed.rules.tolist(), replayed.n_firings.tolist()
    p_values, chances = _chances(replayed, early)
    found = []
    for n, (at, side) in enumerate(zip(row.tolist(), replayed.side.tolist(), strict=True)):
        member = members[at]
        found.append(
            FoundSignal(
                Identity(member.series_id, version[n], phase[n], member.profile, SIDE_WORDS[side], first_day[n]),
                Content(
                    began=began_day[n],
                    last_fired=last_day[n],
                    rules=[*rule_words(first_rules[n]), *rule_words(rules[n] & ~first_rules[n])],
                    firings=n_firings[n],
                    status="open" if is_open[n] else "closed",
                    closed_at_period=None if is_open[n] else closed_day[n],
                    meaning=_meaning(member.direction, side, Point(last_point[n])),
                    p_value=p_values[n],
                    chance=chances[n],
                ),
            )
        )
    return found


def _chances(replayed: Signals, early: Early | None) -> tuple[list[float | None], list[float | None]]:
    """p at the first firing of early detection and the least chance so far, None where only rules fired."""
    if early is None:
        return [None] * len(replayed), [None] * len(replayed)
    found = found_early(replayed, early)
    return [shortened(p) for p in found.p.tolist()], [shortened(chance) for chance in found.chance.tolist()]


def shortened(probability: float) -> float | None:
    """Six digits, None for NaN: how many series were judged together must not show in the last digits."""
    return None if probability != probability else float(f"{probability:.6g}")


def _meaning(direction: str, side: int, point: Point) -> str:
    """Good or bad by the side; where good lies in a band, by where the newest point that fired lies."""
    if direction == "band":
        return _MEANING_OF_POINT.get(point, "neutral")
    return _MEANING.get((direction, side), "neutral")
