"""Handing a question up one tier, and what comes back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.accounts.models import User
from wellrun.audit.actions import record
from wellrun.execution.errors import already_changed, asker_cannot_answer, not_above, reply_in_the_past
from wellrun.execution.models import Escalation
from wellrun.execution.permission import Doer, is_asker, permit, require_holder
from wellrun.execution.related import require_series
from wellrun.execution.visibility import require_visible_escalation
from wellrun.execution.words import needed
from wellrun.lib import clock
from wellrun.measures.models import Series
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import ancestor_ids

Status = Escalation.Status


@transaction.atomic
def escalate(
    *,
    question: str,
    from_unit: Unit,
    from_tier: int,
    to_unit: Unit,
    to_tier: int | None = None,
    to_post: Post | None = None,
    reply_by: datetime,
    series: Series | None = None,
    continues: Escalation | None = None,
    automatic: bool = False,
    by: Doer,
) -> Escalation:
    """Hand a question to a higher tier at the same unit or above, or (from the top) to a post.

    `continues`: the escalation from below that this one hands on; the answer goes down to it too.
    Raises `question_needed`, `reply_in_the_past`, `not_above`.
    """
    permit(by, Permission.CHAIR, from_unit.pk)
    require_series(by, series)
    question = needed(question, "question_needed", _("Say what you need from the tier above."))
    if reply_by <= clock.now():
        raise reply_in_the_past()
    if to_post is None and (to_tier is None or to_tier <= from_tier or to_unit.pk not in ancestor_ids(from_unit.pk)):
        raise not_above()
    escalation = Escalation.objects.create(
        question=question,
        from_unit=from_unit,
        from_tier=from_tier,
        to_unit=to_unit,
        to_tier=to_tier,
        to_post=to_post,
        reply_by=reply_by,
        series=series,
        continues=continues,
        automatic=automatic,
        raised_at=clock.now(),
        raised_by=by.audit_label,
    )
    facts = {"to_unit": to_unit.key, "to_tier": to_tier, "to_post": to_post and to_post.key, "automatic": automatic}
    record(by=by, verb="escalate", subject=escalation, data={**facts, "reply_by": reply_by})
    return escalation


@transaction.atomic
def answer_escalation(*, escalation: Escalation, reply: str, by: Doer) -> Escalation:
    """Answer what was asked: the chair at the receiving unit, or who holds the post that was asked.

    What was handed on is answered all the way down. Raises `reply_needed`, `not_the_holder`, `already_changed`, and
    `asker_cannot_answer` for whoever asked it or handed it on.
    """
    require_visible_escalation(by, escalation)
    if escalation.to_post is not None and isinstance(by, User):
        require_holder(by, escalation.to_post, escalation.to_unit_id)
    else:
        permit(by, Permission.CHAIR, escalation.to_unit_id)
    if isinstance(by, User) and is_asker(by, escalation):
        raise asker_cannot_answer()
    reply = needed(reply, "reply_needed", _("Say what the answer is."))
    _end(escalation, Status.ANSWERED, reply, by)
    below = escalation.continues
    while below is not None and _try_to_end(below, Status.ANSWERED, reply, by):
        below = below.continues
    record(by=by, verb="answer_escalation", subject=escalation, data={"reply": reply})
    return escalation


@transaction.atomic
def withdraw_escalation(*, escalation: Escalation, reason: str, by: Doer) -> Escalation:
    """The side that asked no longer asks; the reason stands where the reply would.

    Raises `reason_needed`, `already_changed`.
    """
    require_visible_escalation(by, escalation)
    permit(by, Permission.CHAIR, escalation.from_unit_id)
    reason = needed(reason, "reason_needed", _("Say why the answer is no longer needed."))
    _end(escalation, Status.WITHDRAWN, reason, by)
    record(by=by, verb="withdraw_escalation", subject=escalation, data={"reason": reason})
    return escalation


def _end(escalation: Escalation, status: Status, reply: str, by: Doer) -> None:
    if not _try_to_end(escalation, status, reply, by):
        raise already_changed(Escalation.objects.get(pk=escalation.pk).status)
    escalation.refresh_from_db()


def _try_to_end(escalation: Escalation, status: Status, reply: str, by: Doer) -> bool:
    waiting = Escalation.objects.filter(pk=escalation.pk, status=Status.OPEN)
    change = {"status": status, "reply": reply, "replied_at": clock.now(), "replied_by": by.audit_label}
    return bool(waiting.update(**change))
