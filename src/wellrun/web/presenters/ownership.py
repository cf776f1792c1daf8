"""The ownership matrix: functions by the measures of the objectives in force, with what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wellrun.strategy.models import Contributor
from wellrun.strategy.queries import objectives_in_force
from wellrun.web.counts import capital, in_words
from wellrun.web.frame import Frame
from wellrun.web.presenters.ownership_holes import Hole, Holes
from wellrun.web.presenters.ownership_records import (
    OwnershipRecords,
    answers_for,
    function_of,
    is_responsible,
    meanings,
    objectives_here,
    read_beside,
    shared_measures,
    with_holes,
    with_posts,
)

A_PAGE = 6
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
    """What a function is to a measure: the letter, its word, the post where one is named. `wrong`: what is missing."""

    letter: str
    word: str
    who: str = ""
    wrong: str = ""


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


@dataclass(frozen=True)
class OwnershipPage:
    """What the page shows; `said` is the sentence first. Columns are functions, as they come."""

    said: str
    functions: list[str]
    groups: list[OwnershipGroup]
    wish: Wish
    every_function: list[str]
    page: Page[Any]


def ownership_page(frame: Frame, wish: Wish, number: int) -> OwnershipPage:
    """A page of the matrix; twelve queries, whatever the number of objectives."""
    known = meanings()
    shared = shared_measures(known)
    every = objectives_here(frame)
    units = list(every.order_by().values_list("owner__unit__name", "sponsor__unit__name"))
    broken = with_holes(every, frame.today, shared)
    counted = broken.count() if units else 0
    page = Paginator(with_posts(_wanted(broken if wish.holes else every, wish), frame.today), A_PAGE).get_page(number)
    records = read_beside(frame, list(page.object_list), known, shared)
    functions, groups = matrix_of(records, wish)
    return OwnershipPage(
        said=_said(len(units), counted),
        functions=functions,
        groups=groups,
        wish=wish,
        every_function=_every_function(every, units),
        page=page,
    )


def matrix_of(records: OwnershipRecords, wish: Wish) -> tuple[list[str], list[OwnershipGroup]]:
    """The functions that have a part in these objectives, the first named first, and a row for each measure."""
    drawn = [_Drawn(one, records) for one in records.objectives]
    rows = (row for each in drawn for row in each.rows if row[2] or not wish.holes)
    named = dict.fromkeys(function for _head, cells, _holes in rows for function in cells)
    functions = [one for one in named if not wish.function or one == wish.function]
    groups = [each.group(functions, wish) for each in drawn]
    return functions, [one for one in groups if one.rows]


@dataclass(frozen=True)
class _Head:
    name: str
    href: str
    role: str = ""


class _Drawn:
    """One objective with the marks of its rows by function."""

    def __init__(self, one: Any, records: OwnershipRecords) -> None:
        self.one = one
        self.records = records
        self.holes = Holes(records)
        self.rows = [self._whole(), *self._measures()]

    def group(self, functions: list[str], wish: Wish) -> OwnershipGroup:
        """Its rows with a cell for each of these functions."""
        rows = [
            OwnershipRow(head.name, head.href, head.role, functions, [cells.get(name, []) for name in functions], holes)
            for head, cells, holes in self.rows
            if (not wish.function or wish.function in cells) and (not wish.holes or holes)
        ]
        href = reverse("objective", args=[self.one.plan.key, self.one.key])
        return OwnershipGroup(self.one.title, href, self.one.unit.name, rows)

    def _whole(self) -> tuple[_Head, dict[str, list[Mark]], list[Hole]]:
        one, cells = self.one, defaultdict[str, list[Mark]](list)
        if one.owner is not None:
            cells[self._function(one.owner)].append(_mark("A", one.owner.title, one.owner_is_held))
        if one.sponsor is not None:
            cells[self._function(one.sponsor)].append(_mark("S", one.sponsor.title, one.sponsor_is_held))
        for team in self.records.teams.get(one.pk, []):
            if not is_responsible(team) or team.handoff_measure_id is None:
                cells[team.team].append(_of_team(team))
        return _Head(_("The objective as a whole"), ""), dict(cells), self.holes.of_objective(one)

    def _measures(self) -> list[tuple[_Head, dict[str, list[Mark]], list[Hole]]]:
        one, teams = self.one, self.records.teams.get(self.one.pk, [])
        roles = sorted(self.records.roles.get(one.pk, []), key=lambda role: (_ORDER[role.role], role.position))
        handed = {team.handoff_measure_id for team in teams if is_responsible(team)}
        known = {role.measure_id for role in roles}
        beside = sorted((pk for pk in handed if pk is not None and pk not in known), key=self._name)
        of_roles = [self._of_role(role, teams) for role in roles]
        return of_roles + [(self._head(pk), self._handing_on(pk, teams), []) for pk in beside]

    def _of_role(self, role: Any, teams: list[Any]) -> tuple[_Head, dict[str, list[Mark]], list[Hole]]:
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

    def _head(self, measure_id: Any, role: str = "") -> _Head:
        key = self.records.meanings[measure_id].key if measure_id in self.records.meanings else ""
        href = reverse("measure", args=[self.one.unit.key, key]) if key else ""
        return _Head(self._name(measure_id), href, role)

    def _name(self, measure_id: Any) -> str:
        known = self.records.meanings.get(measure_id)
        return known.name if known else _("a measure that is not defined any more")

    def _function(self, post: Any) -> str:
        return function_of(post, self.records.team_of)


def _mark(letter: str, who: str, held: bool) -> Mark:
    return Mark(letter, str(PARTS[letter]), who, "" if held else _("nobody holds this post"))


def _of_team(team: Any) -> Mark:
    letter = _LETTER[team.part]
    wrong = _("no hand-off measure") if letter == "R" and team.handoff_measure_id is None else ""
    if team.post is not None and not team.post_is_held:
        wrong = _("nobody holds this post")
    return Mark(letter, str(PARTS[letter]), team.post.title if team.post else "", wrong)


def _wanted(rows: QuerySet[Any, Any], wish: Wish) -> QuerySet[Any, Any]:
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


def _every_function(every: QuerySet[Any, Any], units: Iterable[tuple[str | None, str | None]]) -> list[str]:
    """The teams that take part and the units whose posts answer; one query."""
    teams = Contributor.objects.filter(objective__in=every.order_by().values("pk")).order_by()
    names = set(teams.values_list("team", flat=True).distinct()[:MOST_FUNCTIONS])
    names |= {name for pair in units for name in pair if name}
    return sorted(names, key=str.casefold)[:MOST_FUNCTIONS]


def _said(count: int, broken: int) -> str:
    """How many objectives there are, and of how many somebody or something is missing."""
    if not count:
        return ""
    head = ngettext("%(n)s objective is in force here", "%(n)s objectives are in force here", count)
    head %= {"n": capital(in_words(count))}
    if not broken:
        return _("%(head)s, and nobody is missing in any of them.") % {"head": head}
    hole = ngettext("something is missing in %(n)s of them", "something is missing in %(n)s of them", broken)
    return _("%(head)s; %(hole)s.") % {"head": head, "hole": hole % {"n": in_words(broken)}}


def legend() -> Iterable[tuple[str, str]]:
    """Each letter with its word."""
    return [(letter, str(word)) for letter, word in PARTS.items()]
