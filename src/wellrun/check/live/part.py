"""The facts of a part of a plan, completed by what the site knows of the subjects asked and of nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from wellrun.check.facts import ModelFacts
from wellrun.check.live.figures import measures_known, targets_known
from wellrun.check.live.people import forums_known, posts_known
from wellrun.check.live.piles import with_piles
from wellrun.check.live.quarters import objectives_known
from wellrun.check.live.site import DAYS_BACK, open_catchballs, since_on_record, units_known
from wellrun.check.live.work import actions_known, escalations_known, items_known, notes_written
from wellrun.strategy.models import Plan


def with_part_of_site(facts: ModelFacts, plan: Plan, asked: Collection[tuple[str, str]]) -> ModelFacts:
    """The same facts with what only the site knows of the (kind, key) pairs asked.

    Definitions, forums and units are read whole; figures and people are of those asked; what is under way is read where
    one of its kind is asked, or a post, which may answer for an action.
    """
    kinds = {kind for kind, _ in asked}
    since = facts.as_of - timedelta(days=DAYS_BACK)
    measures = frozenset(key for kind, key in asked if kind == "measure")
    targets = frozenset(key for kind, key in asked if kind == "target")
    known = measures_known(facts, figures_of=measures)
    return replace(
        facts,
        plan=since_on_record(facts),
        objectives=objectives_known(facts, plan),
        measures=with_piles(known, [one for one in facts.targets if one.measure in measures]),
        targets=targets_known(facts, figures_of=targets),
        posts=posts_known(facts),
        forums=forums_known(facts),
        open_catchballs=open_catchballs(plan),
        **units_known(),
        actions=actions_known(facts.as_of) if kinds & {"action", "post"} else (),
        escalations=escalations_known() if "escalation" in kinds else (),
        items=items_known(since) if "item" in kinds else (),
        notes=(*(facts.notes or ()), *(notes_written(since) if _asks_beside_the_plan(asked) else ())),
    )


def _asks_beside_the_plan(asked: Collection[tuple[str, str]]) -> bool:
    """Whether a text is asked about that people wrote beside the plan; those of the plan are named by their place."""
    return any(kind == "note" and "/" not in key for kind, key in asked)
