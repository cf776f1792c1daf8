"""By what a measure is judged: its rule profile, its chart, and whether it is watched for an early change as well."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from wellrun.audit.actions import Actor, record
from wellrun.measures.actions.definitions import require_chart, require_profile
from wellrun.measures.judging_permission import permit_judging
from wellrun.measures.models import Measure, MeasureVersion, Series
from wellrun.measures.permission import Doer

WATCH_EARLY, JUDGE_BY, JUDGE_ON = "watch_early", "judge_by", "judge_on"


@transaction.atomic
def set_judging(*, measure: Measure, profile: str, early_detection: bool, by: Doer) -> bool:
    """Judge a measure by a rule profile, watched for an early change beside it or not; False where it is so already.

    Raises `word_unknown`, `watch_needs_periods` for days between events, and what `permit_judging` raises.
    """
    permit_judging(by, measure, early_detection=early_detection)
    judged = judge_by(measure=measure, profile=profile, by=by)
    return watch_early(measure=measure, on=early_detection, by=by) or judged


def watch_early(*, measure: Measure, on: bool = True, by: Actor) -> bool:
    """Switch early detection on or off for the definition in force; False where it is so already."""
    return _judge_otherwise(measure, WATCH_EARLY, {"on": on, "was": not on}, by, early_detection=on)


def judge_by(*, measure: Measure, profile: str, by: Actor) -> bool:
    """Judge a measure by another rule profile from now on; False where it is so already. Raises `word_unknown`.

    Its past is judged by it too, and what the rules before had found is taken back.
    """
    require_profile(profile)
    was = MeasureVersion.objects.filter(measure=measure, current=True).values_list("rule_profile", flat=True).first()
    return _judge_otherwise(measure, JUDGE_BY, {"rules": profile, "was": was}, by, rule_profile=profile)


def judge_on(*, measure: Measure, chart: str, by: Actor) -> bool:
    """Judge a measure on another chart from now on, "" for that of its kind of figures; False where it is so already.

    Its past is judged on it too, as with other rules. Raises `chart_unsuited`.
    """
    present = MeasureVersion.objects.get(measure=measure, current=True)
    require_chart(measure.key, chart, present.scoring, present.grain)
    return _judge_otherwise(measure, JUDGE_ON, {"chart": chart, "was": present.judged_on}, by, judged_on=chart)


@transaction.atomic
def _judge_otherwise(measure: Measure, verb: str, said: dict[str, Any], by: Actor, **how: Any) -> bool:
    """What the figures mean stays the same, so it is no new version: the next evaluation judges every series anew."""
    changed = MeasureVersion.objects.filter(measure=measure, current=True).exclude(**how)
    if not changed.update(**how):
        return False
    Series.objects.filter(measure=measure).update(data_revision=F("data_revision") + 1)
    record(by=by, verb=verb, subject=measure, data={"key": measure.key} | said)
    return True
