"""An accepted action on its way: how it goes, that it is done, and that it was not."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.accounts.models import User
from wellrun.execution.actions.step import take_step
from wellrun.execution.errors import too_late_to_reopen
from wellrun.execution.models import Action, ActionUpdate
from wellrun.execution.permission import is_holder, permit, require_holder
from wellrun.execution.visibility import require_visible_action
from wellrun.execution.words import needed
from wellrun.lib import clock

REOPEN_WITHIN_DAYS = 30


@transaction.atomic
def report_progress(*, action: Action, text: str, by: User) -> Action:
    """The post says how it goes. Raises `text_needed`, `not_the_holder`, `already_changed`."""
    require_visible_action(by, action)
    require_holder(by, action.post, action.unit_id)
    return take_step(
        action,
        verb="report_progress",
        kind=ActionUpdate.Kind.PROGRESS,
        come_from=[Action.Status.ACCEPTED],
        change={},
        text=needed(text, "text_needed", _("Say how it goes.")),
        by=by,
    )


@transaction.atomic
def complete_action(*, action: Action, evidence: str, by: User) -> Action:
    """The post says it is done and how that is seen. Raises `evidence_needed`, `not_the_holder`, `already_changed`."""
    require_visible_action(by, action)
    require_holder(by, action.post, action.unit_id)
    evidence = needed(evidence, "evidence_needed", _("Say what shows that it is done."))
    return take_step(
        action,
        verb="complete_action",
        kind=ActionUpdate.Kind.DONE,
        come_from=[Action.Status.ACCEPTED],
        change={"status": Action.Status.DONE, "done_at": clock.now(), "done_evidence": evidence},
        text=evidence,
        by=by,
    )


@transaction.atomic
def reopen_action(*, action: Action, reason: str, by: User) -> Action:
    """It was not done after all: the post, or the chair, opens it again within thirty days.

    Raises `reason_needed`, `too_late_to_reopen`, `already_changed`.
    """
    require_visible_action(by, action)
    if is_holder(by, action.post):
        require_holder(by, action.post, action.unit_id)
    else:
        permit(by, Permission.CHAIR, action.unit_id)
    reason = needed(reason, "reason_needed", _("Say what is still missing."))
    if action.done_at is not None and clock.now() - action.done_at > timedelta(days=REOPEN_WITHIN_DAYS):
        raise too_late_to_reopen(REOPEN_WITHIN_DAYS)
    return take_step(
        action,
        verb="reopen_action",
        kind=ActionUpdate.Kind.REOPENED,
        come_from=[Action.Status.DONE],
        change={"status": Action.Status.ACCEPTED, "done_at": None, "done_evidence": ""},
        text=reason,
        by=by,
    )
