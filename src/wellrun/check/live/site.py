"""The facts of a plan, completed by what its site knows on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from wellrun.check.facts import ModelFacts, PlanFacts
from wellrun.check.live.figures import measures_known, targets_known
from wellrun.check.live.people import forums_known, posts_known
from wellrun.check.live.piles import with_piles
from wellrun.check.live.quarters import objectives_known
from wellrun.check.live.work import actions_known, escalations_known, items_known, notes_written
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import Review
from wellrun.strategy.exchanges import open_exchanges
from wellrun.strategy.models import Plan

DAYS_BACK = 35
"""How far back closed items and free texts are looked at: a month and the days until it is reviewed."""


def with_site(facts: ModelFacts, plan: Plan) -> ModelFacts:
    """The same facts with what only the site knows; a constant number of queries, about twenty."""
    since = facts.as_of - timedelta(days=DAYS_BACK)
    return replace(
        facts,
        plan=since_on_record(facts),
        objectives=objectives_known(facts, plan),
        measures=with_piles(measures_known(facts), facts.targets),
        targets=targets_known(facts),
        posts=posts_known(facts),
        forums=forums_known(facts),
        open_catchballs=open_catchballs(plan),
        **units_known(),
        actions=actions_known(facts.as_of),
        escalations=escalations_known(),
        items=items_known(since),
        notes=(*(facts.notes or ()), *notes_written(since)),
    )


def units_known() -> dict[str, Any]:
    """What each unit belongs to and what it is called; one query."""
    rows = list(Unit.objects.values_list("key", "parent__key", "name"))
    return {
        "unit_parents": {key: parent for key, parent, _ in rows},
        "unit_names": {key: name for key, _, name in rows},
    }


def since_on_record(facts: ModelFacts) -> PlanFacts:
    """The plan with the day of the first review on record, where it was in force before its site began."""
    first = Review.objects.order_by("starts_at").values_list("starts_at", flat=True).first()
    if facts.plan.activated is None or first is None:
        return facts.plan
    return replace(facts.plan, reviewed_since=max(facts.plan.activated, first.astimezone(site_zone()).date()))


def open_catchballs(plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """Open exchanges of the plan: which objective is asked for a part, of which unit, and what that is called."""
    return tuple(open_exchanges(plan).order_by("pk").values_list("parent__key", "unit__key", "unit__name"))
