"""Who answers for what in the plan in force, at and below a unit: read for one page of objectives at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.check.models import RuleSetting
from wellrun.check.rule import registered
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.models import Post
from wellrun.organisation.queries import holdings_on, posts_held, subtree_ids
from wellrun.strategy.models import Contributor, Objective, ObjectiveMeasure
from wellrun.strategy.queries import objectives_in_force
from wellrun.web.frame import Frame

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
class OwnershipRecords:
    """The objectives of a page with their roles and teams, and what the whole plan says beside them.

    `team_of`: the team a post stands for somewhere in the plan. `rivals`: who pushes a measure in a unit of the page.
    """

    objectives: Sequence[Any]
    roles: dict[UUID, list[Any]]
    teams: dict[UUID, list[Any]]
    meanings: dict[UUID, Meaning]
    team_of: dict[UUID, str]
    rivals: dict[tuple[UUID, UUID], list[Rival]]
    shared: Shared
    chaired: frozenset[UUID]
    administered: frozenset[UUID]


def objectives_here(frame: Frame) -> QuerySet[Any, Any]:
    """The objectives in force of the unit and below that the caller sees, the unit's own first, by rank."""
    seen = subtree_ids(frame.unit.pk).filter(descendant_id__in=granted_unit_ids(frame.user))
    depth = subtree_ids(frame.unit.pk).filter(descendant=OuterRef("unit")).values("depth")
    rows: QuerySet[Any, Any] = objectives_in_force().filter(unit__in=seen)
    order = ("depth", "unit__name", F("rank").asc(nulls_last=True), "key")
    placed: QuerySet[Any, Any] = rows.annotate(depth=depth[:1]).order_by(*order)
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
    """The measures of many teams that the plan leaves to one department; two queries.

    The same as the check's rule: fewer than two responsible teams in all objectives that pursue it.
    """
    setting = RuleSetting.objects.filter(rule=_SHARED).first()
    thresholds = {**registered()[_SHARED].thresholds, **(setting.thresholds if setting else {})}
    wide = [pk for pk, one in known.items() if len(one.teams) >= thresholds["teams"]]
    pursued = ObjectiveMeasure.objects.filter(objective__in=objectives_in_force(), measure__in=wide)
    named = (
        pursued.exclude(role=_BALANCING)
        .order_by()
        .values_list("measure_id", "objective__contributors__team", "objective__contributors__part")
    )
    groups: dict[UUID, set[str]] = defaultdict(set)
    for pk, team, part in named.distinct():
        groups[pk] |= {team.casefold()} if part == _RESPONSIBLE else set()
    alone = {pk: group for pk, group in groups.items() if len(group) < 2}
    return Shared({pk: [one for one in known[pk].teams if one.casefold() not in g] for pk, g in alone.items()})


def with_posts(rows: QuerySet[Any, Any], today: date) -> QuerySet[Any, Any]:
    """Objectives with their posts, and whether somebody holds them."""
    related = rows.select_related("plan", "unit", "owner__unit", "sponsor__unit")
    held: QuerySet[Any, Any] = related.annotate(**posts_held(today, "owner", "sponsor"))
    return held


def read_beside(
    frame: Frame, objectives: Sequence[Any], known: dict[UUID, Meaning], shared: Shared
) -> OwnershipRecords:
    """What a page of objectives `with_posts` needs beside them; six queries."""
    ids = [one.pk for one in objectives]
    roles = ObjectiveMeasure.objects.filter(objective__in=ids).select_related("owner__unit", "measure")
    parts = Contributor.objects.filter(objective__in=ids).select_related("post__unit", "unit", "handoff_measure")
    by_role = _grouped(roles.annotate(**posts_held(frame.today, "owner")).order_by("position"))
    return OwnershipRecords(
        objectives=objectives,
        roles=by_role,
        teams=_grouped(parts.annotate(**posts_held(frame.today, "post")).order_by("position")),
        meanings=known,
        team_of=_team_of(),
        rivals=_rivals(by_role, {one.unit_id for one in objectives}),
        shared=shared,
        chaired=frozenset(granted_unit_ids(frame.user, Permission.CHAIR)),
        administered=frozenset(granted_unit_ids(frame.user, Permission.ADMINISTER)),
    )


def _grouped(rows: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.objective_id].append(row)
    return found


def _team_of() -> dict[UUID, str]:
    """The team for which a post stands most often; one query."""
    rows = Contributor.objects.filter(objective__in=objectives_in_force(), post__isnull=False)
    counted = rows.order_by().values_list("post_id", "team").annotate(times=Count("pk"))
    found: dict[UUID, str] = {}
    for post_id, team, _times in sorted(counted, key=lambda row: (-row[2], row[1])):
        if post_id is not None:
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
