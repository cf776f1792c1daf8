"""A measure of the site is defined anew: written down as its next version, and judged anew at once."""

from __future__ import annotations

from datetime import date
from typing import Any

from wellrun.accounts.models import User
from wellrun.insight.models import EvaluationRun
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.actions import add_version
from wellrun.measures.actions.adopting import permit_defining
from wellrun.measures.models import Measure, MeasureVersion, Series


def define_anew(*, measure: Measure, effective_from: date, by: User, **said: Any) -> MeasureVersion | None:
    """Say a definition anew from a day on; what is not named stays. None where nothing differs.

    Raises `not_permitted`, and what `add_version` raises.
    """
    permit_defining(by)
    present = MeasureVersion.objects.get(measure=measure, current=True)
    changes = {name: value for name, value in said.items() if getattr(present, name) != value}
    if not changes:
        return None
    version = add_version(measure=measure, effective_from=effective_from, by=by, **changes)
    series = list(Series.objects.filter(measure=measure).values_list("pk", flat=True))
    if series:
        evaluate_and_raise(series_ids=series, cause=EvaluationRun.Cause.MANUAL, by=by)
    return version
