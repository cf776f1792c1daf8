"""Who answers for what: a row for each measure of an objective in force, with what each function is to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellrun.jobs.in_force.ownership_holes import Hole, Holes
from wellrun.jobs.in_force.ownership_records import (
    OwnershipRecords,
    answers_for,
    function_of,
    is_responsible,
)
from wellrun.strategy.models import Contributor
from wellrun.strategy.queries import objectives_in_force

MOST_FUNCTIONS = 300
_ORDER = {"lag": 0, "lead": 1, "balancing": 2}
# In the order of the key below the table.
PARTS = {
    "A": gettext_lazy("Accountable"),
    "R": gettext_lazy("Responsible for a hand-off"),
    "S": gettext_lazy("Sponsor"),
    "C": gettext_lazy("Consulted"),
    "I": gettext_lazy("Informed"),
}
_LETTER = {"responsible": "R", "consulted": "C", "informed": "I"}


@dataclass(frozen=True)
class Mark:
    """What a function is to a measure: the letter, the post where one is named. `wrong`: what is missing."""

    letter: str
    who: str = ""
    wrong: str = ""

    @property
    def word(self) -> str:
        """What the letter stands for."""
        return str(PARTS[self.letter])


@dataclass(frozen=True)
class OwnershipRow:
    """A measure of an objective, or the objective as a whole; a cell for each function, most of them empty."""

    name: str
    href: str
    role: str
    functions: list[str]
    cells: list[list[Mark]]
    holes: list[Hole]

    @property
    def named_cells(self) -> list[tuple[str, list[Mark]]]:
        """The cells beside the names of their functions, which the phone shows in each."""
        return list(zip(self.functions, self.cells, strict=True))


@dataclass(frozen=True)
class OwnershipGroup:
    """One objective with its measures."""

    title: str
    href: str
    unit: str
    rows: list[OwnershipRow]


@dataclass(frozen=True)
class Wish:
    """What one looks at: an objective by its key or by words of its title, one function, only what has holes."""

    objective: str = ""
    words: str = ""
    function: str = ""
    holes: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out on purpose."""
        return bool(self.objective or self.words or self.function or self.holes)


def matrix_of(records: OwnershipRecords, wish: Wish) -> tuple[list[str], list[OwnershipGroup]]:
    """The functions that have a part in these objectives, the first named first, and a row for each measure."""
    drawn = [Drawn(one, records) for one in records.objectives]
    rows = (row for each in drawn for row in each.rows if row[2] or not wish.holes)
    named = dict.fromkeys(function for _head, cells, _holes in rows for function in cells)
    functions = [one for one in named if not wish.function or one == wish.function]
    groups = [each.group(functions, wish) for each in drawn]
    return functions, [one for one in groups if one.rows]


@dataclass(frozen=True)
class Head:
    """What a row is about: a measure in its role, or without both the objective as a whole."""

    name: str
    measure: str = ""
    role: str = ""


class Drawn:
    """One objective with the marks of its rows by function, and their holes."""

    def __init__(self, one: Any, records: OwnershipRecords) -> None:
        self.one = one
        self.records = records
        self.holes = Holes(records)
        self.rows = [self._whole(), *self._measures()]

    def group(self, functions: list[str], wish: Wish) -> OwnershipGroup:
        """Its rows with a cell for each of these functions."""
        rows = [
            OwnershipRow(
                head.name,
                reverse("measure", args=[self.one.unit.key, head.measure]) if head.measure else "",
                head.role,
                functions,
                [cells.get(name, []) for name in functions],
                holes,
            )
            for head, cells, holes in self.rows
            if (not wish.function or wish.function in cells) and (not wish.holes or holes)
        ]
        href = reverse("objective", args=[self.one.plan.key, self.one.key])
        return OwnershipGroup(self.one.title, href, self.one.unit.name, rows)

    def _whole(self) -> tuple[Head, dict[str, list[Mark]], list[Hole]]:
        one, cells = self.one, defaultdict[str, list[Mark]](list)
        if one.owner is not None:
            cells[self._function(one.owner)].append(_mark("A", one.owner.title, one.owner_is_held))
        if one.sponsor is not None:
            cells[self._function(one.sponsor)].append(_mark("S", one.sponsor.title, one.sponsor_is_held))
        for team in self.records.teams.get(one.pk, []):
            if not is_responsible(team) or team.handoff_measure_id is None:
                cells[team.team].append(_of_team(team))
        return Head(_("The objective as a whole")), dict(cells), self.holes.of_objective(one)

    def _measures(self) -> list[tuple[Head, dict[str, list[Mark]], list[Hole]]]:
        one, teams = self.one, self.records.teams.get(self.one.pk, [])
        roles = sorted(self.records.roles.get(one.pk, []), key=lambda role: (_ORDER[role.role], role.position))
        handed = {team.handoff_measure_id for team in teams if is_responsible(team)}
        known = {role.measure_id for role in roles}
        beside = sorted((pk for pk in handed if pk is not None and pk not in known), key=self._name)
        of_roles = [self._of_role(role, teams) for role in roles]
        return of_roles + [(self._head(pk), self._handing_on(pk, teams), []) for pk in beside]

    def _of_role(self, role: Any, teams: list[Any]) -> tuple[Head, dict[str, list[Mark]], list[Hole]]:
        cells = self._handing_on(role.measure_id, teams)
        post, held = answers_for(role, self.one)
        if post is not None:
            cells.setdefault(self._function(post), []).insert(0, _mark("A", post.title, held))
        return self._head(role.measure_id, role.role), cells, self.holes.of_measure(self.one, role)

    def _handing_on(self, measure_id: Any, teams: list[Any]) -> dict[str, list[Mark]]:
        found: dict[str, list[Mark]] = {}
        for team in teams:
            if is_responsible(team) and team.handoff_measure_id == measure_id:
                found.setdefault(team.team, []).append(_of_team(team))
        return found

    def _head(self, measure_id: Any, role: str = "") -> Head:
        known = self.records.whole.meanings.get(measure_id)
        return Head(self._name(measure_id), known.key if known else "", role)

    def _name(self, measure_id: Any) -> str:
        known = self.records.whole.meanings.get(measure_id)
        return known.name if known else _("a measure that is not defined any more")

    def _function(self, post: Any) -> str:
        return function_of(post, self.records.team_of)


def _mark(letter: str, who: str, held: bool) -> Mark:
    return Mark(letter, who, "" if held else _("nobody holds this post"))


def _of_team(team: Any) -> Mark:
    letter = _LETTER[team.part]
    wrong = _("no hand-off measure") if letter == "R" and team.handoff_measure_id is None else ""
    if team.post is not None and not team.post_is_held:
        wrong = _("nobody holds this post")
    return Mark(letter, team.post.title if team.post else "", wrong)


def wanted(rows: QuerySet[Any, Any], wish: Wish) -> QuerySet[Any, Any]:
    """Those of the objectives that one looks at; those with holes are `with_holes`."""
    if wish.objective:
        rows = rows.filter(key=wish.objective)
    for word in wish.words.split():
        rows = rows.filter(title__icontains=word)
    return rows.filter(pk__in=_with_function(rows, wish.function)) if wish.function else rows


def _with_function(every: QuerySet[Any, Any], name: str) -> QuerySet[Any, Any]:
    """Objectives in which the function may have a part: as a team, or by a post that stands for it or is of it."""
    posts = Contributor.objects.filter(objective__in=objectives_in_force(), team=name, post__isnull=False)
    stands = Q()
    for field in ("owner", "sponsor", "measures__owner"):
        stands |= Q(**{f"{field}__in": posts.values("post_id")}) | Q(**{f"{field}__unit__name": name})
    found: QuerySet[Any, Any] = every.filter(stands | Q(contributors__team=name)).order_by().values("pk")
    return found


def every_function(every: QuerySet[Any, Any]) -> list[str]:
    """The teams that take part and the units whose posts answer; one query."""
    teams = Contributor.objects.filter(objective__in=every.order_by().values("pk")).order_by().values_list("team")
    units = [
        every.filter(**{f"{post}__isnull": False}).order_by().values_list(f"{post}__unit__name").distinct()
        for post in ("owner", "sponsor")
    ]
    names = {name for (name,) in teams.distinct().union(*units)[:MOST_FUNCTIONS]}
    return sorted(names, key=str.casefold)
