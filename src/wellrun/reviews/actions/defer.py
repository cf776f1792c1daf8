"""Not reached: the item moves to the next sitting, and the second time it goes up a tier by itself."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.audit.actions import record
from wellrun.execution.permission import Doer
from wellrun.lib import clock
from wellrun.reviews.actions.claim import LIVE, claim_item, claim_review
from wellrun.reviews.actions.hand_up import hand_up
from wellrun.reviews.actions.outcomes import settle
from wellrun.reviews.actions.sittings import sitting_after
from wellrun.reviews.errors import already_changed
from wellrun.reviews.models import AgendaItem, ItemDeferral
from wellrun.reviews.naming import title_of
from wellrun.reviews.visibility import require_forum


@transaction.atomic
def defer_item(*, item: AgendaItem, by: Doer) -> ItemDeferral:
    """Say that the item was not reached. That is no outcome: it moves to the forum's next, dated sitting.

    The second time it is handed up one tier with a week to reply, and closes with that escalation; the deferral
    then names no sitting. Raises `already_changed`, `review_not_open`, `forum_retired`.
    """
    require_forum(by, Permission.CHAIR, item.review.forum)
    held = claim_item(item)
    deferral = _hand_up(held, by) if held.deferrals else _move_on(held, by)
    item.refresh_from_db()
    return deferral


def _move_on(item: AgendaItem, by: Doer) -> ItemDeferral:
    later = claim_review(sitting_after(item.review.forum, item.review.starts_at, by).pk)
    if later.status not in LIVE:
        raise already_changed(later.status)
    deferral = _tell(item, by, to_review_id=later.pk)
    AgendaItem.objects.filter(pk=item.pk).update(review=later, deferrals=1)
    record(by=by, verb="defer_item", subject=item, data={"to": later.starts_at})
    return deferral


def _hand_up(item: AgendaItem, by: Doer) -> ItemDeferral:
    question = _("Not reached twice in %(forum)s: %(title)s. What should be done?") % {
        "forum": item.review.forum.name,
        "title": title_of(item),
    }
    escalation = hand_up(item, question=question, automatic=True, by=by)
    AgendaItem.objects.filter(pk=item.pk).update(deferrals=2)
    settle(item, escalation, by)
    deferral = _tell(item, by, to_review_id=None)
    record(by=by, verb="defer_item", subject=item, data={"escalation": str(escalation.pk)})
    return deferral


def _tell(item: AgendaItem, by: Doer, *, to_review_id: UUID | None) -> ItemDeferral:
    return ItemDeferral.objects.create(
        item=item, from_review=item.review, to_review_id=to_review_id, at=clock.now(), by=by.audit_label
    )
