"""The facts of a plan, completed by what its site knows on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from wellrun.check.facts import ModelFacts, PlanFacts
from wellrun.check.live.figures import measures_known, targets_known
from wellrun.check.live.people import forums_known, posts_known
from wellrun.check.live.piles import with_piles
from wellrun.check.live.quarters import objectives_known
from wellrun.check.live.work import actions_known, escalations_known, items_known, notes_written
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import Review
from wellrun.strategy.exchanges import OPEN
from wellrun.strategy.models import CatchballTurn, Plan

DAYS_BACK = 35
"""How far back closed items and free texts are looked at: a month and the days until it is reviewed."""


def with_site(facts: ModelFacts, plan: Plan) -> ModelFacts:
    """The same facts with what only the site knows; a constant number of queries, about twenty."""
    since = facts.as_of - timedelta(days=DAYS_BACK)
    forums = forums_known(facts)
    return replace(
        facts,
        plan=since_on_record(facts),
        objectives=objectives_known(facts, plan),
        measures=with_piles(measures_known(facts, forums), facts.targets),
        targets=targets_known(facts),
        posts=posts_known(facts),
        forums=forums,
        open_catchballs=open_catchballs(plan),
        unit_parents=dict(Unit.objects.values_list("key", "parent__key")),
        actions=actions_known(facts.as_of),
        escalations=escalations_known(),
        items=items_known(since),
        notes=(*(facts.notes or ()), *notes_written(since)),
    )


def since_on_record(facts: ModelFacts) -> PlanFacts:
    """What is asked of reviews counts from their first on record, of a plan in force before its site began."""
    first = Review.objects.order_by("starts_at").values_list("starts_at", flat=True).first()
    if facts.plan.activated is None or first is None:
        return facts.plan
    return replace(facts.plan, activated=max(facts.plan.activated, first.astimezone(site_zone()).date()))


def open_catchballs(plan: Plan) -> tuple[tuple[str, str, str], ...]:
    """Exchanges whose last turn is neither agreement nor withdrawal."""
    rows = CatchballTurn.objects.filter(catchball__plan=plan).order_by("catchball", "number")
    last = {
        pk: (kind, parent, unit, name)
        for pk, kind, parent, unit, name in rows.values_list(
            "catchball_id", "kind", "catchball__parent__key", "catchball__unit__key", "catchball__unit__name"
        )
    }
    return tuple((parent, unit, name) for kind, parent, unit, name in last.values() if kind in OPEN)
