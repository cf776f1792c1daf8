"""One question handed up: from where to where, by when, what came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.execution.models import Escalation
from wellrun.organisation.queries import holds
from wellrun.reviews.visibility import visible_items
from wellrun.web import dates
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.actions import EscalationRow, escalation_row


@dataclass(frozen=True)
class EscalationPage:
    """What the page shows."""

    row: EscalationRow
    crumbs: list[Crumb]
    said: str
    facts: list[Fact]
    may_answer: bool


def escalation_page(user: Any, one: Escalation, zone: ZoneInfo, now: datetime) -> EscalationPage:
    """The page of an escalation the caller sees."""
    row = escalation_row(one, zone, now)
    href = reverse("escalations", args=[one.from_unit.key])
    return EscalationPage(
        row=row,
        crumbs=[Crumb(_("Escalations"), href), Crumb(one.from_unit.name)],
        said=_said(one, row),
        facts=_facts(user, one, zone),
        may_answer=one.status == Escalation.Status.OPEN and _may_answer(user, one, now.astimezone(zone)),
    )


def _may_answer(user: Any, one: Escalation, now: datetime) -> bool:
    """Who holds the post that was asked; where a forum was asked, who may chair there."""
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


def _facts(user: Any, one: Escalation, zone: ZoneInfo) -> list[Fact]:
    to = one.to_post.title if one.to_post is not None else one.to_unit.name
    facts = [
        Fact(_("From"), one.from_unit.name),
        Fact(_("To"), to),
        Fact(_("Raised"), dates.moment(one.raised_at.astimezone(zone))),
    ]
    if one.automatic:
        facts.append(Fact(_("Why"), _("Not reached twice, so it went up by itself.")))
    if one.series is not None:
        measure = reverse("measure", args=[one.from_unit.key, one.series.measure.key])
        facts.append(Fact(_("Measure"), _("the figures it is about"), measure))
    item = visible_items(user).filter(outcomes__escalation=one).select_related("review__forum").first()
    if item is not None:
        facts.append(Fact(_("Asked in"), item.review.forum.name, reverse("item", args=[item.review_id, item.pk])))
    if one.reply:
        facts.append(Fact(_("Answer"), one.reply))
        if one.replied_at is not None:
            facts.append(Fact(_("Answered"), dates.moment(one.replied_at.astimezone(zone))))
    return facts
