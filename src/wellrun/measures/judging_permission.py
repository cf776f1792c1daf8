"""Who may say by what a measure is judged: it holds in every unit at once, so it takes an analyst of them all."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.audit.actions import System
from wellrun.lib.errors import Refused, UserError
from wellrun.measures.models import Measure, MeasureVersion, Series
from wellrun.measures.permission import Doer
from wellrun.organisation.models import Unit


def may_set_judging(user: Any, measure: Measure) -> bool:
    """Whether the person is an analyst of every member unit that has the measure, and of one at least; two queries.

    Not a chair: who answers for a result does not choose what counts as a change of it.
    """
    own = granted_unit_ids(user, Permission.ANALYSE)
    series = Series.objects.filter(measure=measure, unit__membership=Unit.Membership.MEMBER)
    return series.filter(unit__in=own).exists() and not series.exclude(unit__in=own).exists()


def permit_judging(by: Doer, measure: Measure, *, early_detection: bool) -> None:
    """Pass, or raise `not_permitted`, or `watch_needs_periods` where a measure of events is to be watched."""
    if not isinstance(by, System) and not may_set_judging(by, measure):
        raise Refused(
            "not_permitted",
            _("It holds in every unit that has the measure: only an analyst of all of them can change it."),
            permission=Permission.ANALYSE.value,
        )
    is_event = MeasureVersion.Grain.EVENT
    if early_detection and MeasureVersion.objects.filter(measure=measure, current=True, grain=is_event).exists():
        raise UserError("watch_needs_periods", _("Days between events have a chart of their own, and are not watched."))
