"""By what a measure is judged: its rule profile, and whether it is watched for an early change as well."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from wellrun.audit.actions import Actor, record
from wellrun.measures.actions.definitions import require_profile
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


@transaction.atomic
def judge_by(*, measure: Measure, profile: str, by: Actor) -> bool:
    """Judge a measure by another rule profile from now on; False where it is so already. Raises `word_unknown`.

    It is no new version either: the next evaluation judges every series of the measure by it, as if it had always
    been so, and takes back what the rules before had found.
    """
    require_profile(profile)
    changed = MeasureVersion.objects.filter(measure=measure, current=True).exclude(rule_profile=profile)
    if not changed.update(rule_profile=profile):
        return False
    Series.objects.filter(measure=measure).update(data_revision=F("data_revision") + 1)
    record(by=by, verb="judge_by", subject=measure, data={"key": measure.key, "rules": profile})
    return True
