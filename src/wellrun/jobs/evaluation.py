"""Evaluate, then raise: what changed is judged and reaches an agenda."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from wellrun.audit.actions import SYSTEM, Actor
from wellrun.insight.actions import Evaluation, Progress, evaluate
from wellrun.insight.judging_version import judged_by_others
from wellrun.insight.models import EvaluationRun
from wellrun.jobs.agenda import Raised, raise_items
from wellrun.jobs.overtaken import close_overtaken
from wellrun.jobs.schedule import schedule_reviews
from wellrun.jobs.upkeep import refresh_items
from wellrun.measures.actions import rebuild_roll_up
from wellrun.measures.models import Series


@dataclass(frozen=True, slots=True)
class Evaluated:
    """What an evaluation found and what reached an agenda because of it."""

    evaluation: Evaluation
    raised: Raised

    @property
    def series_evaluated(self) -> int:
        """How many series were judged."""
        return self.evaluation.series

    @property
    def signals_opened(self) -> int:
        """How many signals opened, or opened again."""
        return len(self.evaluation.opened)

    @property
    def items_raised(self) -> int:
        """How many fresh items reached an agenda."""
        return len(self.raised.items)


@dataclass(frozen=True, slots=True)
class Anew:
    """What doing everything again came to; `rolled_up`: series whose figures or phases were others."""

    rolled_up: int
    evaluated: Evaluated


def rejudge(progress: Progress | None = None) -> Evaluated | None:
    """Judge whatever changed when another version of the judging code has judged any of it; None when none has."""
    if not judged_by_others().exists():
        return None
    return evaluate_and_raise(cause=EvaluationRun.Cause.JUDGING, progress=progress)


def evaluate_all(*, by: Actor = SYSTEM, progress: Progress | None = None) -> Anew:
    """Roll every figure up and judge every series again, whether or not anything changed, and raise what is new."""
    rolled_up = rebuild_roll_up(by=by)
    every = Series.objects.values_list("pk", flat=True)
    evaluated = evaluate_and_raise(series_ids=every, cause=EvaluationRun.Cause.MANUAL, by=by, progress=progress)
    return Anew(int(rolled_up.size), evaluated)


def evaluate_and_raise(
    *,
    series_ids: Collection[int] | None = None,
    cause: EvaluationRun.Cause | str,
    by: Actor = SYSTEM,
    progress: Progress | None = None,
) -> Evaluated:
    """Judge what changed (or the given series), keep open items true, and raise what waits for the coming sittings.

    Each step is a transaction of its own: a step that did not run is made up for by the next call.
    """
    evaluation = evaluate(series_ids=series_ids, cause=cause, by=by, progress=progress)
    refresh_items()
    close_overtaken()
    schedule_reviews()
    raised = raise_items()
    if raised.joined:
        # What joined an item may be what it tells of from now on.
        refresh_items()
    return Evaluated(evaluation, raised)
