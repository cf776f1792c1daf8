"""Asking a post to do something by a day; asking another; taking the question back."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.audit.actions import record
from wellrun.execution.actions.numbering import save_numbered
from wellrun.execution.actions.step import take_step, tell
from wellrun.execution.due import require_due
from wellrun.execution.look_back import require_useful
from wellrun.execution.models import Action, ActionUpdate, Initiative
from wellrun.execution.permission import Doer, permit, require_post_to_ask
from wellrun.execution.related import require_objective, require_series
from wellrun.execution.visibility import require_visible_action
from wellrun.execution.words import LONGEST_TITLE, needed, within
from wellrun.lib import clock
from wellrun.measures.models import Series
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import holdings_on, site_zone
from wellrun.strategy.models import Objective


@transaction.atomic
def assign_action(
    *,
    title: str,
    done_when: str,
    unit: Unit,
    post: Post,
    due: date,
    look_back: date | None = None,
    series: Series | None = None,
    objective: Objective | None = None,
    initiative: Initiative | None = None,
    update_every_days: int = 7,
    by: Doer,
) -> Action:
    """Ask `post` for one thing by one day. It owns nothing until it accepts; a post that nobody holds can be asked.

    Raises `title_needed`, `done_when_needed`, `due_in_the_past`, `due_too_far`, `look_back_too_early`, `feed_ended`,
    `post_retired`, `number_out_of_range`; NotFound or Refused where the caller may not chair `unit` or does not see
    the post.
    """
    permit(by, Permission.CHAIR, unit.pk)
    require_post_to_ask(by, post)
    require_series(by, series)
    require_objective(by, objective or (initiative.objective if initiative else None), unit)
    title = needed(title, "title_needed", _("Say what is to be done."), longest=LONGEST_TITLE)
    done_when = needed(done_when, "done_when_needed", _("Say how you will know that it is done."))
    require_due(due)
    delay = _delay(initiative, series)
    require_useful(look_back, series=series, completion=due, effect_delay_days=delay)
    action = save_numbered(
        Action(
            title=title,
            done_when=done_when,
            unit=unit,
            post=post,
            due=due,
            look_back=look_back,
            series=series,
            objective=objective,
            initiative=initiative,
            update_every_days=within(update_every_days, 1, 365),
            created_at=clock.now(),
            created_by=by.audit_label,
            last_update_at=clock.now(),
        )
    )
    tell(action, kind=ActionUpdate.Kind.ASKED, by=by, due=due)
    facts = {"number": action.number, "post": post.key, "due": due, "post_has_no_holder": not _is_held(post)}
    record(by=by, verb="assign_action", subject=action, data=facts)
    return action


@transaction.atomic
def reassign_action(*, action: Action, post: Post, due: date | None = None, reason: str, by: Doer) -> Action:
    """Ask another post (or the same one anew, with another date). Whoever had accepted owns it no longer.

    Raises `reason_needed`, `due_in_the_past`, `post_retired`, `already_changed`.
    """
    require_visible_action(by, action)
    permit(by, Permission.CHAIR, action.unit_id)
    require_post_to_ask(by, post)
    reason = needed(reason, "reason_needed", _("Say why you ask another post."))
    due = due or action.due
    require_due(due)
    return take_step(
        action,
        verb="reassign_action",
        kind=ActionUpdate.Kind.REASSIGNED,
        come_from=Action.OPEN,
        change={"post": post, "due": due, **UNANSWERED},
        text=reason,
        due=due,
        by=by,
    )


@transaction.atomic
def cancel_action(*, action: Action, reason: str, by: Doer) -> Action:
    """Take the question back; a cancelled action stays on record and is not reopened.

    Raises `reason_needed`, `already_changed`.
    """
    require_visible_action(by, action)
    permit(by, Permission.CHAIR, action.unit_id)
    reason = needed(reason, "reason_needed", _("Say why this is no longer needed."))
    return take_step(
        action,
        verb="cancel_action",
        kind=ActionUpdate.Kind.CANCELLED,
        come_from=Action.OPEN,
        change={"status": Action.Status.CANCELLED},
        text=reason,
        by=by,
    )


UNANSWERED = {
    "status": Action.Status.PROPOSED,
    "countered_due": None,
    "decline_reason": "",
    "accepted_at": None,
}


def _is_held(post: Post) -> bool:
    return holdings_on(clock.today(site_zone())).filter(post=post).exists()


def _delay(initiative: Initiative | None, series: Series | None) -> int:
    """After how many days the initiative expects its effect on the series; of no series, the longest it expects."""
    if initiative is None:
        return 0
    targets = initiative.targets.all() if series is None else initiative.targets.filter(series=series)
    return max((target.delay_days or 0 for target in targets), default=0)
