"""Who answers for what in the plan in force, at and below a unit: read for one page of objectives at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.check.models import RuleSetting
from wellrun.check.rule import registered
from wellrun.jobs.in_force.looking import Looking
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Post
from wellrun.organisation.queries import holdings_on, posts_held
from wellrun.strategy.models import Contributor, Objective, ObjectiveMeasure
from wellrun.strategy.queries import objectives_in_force

# The rule by which a measure of many teams must not be left to one.
_SHARED = "OWN-03"
_BALANCING = ObjectiveMeasure.Role.BALANCING
_RESPONSIBLE = Contributor.Part.RESPONSIBLE


@dataclass(frozen=True)
class Meaning:
    """What a measure is called, and which teams bring it about."""

    key: str
    name: str
    teams: tuple[str, ...]


@dataclass(frozen=True)
class Rival:
    """A role of a measure in a unit: whose objective, and the post that answers."""

    objective_id: UUID
    title: str
    post_id: UUID | None


@dataclass(frozen=True)
class Shared:
    """Measures that many teams bring about and one department answers for: by measure the teams that are missing."""

    missing: dict[UUID, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class WholePlan:
    """What every page of the matrix needs of the whole plan. `chaired`, `administered`: where the reader may mend."""

    meanings: dict[UUID, Meaning]
    shared: Shared
    chaired: frozenset[UUID] = frozenset()
    administered: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class OwnershipRecords:
    """Some objectives with their roles and teams.

    `team_of`: the team a post stands for somewhere in the plan. `rivals`: who pushes a measure in a unit of theirs.
    """

    objectives: Sequence[Any]
    roles: dict[UUID, list[Any]]
    teams: dict[UUID, list[Any]]
    team_of: dict[UUID, str]
    rivals: dict[tuple[UUID, UUID], list[Rival]]
    whole: WholePlan


def objectives_here(look: Looking) -> QuerySet[Any, Any]:
    """The objectives in force of the unit and below that the caller sees, the unit's own first, by rank."""
    rows = objectives_in_force().filter(unit__above__ancestor=look.unit.pk, unit__in=granted_unit_ids(look.user))
    order = ("unit__above__depth", "unit__name", F("rank").asc(nulls_last=True), "key")
    placed: QuerySet[Any, Any] = rows.order_by(*order)
    return placed


def with_holes(rows: QuerySet[Any, Any], today: date, shared: Shared) -> QuerySet[Any, Any]:
    """Those of which somebody or something is missing, as `ownership_holes` says it."""
    parts = Contributor.objects.filter(objective=OuterRef("pk"))
    roles = ObjectiveMeasure.objects.filter(objective=OuterRef("pk"))
    vacant = {"owner": _vacant(today, "owner"), "sponsor": _vacant(today, "sponsor")}
    above_team = ~Q(level="team")
    return rows.filter(
        Q(owner__isnull=True)
        | Q(vacant["owner"])
        | Q(vacant["sponsor"])
        | Q(sponsor=F("owner"))
        | (above_team & Q(sponsor__isnull=True))
        | (above_team & ~Exists(parts.filter(part=_RESPONSIBLE)))
        | Exists(parts.filter(part=_RESPONSIBLE, handoff_measure__isnull=True))
        | Exists(parts.filter(_vacant(today, "post")))
        | Exists(roles.filter(_vacant(today, "owner")))
        | Exists(roles.filter(measure__in=list(shared.missing)).exclude(role=_BALANCING))
        | Exists(_shared_owner(roles))
    )


def _vacant(today: date, field_name: str) -> Q:
    """That a post is named there and nobody holds it."""
    held = Exists(holdings_on(today).filter(post=OuterRef(field_name)))
    return Q(**{f"{field_name}__isnull": False}) & ~Q(held)


def _shared_owner(roles: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Roles in which another post answers for the same measure in the same unit."""
    pushed = roles.exclude(role=_BALANCING).annotate(answers=Coalesce("owner", "objective__owner"))
    others = ObjectiveMeasure.objects.filter(
        objective__in=objectives_in_force(), measure=OuterRef("measure"), objective__unit=OuterRef("objective__unit")
    ).exclude(role=_BALANCING)
    others = others.annotate(answers=Coalesce("owner", "objective__owner")).filter(answers__isnull=False)
    also = Exists(others.exclude(answers=OuterRef("answers")))
    shared: QuerySet[Any, Any] = pushed.filter(answers__isnull=False).filter(also)
    return shared


def meanings() -> dict[UUID, Meaning]:
    """Name and teams of every measure of the site; one query."""
    rows = MeasureVersion.objects.filter(current=True).values_list(
        "measure_id", "measure__key", "name", "contributing_teams"
    )
    return {pk: Meaning(key, name, tuple(teams or ())) for pk, key, name, teams in rows}


def shared_measures(known: dict[UUID, Meaning]) -> Shared:
    """The measures of many teams that the plan leaves to one department; at most three queries.

    The same as the check's rule: fewer than two responsible teams in all objectives that pursue it.
    """
    setting = RuleSetting.objects.filter(rule=_SHARED).first()
    thresholds = {**registered()[_SHARED].thresholds, **(setting.thresholds if setting else {})}
    wide = [pk for pk, one in known.items() if len(one.teams) >= thresholds["teams"]]
    pursued = ObjectiveMeasure.objects.filter(objective__in=objectives_in_force(), measure__in=wide)
    groups = _responsible_groups(pursued.exclude(role=_BALANCING).order_by())
    alone = {pk: group for pk, group in groups.items() if len(group) < 2}
    return Shared({pk: [one for one in known[pk].teams if one.casefold() not in g] for pk, g in alone.items()})


def _responsible_groups(pursued: QuerySet[Any, Any]) -> dict[UUID, set[str]]:
    """By measure the responsible teams of all objectives that pursue it, where they may be fewer than two.

    The first and the last by name tell two teams apart without reading all of them; where they are the same word, what
    lies between them is read.
    """
    name, is_responsible = "objective__contributors__team", Q(objective__contributors__part=_RESPONSIBLE)
    ends = pursued.values_list("measure_id").annotate(
        first=Min(name, filter=is_responsible), last=Max(name, filter=is_responsible)
    )
    few = [pk for pk, first, last in ends if (first or "").casefold() == (last or "").casefold()]
    groups: dict[UUID, set[str]] = {pk: set() for pk in few}
    if few:
        for pk, team in pursued.filter(is_responsible, measure__in=few).values_list("measure_id", name).distinct():
            groups[pk].add(team.casefold())
    return groups


def whole_plan(look: Looking, known: dict[UUID, Meaning], shared: Shared) -> WholePlan:
    """What stands beside every page, with where the reader may mend; two queries."""
    chaired = frozenset(granted_unit_ids(look.user, Permission.CHAIR))
    return WholePlan(known, shared, chaired, frozenset(granted_unit_ids(look.user, Permission.ADMINISTER)))


def read_beside(today: date, ids: Sequence[UUID], whole: WholePlan) -> OwnershipRecords:
    """The objectives with these ids in their order, with what a page needs beside them; five queries."""
    roles = ObjectiveMeasure.objects.filter(objective__in=ids).select_related("owner__unit")
    parts = Contributor.objects.filter(objective__in=ids).select_related("post__unit")
    by_role = _grouped(roles.annotate(**posts_held(today, "owner")).order_by("position"))
    objectives = _objectives(ids, today)
    posts = {post for one in objectives for post in (one.owner_id, one.sponsor_id)}
    posts |= {role.owner_id for ones in by_role.values() for role in ones}
    return OwnershipRecords(
        objectives=objectives,
        roles=by_role,
        teams=_grouped(parts.annotate(**posts_held(today, "post")).order_by("position")),
        team_of=_team_of(posts - {None}),
        rivals=_rivals(by_role, {one.unit_id for one in objectives}),
        whole=whole,
    )


def _objectives(ids: Sequence[UUID], today: date) -> list[Any]:
    """With their posts, and whether somebody holds them."""
    rows = Objective.objects.filter(pk__in=ids).select_related("plan", "unit", "owner__unit", "sponsor__unit")
    found = {one.pk: one for one in rows.annotate(**posts_held(today, "owner", "sponsor"))}
    return [found[pk] for pk in ids]


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.objective_id].append(row)
    return found


def _team_of(posts: Collection[UUID]) -> dict[UUID, str]:
    """The team for which each of these posts stands most often; one query."""
    rows = Contributor.objects.filter(objective__in=objectives_in_force(), post__in=posts)
    counted = rows.order_by().values_list("post_id", "team").annotate(times=Count("pk"))
    found: dict[UUID, str] = {}
    for post_id, team, _times in sorted(counted, key=lambda row: (-row[2], row[1])):
        found.setdefault(post_id, team)
    return found


def _rivals(roles: dict[UUID, list[Any]], units: set[UUID]) -> dict[tuple[UUID, UUID], list[Rival]]:
    """Who pushes the measures of the page in its units; one query."""
    measures = {role.measure_id for ones in roles.values() for role in ones if role.role != _BALANCING}
    rows = ObjectiveMeasure.objects.filter(
        objective__in=objectives_in_force().filter(unit__in=units), measure__in=measures
    )
    answers = rows.exclude(role=_BALANCING).annotate(answers=Coalesce("owner", "objective__owner"))
    found: dict[tuple[UUID, UUID], list[Rival]] = defaultdict(list)
    for measure, unit, *rival in answers.order_by("objective__key").values_list(
        "measure_id", "objective__unit_id", "objective_id", "objective__title", "answers"
    ):
        found[measure, unit].append(Rival(*rival))
    return found


def function_of(post: Post, team_of: dict[UUID, str]) -> str:
    """The function that a post stands for: the team it takes part as, else its own unit."""
    return team_of.get(post.pk) or post.unit.name


def is_pushed(role: Any) -> bool:
    """Whether an objective is to move the measure, and not only to do it no harm."""
    return bool(role.role != _BALANCING)


def is_responsible(part: Any) -> bool:
    """Whether a team does a part of it."""
    return bool(part.part == _RESPONSIBLE)


def answers_for(role: Any, objective: Objective) -> tuple[Post | None, bool]:
    """The post that answers for a measure of an objective, and whether somebody holds it."""
    if role.owner is not None:
        return role.owner, role.owner_is_held
    return objective.owner, objective.owner_is_held  # type: ignore[attr-defined]
