"""When it was last said how sure one is of each key result."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Max

from wellrun.check.facts import ModelFacts, ObjectiveFacts, SliceFacts
from wellrun.organisation.queries import site_zone
from wellrun.strategy.models import KeyResult, Plan

_Said = dict[tuple[str, date, str, str], date]


def objectives_known(facts: ModelFacts, plan: Plan) -> tuple[ObjectiveFacts, ...]:
    """The objectives, their key results with the day on which confidence was said last; two queries."""
    said = _said(plan)
    if not said:
        return facts.objectives
    return tuple(
        replace(one, slices=tuple(_known(one.key, part, said) for part in one.slices)) if one.slices else one
        for one in facts.objectives
    )


def _said(plan: Plan) -> _Said:
    zone = site_zone()
    rows = KeyResult.objects.filter(slice__objective__plan=plan, checks__isnull=False).order_by()
    key = ("slice__objective__key", "slice__starts", "series__measure__key", "series__unit__key")
    last = rows.values_list(*key).annotate(said=Max("checks__at"))
    return {(one, starts, measure, unit): at.astimezone(zone).date() for one, starts, measure, unit, at in last}


def _known(objective: str, part: SliceFacts, said: _Said) -> SliceFacts:
    results = (
        replace(one, checked=said.get((objective, part.starts, one.measure, one.unit))) for one in part.key_results
    )
    return replace(part, key_results=tuple(results))
