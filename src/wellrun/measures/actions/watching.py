"""Watching a measure for an early change beside its rules, or no more."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from wellrun.audit.actions import Actor, record
from wellrun.measures.models import Measure, MeasureVersion, Series


@transaction.atomic
def watch_early(*, measure: Measure, on: bool = True, by: Actor) -> bool:
    """Switch early detection on or off for the definition in force; False where it is so already.

    What the figures mean stays the same, so it is no new version: every series of the measure is judged anew by the
    next evaluation.
    """
    changed = MeasureVersion.objects.filter(measure=measure, current=True).exclude(early_detection=on)
    if not changed.update(early_detection=on):
        return False
    Series.objects.filter(measure=measure).update(data_revision=F("data_revision") + 1)
    record(by=by, verb="watch_early", subject=measure, data={"key": measure.key, "on": on})
    return True
