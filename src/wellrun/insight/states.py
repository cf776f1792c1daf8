"""The answer for each series, as pages read it: one row of `SeriesState`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.detection.beside_rules import Early
from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.spc.codes import Assurance, Chart, ChartReason, Point, Profile, Rule, Status, Variation, words
from wellrun.analytics.spc.judgement import Judgement
from wellrun.insight.found import SIDE_WORDS
from wellrun.insight.subjects import Subject
from wellrun.measures.queries import SeriesPanel

SPARK_PERIODS = 24
_POINT_WORDS = [point.word for point in Point]
_CHANGE = {
    "common_cause": "none",
    "improvement_high": "improving",
    "improvement_low": "improving",
    "concern_high": "worsening",
    "concern_low": "worsening",
    "neutral_high": "higher",
    "neutral_low": "lower",
}
_TOLD_OF_RARE = {Rule.OUTSIDE_LIMITS.word, Rule.EARLY_DETECTION.word}
_AIM = {"consistently_passes": "meets", "inconsistent": "sometimes", "consistently_fails": "short"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """The columns of `SeriesState` but for its run; defaults are those of a series without figures."""

    series_id: int
    data_revision: int
    version_number: int
    profile: str
    target_low: float | None
    target_high: float | None
    status: str = Status.INSUFFICIENT_DATA.word
    chart: str = Chart.XMR.word
    chart_reason: str = ""
    phase: int = 0
    phase_start: date | None = None
    points: int = 0
    first_period: date | None = None
    last_period: date | None = None
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    reporting: int | None = None
    expected: int | None = None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    sigma_z: float | None = None
    rule: str = ""
    variation: str = ""
    assurance: str = ""
    change: str = "unknown"
    aim: str = "no_aim"
    since: date | None = None
    run_side: str = ""
    run_length: int = 0
    run_start: date | None = None
    watched: bool = False
    spark: Sequence[Sequence[Any]] = ()


STATE_COLUMNS = tuple(field.name for field in fields(StateRow))
state_values = attrgetter(*STATE_COLUMNS)


def blank_state(subject: Subject) -> StateRow:
    """The state of a series without a single figure."""
    return StateRow(**_of_subject(subject), aim="no_aim" if subject.target_low is None else "unknown")


def state_rows(
    each: SeriesPanel, members: Sequence[Subject], judgement: Judgement, early: Early | None
) -> list[StateRow]:
    """A state for every row of a judged panel; value, limits and marks are those of the newest judged point."""
    columns = _columns(each, judgement) | {"watched": _watched(judgement, early)}
    sparks = _sparks(each, judgement)
    rows = []
    for row, member in enumerate(members):
        own = {name: column[row] for name, column in columns.items()}
        if own["points"] == 0:
            own |= _NO_POINT
        if own["run_length"] == 0:
            own["run_start"] = None
        change = _change(own, member.profile)
        aim = _aim(own["status"], own["assurance"], change, has_aim=member.target_low is not None)
        if change in {"none", "unknown"}:
            own["since"] = None
        rows.append(StateRow(**_of_subject(member) | own, change=change, aim=aim, spark=sparks[row]))
    return rows


# A row whose every figure is unjudged has no newest point: what its columns hold is that of another column.
_NO_POINT: dict[str, Any] = {
    "first_period": None,
    "last_period": None,
    "phase_start": None,
    "numerator": None,
    "denominator": None,
    "reporting": None,
    "expected": None,
    "run_side": "",
    "run_start": None,
}


def _of_subject(subject: Subject) -> dict[str, Any]:
    return {
        "series_id": subject.series_id,
        "data_revision": subject.data_revision,
        "version_number": subject.version_number,
        "profile": subject.profile,
        "target_low": subject.target_low,
        "target_high": subject.target_high,
    }


def _change(own: Mapping[str, Any], profile: str) -> str:
    """Whether the newest point shows a change.

    Of cases too rare for a period a change is told where one raises a signal, and none only by a watch.
    """
    if own["status"] == Status.CONSTANT.word:
        return "none"
    if own["status"] != Status.OK.word:
        return "unknown"
    if own["chart"] == Chart.RUN.word and profile != Profile.ANHOEJ.word and own["rule"] not in _TOLD_OF_RARE:
        return "none" if own["watched"] else "unknown"
    return _CHANGE[own["variation"]]


def _aim(status: str, assurance: str, change: str, *, has_aim: bool) -> str:
    """An aim is compared with limits that can be relied on; without them nobody can say."""
    if not has_aim:
        return "no_aim"
    if status != Status.OK.word:
        return "unknown"
    aim = _AIM.get(assurance, "unknown")
    return "not_there_yet" if aim == "short" and change == "improving" else aim


def _columns(each: SeriesPanel, judgement: Judgement) -> dict[str, list[Any]]:
    """A list of one entry a series for every column that is read off the arrays."""
    panel, last = each.panel, judgement.last
    run = _run_length(each, judgement)
    last_side = judgement.at_last(_sides(each, judgement)).tolist()
    phase = panel.phases == judgement.at_last(panel.phases)[:, None]
    return {
        "status": words(Status, judgement.status).tolist(),
        "chart": words(Chart, judgement.chart).tolist(),
        "chart_reason": words(ChartReason, judgement.chart_reason).tolist(),
        "phase": judgement.at_last(each.phase_number).tolist(),
        "phase_start": _days(panel, np.argmax(each.judged & phase, axis=1)),
        "points": judgement.n.tolist(),
        "first_period": _days(panel, np.argmax(each.judged, axis=1)),
        "last_period": _days(panel, last),
        "value": _floats(judgement.at_last(panel.values)),
        "numerator": _floats_at_last(judgement, panel.numerators),
        "denominator": _floats_at_last(judgement, panel.denominators),
        "reporting": _counts(judgement.at_last(each.reporting)),
        "expected": _counts(judgement.at_last(each.expected)),
        "centre": _floats(judgement.at_last(judgement.centre)),
        "lower": _floats(judgement.at_last(judgement.lower)),
        "upper": _floats(judgement.at_last(judgement.upper)),
        "sigma_z": _floats(judgement.sigma_z),
        "rule": words(Rule, judgement.at_last(judgement.rule)).tolist(),
        "variation": words(Variation, judgement.variation).tolist(),
        "assurance": ["" if word == "none" else word for word in words(Assurance, judgement.assurance).tolist()],
        "since": _days(panel, _marked_since(each, judgement)),
        "run_side": [SIDE_WORDS.get(side, "") for side in last_side],
        "run_length": run.tolist(),
        "run_start": _days(panel, last - np.maximum(run - 1, 0)),
    }


def _watched(judgement: Judgement, early: Early | None) -> list[bool]:
    """(S,) whether early detection says anything of the newest point."""
    if early is None:
        return [False] * len(judgement.labels)
    watched: list[bool] = (~np.isnan(judgement.at_last(early.p)) & (judgement.last >= 0)).tolist()
    return watched


def _sides(each: SeriesPanel, judgement: Judgement) -> NDArray[np.int8]:
    """(S, T) the side of the centre on which each judged point lies, 0 on it or where there is none."""
    apart = np.where(each.judged, each.panel.values - judgement.centre, np.nan)
    return np.nan_to_num(np.sign(apart), nan=0.0).astype(np.int8)


def _run_length(each: SeriesPanel, judgement: Judgement) -> NDArray[np.int64]:
    """(S,) periods in a row up to the newest point, in its phase, with a point on its side of the centre."""
    sides = _sides(each, judgement)
    newest = judgement.at_last(sides)[:, None]
    phases = each.panel.phases
    broken = (sides != newest) | (phases != judgement.at_last(phases)[:, None])
    return np.where(newest[:, 0] == 0, 0, judgement.last - _last_break(broken, judgement))


def _marked_since(each: SeriesPanel, judgement: Judgement) -> NDArray[np.int64]:
    """(S,) the first of the points in a row up to the newest, in its phase, that are marked as it is.

    Missing points neither belong to the row nor end it.
    """
    present = each.judged & (judgement.point != Point.MISSING)
    phases = each.panel.phases
    other = (judgement.point != judgement.at_last(judgement.point)[:, None]) | (
        judgement.side != judgement.at_last(judgement.side)[:, None]
    )
    broken = (present & other) | (phases != judgement.at_last(phases)[:, None])
    later = np.arange(phases.shape[1]) > _last_break(broken, judgement)[:, None]
    first: NDArray[np.int64] = np.argmax(present & later, axis=1)
    return first


def _last_break(broken: NDArray[np.bool_], judgement: Judgement) -> NDArray[np.int64]:
    """(S,) the last period up to the newest point at which a row is broken; -1 for none."""
    n_periods = broken.shape[1]
    known = broken & (np.arange(n_periods) <= judgement.last[:, None])
    return np.where(known.any(axis=1), n_periods - 1 - np.argmax(known[:, ::-1], axis=1), -1)


def _sparks(each: SeriesPanel, judgement: Judgement) -> list[list[list[Any]]]:
    """The last 24 periods up to the newest figure, judged or not: [period, value or None, kind of point]."""
    known = ~np.isnan(each.panel.values)
    end = np.where(known.any(axis=1), known.shape[1] - np.argmax(known[:, ::-1], axis=1), 0)
    start = np.maximum(end - SPARK_PERIODS, np.argmax(known, axis=1))
    points = np.where(each.judged, judgement.point, np.int8(Point.MISSING))
    days_of = _day_texts(each.panel)
    sparks = []
    for row, (first, stop) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
        values = _floats(each.panel.values[row, first:stop])
        kinds = [_POINT_WORDS[code] for code in points[row, first:stop].tolist()]
        sparks.append(list(map(list, zip(days_of(row)[first:stop], values, kinds, strict=True))))
    return sparks


def _day_texts(panel: Panel) -> Callable[[int], list[str]]:
    """By row, the ISO dates of its points; a calendar's are the same for all rows."""
    if panel.event_dates is None:
        shared: list[str] = np.datetime_as_string(panel.periods, unit="D").tolist()
        return lambda row: shared
    own: list[list[str]] = np.datetime_as_string(panel.event_dates, unit="D").tolist()
    return own.__getitem__


def _floats(numbers: Floats) -> list[float | None]:
    return [None if number != number else number for number in numbers.tolist()]


def _floats_at_last(judgement: Judgement, numbers: Floats | None) -> list[float | None]:
    return [None] * len(judgement.labels) if numbers is None else _floats(judgement.at_last(numbers))


def _counts(numbers: NDArray[np.int16]) -> list[int | None]:
    return [None if number < 0 else number for number in numbers.tolist()]


def _days(panel: Panel, at: NDArray[Any]) -> list[date]:
    """(S,) the date of each series' point at an index."""
    if panel.n_periods == 0:
        return []
    days: list[date] = panel.dates[np.arange(panel.n_series), at].tolist()
    return days
