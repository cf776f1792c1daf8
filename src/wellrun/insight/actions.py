"""Evaluation: what changed is judged, and what is found is written down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from wellrun.audit.actions import SYSTEM, Actor, record
from wellrun.insight.across import compare
from wellrun.insight.judging import judge_part
from wellrun.insight.judging_version import JUDGING_VERSION, judged_by_others
from wellrun.insight.merging import Merged, merge_signals
from wellrun.insight.models import EvaluationRun, SeriesState, Signal
from wellrun.insight.scoping import rescope
from wellrun.insight.states import STATE_COLUMNS, StateRow, state_values
from wellrun.insight.subjects import parts, stale_series_ids, subjects
from wellrun.insight.turns import take_turn
from wellrun.insight.watched_points import write_watched
from wellrun.lib import clock
from wellrun.measures.bulk.rows import merge_rows
from wellrun.measures.queries import panel

# Called as progress(step, done, total): the step is "evaluate", done and total count series.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation did. `run` is None when there was nothing to evaluate: then nothing was written.

    `rejudged`: how many of the series another version of the judging code had judged.
    `opened` holds signals that came back as well; `rescoped` open signals whose scope is another one now.
    """

    run: EvaluationRun | None = None
    series: int = 0
    rejudged: int = 0
    opened: tuple[UUID, ...] = ()
    closed: tuple[UUID, ...] = ()
    withdrawn: tuple[UUID, ...] = ()
    rescoped: tuple[UUID, ...] = ()


@transaction.atomic
def evaluate(
    *,
    series_ids: Collection[int] | None = None,
    cause: EvaluationRun.Cause | str,
    by: Actor = SYSTEM,
    progress: Progress | None = None,
) -> Evaluation:
    """Judge the given series, or all whose figures, phases or aims changed since they were judged last.

    So are those that another version of the judging code judged; the run says so, for what it finds that is old is
    no news. State, signals and scopes are brought up to date; one run and one audit row. Without anything to judge
    nothing is written. Judging the same figures again finds the same signals and changes none of them.
    """
    take_turn()
    wanted = stale_series_ids() if series_ids is None else sorted(set(series_ids))
    if not wanted:
        return Evaluation()
    rejudged = _rejudged(wanted)
    run = EvaluationRun.objects.create(
        cause=EvaluationRun.Cause.JUDGING if rejudged else EvaluationRun.Cause(cause), started_at=clock.now()
    )
    merged, rescoped = _evaluate_parts(wanted, run, progress or _silent)
    run.series_evaluated, run.finished_at = len(wanted), clock.now()
    run.signals_opened, run.signals_closed = len(merged.opened), len(merged.closed)
    run.signals_withdrawn = len(merged.withdrawn)
    run.save()
    record(
        by=by,
        verb="evaluate",
        subject=run,
        data={
            "cause": run.cause,
            "series": len(wanted),
            "rejudged": rejudged,
            "judging_version": JUDGING_VERSION,
            "opened": run.signals_opened,
            "closed": run.signals_closed,
            "withdrawn": run.signals_withdrawn,
        },
    )
    return Evaluation(
        run=run,
        series=len(wanted),
        rejudged=rejudged,
        opened=tuple(merged.opened),
        closed=tuple(merged.closed),
        withdrawn=tuple(merged.withdrawn),
        rescoped=tuple(rescoped),
    )


def _rejudged(wanted: Sequence[int]) -> int:
    """How many of the series have an answer of another version of the judging code."""
    return len(set(wanted).intersection(judged_by_others().values_list("series_id", flat=True)))


@transaction.atomic
def mark_long_standing(*, signals: Collection[UUID], by: Actor) -> None:
    """Say of signals that they were old already when the figures first came."""
    fresh = Signal.objects.filter(pk__in=signals, long_standing=False)
    first = fresh.first()
    if first is not None:
        count = fresh.update(long_standing=True)
        record(by=by, verb="mark_long_standing", subject=first, data={"signals": count})


def _evaluate_parts(wanted: Sequence[int], run: EvaluationRun, progress: Progress) -> tuple[Merged, list[UUID]]:
    merged = Merged()
    rescoped: list[UUID] = []
    judged = []
    progress("evaluate", 0, len(wanted))
    for part in parts(wanted):
        found = subjects(part)
        answer = judge_part(panel([each.series_id for each in found]), found)
        _write_states(answer.states, run)
        write_watched([each.series_id for each in found], answer.watched)
        merged.add(merge_signals([each.series_id for each in found], answer.signals, run=run, now=run.started_at))
        judged.append(found)
        progress("evaluate", sum(map(len, judged)), len(wanted))
    # Scope and the share of false alarms look across parts, so they wait until all are judged.
    for found in judged:
        rescoped += rescope(found)
    compare([subject for found in judged for subject in found])
    return merged, list(dict.fromkeys(rescoped))


def _write_states(states: Sequence[StateRow], run: EvaluationRun) -> None:
    columns = (*STATE_COLUMNS, "judging_version", "run")
    rows = [(*state_values(state), JUDGING_VERSION, run.pk) for state in states]
    merge_rows(SeriesState, columns, rows, key=["series_id"], update=[name for name in columns if name != "series_id"])


def _silent(step: str, done: int, total: int) -> None:
    """Nobody watches."""
