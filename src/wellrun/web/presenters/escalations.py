"""One question handed up: from where to where, by when, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, may
from wellrun.accounts.models import User
from wellrun.execution.errors import asker_cannot_answer
from wellrun.execution.models import Escalation
from wellrun.execution.permission import is_asker
from wellrun.execution.speakers import Said, Speaker, speakers
from wellrun.organisation.queries import holds
from wellrun.reviews.queries import BetweenSittings, between_sittings
from wellrun.reviews.visibility import visible_items
from wellrun.web import dates
from wellrun.web.counts import capital, inside
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.figures_about import figures_fact
from wellrun.web.presenters.reviews.by_itself import why_by_itself
from wellrun.web.presenters.reviews.settled import target_of


@dataclass(frozen=True)
class EscalationRow:
    """One question handed up."""

    question: str
    href: str
    way: str
    reply_by: str
    overdue: bool
    status: str
    reply: str


def escalation_row(one: Escalation, zone: ZoneInfo, now: datetime) -> EscalationRow:
    """The row of one escalation; no query when it was read `with_receiver`."""
    return EscalationRow(
        question=one.question,
        href=reverse("escalation", args=[one.pk]),
        way=_("%(from)s to %(to)s") % {"from": one.from_unit.name, "to": target_of(one)},
        reply_by=dates.moment(one.reply_by.astimezone(zone)),
        overdue=one.status == Escalation.Status.OPEN and one.reply_by < now,
        status=one.status,
        reply=one.reply,
    )


@dataclass(frozen=True)
class EscalationPage:
    """What the page shows."""

    row: EscalationRow
    crumbs: list[Crumb]
    said: str
    facts: list[Fact]
    may_answer: bool


def escalation_page(user: User, one: Escalation, zone: ZoneInfo, now: datetime) -> EscalationPage:
    """The page of an escalation the caller sees; at most eleven queries."""
    row = escalation_row(one, zone, now)
    asked_by, answered_by = _speakers(one)
    between = between_sittings([one.pk]).get(one.pk)
    seen = _seen(user, one)
    href = reverse("escalations", args=[one.from_unit.key]) if one.from_unit_id in seen else ""
    return EscalationPage(
        row=row,
        crumbs=[Crumb(_("Escalations"), href), Crumb(one.from_unit.name)],
        said=_said(one, row) + _own_question(user, one),
        facts=[*_asked(one, zone, asked_by, between), *_about(user, one, seen), *_answered(one, zone, answered_by)],
        may_answer=one.status == Escalation.Status.OPEN and _may_answer(user, one, now.astimezone(zone)),
    )


def _seen(user: User, one: Escalation) -> set[UUID]:
    """Which of the units it touches the caller sees: only there a link leads anywhere."""
    touched = {one.from_unit_id, *([one.series.unit_id] if one.series is not None else [])}
    return set(granted_unit_ids(user).filter(descendant_id__in=touched))


def _may_answer(user: User, one: Escalation, now: datetime) -> bool:
    """Who holds the post that was asked; where a forum was asked, who may chair there; never who asked."""
    if is_asker(user, one):
        return False
    if one.to_post is not None:
        return holds(user, one.to_post.pk, now.date()) and may(user, Permission.CONTRIBUTE, one.to_unit_id)
    return may(user, Permission.CHAIR, one.to_unit_id)


def _said(one: Escalation, row: EscalationRow) -> str:
    if one.status == Escalation.Status.ANSWERED:
        return _("Answered.")
    if one.status == Escalation.Status.WITHDRAWN:
        return _("Taken back: the answer is no longer needed.")
    if row.overdue:
        return _("The reply was due %(when)s and has not come.") % {"when": row.reply_by}
    return _("A reply is due by %(when)s.") % {"when": row.reply_by}


def _own_question(user: User, one: Escalation) -> str:
    """Why whoever asked finds no form."""
    if one.status != Escalation.Status.OPEN or not is_asker(user, one):
        return ""
    return f" {asker_cannot_answer().sentence}"


def _speakers(one: Escalation) -> tuple[Speaker, Speaker]:
    """Who asked, and who answered (of use only where somebody did)."""
    asked = Said(one.raised_by, one.raised_at, one.from_unit_id)
    answered = Said(one.replied_by, one.replied_at or one.raised_at, one.to_unit_id, one.to_post_id)
    asked_by, answered_by = speakers([asked, answered])
    return asked_by, answered_by


def chair_answers(between: BetweenSittings, zone: ZoneInfo) -> str:
    """Who answers a question that cannot wait for the forum."""
    words = _("The %(post)s, between sittings: the reply is due before the forum sits, on %(when)s")
    if not between.is_held:
        words = _(
            "Nobody yet: the reply is due before the forum sits, on %(when)s, and nobody holds the post of its chair, "
            "the %(post)s"
        )
    return words % {
        "post": inside(between.chair.title),
        "when": dates.moment(between.sits_at.astimezone(zone)),
    }


def _asked(one: Escalation, zone: ZoneInfo, asked_by: Speaker, between: BetweenSittings | None) -> list[Fact]:
    facts = [
        Fact(_("From"), one.from_unit.name),
        Fact(_("Asked by"), str(asked_by)),
        Fact(_("To"), capital(target_of(one))),
        Fact(_("Raised"), dates.moment(one.raised_at.astimezone(zone))),
    ]
    if between is not None:
        facts.append(Fact(_("Who answers"), chair_answers(between, zone), missing=not between.is_held))
    if one.automatic:
        facts.append(Fact(_("Why"), why_by_itself(one)))
    return facts


def _about(user: User, one: Escalation, seen: set[UUID]) -> list[Fact]:
    """The figures it is about, the review that asked, and the one on whose agenda it waits."""
    facts = []
    series = one.series
    if series is not None and series.unit_id in seen:
        facts.append(figures_fact(user, series, seen=True))
    asked_or_waits = Q(outcomes__escalation=one) | Q(escalation=one)
    for item in visible_items(user).filter(asked_or_waits).select_related("review__forum").distinct():
        label = _("On the agenda of") if item.escalation_id == one.pk else _("Asked in")
        facts.append(Fact(label, item.review.forum.name, reverse("item", args=[item.review_id, item.pk])))
    return facts


def _answered(one: Escalation, zone: ZoneInfo, by: Speaker) -> list[Fact]:
    if not one.reply or one.replied_at is None:
        return []
    label = _("Why") if one.status == Escalation.Status.WITHDRAWN else _("Answer")
    return [
        Fact(label, one.reply),
        Fact(_("Said by"), str(by)),
        Fact(_("On"), dates.moment(one.replied_at.astimezone(zone))),
    ]
