"""By what a measure is judged: its rule profile, and whether it is watched for an early change as well."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from wellrun.audit.actions import Actor, record
from wellrun.measures.actions.definitions import require_profile
from wellrun.measures.models import Measure, MeasureVersion, Series


def watch_early(*, measure: Measure, on: bool = True, by: Actor) -> bool:
    """Switch early detection on or off for the definition in force; False where it is so already."""
    return _judge_otherwise(measure, "watch_early", {"on": on}, by, early_detection=on)


def judge_by(*, measure: Measure, profile: str, by: Actor) -> bool:
    """Judge a measure by another rule profile from now on; False where it is so already. Raises `word_unknown`.

    Its past is judged by it too, and what the rules before had found is taken back.
    """
    require_profile(profile)
    return _judge_otherwise(measure, "judge_by", {"rules": profile}, by, rule_profile=profile)


@transaction.atomic
def _judge_otherwise(measure: Measure, verb: str, said: dict[str, Any], by: Actor, **how: Any) -> bool:
    """What the figures mean stays the same, so it is no new version: the next evaluation judges every series anew."""
    changed = MeasureVersion.objects.filter(measure=measure, current=True).exclude(**how)
    if not changed.update(**how):
        return False
    Series.objects.filter(measure=measure).update(data_revision=F("data_revision") + 1)
    record(by=by, verb=verb, subject=measure, data={"key": measure.key} | said)
    return True
