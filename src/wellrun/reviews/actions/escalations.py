"""The two ends of a question that was handed up: it is answered, or no longer asked."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM, record
from wellrun.execution.actions import answer_escalation, record_decision, withdraw_escalation
from wellrun.execution.errors import asker_cannot_answer, not_permitted
from wellrun.execution.models import Decision, Escalation
from wellrun.execution.permission import Doer, is_asker
from wellrun.execution.visibility import require_visible_escalation
from wellrun.execution.words import needed
from wellrun.reviews.actions.claim import LIVE, claim_item
from wellrun.reviews.actions.outcomes import DecisionSpec, close_item_with, settle
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.visibility import visible_forums


@transaction.atomic
def reply_to_escalation(*, escalation: Escalation, reply: str, by: Doer) -> Escalation:
    """Answer a question from below, at a sitting or between two.

    Asked of a forum: its item closes with the answer as the decision. Asked of a post: the post answers. Whoever sees
    the question and not the forum that was asked reads the answer when it comes, and does not give it.
    Raises `reply_needed`, `not_the_holder`, `already_changed`, `asker_cannot_answer`, `not_permitted`.
    """
    require_visible_escalation(by, escalation)
    item = _waiting_item(escalation)
    if item is None or escalation.status != Escalation.Status.OPEN:
        return answer_escalation(escalation=escalation, reply=reply, by=by)
    _require_voice(item, escalation, by)
    text = needed(reply, "reply_needed", _("Say what the answer is."))
    reason = _("Answer to a question from %(unit)s.") % {"unit": escalation.from_unit.name}
    close_item_with(item=item, outcome=DecisionSpec(text=text, reason=reason), by=by)
    escalation.refresh_from_db()
    return escalation


@transaction.atomic
def take_back_escalation(*, escalation: Escalation, reason: str, by: Doer) -> Escalation:
    """No longer ask: the item that waits above closes with "no action", for the reason given.

    Raises `reason_needed`, `already_changed`.
    """
    require_visible_escalation(by, escalation)
    item = _waiting_item(escalation)
    held = None if item is None else claim_item(item, sitting=LIVE)
    withdrawn = withdraw_escalation(escalation=escalation, reason=reason, by=by)
    if held is not None:
        # The decision stands in a forum where the caller may have no say: the product takes it, by this rule.
        decision = record_decision(
            kind=Decision.Kind.NO_ACTION,
            text=_("Nothing to decide: the question was taken back."),
            reason=withdrawn.reply,
            unit=held.unit,
            series=held.series,
            by=SYSTEM,
        )
        settle(held, decision, SYSTEM)
        record(by=SYSTEM, verb="close_item", subject=held, data={"taken_back": str(escalation.pk)})
    return withdrawn


def _require_voice(item: AgendaItem, escalation: Escalation, by: Doer) -> None:
    """Nobody answers what they asked, nor for a forum they do not see: refused, for the question they do see."""
    if not isinstance(by, User):
        return
    if is_asker(by, escalation):
        raise asker_cannot_answer()
    if not visible_forums(by).filter(pk=item.review.forum_id).exists():
        raise not_permitted()


def _waiting_item(escalation: Escalation) -> AgendaItem | None:
    return (
        AgendaItem.objects.filter(escalation=escalation, kind=AgendaItem.Kind.ESCALATION, status=AgendaItem.Status.OPEN)
        .select_related("review__forum", "unit", "series")
        .first()
    )
