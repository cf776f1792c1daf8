"""Actions as rows of a list: by date, never by person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from wellrun.execution.models import Action
from wellrun.execution.queries import days_silent, is_silent
from wellrun.web import dates


@dataclass(frozen=True)
class ActionRow:
    """One action in a list."""

    number: int
    title: str
    href: str
    pk: str
    post: str
    unit: str
    due: str
    overdue: bool
    status: str
    stalled: str
    done_when: str
    vacant: bool


def action_row(action: Action, today: date) -> ActionRow:
    """The row of one action; no query when it carries its words (`execution.queries.with_words`)."""
    return ActionRow(
        number=action.number,
        title=action.title,
        href=reverse("action", args=[action.pk]),
        pk=str(action.pk),
        post=action.post.title,
        unit=action.unit.name,
        due=dates.day_near(action.due, today),
        overdue=action.due < today and action.status in Action.OPEN,
        status=action.status,
        stalled=_stalled(action),
        done_when=action.done_when,
        vacant=action.status in Action.OPEN and not getattr(action, "post_is_held", True),
    )


def action_rows(actions: Iterable[Action], today: date) -> list[ActionRow]:
    """The rows of a list, in its order."""
    return [action_row(action, today) for action in actions]


def _stalled(action: Action) -> str:
    """For how long nothing was heard of an accepted action, where that is longer than agreed."""
    if not is_silent(action):
        return ""
    silent = days_silent(action)
    return ngettext("no update for %(n)d day", "no update for %(n)d days", silent) % {"n": silent}
