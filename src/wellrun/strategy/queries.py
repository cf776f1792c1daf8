"""Reading the strategy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONArray
from django.utils.translation import gettext as _

from wellrun.lib.errors import NotFound
from wellrun.measures.models import Measure, Target
from wellrun.organisation.queries import posts_held
from wellrun.organisation.together import Together
from wellrun.strategy.models import Contributor, Domain, Objective, ObjectiveMeasure, ObjectiveParent, Plan, Precedence

_LAST_RANK = 1_000_000
# Of the four levels of objectives one has three above it.
_LEVELS_ABOVE = 3


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for an objective on a day: its posts, whether anybody is in them, the teams that contribute.

    A post that is not named yet is an empty title.
    """

    owner: str
    owner_is_held: bool
    sponsor: str
    sponsor_is_held: bool
    teams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One measure's role toward one objective of the active plan. `answering`: only where it was asked for."""

    objective_id: UUID
    objective_key: str
    objective_title: str
    unit_id: UUID
    domain: str
    rank: int | None
    measure_id: UUID
    role: str
    position: int
    plan_key: str = ""
    answering: Answering | None = None


def active_plan() -> Plan | None:
    """The plan in force."""
    return Plan.objects.filter(stage=Plan.Stage.ACTIVE).first()


def plan_called(key: str = "") -> Plan:
    """The plan of this key; without one the plan in force. Raises `plan_unknown`, naming the plans there are."""
    plan = Plan.objects.filter(key=key).first() if key else active_plan()
    if plan is None:
        keys = ", ".join(Plan.objects.values_list("key", flat=True)) or _("none")
        words = {"key": key, "keys": keys}
        if key:
            raise NotFound("plan_unknown", _("There is no plan “%(key)s”; there are: %(keys)s.") % words, plan=key)
        raise NotFound("plan_unknown", _("No plan is in force: name one of these: %(keys)s.") % words)
    return plan


def domains_unused() -> QuerySet[Domain]:
    """The priority areas to which nothing belongs: no objective of any plan, no forum, no measure."""
    nothing = {f"{relation.name}__isnull": True for relation in Domain._meta.related_objects}
    return Domain.objects.filter(**nothing).exclude(key__in=Measure.objects.values("domain"))


def ruling_between(one: Objective, other: Objective) -> Precedence | None:
    """Which of two objectives wins where they pull against each other, as far as it is said."""
    either = Q(winner=one, loser=other) | Q(winner=other, loser=one)
    return Precedence.objects.filter(either).select_related("winner", "loser").first()


def results_by_gap() -> QuerySet[ObjectiveMeasure]:
    """Results of objectives, first of each the one in whose unit parts of it are said: the first whose aim has a
    baseline, else the first of all.
    """
    aims = Target.objects.filter(
        Q(value__isnull=False) | Q(low__isnull=False, high__isnull=False),
        retired_at__isnull=True,
        baseline__isnull=False,
        series__stratum="total",
        series__measure=OuterRef("measure"),
        series__unit=OuterRef("objective__unit"),
    )
    rows = ObjectiveMeasure.objects.filter(role=ObjectiveMeasure.Role.LAG)
    return rows.annotate(has_gap=Exists(aims)).order_by("-has_gap", "position")


def objectives_in_force() -> QuerySet[Objective]:
    """The objectives of the active plan that are not retired, by rank."""
    return Objective.objects.filter(plan__stage=Plan.Stage.ACTIVE, retired_on__isnull=True)


def last_rank(plan: Plan) -> int:
    """The lowest rank that an enterprise objective of the plan has; 0 where there is none."""
    ranked = Objective.objects.filter(plan=plan, level=Objective.Level.ENTERPRISE, retired_on__isnull=True)
    return ranked.aggregate(last=Max("rank"))["last"] or 0


def links_up(objective_ids: Iterable[UUID]) -> list[list[ObjectiveParent]]:
    """What objectives serve, what those serve, and so on: one list a level, nearest first, each link once.

    The parents come with their units; retired ones are left out. A query a level, three at most.
    """
    levels: list[list[ObjectiveParent]] = []
    asked = set(objective_ids)
    seen = set(asked)
    while asked and len(levels) < _LEVELS_ABOVE:
        rows = ObjectiveParent.objects.filter(child__in=asked, parent__retired_on__isnull=True)
        found = list(
            rows.select_related("parent__unit", "parent__plan", "child").order_by(
                "child__title", "parent__rank", "parent__title"
            )
        )
        if not found:
            break
        levels.append(found)
        asked = {link.parent_id for link in found} - seen
        seen |= asked
    return levels


def roles_in_force(measure_ids: Iterable[UUID] | None = None, *, answering_on: date | None = None) -> list[RoleRow]:
    """Every role of the active plan, of the given measures or of all; one query.

    `answering_on`: a day for which to tell who answers for each objective.
    """
    rows: QuerySet[Any, Any] = ObjectiveMeasure.objects.filter(objective__in=objectives_in_force())
    if measure_ids is not None:
        rows = rows.filter(measure_id__in=list(measure_ids))
    rows = rows.order_by("objective__rank", "objective__key", "position")
    if answering_on is None:
        return [RoleRow(**row) for row in rows.values(*_ROLE, **_OBJECTIVE)]
    told = _answering(rows, answering_on).values(*_ROLE, *_ANSWERING, **_OBJECTIVE)
    return [RoleRow(answering=_answer(*[row.pop(name) for name in _ANSWERING]), **row) for row in told]


_ROLE = ("objective_id", "measure_id", "role", "position")
_OBJECTIVE = {
    "objective_key": F("objective__key"),
    "objective_title": F("objective__title"),
    "plan_key": F("objective__plan__key"),
    "unit_id": F("objective__unit_id"),
    "domain": F("objective__domain__key"),
    "rank": F("objective__rank"),
}
_ANSWERING = (
    "objective__owner__title",
    "objective__owner_is_held",
    "objective__sponsor__title",
    "objective__sponsor_is_held",
    "teams",
)


def _answering(rows: QuerySet[Any, Any], day: date) -> QuerySet[Any, Any]:
    teams = Contributor.objects.filter(objective=OuterRef("objective")).order_by().values(one=Value(1))
    listed = teams.annotate(listed=Together(JSONArray("position", "team"))).values("listed")
    held = posts_held(day, "objective__owner", "objective__sponsor")
    told: QuerySet[Any, Any] = rows.annotate(teams=Subquery(listed), **held)
    return told


def _answer(
    owner: str | None, owner_is_held: bool, sponsor: str | None, sponsor_is_held: bool, teams: Any
) -> Answering:
    in_order = tuple(team for _position, team in sorted(teams or []))
    return Answering(owner or "", owner_is_held, sponsor or "", sponsor_is_held, in_order)


def measures_with_a_role() -> QuerySet[ObjectiveMeasure, UUID]:
    """Ids of the measures that have a role in the active plan; use as a subquery."""
    rows = ObjectiveMeasure.objects.filter(objective__in=objectives_in_force())
    return rows.order_by().values_list("measure_id", flat=True)


def roles_at(roles: Iterable[RoleRow], distances: Mapping[UUID, int]) -> list[RoleRow]:
    """The roles that bear on a unit, the first one foremost.

    `distances`: the unit (0) and each of its ancestors with how far up it is. A role bears on the unit when its
    objective is the unit's own or an ancestor's; the nearest comes first, there what an objective is to reach before
    what it must not harm, then the higher rank.
    """
    bearing = [role for role in roles if role.unit_id in distances]
    return sorted(
        bearing,
        key=lambda role: (
            distances[role.unit_id],
            role.role == ObjectiveMeasure.Role.BALANCING,
            _LAST_RANK if role.rank is None else role.rank,
            role.objective_key,
            role.position,
        ),
    )
