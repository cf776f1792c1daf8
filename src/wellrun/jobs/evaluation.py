"""Evaluate, then raise: what changed is judged and reaches an agenda."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from wellrun.audit.actions import SYSTEM, Actor
from wellrun.insight.actions import Evaluation, Progress, evaluate
from wellrun.insight.models import EvaluationRun
from wellrun.jobs.agenda import Raised, raise_items
from wellrun.jobs.schedule import schedule_reviews
from wellrun.jobs.upkeep import refresh_items


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
    schedule_reviews()
    return Evaluated(evaluation, raise_items())
