"""Local or systemic for an item that answers for several signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from wellrun.insight.briefing import Briefing
from wellrun.insight.facts import ScopeFacts, UnitFacts
from wellrun.insight.models import Signal


def scope_of_item(
    signals: Sequence[Signal], unit_id: UUID, briefing: Briefing, known: Sequence[UnitFacts] = ()
) -> ScopeFacts:
    """The scope of an item on `unit_id` from its open signals, with the units beneath (those `known` first).

    The counts are those of the units directly below, else of the unit beside its siblings; systemic when any of
    the signals beneath is.
    """
    below = [signal for signal in signals if signal.series.unit_id != unit_id]
    direct = [signal for signal in below if signal.series.unit.parent_id == unit_id]
    teller = max(direct or below or signals, key=lambda signal: (signal.scope_same, signal.first_fired))
    facts = briefing.scope_facts(teller, sorted(below, key=lambda signal: (signal.began, signal.series.unit.name)))
    if any(signal.scope == Signal.Scope.SYSTEMIC for signal in below):
        facts["scope"] = Signal.Scope.SYSTEMIC.value
    depths = {each.series.unit.key: briefing.distances[each.series.unit_id].get(unit_id, 0) for each in below}
    named = {unit["unit"] for unit in known}
    units = [*known, *(unit for unit in facts["units"] if unit["unit"] not in named)]
    facts["units"] = [_at_depth(unit, depths) for unit in units]
    return facts


def _at_depth(unit: UnitFacts, depths: Mapping[str, int]) -> UnitFacts:
    return {**unit, "depth": depths[unit["unit"]]} if unit["unit"] in depths else unit
