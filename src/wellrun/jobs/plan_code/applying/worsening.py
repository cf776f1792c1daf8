"""A plan file brings no key result that is reached by getting worse, as the form takes none."""

from __future__ import annotations

from collections.abc import Collection

from wellrun.lib.errors import UserError
from wellrun.library.shelf import library
from wellrun.measures.models import MeasureVersion
from wellrun.plans.diff import Change
from wellrun.plans.document import PlanDocument
from wellrun.plans.meaning import key_of, spots
from wellrun.plans.specs import KeyResultSpec
from wellrun.strategy.errors import key_result_gets_worse
from wellrun.strategy.quarters import gets_worse


def refuse_worsening(found: Collection[Change], wanted: PlanDocument) -> None:
    """Raise `plan_unsound` for what is new or changed, each with its place in the file; what stands here may stand."""
    named = {
        tuple(map(str, one.row.path)) for one in found if one.kind == "key_result" and one.verb in ("added", "changed")
    }
    if not named:
        return
    ways = _directions(wanted)
    problems = []
    for spot in spots(wanted):
        if (spot.kind, spot.field) != (KeyResultSpec, "aim"):
            continue
        _file, _plan, objective, quarter, result = spot.above
        way = ways.get(result.measure, "")
        name = (objective.key, *key_of(quarter), *key_of(result))
        if name in named and gets_worse(way, start=result.start, aim=result.aim):
            problems.append(f"{spot.place}: {key_result_gets_worse(is_rising_better=way == 'up').sentence}")
    if problems:
        raise UserError("plan_unsound", problems[0], problems=problems)


def _directions(wanted: PlanDocument) -> dict[str, str]:
    """Which way is better, by measure: as the site says, else the file itself, else the library."""
    said = {spec.key: spec.direction for spec in library().measures}
    said |= {one.key: one.direction for one in wanted.measures}
    said |= dict(MeasureVersion.objects.filter(current=True).values_list("measure__key", "direction"))
    return said
