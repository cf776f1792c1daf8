"""The signals of a replay in the words of the records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

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


class FoundSignal(NamedTuple):
    """A signal that the figures known now give."""

    identity: Identity
    content: Content


def found_signals(
    each: SeriesPanel, members: Sequence[Subject], judgement: Judgement, replayed: Signals
) -> list[FoundSignal]:
    """The signals of a panel's replay, in its order; `members` are the subjects of the panel's rows."""
    row, first, last = replayed.series, replayed.first_fired, replayed.last_fired
    days = each.panel.dates
    first_day, began_day, last_day = (days[row, at].tolist() for at in (first, replayed.began, last))
    closed_day = days[row, replayed.closed_at].tolist()
    version, phase = each.version_number[row, first].tolist(), each.phase_number[row, first].tolist()
    last_point = judgement.point[row, last].tolist()
    is_open = replayed.is_open.tolist()
    first_rules, rules, n_firings = replayed.first_rules.tolist(), replayed.rules.tolist(), replayed.n_firings.tolist()
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
                ),
            )
        )
    return found


def _meaning(direction: str, side: int, point: Point) -> str:
    """Good or bad by the side; where good lies in a band, by where the newest point that fired lies."""
    if direction == "band":
        return _MEANING_OF_POINT.get(point, "neutral")
    return _MEANING.get((direction, side), "neutral")
