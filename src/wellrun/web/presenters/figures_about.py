"""The figures a record is about, in one fact: which measure, of which unit, how far they reach."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.accounts.models import User
from wellrun.insight.display import period_words
from wellrun.insight.models import SeriesState
from wellrun.measures.models import MeasureVersion, Series
from wellrun.web.parts import Fact


def figures_fact(
    user: User, series: Series, *, label: str = "", seen: bool | None = None, version: MeasureVersion | None = None
) -> Fact:
    """ "A&E four-hour waits, Stockport: figures up to August 2025", with its measure card where one sees the unit.

    `seen`: whether the caller sees the unit, and `version`: the definition in force, where these are known. One query,
    and one for each that is not.
    """
    if seen is None:
        seen = may(user, Permission.SEE, series.unit_id)
    shown = {"measure": series.measure.key, "unit": series.unit.name, "period": ""}
    version = version or MeasureVersion.objects.filter(measure=series.measure_id, current=True).first()
    last = SeriesState.objects.filter(series=series).values_list("last_period", flat=True).first()
    if version is not None:
        shown["measure"] = version.name
        shown["period"] = period_words(last, version.grain) if last else ""
    if not seen:
        return Fact(label or _("Figures"), _("%(measure)s, %(unit)s") % shown)
    said = _("%(measure)s, %(unit)s: no figures yet")
    if shown["period"]:
        said = _("%(measure)s, %(unit)s: figures up to %(period)s")
    return Fact(label or _("Figures"), said % shown, reverse("measure", args=[series.unit.key, series.measure.key]))
