"""Which actions, decisions, escalations and initiatives a person sees.

Within one's subtree, and what is asked of a post there. Rooms above may know of circles that keep things to
themselves (a restricted forum): they say here which ids a person must not see, so that no reader can forget it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from wellrun.access.errors import nothing_here
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.audit.actions import System
from wellrun.execution.models import Action, Decision, Escalation, Initiative, InitiativeTarget
from wellrun.execution.permission import Doer
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone

M = TypeVar("M", bound=Model)
Hidden = Callable[[User, date], QuerySet[Any, UUID]]
_hidden: dict[type[Model], list[Hidden]] = {Action: [], Decision: [], Escalation: []}


def hide(model: type[Model], ids: Hidden) -> None:
    """From now on nobody sees the records of `model` whose ids `ids(user, today)` gives; called once at start."""
    if ids not in _hidden[model]:
        _hidden[model].append(ids)


def visible_actions(user: User, today: date | None = None) -> QuerySet[Action]:
    """The actions about a unit the user sees, or asked of a post there."""
    units = granted_unit_ids(user)
    return _shown(user, today, Action.objects.filter(Q(unit__in=units) | Q(post__unit__in=units)))


def visible_decisions(user: User, today: date | None = None) -> QuerySet[Decision]:
    """The decisions about a unit the user sees."""
    return _shown(user, today, Decision.objects.filter(unit__in=granted_unit_ids(user)))


def visible_escalations(user: User, today: date | None = None) -> QuerySet[Escalation]:
    """The escalations from, or to, a unit the user sees."""
    units = granted_unit_ids(user)
    return _shown(user, today, Escalation.objects.filter(Q(from_unit__in=units) | Q(to_unit__in=units)))


def visible_initiatives(user: User) -> QuerySet[Initiative]:
    """The initiatives for an objective of a unit the user sees, or that are to change figures there."""
    units = granted_unit_ids(user)
    return Initiative.objects.filter(serves_or_moves(units))


def serves_or_moves(units: Any) -> Q:
    """Initiatives for an objective of one of the units, or that are to change figures there."""
    moving = InitiativeTarget.objects.filter(series__unit__in=units).values("initiative_id")
    return Q(objective__unit__in=units) | Q(pk__in=moving)


def require_visible_action(by: Doer, action: Action) -> None:
    """Pass, or raise NotFound."""
    if not isinstance(by, System) and not visible_actions(by).filter(pk=action.pk).exists():
        raise nothing_here()


def require_visible_decision(by: Doer, decision: Decision) -> None:
    """Pass, or raise NotFound."""
    if not isinstance(by, System) and not visible_decisions(by).filter(pk=decision.pk).exists():
        raise nothing_here()


def require_visible_escalation(by: Doer, escalation: Escalation) -> None:
    """Pass, or raise NotFound."""
    if not isinstance(by, System) and not visible_escalations(by).filter(pk=escalation.pk).exists():
        raise nothing_here()


def _shown(user: User, today: date | None, rows: QuerySet[M]) -> QuerySet[M]:
    today = today or clock.today(site_zone())
    for ids in _hidden[rows.model]:
        rows = rows.exclude(pk__in=ids(user, today))
    return rows
