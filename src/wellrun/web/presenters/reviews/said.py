"""What people said of the forum's measures since it sat last, a line each, for the opening of a review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.measures.models import BaselineProposal
from wellrun.reviews.models import Review
from wellrun.reviews.queries import SaidSince
from wellrun.web import dates

Status = BaselineProposal.Status


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What was said, of what; `why`: the reason given; `who`: by whom and when; `href`: where to look, if anywhere."""

    text: str
    why: str
    who: str
    href: str


def said_lines(review: Review, said: Sequence[SaidSince], zone: ZoneInfo, today: date) -> list[SaidLine]:
    """A line for each thing that was said."""
    return [SaidLine(_text(one), _why(one), _who(one, zone, today), _href(review, one)) for one in said]


def said_count(count: int) -> str:
    """How much was said, for the agenda; empty for nothing."""
    if not count:
        return ""
    return ngettext("%(n)d note on the figures", "%(n)d notes on the figures", count) % {"n": count}


def _text(one: SaidSince) -> str:
    facts = {
        "measure": one.measure_name,
        "unit": one.unit_name,
        "period": dates.period(one.start, one.grain),
        "number": one.number,
        "text": one.text,
    }
    return _template(one) % facts


def _template(one: SaidSince) -> str:
    if one.kind == "event":
        about = _("%(unit)s, %(measure)s: %(text)s") if one.measure_name else _("%(unit)s: %(text)s")
        withdrawn = _("%(unit)s: the event “%(text)s” was withdrawn.")
        return withdrawn if one.is_over else about
    if one.kind == "version":
        return _("%(measure)s: definition version %(number)d came into force.")
    if one.kind == "phase":
        return _("%(measure)s, %(unit)s: a new baseline began with %(period)s.")
    if one.kind == "left_out":
        again = _("%(measure)s, %(unit)s: the figure of %(period)s takes part again.")
        return again if one.is_over else _("%(measure)s, %(unit)s: the figure of %(period)s is left out.")
    return {
        Status.PROPOSED: _("%(measure)s, %(unit)s: a new baseline from %(period)s is proposed and waits."),
        Status.APPROVED: _("%(measure)s, %(unit)s: a new baseline from %(period)s was approved; the aim is as it was."),
        Status.DECLINED: _("%(measure)s, %(unit)s: a new baseline from %(period)s was declined."),
        Status.WITHDRAWN: _("%(measure)s, %(unit)s: the proposal of a new baseline from %(period)s was withdrawn."),
    }[Status(one.status)]


def _why(one: SaidSince) -> str:
    if one.kind != "event":
        return one.text
    first = dates.period(one.start, "day")
    if one.end is None or one.end == one.start:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": dates.period(one.end, "day")}


def _who(one: SaidSince, zone: ZoneInfo, today: date) -> str:
    day = dates.day_near(one.start if one.kind == "version" else one.at.astimezone(zone).date(), today)
    return _("%(who)s, %(day)s") % {"who": one.by, "day": day} if one.by else day


def _href(review: Review, one: SaidSince) -> str:
    """The proposal, the card; of an event, which may be of a unit above, nothing."""
    if one.kind == "event":
        return ""
    if one.kind == "baseline":
        return reverse("baseline", args=[one.unit_key, one.measure_key, UUID(one.id)])
    return reverse("measure", args=[one.unit_key or review.forum.unit.key, one.measure_key])
