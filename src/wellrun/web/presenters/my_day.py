"""My day: what needs this person today, in the order in which it cannot wait."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.lib import clock
from wellrun.measures.queries import baselines_asked
from wellrun.organisation.queries import subtree_ids
from wellrun.reviews.models import Review
from wellrun.reviews.queries import my_day
from wellrun.web.counts import capital, in_words, inside
from wellrun.web.frame import Frame
from wellrun.web.presenters.actions import ActionRow, action_rows
from wellrun.web.presenters.changes import Changes, changes_of, find_changes
from wellrun.web.presenters.escalations import EscalationRow, escalation_row
from wellrun.web.presenters.limits import Limit, limits_met
from wellrun.web.presenters.my_findings import OwnFindings, own_findings
from wellrun.web.presenters.my_measures import OwnMeasure, find_measures, measures_of
from wellrun.web.presenters.my_obligations import OwnObligation, own_obligations
from wellrun.web.presenters.plans.exchanges import Asked, asked_of
from wellrun.web.presenters.plans.hours_asked import HoursAsked, hours_asked
from wellrun.web.presenters.rows import background_of

# Of what is in hand this many of the nearest dates: the rest is in the tracker.
MOST_IN_HAND = 5
# Of the baselines that are asked for this many of the oldest.
MOST_ASKED = 5


@dataclass(frozen=True)
class Sitting:
    """A review of today."""

    name: str
    href: str
    when: str
    agenda: str


@dataclass(frozen=True)
class BaselineAsked:
    """A new baseline that somebody asks for, and where it is settled."""

    title: str
    about: str
    href: str


@dataclass(frozen=True)
class Day:
    """What the page shows; `said` is the sentence first. `other_sittings`: seen, but not the person's own.

    `is_told`: every change stands already among the measures the person answers for. `limits_met`: same-day limits of
    the unit and below, by figures of today. `parts`: parts of objectives that a post is asked to take on; `hours`: a
    plan in the making asks for more of a post's than it declared.
    """

    said: str
    sittings: list[Sitting]
    other_sittings: list[Sitting]
    to_answer: list[ActionRow]
    parts: list[Asked]
    hours: list[HoursAsked]
    escalations: list[EscalationRow]
    updates_due: list[ActionRow]
    to_settle: list[ActionRow]
    baselines: list[BaselineAsked]
    in_hand: list[ActionRow]
    measures: list[OwnMeasure]
    changes: Changes
    is_told: bool
    limits_met: list[Limit]
    obligations: list[OwnObligation]
    findings: OwnFindings | None


def day_page(frame: Frame) -> Day:
    """What waits for the person, whatever the unit, and what changed in the unit and below; fourteen queries."""
    zone, today = frame.zone, frame.today
    mine = my_day(frame.user, zone=zone)
    waiting = mine.waiting
    found, owned = find_changes(frame), find_measures(frame, waiting.posts)
    background = background_of([*found.state_of.values(), *owned.states], today)
    changes = changes_of(found, background)
    own = [review for review in mine.reviews_today if review.is_own]  # type: ignore[attr-defined]
    others = [review for review in mine.reviews_today if review not in own]
    measures = measures_of(owned, frame, background)
    asked = dict.fromkeys([*waiting.escalations, *mine.escalations])
    parts = asked_of(frame, [post.pk for post in waiting.posts])
    hours = hours_asked(waiting.posts)
    return Day(
        said=" ".join(
            part
            for part in (
                _waiting_words(mine.count + len(parts) + len(hours)),
                _sitting_words(own, zone),
                changes.said,
            )
            if part
        ),
        sittings=[_sitting(review, zone) for review in own],
        other_sittings=[_sitting(review, zone) for review in others],
        to_answer=action_rows(waiting.to_answer, today),
        parts=parts,
        hours=hours,
        escalations=[escalation_row(one, zone, clock.now()) for one in asked],
        updates_due=action_rows(waiting.updates_due, today),
        to_settle=action_rows(waiting.to_settle, today),
        baselines=_baselines(frame),
        in_hand=action_rows(waiting.in_hand[:MOST_IN_HAND], today),
        measures=measures,
        changes=changes,
        is_told=_is_told(changes, measures),
        limits_met=limits_met(frame, subtree_ids(frame.unit.pk)),
        obligations=own_obligations(frame, waiting.posts),
        findings=own_findings(frame, waiting.posts),
    )


def _baselines(frame: Frame) -> list[BaselineAsked]:
    """One query."""
    return [
        BaselineAsked(
            title=_("%(measure)s, %(unit)s") % {"measure": one.measure_name, "unit": one.series.unit.name},  # type: ignore[attr-defined]
            about=_("Proposed by %(by)s. Somebody outside the owner's line approves or declines it.")
            % {"by": one.proposed_by},
            href=reverse("baseline", args=[one.series.unit.key, one.series.measure.key, one.pk]),
        )
        for one in baselines_asked(frame.user)[:MOST_ASKED]
    ]


def _is_told(changes: Changes, measures: list[OwnMeasure]) -> bool:
    """Whether the list of changes would only say again what stands above it."""
    own = {one.row.href for one in measures}
    return (
        bool(changes.rows)
        and not changes.more
        and all(one.row.href in own and not one.elsewhere for one in changes.rows)
    )


def _waiting_words(count: int) -> str:
    if count == 0:
        return _("Nothing waits for your answer.")
    words = {"n": capital(in_words(count))}
    return ngettext("%(n)s thing waits for your answer.", "%(n)s things wait for your answer.", count) % words


def _sitting_words(own: list[Review], zone: ZoneInfo) -> str:
    if not own:
        return ""
    time = date_format(own[0].starts_at.astimezone(zone), "H:i")
    if len(own) == 1:
        return _("The %(forum)s sits today at %(time)s.") % {"forum": inside(own[0].forum.name), "time": time}
    return _("%(n)s reviews of yours sit today, the first at %(time)s.") % {
        "n": capital(in_words(len(own))),
        "time": time,
    }


def _sitting(review: Review, zone: ZoneInfo) -> Sitting:
    return Sitting(
        name=review.forum.name,
        href=reverse("review", args=[review.pk]),
        when=date_format(review.starts_at.astimezone(zone), "H:i"),
        agenda=_agenda_words(review),
    )


def _agenda_words(review: Review) -> str:
    """How far its agenda is; who sees the day sees no closed sitting."""
    count, total = int(review.items_open), int(review.items_all)  # type: ignore[attr-defined]
    if total == 0:
        return _("nothing on its agenda yet")
    if count == 0:
        return _("every item has its outcome")
    return ngettext("%(n)d item without an outcome", "%(n)d items without an outcome", count) % {"n": count}
