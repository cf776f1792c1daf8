"""An exchange in words: how it stands, what each turn said, what differs from the turn before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import Catchball, CatchballTurn, ObjectiveParent
from wellrun.web import dates
from wellrun.web.counts import inside
from wellrun.web.presenters.cascade_words import amount_words
from wellrun.web.presenters.plans.speakers import Held, held_by, post_of
from wellrun.web.states import State

Kind = CatchballTurn.Kind
STATES = {
    "proposed": State(gettext_lazy("Asked"), "accent", "clock"),
    "countered": State(gettext_lazy("Came back otherwise"), "accent", "back"),
    "agreed": State(gettext_lazy("Agreed"), "good", "check"),
    "withdrawn": State(gettext_lazy("Taken back"), "flat", "close"),
}


@dataclass(frozen=True)
class TurnView:
    """One turn: who said what, and what differs from the turn before. `amount` is empty where it does not say."""

    number: int
    what: str
    who: str
    when: str
    title: str
    amount: str
    text: str
    differs: list[str]
    is_last: bool


def amount(stored: float | None, version: MeasureVersion | None) -> str:
    """How much of the gap; empty where it is not said."""
    return amount_words(ObjectiveParent(amount=stored), version)


def stands(one: Any, today: date, zone: ZoneInfo) -> str:
    """Whom it waits for since when, or how it ended. The exchange comes from `with_last_turn`."""
    shown = {
        "post": inside(one.post.title),
        "unit": one.unit.name,
        "day": dates.day_near(one.last_at.astimezone(zone).date(), today),
    }
    if one.last_kind == Kind.PROPOSED and not one.post_is_held:
        return _("It waits since %(day)s. Nobody holds the post now, so who chairs %(unit)s answers.") % shown
    sentences = {
        Kind.PROPOSED: _("Since %(day)s it waits for the %(post)s."),
        Kind.COUNTERED: _("Answered otherwise; since %(day)s it waits for whoever asked."),
        Kind.AGREED: _("Agreed %(day)s."),
        Kind.WITHDRAWN: _("Taken back %(day)s."),
    }
    return sentences[one.last_kind] % shown


def turn_views(
    exchange: Catchball, turns: Sequence[CatchballTurn], version: MeasureVersion | None, zone: ZoneInfo
) -> list[TurnView]:
    """Every turn in its order; one query, for the posts of those who spoke."""
    held = held_by({turn.by_id for turn in turns if turn.by_id is not None})
    found = []
    above = True
    for at, turn in enumerate(turns):
        above = _speaks_above(turn, above)
        before = turns[at - 1] if at else None
        found.append(
            TurnView(
                number=turn.number,
                what=_what(turn, before),
                who=_who(turn, exchange, held, zone, above=above),
                when=dates.moment(turn.at.astimezone(zone)),
                title=turn.title,
                amount=amount(turn.contribution, version),
                text=turn.text,
                differs=_differences(before, turn, version) if before else [],
                is_last=turn is turns[-1],
            )
        )
    return found


def _speaks_above(turn: CatchballTurn, before: bool) -> bool:
    """Which side says it; who agrees is the side that did not speak before."""
    if turn.kind == Kind.AGREED:
        return not before
    return bool(turn.kind != Kind.COUNTERED)


def _what(turn: CatchballTurn, before: CatchballTurn | None) -> str:
    if turn.kind == Kind.PROPOSED:
        return _("Asked again") if before else _("Asked")
    return {
        Kind.COUNTERED: _("Answered otherwise"),
        Kind.AGREED: _("Agreed"),
        Kind.WITHDRAWN: _("Took it back"),
    }[Kind(turn.kind)]


def _differences(before: CatchballTurn, turn: CatchballTurn, version: MeasureVersion | None) -> list[str]:
    """What is not as it was said before."""
    told = []
    if turn.title != before.title:
        told.append(_("Before: “%(title)s”.") % {"title": before.title})
    if turn.contribution == before.contribution:
        return told
    if turn.contribution is None:
        told.append(
            _("It does not say how much any more; before: %(was)s.") % {"was": amount(before.contribution, version)}
        )
    elif before.contribution is None:
        told.append(_("Before, it did not say how much."))
    else:
        by = amount(abs(turn.contribution - before.contribution), version)
        words = {"by": by, "was": amount(before.contribution, version)}
        more = turn.contribution > before.contribution
        told.append(
            _("%(by)s more than before (%(was)s).") % words if more else _("%(by)s less than before (%(was)s).") % words
        )
    return told


def _who(turn: CatchballTurn, exchange: Catchball, held: Held, zone: ZoneInfo, *, above: bool) -> str:
    """The post as which somebody spoke that day: the one that answers for their side where they held it."""
    if turn.by_id is None:
        return _("Wellrun")
    foremost = [exchange.parent.owner_id, exchange.parent.sponsor_id] if above else [exchange.post_id]
    post = post_of(held, turn.by_id, turn.at.astimezone(zone).date(), foremost)
    if post:
        return post
    return _("Who chairs the unit that asks") if above else _("Who chairs %(unit)s") % {"unit": exchange.unit.name}
