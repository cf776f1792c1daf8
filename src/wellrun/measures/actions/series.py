"""Series, their aims, and the stretches that people begin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F

from wellrun.analytics.calendar import Grain
from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.measures import errors
from wellrun.measures.beginnings import first_day
from wellrun.measures.models import Measure, MeasureVersion, Phase, Series, Target
from wellrun.measures.roll_up.phases import phase_number, with_found
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import site


@transaction.atomic
def add_series(*, measure: Measure, unit: Unit, stratum: str = "total", by: Actor) -> Series:
    """The series of a measure in a unit, made where it is not there yet, so that an aim can come before figures.

    Whether it is reported or rolled up from the units below shows when figures come.
    """
    series, made = Series.objects.get_or_create(measure=measure, unit=unit, stratum=stratum)
    if made:
        record(
            by=by,
            verb="add_series",
            subject=series,
            data={"measure": measure.key, "unit": unit.key, "stratum": stratum},
        )
    return series


@transaction.atomic
def set_target(
    *,
    series: Series,
    value: float | None = None,
    low: float | None = None,
    high: float | None = None,
    by_date: date | None = None,
    baseline: float | None = None,
    baseline_points: int | None = None,
    commitment: str = Target.Commitment.COMMITTED,
    post: Post | None = None,
    source_text: str = "",
    by: Actor,
) -> Target:
    """Set the aim of a series: a value, or a band. The aim before it is retired; the same aim again changes nothing.

    `post`: set for this one post alone, which the model check questions. Raises `target_shape`, `word_unknown`.
    """
    facts = {
        "value": value,
        "low": low,
        "high": high,
        "by_date": by_date,
        "baseline": baseline,
        "baseline_points": baseline_points,
        "commitment": str(commitment),
        "source_text": source_text,
    }
    _check_target(series, facts)
    present = Target.objects.select_for_update().filter(series=series, retired_at__isnull=True).first()
    same = present and all(getattr(present, name) == fact for name, fact in facts.items())
    if present and same and present.post_id == (post.pk if post else None):
        return present
    now = clock.now()
    Target.objects.filter(series=series, retired_at__isnull=True).update(retired_at=now)
    target = Target.objects.create(series=series, created_at=now, post=post, **facts)
    Series.objects.filter(pk=series.pk).update(data_revision=F("data_revision") + 1)
    told = {"series": series.pk, "post": post.key if post else None}
    record(by=by, verb="set_target", subject=target, data=told | facts)
    return target


@transaction.atomic
def retire_target(*, series: Series, by: Actor) -> None:
    """Take the aim of a series back; that it was set stays on record. Where there is none nothing changes."""
    present = Target.objects.select_for_update().filter(series=series, retired_at__isnull=True).first()
    if present is None:
        return
    Target.objects.filter(pk=present.pk).update(retired_at=clock.now())
    Series.objects.filter(pk=series.pk).update(data_revision=F("data_revision") + 1)
    record(by=by, verb="retire_target", subject=present, data={"series": series.pk})


def _check_target(series: Series, facts: Mapping[str, object]) -> None:
    value, low, high = facts["value"], facts["low"], facts["high"]
    is_value = value is not None and low is None and high is None
    is_band = value is None and isinstance(low, int | float) and isinstance(high, int | float) and low < high
    if not is_value and not is_band:
        raise errors.target_shape(series.measure.key)
    if facts["commitment"] not in Target.Commitment.values:
        raise errors.unknown_word("commitment", str(facts["commitment"]), list(Target.Commitment.values))


@transaction.atomic
def start_phase(
    *,
    series: Series,
    start: date,
    reason: str,
    reason_kind: str = Phase.Reason.PROCESS,
    baseline_end: date | None = None,
    by: Actor,
) -> Phase:
    """Begin a stretch with its own baseline at the period that holds `start`, and say why.

    Where roll-up found a reason of its own for one on that day, it is kept after the declared one.

    Raises `phase_needs_reason`, `phase_exists`, `phase_baseline`, `word_unknown`.
    """
    if not reason.strip():
        raise errors.phase_needs_reason()
    if reason_kind not in Phase.Reason.values:
        raise errors.unknown_word("reason", reason_kind, list(Phase.Reason.values))
    grain = Grain(MeasureVersion.objects.get(measure_id=series.measure_id, current=True).grain)
    first = first_day(start, grain)
    if baseline_end is not None and baseline_end < first:
        raise errors.phase_baseline(first)
    found = Phase.objects.filter(series=series, start=first).first()
    if found is not None and not found.derived:
        raise errors.phase_exists(first)
    phase, _created = Phase.objects.update_or_create(
        series=series,
        start=first,
        defaults={
            "number": phase_number(first, grain, site().week_start),
            "baseline_end": baseline_end,
            "reason_kind": str(reason_kind),
            "reason": with_found(reason.strip(), found.reason) if found else reason.strip(),
            "derived": False,
            "created_at": clock.now(),
        },
    )
    Series.objects.filter(pk=series.pk).update(data_revision=F("data_revision") + 1)
    record(
        by=by,
        verb="start_phase",
        subject=phase,
        data={"series": series.pk, "start": first, "kind": str(reason_kind), "reason": phase.reason},
    )
    return phase
