"""The minutes of a sitting: what was agreed, what was not reached, what was taken back, on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from wellrun.lib import clock
from wellrun.reviews.models import Review
from wellrun.reviews.queries import DeferredItem, MinuteEntry, last_end, minutes, review_for, said_since
from wellrun.web import dates
from wellrun.web.counts import inside
from wellrun.web.parts import Fact
from wellrun.web.presenters.reviews.said import SaidLine, said_lines
from wellrun.web.presenters.reviews.settled import Settled, in_a_line, in_full
from wellrun.web.presenters.reviews.told import asks_scope, first_sentence, found_sentence, scope_word


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as it was settled: what had changed and who `found` it, what was agreed and answered.

    `taken_back` in a line each.
    """

    title: str
    changed: str
    settled: Settled
    answers: list[Fact]
    taken_back: list[str]
    found: str = ""


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """What the paper says."""

    review: Review
    heading: str
    said: str
    entries: list[Entry]
    moved_on: list[str]
    still_open: list[str]
    figures: list[SaidLine]


def minutes_page(user: Any, review_id: UUID) -> MinutesPage:
    """The minutes, or NotFound; eleven queries whatever the number of items."""
    review = review_for(user, review_id)
    zone = ZoneInfo(review.forum.time_zone)
    today = clock.today(zone)
    found = minutes(review, user)
    said = said_since(review, last_end(review))
    return MinutesPage(
        review=review,
        heading=_("Minutes, %(forum)s") % {"forum": review.forum.name},
        said=_said(review, zone),
        entries=[_entry(each, zone, today) for each in found.settled],
        moved_on=[_moved_on(each, zone) for each in found.deferred],
        still_open=list(found.still_open),
        figures=said_lines(review, said, zone, today),
    )


def _said(review: Review, zone: ZoneInfo) -> str:
    start = review.starts_at.astimezone(zone)
    head = _("%(day)s, %(unit)s, chaired by the %(post)s.") % {
        "day": dates.day(start, year=True),
        "unit": review.forum.unit.name,
        "post": inside(review.forum.chair.title),
    }
    if review.closed_at is None:
        return f"{head} {_('The review is not closed: these minutes are not final.')}"
    when = dates.moment(review.closed_at.astimezone(zone))
    return f"{head} {_('Closed %(when)s.') % {'when': when}}"


def _entry(each: MinuteEntry, zone: ZoneInfo, today: date) -> Entry:
    item = each.item
    scope = item.scope_chosen or item.scope_proposed
    answers = [
        Fact(_("What is driving it"), item.drivers),
        Fact(_("Local or systemic"), scope_word(scope) if scope and asks_scope(item) else ""),
        Fact(_("Next action owned by"), item.next_owner.title if item.next_owner and not each.outcome.action else ""),
    ]
    return Entry(
        title=each.title,
        changed=first_sentence(item),
        settled=in_full(each.outcome, zone, today),
        answers=[fact for fact in answers if fact.value],
        taken_back=[in_a_line(outcome, today) for outcome in each.taken_back],
        found=found_sentence(item),
    )


def _moved_on(each: DeferredItem, zone: ZoneInfo) -> str:
    if each.deferral.to_review is None:
        return _("%(title)s: handed up, having not been reached twice.") % {"title": each.title}
    day = dates.day(each.deferral.to_review.starts_at.astimezone(zone), year=True)
    return _("%(title)s: moved to %(day)s.") % {"title": each.title, "day": day}
