"""The changes found in a series so far, a line each: since when, who found each, and what has become of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.insight.facts import SignalFacts
from wellrun.insight.found_by import found_by_sentence
from wellrun.insight.models import Signal
from wellrun.measures.models import MeasureVersion
from wellrun.measures.shown import number
from wellrun.web import dates

# Shown at once, and folded beneath.
FIRST, MOST = 3, 15


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One change: which way (a code of states.py) and when, by which rules it was found, and how it stands."""

    change: str
    when: str
    found: str
    stands: str


@dataclass(frozen=True, slots=True)
class SignalHistory:
    """The newest first, `older` folded beneath; `more`: how many are not told at all, in words."""

    lines: list[SignalLine]
    older: list[SignalLine]
    more: str


def signal_history(signals: Sequence[Signal], version: MeasureVersion) -> SignalHistory:
    """The signals of a series, read and in order; no query."""
    rest = len(signals) - MOST
    more = ngettext("and %(n)s older one", "and %(n)s older ones", rest) % {"n": number(rest)} if rest > 0 else ""
    lines = [_line(one, version) for one in signals[:MOST]]
    return SignalHistory(lines[:FIRST], lines[FIRST:], more)


def _line(signal: Signal, version: MeasureVersion) -> SignalLine:
    facts = cast(SignalFacts, {"profile": signal.profile, "rules": signal.rules})
    return SignalLine(
        change=signal.side if signal.meaning == Signal.Meaning.NEUTRAL else signal.meaning,
        when=_when(signal, version.grain),
        found=found_by_sentence(facts),
        stands=_stands(signal, version.grain),
    )


def _when(signal: Signal, grain: str) -> str:
    shown = {"first": dates.period(signal.began, grain), "last": dates.period(signal.last_fired, grain)}
    if signal.status == Signal.Status.OPEN:
        return _("since %(first)s") % shown
    return shown["first"] if signal.began == signal.last_fired else _("%(first)s to %(last)s") % shown


def _stands(signal: Signal, grain: str) -> str:
    shown = {"first": dates.period(signal.first_fired, grain), "last": dates.period(signal.last_fired, grain)}
    words = {
        Signal.Status.OPEN: _("First marked %(first)s, last %(last)s; open."),
        Signal.Status.CLOSED: _("First marked %(first)s; over."),
        Signal.Status.WITHDRAWN: _("First marked %(first)s; taken back: the figures or the rules are others now."),
    }
    return words[Signal.Status(signal.status)] % shown
