"""A measure is judged otherwise: switched, and judged anew at once."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.analytics.spc.codes import Rule
from wellrun.insight.early import FALSE_ALARM, WATCHED_GRAINS
from wellrun.insight.models import EvaluationRun, Signal
from wellrun.jobs.evaluation import Evaluated, evaluate_and_raise
from wellrun.measures.actions import set_judging
from wellrun.measures.models import Measure, MeasureVersion, Series
from wellrun.measures.permission import Doer
from wellrun.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class Reach:
    """What a change of how a measure is judged bears on.

    `series`: all of it; `watched`: of member units, those that early detection could watch; `open_signals`: changes on
    record now, and how many of them early detection `alone` has found. `false_alarms`: of the watched ones within a
    year, though nothing changed, at most.
    """

    series: int
    watched: int
    open_signals: int
    alone: int

    @property
    def false_alarms(self) -> float:
        """The promise of the watch over all of them."""
        return self.watched * FALSE_ALARM


def reach_of(version: MeasureVersion) -> Reach:
    """Three queries."""
    series = Series.objects.filter(measure=version.measure_id)
    members = series.filter(unit__membership=Unit.Membership.MEMBER, unit__closed__isnull=True)
    signals = Signal.objects.filter(series__measure=version.measure_id, status=Signal.Status.OPEN)
    rules = list(signals.values_list("rules", flat=True))
    return Reach(
        series=series.count(),
        watched=members.count() if version.grain in WATCHED_GRAINS else 0,
        open_signals=len(rules),
        alone=sum(list(each) == [Rule.EARLY_DETECTION.word] for each in rules),
    )


def judge_otherwise(*, measure: Measure, profile: str, early_detection: bool, by: Doer) -> Evaluated | None:
    """Judge the measure so from now on, its past too, and raise what that finds; None where it is so already.

    Raises what the action refuses.
    """
    if not set_judging(measure=measure, profile=profile, early_detection=early_detection, by=by):
        return None
    series = list(Series.objects.filter(measure=measure).values_list("pk", flat=True))
    return evaluate_and_raise(series_ids=series, cause=EvaluationRun.Cause.MANUAL, by=by)
