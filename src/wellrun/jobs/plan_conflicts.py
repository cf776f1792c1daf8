"""Where the priorities of a plan pull against each other on a site, and where it is written that they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wellrun.check.conflicts import Conflict, conflicts_among
from wellrun.check.facts import ModelFacts
from wellrun.check.from_file import facts_of
from wellrun.jobs.plan_code.exporting.site_parts import site_links, site_trade_offs
from wellrun.library.shelf import library
from wellrun.measures.definition_fields import spec_of
from wellrun.measures.models import MeasureVersion
from wellrun.plans.document import PlanDocument
from wellrun.plans.specs import MeasureRole, ObjectiveSpec, PlanSpec
from wellrun.strategy.models import Objective, ObjectiveMeasure, Plan


@dataclass(frozen=True)
class Pulls:
    """The conflicts of a plan with what they are told from. `grades` and `sources`: by the key of link or trade-off."""

    conflicts: tuple[Conflict, ...]
    facts: ModelFacts
    grades: Mapping[str, str]
    sources: Mapping[str, str]


def pulls_of(plan: Plan, today: date) -> Pulls:
    """What the model check flags among the enterprise objectives, ruled on or not; four queries."""
    objectives = _priorities(plan)
    named = {role.measure for one in objectives for role in one.measures}
    versions = MeasureVersion.objects.filter(current=True, measure__key__in=named).select_related("measure")
    document = PlanDocument(
        plan=PlanSpec(plan.key, plan.name, plan.starts, plan.ends, plan.stage, objectives=objectives),
        measures=tuple(spec_of(version) for version in versions),
        links=site_links(),
        trade_offs=site_trade_offs(),
    )
    facts = facts_of(document, today)
    # What the site says itself comes last: it holds where the library says the same otherwise.
    sources = {link.id: link.source for link in library().links}
    sources |= {trade.id: trade.source for trade in library().trade_offs}
    sources |= {link.key: link.source for link in document.links}
    sources |= {trade.key: trade.source for trade in document.trade_offs}
    grades = {link.key: link.grade for link in facts.links}
    return Pulls(conflicts_among(facts), facts, grades, sources)


def _priorities(plan: Plan) -> tuple[ObjectiveSpec, ...]:
    """The enterprise objectives with the roles of their measures; those without any pull at nothing."""
    within = {"objective__plan": plan, "objective__level": Objective.Level.ENTERPRISE}
    rows = ObjectiveMeasure.objects.filter(**within, objective__retired_on__isnull=True)
    found: dict[str, tuple[dict[str, Any], list[MeasureRole]]] = {}
    for row in rows.order_by("objective__rank", "position", "measure__key").values(*_OBJECTIVE, *_ROLE):
        _about, roles = found.setdefault(row["objective__key"], (row, []))
        roles.append(MeasureRole(row["measure__key"], row["role"], row["direction"]))
    return tuple(_objective(about, roles) for about, roles in found.values())


_ROLE = ("measure__key", "role", "direction")
_OBJECTIVE = (
    *("objective__key", "objective__domain__key", "objective__title", "objective__unit__key"),
    *("objective__level", "objective__rank"),
)


def _objective(about: dict[str, Any], roles: list[MeasureRole]) -> ObjectiveSpec:
    key, domain, title, unit, level, rank = (about[name] for name in _OBJECTIVE)
    return ObjectiveSpec(key, domain, title, unit, level, rank, measures=tuple(roles))
