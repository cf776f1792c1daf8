"""What is under way about a series: initiatives that aim at it, open actions, decisions to be looked back on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateTimeField, Expression, F, QuerySet, SmallIntegerField, Value
from django.db.models.functions import Cast

from wellrun.accounts.models import User
from wellrun.execution.models import Action, Initiative
from wellrun.execution.visibility import visible_actions, visible_decisions
from wellrun.lib import clock
from wellrun.measures.models import Series


@dataclass(frozen=True, slots=True)
class InHand:
    """One thing under way. `kind`: initiative, action or decision; `post`: whose it is, empty for a decision.

    `key`: of an initiative.
    `day`: when an initiative ends, an action is due, a decision is looked back on. `is_stalled`: an accepted action
    that has not been heard of for longer than agreed.
    """

    kind: str
    id: UUID
    key: str
    title: str
    post: str
    day: date
    is_stalled: bool


def in_hand(user: User, series: Series, today: date) -> list[InHand]:
    """What the caller may see of it, the soonest day first; one query."""
    rows = _actions(user, series, today).union(_initiatives(series), _decisions(user, series, today))
    return [_in_hand(*row) for row in rows.order_by("day", "what")]


def _actions(user: User, series: Series, today: date) -> QuerySet[Any, Any]:
    """First of the three: its columns give the others their types."""
    rows = visible_actions(user, today).filter(series=series, status__in=Action.OPEN)
    return _columns(rows, "action", F("title"), F("post__title"), F("due"), F("last_update_at"), F("update_every_days"))


def _initiatives(series: Series) -> QuerySet[Any, Any]:
    rows = Initiative.objects.filter(targets__series=series, status=Initiative.Status.ACTIVE)
    return _columns(rows, "initiative", F("title"), F("owner__title"), F("ends"))


def _decisions(user: User, series: Series, today: date) -> QuerySet[Any, Any]:
    rows = visible_decisions(user, today).filter(series=series, taken_back_at__isnull=True, look_back__gte=today)
    return _columns(rows, "decision", F("text"), _word(""), F("look_back"))


def _word(word: str) -> Value:
    return Value(word, output_field=CharField())


_NO_TIME = Value(None, output_field=DateTimeField())
_NO_NUMBER = Value(None, output_field=SmallIntegerField())


def _columns(
    rows: QuerySet[Any],
    kind: str,
    what: Expression | F,
    whose: Expression | F,
    day: F,
    heard: Expression | F = _NO_TIME,
    agreed: Expression | F = _NO_NUMBER,
) -> QuerySet[Any, Any]:
    """The same columns of every kind; only an accepted action has been asked to be heard of."""
    is_owned = F("status") if kind == "action" else _word("")
    key = Cast(F("key") if kind == "initiative" else _word(""), CharField())
    told = rows.order_by().annotate(
        kind_=_word(kind), named=key, what=what, whose=whose, day=day, stage=is_owned, heard=heard, agreed=agreed
    )
    columns: QuerySet[Any, Any] = told.values_list(
        "kind_", "id", "named", "what", "whose", "day", "stage", "heard", "agreed"
    )
    return columns


def _in_hand(
    kind: str,
    pk: UUID,
    key: str,
    title: str,
    post: str,
    day: date,
    stage: str,
    heard: datetime | None,
    agreed: int | None,
) -> InHand:
    is_silent = heard is not None and agreed is not None and clock.now() - heard > timedelta(days=agreed)
    return InHand(kind, pk, key, title, post, day, stage == Action.Status.ACCEPTED and is_silent)
