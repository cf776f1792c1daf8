"""The figures of a measure card as a CSV file, which can be imported again."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.access.errors import nothing_here
from wellrun.analytics.spc.codes import Chart, Point, Rule, words
from wellrun.insight.models import Signal
from wellrun.insight.one_series import JudgedSeries, judged_series
from wellrun.measures.models import Feed, Series
from wellrun.measures.queries import NeverReported, expected_then, never_reported
from wellrun.tables.write import write_columns
from wellrun.web.frame import Frame
from wellrun.web.presenters.measure_data import attributions
from wellrun.web.presenters.rows import current_versions
from wellrun.web.presenters.total_series import total_series


def measure_file(frame: Frame, key: str) -> bytes:
    """One row a period, missing ones empty; NotFound when the measure has no figure there.

    Text that a spreadsheet would run as a formula is made harmless by the writer.
    """
    series = total_series(frame, key)
    judged = judged_series(series.pk, week_start=frame.site.week_start)
    if judged is None:
        raise nothing_here()
    out = io.BytesIO()
    columns = _columns(judged, key, frame.unit.key, _never(frame, series))
    columns |= _signals(series, columns["period"])
    said = np.full(columns["period"].size, _attribution(frame, series), dtype=object)
    write_columns(columns | {"attribution": said}, out, "csv")
    return out.getvalue()


def _attribution(frame: Frame, series: Series) -> str:
    """What the publishers want said with the figures goes where the figures go."""
    feeds = Feed.objects.filter(measure=series.measure_id).select_related("source").order_by("source__name")
    return " ".join(attributions(feeds)) or frame.site.attribution


def _never(frame: Frame, series: Series) -> tuple[NeverReported, ...]:
    version = current_versions([series.measure_id])[series.measure_id]
    return never_reported(frame.unit.pk, [version], frame.today).get(series.measure_id, ())


def _columns(judged: JudgedSeries, measure: str, unit: str, never: tuple[NeverReported, ...]) -> dict[str, Any]:
    """As import reads them first, then what the judge says of each point."""
    panel, judgement = judged.panel.panel, judged.judgement
    periods = (panel.periods if panel.event_dates is None else panel.event_dates[0]).astype("datetime64[D]")
    empty = np.full(periods.size, np.nan)
    return {
        "measure": np.full(periods.size, measure, dtype=object),
        "unit": np.full(periods.size, unit, dtype=object),
        "period": periods,
        "value": panel.values[0],
        "numerator": panel.numerators[0] if panel.numerators is not None else empty,
        "denominator": panel.denominators[0] if panel.denominators is not None else empty,
        "reporting": _counts(judged.panel.reporting[0]),
        "expected": _counts(judged.panel.expected[0]) + _there(periods, never),
        "phase": panel.phases[0].astype(np.int64),
        "chart": np.full(periods.size, str(words(Chart, judgement.chart)[0]), dtype=object),
        "rules": np.full(periods.size, judged.subject.profile, dtype=object),
        "centre": judgement.centre[0],
        "lower": judgement.lower[0],
        "upper": judgement.upper[0],
        "rule": np.array(words(Rule, judgement.rule[0]).tolist(), dtype=object),
        "point": np.where(judged.panel.excluded[0], "left_out", words(Point, judgement.point[0])).astype(object),
    }


def _signals(series: Series, periods: NDArray[np.datetime64]) -> dict[str, Any]:
    """From the first to the last period of each signal, by which profile it was found and which rules fired; one query.

    Where two overlap the newer one is told.
    """
    profile, rules = (np.full(periods.size, "", dtype=object) for _ in range(2))
    found = Signal.objects.filter(series=series).exclude(status=Signal.Status.WITHDRAWN)
    for signal in found.order_by("first_fired", "side"):
        inside = (periods >= np.datetime64(signal.began)) & (periods <= np.datetime64(signal.last_fired))
        profile[inside], rules[inside] = signal.profile, ";".join(signal.rules)
    return {"signal_profile": profile, "signal_rules": rules}


def _there(periods: NDArray[np.datetime64], never: tuple[NeverReported, ...]) -> NDArray[np.float64]:
    """How many were there in each period that never reported."""
    days: list[date] = periods.astype(object).tolist()
    return np.array([expected_then(0, day, never) for day in days], dtype=np.float64)


def _counts(values: NDArray[np.int16]) -> NDArray[np.float64]:
    """Units that reported; NaN where the figure is not rolled up."""
    return np.where(values < 0, np.nan, values.astype(np.float64))
