"""Reading exchanges: who sees them, how they stand, whom they wait for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.organisation.queries import posts_held, posts_of
from wellrun.strategy.models import Catchball, CatchballTurn, Objective, Plan

Kind = CatchballTurn.Kind
OPEN = (Kind.PROPOSED, Kind.COUNTERED)
_LAST = ("number", "kind", "title", "contribution", "at")


def visible_exchanges(user: User, today: date) -> QuerySet[Catchball]:
    """Those of objectives and units the caller sees, and those in which a post of theirs was asked."""
    seen = granted_unit_ids(user)
    asked = Q(post__in=posts_of(user, today).values("pk"))
    return Catchball.objects.filter(Q(parent__unit__in=seen) | Q(unit__in=seen) | asked)


def open_exchanges(plan: Plan) -> QuerySet[Catchball]:
    """Those of a plan whose last turn is neither agreement nor withdrawal."""
    return _open(Catchball.objects.filter(plan=plan))


def asked_of_others(parent: Objective) -> list[float | None]:
    """How much is asked for in each open exchange about an objective; None where that is not said. One query."""
    asked = _open(Catchball.objects.filter(parent=parent)).annotate(asked=_last("contribution"))
    return list(asked.values_list("asked", flat=True))


def _open(rows: QuerySet[Catchball]) -> QuerySet[Catchball]:
    return rows.alias(says_last=_last("kind")).filter(says_last__in=OPEN)


def _last(name: str) -> Subquery:
    """What the newest turn of an exchange says."""
    turns = CatchballTurn.objects.filter(catchball=OuterRef("pk")).order_by("-number")
    return Subquery(turns.values(name)[:1])


def with_last_turn(rows: QuerySet[Catchball], today: date) -> QuerySet[Any]:
    """The exchanges with what a row shows.

    `last_number`, `last_kind`, `last_title`, `last_contribution`, `last_at` of the newest turn; `asked_by`, the id of
    who proposed last; `post_is_held`, whether anybody holds the post that was asked.
    """
    turns = CatchballTurn.objects.filter(catchball=OuterRef("pk")).order_by("-number")
    last = {f"last_{name}": _last(name) for name in _LAST}
    asked = Subquery(turns.filter(kind=Kind.PROPOSED).values("by")[:1])
    related = ("parent__unit", "unit", "post", "child", "plan")
    held: dict[str, Any] = dict(posts_held(today, "post"))
    told: QuerySet[Any] = rows.select_related(*related).annotate(**last, asked_by=asked, **held)
    return told


def waiting_for(user: User, posts: Iterable[UUID], today: date) -> QuerySet[Any]:
    """What waits for a person, the longest first: posts of theirs are asked, or a unit they asked answered otherwise.

    A post that nobody holds waits for who chairs the unit that was asked, unless they asked it themselves.
    `posts`: the ids of those they hold on `today`. Nothing of a closed plan waits. One query.
    """
    rows = Catchball.objects.exclude(plan__stage=Plan.Stage.CLOSED).filter(parent__retired_on__isnull=True)
    asked = Q(post__in=list(posts), last_kind=Kind.PROPOSED)
    chaired = Q(unit__in=granted_unit_ids(user, Permission.CHAIR)) & ~Q(asked_by=user.pk)
    asked |= Q(post_is_held=False, last_kind=Kind.PROPOSED) & chaired
    came_back = Q(asked_by=user.pk, last_kind=Kind.COUNTERED)
    return with_last_turn(rows, today).filter(asked | came_back).order_by("last_at", "pk")
