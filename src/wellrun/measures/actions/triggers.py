"""Same-day limits: what is done at once when a figure is there, without a word of statistics."""

from __future__ import annotations

from django.db import transaction

from wellrun.audit.actions import record
from wellrun.lib import clock
from wellrun.measures import trigger_errors as errors
from wellrun.measures.arrival.checks import LARGEST
from wellrun.measures.models import Series, Trigger
from wellrun.measures.permission import JUDGES, Doer, permit

LONGEST_RESPONSE = 300


@transaction.atomic
def set_trigger(*, series: Series, side: str, limit: float, response: str, by: Doer) -> Trigger:
    """Say at which figure something is done at once, and what: at `limit` or above (high), or below (low).

    `limit` is as the figures are stored (a proportion 0-1). The limit of that side before it is retired; the same
    again changes nothing. Raises `trigger_limit_unknown`, `trigger_side_unknown`, `trigger_needs_response`,
    `trigger_response_long`, and what `permit` raises.
    """
    permit(by, series.unit_id, *JUDGES)
    words = response.strip()
    _check(side, limit, words)
    Series.objects.select_for_update().get(pk=series.pk)
    present = Trigger.objects.filter(series=series, side=side, retired_at__isnull=True).first()
    if present is not None:
        if (present.limit, present.response) == (limit, words):
            return present
        _retire(present, by)
    trigger = Trigger.objects.create(
        series=series, side=side, limit=limit, response=words, set_by=by.audit_label, set_at=clock.now()
    )
    record(by=by, verb="set_trigger", subject=trigger, data=_facts(trigger) | {"response": words})
    return trigger


@transaction.atomic
def retire_trigger(*, trigger: Trigger, by: Doer) -> None:
    """Take the limit back; that it was set stays on record. Raises `trigger_retired`, and what `permit` raises."""
    permit(by, trigger.series.unit_id, *JUDGES)
    if not _retire(trigger, by):
        raise errors.trigger_retired()


def _retire(trigger: Trigger, by: Doer) -> bool:
    in_force = Trigger.objects.filter(pk=trigger.pk, retired_at__isnull=True)
    if not in_force.update(retired_by=by.audit_label, retired_at=clock.now()):
        return False
    record(by=by, verb="retire_trigger", subject=trigger, data=_facts(trigger))
    return True


def _check(side: str, limit: float, words: str) -> None:
    if side not in Trigger.Side.values:
        raise errors.trigger_side_unknown()
    if not abs(limit) <= LARGEST:
        raise errors.trigger_limit_unknown()
    if not words:
        raise errors.trigger_needs_response()
    if len(words) > LONGEST_RESPONSE:
        raise errors.trigger_response_long(LONGEST_RESPONSE)


def _facts(trigger: Trigger) -> dict[str, object]:
    return {"series": trigger.series_id, "side": trigger.side, "limit": trigger.limit}
