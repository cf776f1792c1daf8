"""The matrix of a unit: measures by units; a cell tells whether there is a real change and whether the aim is met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.queries import granted_unit_ids
from wellrun.insight.found_by import judged_by
from wellrun.insight.queries import states_for
from wellrun.measures.models import MeasureVersion
from wellrun.measures.queries import Never, NeverReported, never_reported_in
from wellrun.organisation.queries import ancestor_ids
from wellrun.strategy.queries import RoleRow, roles_at, roles_in_force
from wellrun.web import dates, figures
from wellrun.web.counts import capital, in_words
from wellrun.web.frame import Frame
from wellrun.web.presenters.judged_line import judged_line
from wellrun.web.presenters.rows import current_versions, figure_format
from wellrun.web.presenters.rows import narrow as narrow_format
from wellrun.web.states import State, aim_state, change_state
from wellrun.web.switcher import PlacedUnit

# As many columns as still stand side by side on a printed page.
WIDEST = 36
_FIELDS = ("series__unit_id", "series__measure_id", "change", "aim", "value", "last_period", "reporting", "expected")


@dataclass(frozen=True)
class MatrixColumn:
    """One unit; `depth` counts from the unit that the matrix is of."""

    name: str
    href: str
    depth: int


@dataclass(frozen=True)
class MatrixCell:
    """One measure in one unit, and where its card is. `title` says all of it in words."""

    href: str
    change: State
    aim: State
    title: str


@dataclass(frozen=True)
class MatrixRow:
    """One measure in every unit; None where a unit has no such figures."""

    name: str
    cells: list[MatrixCell | None]


@dataclass(frozen=True)
class MatrixGroup:
    """The measures of one objective."""

    title: str
    rows: list[MatrixRow]


@dataclass(frozen=True)
class Matrix:
    """What the page shows; `said` is the sentence first, `left_out` names what does not stand here.

    `may_widen`: units further down are left out that can be shown too. `judged`: by which rules changes were found.
    """

    said: str
    columns: list[MatrixColumn]
    groups: list[MatrixGroup]
    left_out: str
    may_widen: bool = False
    judged: str = ""


@dataclass(frozen=True, slots=True)
class _State:
    """What a cell needs of a series' state."""

    unit_id: UUID
    measure_id: UUID
    change: str
    aim: str
    value: float | None
    last_period: date | None
    reporting: int | None
    expected: int | None


def matrix_of(frame: Frame, *, whole: bool = False) -> Matrix:
    """Every measure of the plan in the unit and the units below it, as deep as the page is wide; six queries.

    `whole`: all units below, however wide the page becomes.
    """
    roles = _once(_nearest_first(frame, roles_in_force()))
    below = units_within(frame)
    placed = below if whole else _deep_enough(below)
    states = _states(frame, [each.unit.pk for each in placed], [role.measure_id for role in roles])
    speaking = [each for each in placed if any(key[0] == each.unit.pk for key in states)]
    known = {measure_id for _unit, measure_id in states}
    told = [role for role in roles if role.measure_id in known]
    versions = current_versions(role.measure_id for role in told)
    rolled_up = {state.unit_id for state in states.values() if state.expected is not None}
    never = never_reported_in(rolled_up, versions.values(), frame.today)
    top = placed[0].depth
    return Matrix(
        said=_said(states.values(), len(speaking)),
        columns=[
            MatrixColumn(each.unit.name, reverse("matrix", args=[each.unit.key]), each.depth - top) for each in speaking
        ],
        groups=_groups(told, versions, speaking, states, never),
        left_out=_left_out(len(below) - len(placed), len(placed) - len(speaking)),
        may_widen=len(placed) < len(below),
        judged=judged_line((one.name, one.rule_profile, one.early_detection) for one in versions.values()),
    )


def _nearest_first(frame: Frame, roles: Sequence[RoleRow]) -> list[RoleRow]:
    """What bears on the unit itself before what only units below it answer for.

    A measure that plays a role elsewhere only stands last: what is wanted there is said to who sees that unit.
    """
    bearing = roles_at(roles, {unit_id: depth for depth, unit_id in enumerate(ancestor_ids(frame.unit.pk))})
    seen = set(granted_unit_ids(frame.user).filter(descendant__in={role.unit_id for role in roles}))
    theirs = [role for role in roles if role.unit_id in seen]
    elsewhere = [replace(role, objective_title=_("Other measures of the plan")) for role in roles]
    return [*bearing, *theirs, *elsewhere]


def _once(roles: Iterable[RoleRow]) -> list[RoleRow]:
    """Each measure by the role in its foremost objective."""
    found: dict[UUID, RoleRow] = {}
    for role in roles:
        found.setdefault(role.measure_id, role)
    return list(found.values())


def units_within(frame: Frame) -> list[PlacedUnit]:
    """The unit and those below it that the caller may see, each after its parent."""
    at = next((n for n, each in enumerate(frame.units) if each.unit.pk == frame.unit.pk), None)
    if at is None:
        return [PlacedUnit(frame.unit, 0)]
    found = [frame.units[at]]
    for each in frame.units[at + 1 :]:
        if each.depth <= found[0].depth:
            break
        found.append(each)
    return found


def _deep_enough(placed: Sequence[PlacedUnit]) -> list[PlacedUnit]:
    """As many levels as fit beside one another; always the unit and those right below it."""
    top = placed[0].depth
    deepest = max(each.depth for each in placed)
    for depth in range(deepest, top, -1):
        kept = [each for each in placed if each.depth <= depth]
        if len(kept) <= WIDEST or depth == top + 1:
            return kept
    return list(placed)


def _states(frame: Frame, units: Sequence[UUID], measures: Sequence[UUID]) -> dict[tuple[UUID, UUID], _State]:
    rows = states_for(frame.user, unit__in=units, measure__in=measures, stratum="total").order_by()
    found = [_State(*row) for row in rows.values_list(*_FIELDS)]
    return {(one.unit_id, one.measure_id): one for one in found}


def _groups(
    roles: Sequence[RoleRow],
    versions: dict[UUID, MeasureVersion],
    placed: Sequence[PlacedUnit],
    states: dict[tuple[UUID, UUID], _State],
    never: Never,
) -> list[MatrixGroup]:
    by_objective: dict[str, list[MatrixRow]] = defaultdict(list)
    for role in roles:
        version = versions[role.measure_id]
        places = [(each, (each.unit.pk, role.measure_id)) for each in placed]
        cells = [_cell(each, version, states.get(place), never.get(place, ())) for each, place in places]
        by_objective[role.objective_title].append(MatrixRow(version.name, cells))
    return [MatrixGroup(title, rows) for title, rows in by_objective.items()]


def _cell(
    placed: PlacedUnit, version: MeasureVersion, state: _State | None, never: tuple[NeverReported, ...]
) -> MatrixCell | None:
    if state is None:
        return None
    change, aim = change_state(state.change), aim_state(state.aim, state.change)
    return MatrixCell(
        href=reverse("measure", args=[placed.unit.key, version.measure.key]),
        change=change,
        aim=aim,
        title=_title(placed.unit.name, version, state, change, aim, never=len(never)),
    )


def _title(unit: str, version: MeasureVersion, state: _State, change: State, aim: State, *, never: int) -> str:
    words = {"measure": version.name, "unit": unit, "change": _found(change, state, version), "aim": aim.word}
    if state.last_period is None:
        return _("%(measure)s, %(unit)s: %(change)s. %(aim)s.") % words
    words["figure"] = figures.figure(state.value, narrow_format(figure_format(version)))
    words["period"] = dates.period(state.last_period, version.grain)
    covered = figures.coverage(state.reporting, None if state.expected is None else state.expected + never)
    if covered:
        words["covered"] = covered
        return _("%(measure)s, %(unit)s: %(figure)s in %(period)s (%(covered)s). %(change)s. %(aim)s.") % words
    return _("%(measure)s, %(unit)s: %(figure)s in %(period)s. %(change)s. %(aim)s.") % words


def _found(change: State, state: _State, version: MeasureVersion) -> str:
    """The change in a word, and by which rules where there is one."""
    if state.change in ("none", "unknown"):
        return str(change.word)
    rules = judged_by(version.rule_profile, version.early_detection)
    return _("%(change)s, by %(rules)s") % {"change": change.word, "rules": rules}


def _said(states: Iterable[_State], n_units: int) -> str:
    """How many cells get worse and how many improve: counts of charts, of no person and no rank."""
    changes = [state.change for state in states]
    if not changes:
        return ""
    worse, better = changes.count("worsening"), changes.count("improving")
    if not worse and not better:
        return _("No real change, better or worse, in any of these figures.")
    where = ngettext("one unit", "%(n)s units", n_units) % {"n": in_words(n_units)}
    return _("%(worse)s getting worse and %(better)s improving, of %(all)d charts in %(where)s.") % {
        "worse": capital(in_words(worse)),
        "better": in_words(better),
        "all": len(changes),
        "where": where,
    }


def _left_out(deeper: int, silent: int) -> str:
    """How many units do not stand here: too far down, or without any of these figures."""
    said = []
    if deeper:
        said.append(
            ngettext(
                "One unit further down is left out.",
                "%(n)s units further down are left out.",
                deeper,
            )
            % {"n": capital(in_words(deeper))}
        )
    if silent:
        said.append(
            ngettext(
                "One unit has none of these figures and is left out.",
                "%(n)s units have none of these figures and are left out.",
                silent,
            )
            % {"n": capital(in_words(silent))}
        )
    return " ".join(said)
