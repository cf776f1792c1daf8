"""The figures of a measure card as a CSV file."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from wellrun.insight.one_series import judged_series
from wellrun.lib.errors import NotFound
from wellrun.measures.models import MeasureVersion, Phase, Series
from wellrun.organisation.models import Unit
from wellrun.web.presenters.measure_chart import chart_data

HEADER = (
    "period", "value", "numerator", "denominator", "reporting", "expected",
    "phase", "centre", "lower", "upper", "rule", "point",
)  # fmt: skip


def measure_rows(unit: Unit, key: str) -> str:
    """One row a period, missing ones empty; NotFound when the measure has no series there."""
    series = Series.objects.filter(unit=unit, measure__key=key, stratum="total").first()
    judged = judged_series(series.pk) if series is not None else None
    if series is None or judged is None:
        raise NotFound("not_found", _("There is nothing here, or it is not yours to see."))
    version = MeasureVersion.objects.get(measure=series.measure_id, current=True)
    data = chart_data(version.name, judged, version, list(Phase.objects.filter(series=series)), most=1_000_000)
    empty = [None] * len(data.periods)
    columns = [
        [period.isoformat() for period in data.periods],
        data.values,
        data.numerators or empty,
        data.denominators or empty,
        data.reporting or empty,
        data.expected or empty,
        data.phases or empty,
        data.centre or empty,
        data.lower or empty,
        data.upper or empty,
        data.rules or empty,
        [kind.value if value is not None else "" for kind, value in zip(data.kinds, data.values, strict=True)],
    ]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue()
