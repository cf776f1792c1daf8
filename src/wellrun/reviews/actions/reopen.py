"""Mending a wrong click: an item just closed is opened again while its review still sits."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.audit.actions import record
from wellrun.execution.actions import take_back_decision
from wellrun.execution.models import Action, Escalation
from wellrun.execution.permission import Doer
from wellrun.execution.words import needed
from wellrun.reviews.actions.claim import claim_item
from wellrun.reviews.actions.escalations import take_back_escalation
from wellrun.reviews.actions.stalled import cancel_action
from wellrun.reviews.errors import already_accepted, already_answered, already_changed
from wellrun.reviews.models import AgendaItem, Outcome
from wellrun.reviews.visibility import require_forum

Status = AgendaItem.Status


@transaction.atomic
def reopen_item(*, item: AgendaItem, reason: str, by: Doer) -> AgendaItem:
    """Open a closed item again. Its outcome stays on record beside the item, but closes it no longer.

    An action that nobody has accepted is cancelled and an unanswered escalation taken back, with the same reason;
    a decision is marked as taken back. Raises `already_accepted`, `already_answered`, `reason_needed`,
    `already_changed`, `review_closed`.
    """
    require_forum(by, Permission.CHAIR, item.review.forum)
    reason = needed(reason, "reason_needed", _("Say why the item is opened again."))
    held = claim_item(item, status=Status.CLOSED)
    outcome = Outcome.objects.select_related("action", "escalation", "decision").get(closes=held)
    _require_answer_not_sent(held, outcome)
    _undo(outcome, reason, by)
    closed = AgendaItem.objects.filter(pk=held.pk, status=Status.CLOSED, closing_outcome=outcome)
    if not closed.update(status=Status.OPEN, closing_outcome=None, closed_at=None):
        raise already_changed(held.status)
    record(by=by, verb="reopen_item", subject=held, data={"outcome": str(outcome.pk), "reason": reason})
    item.refresh_from_db()
    return item


def _require_answer_not_sent(item: AgendaItem, outcome: Outcome) -> None:
    if item.kind == AgendaItem.Kind.ESCALATION and outcome.escalation is None:
        raise already_answered()


def _undo(outcome: Outcome, reason: str, by: Doer) -> None:
    if outcome.decision is not None:
        take_back_decision(decision=outcome.decision, reason=reason, by=by)
    if outcome.action is not None:
        if outcome.action.status not in (Action.Status.PROPOSED, Action.Status.COUNTERED, Action.Status.DECLINED):
            raise already_accepted()
        cancel_action(action=outcome.action, reason=reason, by=by)
    if outcome.escalation is not None:
        if outcome.escalation.status != Escalation.Status.OPEN:
            raise already_answered()
        take_back_escalation(escalation=outcome.escalation, reason=reason, by=by)
