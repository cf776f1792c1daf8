"""What was stuck and is over leaves the agenda by itself, with a note of why: there is nothing left to discuss."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM, record
from wellrun.execution import actions
from wellrun.execution.models import Action, Decision, Initiative
from wellrun.execution.permission import Doer
from wellrun.reviews.actions.claim import LIVE, claim_item
from wellrun.reviews.actions.outcomes import settle
from wellrun.reviews.models import AgendaItem


@transaction.atomic
def complete_action(*, action: Action, evidence: str, by: User) -> Action:
    """The post says that it is done; where it waited on an agenda as stuck, it waits there no longer.

    Raises `evidence_needed`, `not_the_holder`, `already_changed`.
    """
    waiting = _claim_waiting(action=action)
    done = actions.complete_action(action=action, evidence=evidence, by=by)
    _take_off(waiting)
    return done


@transaction.atomic
def cancel_action(*, action: Action, reason: str, by: Doer) -> Action:
    """Take the question back; where it waited on an agenda as stuck, it waits there no longer.

    Raises `reason_needed`, `already_changed`.
    """
    waiting = _claim_waiting(action=action)
    cancelled = actions.cancel_action(action=action, reason=reason, by=by)
    _take_off(waiting)
    return cancelled


@transaction.atomic
def end_initiative(*, initiative: Initiative, stopped: bool, text: str, by: User) -> Initiative:
    """Say that an initiative is over and what came of it; where it waited as silent, it waits no longer.

    Raises `text_needed`, `not_the_holder`, `already_changed`.
    """
    waiting = _claim_waiting(initiative=initiative)
    ended = actions.end_initiative(initiative=initiative, stopped=stopped, text=text, by=by)
    _take_off(waiting)
    return ended


@transaction.atomic
def take_off_what_is_over() -> list[AgendaItem]:
    """The items that wait for what ended without them; those taken off are returned."""
    over = Q(action__status__in=[Action.Status.DONE, Action.Status.CANCELLED]) | Q(
        initiative__status__in=[Initiative.Status.FINISHED, Initiative.Status.STOPPED]
    )
    items = [claim_item(item, sitting=LIVE) for item in _waiting().filter(over)]
    for item in items:
        _take_off(item)
    return items


def _waiting() -> Any:
    return AgendaItem.objects.filter(
        kind=AgendaItem.Kind.STALLED, status=AgendaItem.Status.OPEN, review__status__in=LIVE
    ).order_by("review__starts_at", "raised_at")


def _claim_waiting(**subject: Any) -> AgendaItem | None:
    """The open item about it, locked before the subject is, as everywhere."""
    found = _waiting().filter(**subject).first()
    return None if found is None else claim_item(found, sitting=LIVE)


def _take_off(item: AgendaItem | None) -> None:
    """Close a claimed item with "no action", for the reason that it is over; the product does so, by this rule."""
    if item is None:
        return
    item.refresh_from_db(fields=["action", "initiative"])
    decision = actions.record_decision(
        kind=Decision.Kind.NO_ACTION,
        text=_("Nothing to discuss any more."),
        reason=_why(item),
        unit=item.unit,
        series=item.series,
        by=SYSTEM,
    )
    settle(item, decision, SYSTEM)
    record(by=SYSTEM, verb="close_item", subject=item, data={"over": decision.reason})


def _why(item: AgendaItem) -> str:
    if item.initiative is not None:
        last = item.initiative.updates.last()
        said = last.text if last else ""
        if item.initiative.status == Initiative.Status.FINISHED:
            return _("The initiative was finished before this was discussed: %(text)s") % {"text": said}
        return _("The initiative was stopped before this was discussed: %(text)s") % {"text": said}
    assert item.action is not None
    shown = {"number": item.action.number, "text": item.action.done_evidence}
    if item.action.status == Action.Status.DONE:
        return _("Action %(number)d was done before this was discussed: %(text)s") % shown
    last_word = item.action.updates.last()
    shown["text"] = last_word.text if last_word else ""
    return _("Action %(number)d was cancelled before this was discussed: %(text)s") % shown
