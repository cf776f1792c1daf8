"""Points left out: shown, and no part of limits, rules and detection."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F

from wellrun.audit.actions import record
from wellrun.lib import clock
from wellrun.measures import said_errors as errors
from wellrun.measures.doubted import believe
from wellrun.measures.models import Exclusion, Observation, Series
from wellrun.measures.permission import JUDGES, Doer, permit


@transaction.atomic
def exclude_point(*, series: Series, period: date, reason: str, by: Doer) -> Exclusion:
    """Leave the figure of a period out of all judging, and say why; the figure itself stays as it is.

    Raises `exclusion_needs_reason`, `point_without_figure`, `point_left_out`, and what `permit` raises.
    """
    permit(by, series.unit_id, *JUDGES)
    words = reason.strip()
    if not words:
        raise errors.exclusion_needs_reason()
    if not Observation.objects.filter(series=series, period=period, value__isnull=False).exists():
        raise errors.point_without_figure(period)
    exclusion = Exclusion(
        series=series, period=period, reason=words, excluded_by=by.audit_label, excluded_at=clock.now()
    )
    try:
        with transaction.atomic():
            exclusion.save(force_insert=True)
    except IntegrityError:
        raise errors.point_left_out(period) from None
    _is_stale(series.pk)
    record(by=by, verb="exclude_point", subject=exclusion, data=_facts(exclusion) | {"reason": words})
    return exclusion


@transaction.atomic
def include_point(*, exclusion: Exclusion, by: Doer) -> None:
    """Let the figure take part again; that it was left out stays on record.

    Where the system left it out because it was in doubt, that is to say it is right: the doubt is settled.
    Raises `point_taken_in`, and what `permit` raises.
    """
    permit(by, exclusion.series.unit_id, *JUDGES)
    in_force = Exclusion.objects.filter(pk=exclusion.pk, lifted_at__isnull=True)
    now = clock.now()
    if not in_force.update(lifted_by=by.audit_label, lifted_at=now):
        raise errors.point_taken_in()
    for series_id in {exclusion.series_id} | believe(exclusion, by.audit_label, now):
        _is_stale(series_id)
    record(by=by, verb="include_point", subject=exclusion, data=_facts(exclusion))


def _facts(exclusion: Exclusion) -> dict[str, object]:
    return {"series": exclusion.series_id, "period": exclusion.period}


def _is_stale(series_id: int) -> None:
    """What is judged rests on other points now: evaluation follows the revision."""
    Series.objects.filter(pk=series_id).update(data_revision=F("data_revision") + 1)
