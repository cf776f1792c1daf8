"""How the series of an item stands today, whatever the signal once said: the headline, the states, and what is past."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellrun.insight.display import period_words, span_words
from wellrun.insight.models import SeriesState
from wellrun.reviews.queries import AgendaEntry, change_today, live_state, signalled, units_that_moved
from wellrun.web import states

_LONG_RUN = 7
_STILL = ("none", "unknown")
_WAS: dict[str, str | Promise] = {
    "worsening": gettext_lazy("Was worse until %(until)s, as usual now"),
    "improving": gettext_lazy("Was better until %(until)s, as usual now"),
    "higher": gettext_lazy("Was higher until %(until)s, as usual now"),
    "lower": gettext_lazy("Was lower until %(until)s, as usual now"),
}
_ELSEWHERE: dict[str, Callable[[int], str]] = {
    "worsening": lambda n: ngettext(
        "Worse in %(n)d unit, as usual as a whole", "Worse in %(n)d units, as usual as a whole", n
    ),
    "improving": lambda n: ngettext(
        "Better in %(n)d unit, as usual as a whole", "Better in %(n)d units, as usual as a whole", n
    ),
    "higher": lambda n: ngettext(
        "Higher in %(n)d unit, as usual as a whole", "Higher in %(n)d units, as usual as a whole", n
    ),
    "lower": lambda n: ngettext(
        "Lower in %(n)d unit, as usual as a whole", "Lower in %(n)d units, as usual as a whole", n
    ),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Codes of states.py as they are now, or as they were recorded where the item is closed or has no series.

    `headline`: the present in a few words, and what is past where the present is as usual.
    """

    change: str
    aim: str
    headline: str


def standing(entry: AgendaEntry, facts: dict[str, Any]) -> Standing:
    """How the series of the item stands; no query, for entries read by `agenda_of`."""
    state = live_state(entry.item)
    said, change = signalled(entry.meaning, facts), change_today(entry.item, entry.meaning, facts)
    aim = state.aim if state is not None else str(facts.get("aim") or "")
    until = _until(entry, facts, state)
    elsewhere = units_that_moved(entry.item, entry.signals)
    if change == "none" and said and elsewhere:
        headline = _ELSEWHERE[said](elsewhere) % {"n": elsewhere}
    elif change == "none" and said and until:
        headline = str(_WAS[said]) % {"until": until}
    else:
        headline = _present(change, said, facts, state)
    return Standing(change, aim, headline)


def _present(change: str, signalled: str, facts: dict[str, Any], state: SeriesState | None) -> str:
    """ "Worsening, 15 months", "Improving since June 2025", "No change"."""
    word = str(states.change_state(change).word)
    grain = facts.get("grain")
    if change in _STILL or not grain:
        return word
    run, since = _run(change == signalled, facts, state)
    if run >= _LONG_RUN:
        return _("%(state)s, %(span)s") % {"state": word, "span": span_words(run, grain)}
    if since is not None:
        return _("%(state)s since %(since)s") % {"state": word, "since": period_words(since, grain)}
    return word


def _run(as_signalled: bool, facts: dict[str, Any], state: SeriesState | None) -> tuple[int, date | None]:
    """Points in a row on the side of the change, and since when; of the signal's facts only what still holds."""
    side, written = facts.get("side"), facts.get("since")
    if state is None:
        return int(facts.get("run", 0)), date.fromisoformat(written) if written else None
    is_same_side = (state.run_side == side) is as_signalled
    since = date.fromisoformat(written) if written and as_signalled and state.since is None else state.since
    return state.run_length if is_same_side else 0, since


def _until(entry: AgendaEntry, facts: dict[str, Any], state: SeriesState | None) -> str:
    """The last period in which the signal fired, where newer figures have come since; else nothing is past."""
    own = [signal.last_fired for signal in entry.signals if signal.series_id == entry.item.series_id]
    written = facts.get("last_fired")
    last = max([*own, *([date.fromisoformat(written)] if written else [])], default=None)
    newest = state.last_period if state is not None else facts.get("period")
    if last is None or newest is None or str(newest) <= last.isoformat():
        return ""
    return period_words(last, facts.get("grain", "month"))
