"""The quarterly push: key results on the objective's own measures, how sure one is, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from django.db import transaction
from django.db.models import F

from wellrun.access.permissions import Permission
from wellrun.access.queries import require
from wellrun.accounts.models import User
from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.measures.models import MeasureVersion, Series
from wellrun.organisation.models import Post
from wellrun.organisation.queries import holds, site_zone
from wellrun.strategy.actions.change import in_history, note_change
from wellrun.strategy.actions.holding import hold_plan, still_there
from wellrun.strategy.errors import (
    confidence_out_of_range,
    key_result_gets_worse,
    key_result_stands_still,
    learning_needed,
    measure_not_of_objective,
    quarter_closed,
    quarter_not_over,
    quarter_of_the_cycle_needed,
    title_needed,
)
from wellrun.strategy.models import ConfidenceCheck, KeyResult, Objective, QuarterSlice
from wellrun.strategy.permission import Doer, permit_unit
from wellrun.strategy.quarters import gets_worse, quarters_of


def score(*, start: float, aim: float, reached: float) -> float:
    """How far from `start` to `aim` the figure came: 0 to 1."""
    return min(1.0, max(0.0, (reached - start) / (aim - start)))


@transaction.atomic
def push_in_quarter(*, objective: Objective, starts: date, title: str, by: Doer) -> QuarterSlice:
    """Say what of an objective is pushed in the quarter that begins on `starts`.

    Raises `quarter_needed`, `quarter_closed`, `title_needed`.
    """
    permit_unit(by, objective.unit_id)
    plan = objective.plan
    found = next((one for one in quarters_of(plan.starts, plan.ends) if one.starts == starts), None)
    if found is None:
        raise quarter_of_the_cycle_needed()
    if not title.strip():
        raise title_needed()
    hold_plan(plan.pk)
    if objective.slices.filter(starts=starts, closed_at__isnull=False).exists():
        raise quarter_closed()
    pushed, _new = QuarterSlice.objects.update_or_create(
        objective=objective, starts=starts, defaults={"ends": found.ends, "title": title.strip()}
    )
    note_change(
        plan=plan,
        verb="push_in_quarter",
        kind="quarter",
        key=_called(pushed),
        about=pushed,
        after={"title": pushed.title},
        by=by,
    )
    return pushed


@transaction.atomic
def set_key_result(
    *,
    pushed: QuarterSlice,
    series: Series,
    start: float,
    aim: float,
    commitment: str = "committed",
    owner: Post | None = None,
    by: Doer,
) -> KeyResult:
    """Want a value of one of the objective's measures by the end of the quarter.

    Raises `measure_not_of_objective`, `quarter_closed`, `key_result_stands_still`, `key_result_gets_worse`.
    """
    permit_unit(by, pushed.objective.unit_id)
    hold_plan(pushed.objective.plan_id)
    _refuse_closed(pushed)
    if not pushed.objective.measures.filter(measure=series.measure_id).exists():
        raise measure_not_of_objective()
    if not (isfinite(start) and isfinite(aim)) or start == aim:
        raise key_result_stands_still()
    _refuse_worse(series, start, aim)
    said = {"start": start, "aim": aim, "commitment": KeyResult.Commitment(commitment), "owner": owner}
    last = {**said, "position": pushed.key_results.count()}
    wanted, _new = KeyResult.objects.update_or_create(slice=pushed, series=series, defaults=said, create_defaults=last)
    note_change(
        plan=pushed.objective.plan,
        verb="set_key_result",
        kind="key result",
        key=_named(wanted),
        about=wanted,
        after={"start": start, "aim": aim, "commitment": commitment},
        by=by,
    )
    return wanted


@transaction.atomic
def take_key_result(*, key_result: KeyResult, by: Doer) -> None:
    """The quarter does not want it any more; how sure people were of it goes too, and stays in the history.

    NotFound where somebody else took it away just now. Raises `quarter_closed`.
    """
    objective = key_result.slice.objective
    permit_unit(by, objective.unit_id)
    hold_plan(objective.plan_id)
    taken = still_there(key_result)
    _refuse_closed(taken.slice)
    note_change(
        plan=objective.plan,
        verb="take_key_result",
        kind="key result",
        key=_named(taken),
        about=taken,
        before={
            "start": taken.start,
            "aim": taken.aim,
            "commitment": taken.commitment,
            "owner": taken.owner.key if taken.owner else None,
            "check_ins": taken.checks.count(),
        },
        by=by,
    )
    behind = taken.slice.key_results.filter(position__gt=taken.position)
    taken.delete()
    behind.update(position=F("position") - 1)


@transaction.atomic
def check_in(*, key_result: KeyResult, confidence: int, text: str = "", by: Doer) -> ConfidenceCheck:
    """Say how sure one is that it will be reached, 0 to 10: the post that owns it, or who chairs the unit.

    Raises `confidence_out_of_range`, `quarter_closed`.
    """
    objective = key_result.slice.objective
    _permit_owner(key_result, by)
    hold_plan(objective.plan_id)
    _refuse_closed(key_result.slice)
    if not 0 <= confidence <= 10:
        raise confidence_out_of_range()
    said = ConfidenceCheck.objects.create(
        key_result=key_result,
        confidence=confidence,
        text=text.strip(),
        at=clock.now(),
        by=by if isinstance(by, User) else None,
    )
    note_change(
        plan=objective.plan,
        verb="check_in",
        kind="key result",
        key=f"{_called(key_result.slice)} {key_result.series.measure.key}",
        about=said,
        after={"confidence": confidence, "text": said.text},
        by=by,
    )
    return said


def _refuse_closed(pushed: QuarterSlice) -> None:
    """As the quarter stands now, and not as it stood on somebody's screen."""
    if QuarterSlice.objects.filter(pk=pushed.pk, closed_at__isnull=False).exists():
        raise quarter_closed()


def _refuse_worse(series: Series, start: float, aim: float) -> None:
    known = MeasureVersion.objects.filter(measure=series.measure_id, current=True).values_list("direction", flat=True)
    way = known.first() or ""
    if gets_worse(way, start=start, aim=aim):
        raise key_result_gets_worse(is_rising_better=way == "up")


def _named(one: KeyResult) -> str:
    """What the history calls it: the objective, the quarter, the measure and the unit."""
    return f"{_called(one.slice)} {one.series.measure.key}/{one.series.unit.key}"


def _permit_owner(key_result: KeyResult, by: Doer) -> None:
    """Who holds the post that owns it (without one of its own, the objective's) and sees the unit; or who chairs it."""
    objective = key_result.slice.objective
    owner = key_result.owner_id or objective.owner_id
    if isinstance(by, User) and owner is not None and holds(by, owner, clock.today(site_zone())):
        require(by, Permission.SEE, objective.unit_id)
    else:
        permit_unit(by, objective.unit_id)


@transaction.atomic
def close_quarter(
    *, pushed: QuarterSlice, learning: str, reached: Mapping[int, tuple[date, float]], early: bool = False, by: Doer
) -> QuarterSlice:
    """Close a quarter with what was learned; scores are fixed from the figures.

    `reached`: by series id the last period in the quarter that has a figure, and the figure; a key result without
    one keeps no score. `early`: knowingly before its last day is over. Raises `learning_needed`, `quarter_not_over`,
    `quarter_closed`.
    """
    permit_unit(by, pushed.objective.unit_id)
    if not learning.strip():
        raise learning_needed()
    hold_plan(pushed.objective.plan_id)
    _refuse_closed(pushed)
    if not early and _is_running(pushed):
        raise quarter_not_over(pushed.ends)
    said = _close(pushed, learning.strip(), reached)
    note_change(
        plan=pushed.objective.plan,
        verb="close_quarter",
        kind="quarter",
        key=_called(pushed),
        about=pushed,
        after=said,
        by=by,
    )
    return pushed


def close_quarter_by_file(
    *, pushed: QuarterSlice, learning: str, reached: Mapping[int, tuple[date, float]], by: Actor
) -> None:
    """The same for a plan file, whose caller holds the plan and may write all of it; the file may close the plan too.

    Raises `quarter_closed`.
    """
    plan, key = pushed.objective.plan, _called(pushed)
    said = _close(pushed, learning, reached)
    in_history(plan=plan, verb="close_quarter", kind="quarter", key=key, after=said, by=by).save()
    record(by=by, verb="close_quarter", subject=pushed, data={"plan": plan.key, "quarter": key, "after": said})


def _called(pushed: QuarterSlice) -> str:
    """What the history calls a quarter: the objective, and its first day."""
    return f"{pushed.objective.key} > {pushed.starts}"


def _is_running(pushed: QuarterSlice) -> bool:
    return clock.today(site_zone()) <= pushed.ends


def _close(pushed: QuarterSlice, learning: str, reached: Mapping[int, tuple[date, float]]) -> dict[str, Any]:
    """Close it and fix the scores; what is said of it in the history."""
    is_open = QuarterSlice.objects.filter(pk=pushed.pk, closed_at__isnull=True)
    if not is_open.update(closed_at=clock.now(), learning=learning):
        raise quarter_closed()
    scores = {}
    for wanted in pushed.key_results.select_related("series__measure"):
        period, figure = reached.get(wanted.series_id, (None, None))
        if period is not None and figure is not None:
            wanted.score, wanted.scored_period = score(start=wanted.start, aim=wanted.aim, reached=figure), period
            wanted.save(update_fields=["score", "scored_period"])
        scores[wanted.series.measure.key] = wanted.score
    pushed.refresh_from_db()
    early = {"closed_early": True} if _is_running(pushed) else {}
    return {"learning": pushed.learning, "scores": scores} | early
