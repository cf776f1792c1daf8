"""The post's answer (accept, counter with a date, decline with a reason) and what the chair makes of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.accounts.models import User
from wellrun.execution.actions.ask import UNANSWERED
from wellrun.execution.actions.step import take_step
from wellrun.execution.due import require_due
from wellrun.execution.errors import same_date
from wellrun.execution.models import Action, ActionUpdate
from wellrun.execution.permission import Doer, permit, require_holder
from wellrun.execution.visibility import require_visible_action
from wellrun.execution.words import needed, optional
from wellrun.lib import clock

Status = Action.Status


@transaction.atomic
def accept_action(*, action: Action, text: str = "", by: User) -> Action:
    """The post takes it on: from now on it owns the action. Raises `not_the_holder`, `already_changed`."""
    _require_own(by, action)
    return take_step(
        action,
        verb="accept_action",
        kind=ActionUpdate.Kind.ACCEPTED,
        come_from=[Status.PROPOSED],
        change={"status": Status.ACCEPTED, "accepted_at": clock.now()},
        text=optional(text),
        by=by,
    )


@transaction.atomic
def counter_action(*, action: Action, due: date, text: str, by: User) -> Action:
    """The post would take it on by another day, and says why.

    Raises `reason_needed`, `due_in_the_past`, `due_too_far`, `same_date`, `not_the_holder`, `already_changed`.
    """
    _require_own(by, action)
    text = needed(text, "reason_needed", _("Say why another date is needed."))
    require_due(due)
    if due == action.due:
        raise same_date(due)
    return take_step(
        action,
        verb="counter_action",
        kind=ActionUpdate.Kind.COUNTERED,
        come_from=[Status.PROPOSED],
        change={"status": Status.COUNTERED, "countered_due": due},
        text=text,
        due=due,
        by=by,
    )


@transaction.atomic
def decline_action(*, action: Action, reason: str, by: User) -> Action:
    """The post does not take it on, and says why. Raises `reason_needed`, `not_the_holder`, `already_changed`."""
    _require_own(by, action)
    reason = needed(reason, "reason_needed", _("Say why you decline, so that another way can be found."))
    return take_step(
        action,
        verb="decline_action",
        kind=ActionUpdate.Kind.DECLINED,
        come_from=[Status.PROPOSED],
        change={"status": Status.DECLINED, "decline_reason": reason},
        text=reason,
        by=by,
    )


@transaction.atomic
def agree_counter(*, action: Action, by: Doer) -> Action:
    """The chair agrees to the post's date; with that the post has accepted. Raises `already_changed`."""
    require_visible_action(by, action)
    permit(by, Permission.CHAIR, action.unit_id)
    return take_step(
        action,
        verb="agree_counter",
        kind=ActionUpdate.Kind.AGREED,
        come_from=[Status.COUNTERED],
        change={
            "status": Status.ACCEPTED,
            "due": action.countered_due or action.due,
            "countered_due": None,
            "accepted_at": clock.now(),
        },
        due=action.countered_due,
        by=by,
    )


@transaction.atomic
def insist(*, action: Action, text: str, by: Doer) -> Action:
    """The chair asks the same post again for the same day, after a counter or a decline.

    Raises `reason_needed`, `due_in_the_past`, `already_changed`.
    """
    require_visible_action(by, action)
    permit(by, Permission.CHAIR, action.unit_id)
    text = needed(text, "reason_needed", _("Say why it must be so."))
    require_due(action.due)
    return take_step(
        action,
        verb="insist",
        kind=ActionUpdate.Kind.ASKED,
        come_from=[Status.COUNTERED, Status.DECLINED],
        change=UNANSWERED,
        text=text,
        due=action.due,
        by=by,
    )


def _require_own(by: User, action: Action) -> None:
    require_visible_action(by, action)
    require_holder(by, action.post, action.unit_id)
