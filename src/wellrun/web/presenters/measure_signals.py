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
from wellrun.web import dates

MOST = 8


@dataclass(frozen=True, slots=True)
class SignalLine:
    """One change: which way (a code of states.py) and since when, by which rules it was found, and how it stands."""

    change: str
    since: str
    found: str
    stands: str


@dataclass(frozen=True, slots=True)
class SignalHistory:
    """The newest first; `more`: how many older ones are not told, in words."""

    lines: list[SignalLine]
    more: str


def signal_history(signals: Sequence[Signal], version: MeasureVersion) -> SignalHistory:
    """The signals of a series, read and in order; no query."""
    older = len(signals) - MOST
    more = ngettext("and %(n)s older one", "and %(n)s older ones", older) % {"n": f"{older:,}"} if older > 0 else ""
    return SignalHistory([_line(one, version) for one in signals[:MOST]], more)


def _line(signal: Signal, version: MeasureVersion) -> SignalLine:
    facts = cast(SignalFacts, {"profile": signal.profile, "rules": signal.rules})
    return SignalLine(
        change=signal.side if signal.meaning == Signal.Meaning.NEUTRAL else signal.meaning,
        since=dates.period(signal.began, version.grain),
        found=found_by_sentence(facts),
        stands=_stands(signal, version.grain),
    )


def _stands(signal: Signal, grain: str) -> str:
    shown = {"first": dates.period(signal.first_fired, grain), "last": dates.period(signal.last_fired, grain)}
    words = {
        Signal.Status.OPEN: _("First marked %(first)s, last %(last)s; open."),
        Signal.Status.CLOSED: _("First marked %(first)s, last %(last)s; over."),
        Signal.Status.WITHDRAWN: _("First marked %(first)s; taken back: the figures or the rules are others now."),
    }
    return words[Signal.Status(signal.status)] % shown
