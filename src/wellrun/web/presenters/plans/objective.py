"""The page of one objective: all that makes it executable, and what is still missing of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.execution.models import Action
from wellrun.strategy.models import CauseEffect, Objective, Plan
from wellrun.web import dates
from wellrun.web.counts import inside
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact, Tab
from wellrun.web.presenters.cascade import Doing, action_line, initiative_line
from wellrun.web.presenters.library_words import perspective_names
from wellrun.web.presenters.plans.objective_findings import FindingLine, finding_lines
from wellrun.web.presenters.plans.objective_measures import RoleHole, RoleLine, role_holes, role_lines
from wellrun.web.presenters.plans.objective_people import PartLine, part_lines, posts_of
from wellrun.web.presenters.plans.objective_records import ObjectiveRecords
from wellrun.web.presenters.plans.objective_words import (
    counted_findings,
    level_names,
    objective_address,
    stage_words,
)
from wellrun.web.presenters.plans.serving import Below, ServesLine, below_of, serves_lines
from wellrun.web.presenters.priority import PriorityState, priority_state


@dataclass(frozen=True)
class Step:
    """One objective on the way up: `depth` levels above this one."""

    title: str
    unit: str
    href: str
    depth: int


@dataclass(frozen=True)
class ArrowLine:
    """An arrow of the map: the objective at its other end, and why it is expected."""

    title: str
    href: str
    because: str
    change_href: str
    rub_href: str


@dataclass(frozen=True)
class ObjectivePage:
    """What the page shows. `state`: where the plan is in force; `may_write`: the reader may change it."""

    objective: Objective
    said: str
    crumbs: list[Crumb]
    tabs: list[Tab]
    facts: list[Fact]
    state: PriorityState | None
    roles: list[RoleLine]
    role_holes: list[RoleHole]
    serves: list[ServesLine]
    below: Below
    above: list[Step]
    people: list[PartLine]
    helps: list[ArrowLine]
    helped_by: list[ArrowLine]
    doing: list[Doing]
    findings: list[FindingLine]
    may_write: bool

    @property
    def standing(self) -> list[FindingLine]:
        """The findings that nobody set aside."""
        return [one for one in self.findings if not one.set_aside]

    @property
    def set_aside(self) -> list[FindingLine]:
        """Those that may stand for a while, as somebody said."""
        return [one for one in self.findings if one.set_aside]

    @property
    def edit_href(self) -> str:
        """Where what it says of itself is changed."""
        return objective_address("objective_edit", self.objective)

    @property
    def retire_href(self) -> str:
        """Where it is given up."""
        return objective_address("objective_retire", self.objective)

    @property
    def roles_href(self) -> str:
        """Where measures are given roles."""
        return objective_address("objective_roles", self.objective)

    @property
    def parents_href(self) -> str:
        """Where it is said what it serves."""
        return objective_address("objective_parents", self.objective)

    @property
    def contributors_href(self) -> str:
        """Where teams are named."""
        return objective_address("objective_contributors", self.objective)

    @property
    def arrows_href(self) -> str:
        """Where arrows of the map are drawn."""
        return objective_address("objective_arrows", self.objective)

    @property
    def child_href(self) -> str:
        """Where an objective that serves it is written."""
        address = reverse("objective_new", args=[self.objective.plan.key])
        return f"{address}?{urlencode({'parent': self.objective.key})}"

    @property
    def catchball_href(self) -> str:
        """Where a unit is asked to take on a part."""
        return _known("objective_catchball", self.objective)

    @property
    def initiative_href(self) -> str:
        """Where an initiative for it is begun."""
        return _known("initiative_new", self.objective)


def objective_page(frame: Frame, objective: Objective, held: Collection[Permission]) -> ObjectivePage:
    """The page of an objective that `read_objective` gave; twelve queries.

    `held`: what the reader may do in its unit.
    """
    records = ObjectiveRecords(frame, objective)
    roles = role_lines(records)
    rows = [line.row for line in roles]
    is_kept = objective.plan.stage == Plan.Stage.CLOSED or objective.retired_on is not None
    findings = finding_lines(records, () if is_kept else held)
    in_force = objective.plan.stage == Plan.Stage.ACTIVE and objective.retired_on is None
    state = priority_state(rows) if in_force else None
    return ObjectivePage(
        objective=objective,
        said=_said(objective, state, findings),
        crumbs=crumbs_of(objective, _("Objective")),
        tabs=objective_tabs(objective, "objective"),
        facts=_facts(records),
        state=state,
        roles=roles,
        role_holes=role_holes(records, rows),
        serves=serves_lines(records),
        below=below_of(records),
        above=_above(records),
        people=part_lines(records),
        helps=arrow_lines(records, "cause_id"),
        helped_by=arrow_lines(records, "effect_id"),
        doing=_doing(records),
        findings=findings,
        may_write=Permission.CHAIR in held and not is_kept,
    )


def crumbs_of(objective: Objective, here: str) -> list[Crumb]:
    """The way from the plan to a page of the objective."""
    plan = Crumb(objective.plan.name, plan_href(objective.plan))
    return [plan, Crumb(here)]


def plan_href(plan: Plan) -> str:
    """The page of the plan."""
    try:
        return reverse("plan", args=[plan.key])
    except NoReverseMatch:
        return ""


def way_back(objective: Objective, here: str) -> list[Crumb]:
    """The way from the plan by the objective to a form about it."""
    plan, _here = crumbs_of(objective, here)
    return [plan, Crumb(objective.title, objective_address("objective", objective)), Crumb(here)]


def objective_tabs(objective: Objective, here: str) -> list[Tab]:
    """The pages of one objective; `here` is the name of one's address."""
    pages = {
        "objective": _("Objective"),
        "objective_drivers": _("Driver diagram"),
        "objective_quarters": _("Quarters"),
        "objective_catchball": _("Parts to take on"),
        "objective_history": _("History"),
    }
    return [Tab(label, href, name == here) for name, label in pages.items() if (href := _known(name, objective))]


def _known(name: str, objective: Objective) -> str:
    try:
        return objective_address(name, objective)
    except NoReverseMatch:
        return ""


def _said(objective: Objective, state: PriorityState | None, findings: Iterable[FindingLine]) -> str:
    """Where it stands, and how much the check finds."""
    if objective.retired_on is not None:
        return _("Retired on %(day)s; what it was is kept.") % {"day": dates.day(objective.retired_on, year=True)}
    standing = [one.severity for one in findings if not one.set_aside]
    parts = [stage_words(objective.plan)]
    if state is not None:
        about = _("Its results: %(state)s (%(about)s).") if state.about else _("Its results: %(state)s.")
        parts.append(about % {"state": inside(state.words), "about": state.about})
    parts.append(counted_findings(standing.count("error"), standing.count("warn")))
    return " ".join(part for part in parts if part)


def _facts(records: ObjectiveRecords) -> list[Fact]:
    objective = records.objective
    perspective = perspective_names().get(objective.perspective, "")
    rank = [Fact(_("Rank"), str(objective.rank))] if objective.level == "enterprise" and objective.rank else []
    return [
        *posts_of(records),
        Fact(_("Unit"), objective.unit.name, reverse("strategy", args=[objective.unit.key])),
        Fact(_("Level"), level_names()[objective.level]),
        *rank,
        Fact(_("Domain"), objective.domain.name),
        Fact(_("Perspective"), perspective or _("none named"), missing=not perspective),
    ]


def _above(records: ObjectiveRecords) -> list[Step]:
    """The objectives above, nearest first, each once."""
    steps: dict[Any, Step] = {}
    level, depth = {records.objective.pk}, 0
    while level and depth < len(level_names()) - 1:
        depth += 1
        found: list[Any] = [one for one in records.links if one.child_id in level and one.parent_id not in steps]
        for one in found:
            one.parent.plan = records.objective.plan
            href = objective_address("objective", one.parent) if one.parent_is_seen else ""
            steps.setdefault(one.parent_id, Step(one.parent.title, one.parent.unit.name, href, depth))
        level = {one.parent_id for one in found}
    return list(steps.values())


def arrow_lines(records: ObjectiveRecords, end: str) -> list[ArrowLine]:
    """The arrows of which the objective is one `end`: `cause_id` or `effect_id`."""
    objective = records.objective
    return [_arrow(objective, one) for one in records.arrows if getattr(one, end) == objective.pk]


def _arrow(objective: Objective, arrow: CauseEffect) -> ArrowLine:
    marked: Any = arrow
    is_cause = arrow.cause_id == objective.pk
    other = arrow.effect if is_cause else arrow.cause
    other.plan = objective.plan
    seen = marked.effect_is_seen if is_cause else marked.cause_is_seen
    change = objective_address("objective_arrows", objective, effect=other.key) + "#write" if is_cause else ""
    rub = objective_address("objective_arrows", objective, rub_out=other.key) if is_cause else ""
    return ArrowLine(other.title, objective_address("objective", other) if seen else "", arrow.because, change, rub)


def _doing(records: ObjectiveRecords) -> list[Doing]:
    """Initiatives with their actions, then the actions that are part of none of them."""
    shown = {one.pk for one in records.initiatives}
    of: dict[Any, list[Action]] = {}
    for one in records.actions:
        of.setdefault(one.initiative_id if one.initiative_id in shown else None, []).append(one)
    lines = [
        initiative_line(records.frame, one, tuple(action_line(records.frame, each) for each in of.get(one.pk, ())))
        for one in records.initiatives
    ]
    return [*lines, *(action_line(records.frame, one) for one in of.get(None, ()))]
