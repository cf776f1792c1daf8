"""One measure in one unit as a row of a page: its role, sparkline, latest figure, aim and the two state words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from wellrun.analytics.spc.codes import Point
from wellrun.insight.models import SeriesState
from wellrun.jobs.in_force.too_late import TooLate
from wellrun.measures.models import MeasureVersion, Series
from wellrun.measures.queries import Never, NeverReported, never_reported_in
from wellrun.organisation.models import Unit
from wellrun.web import figures
from wellrun.web.charts.data import PointKind
from wellrun.web.charts.sparkline import SparkPoint, sparkline
from wellrun.web.presenters.too_late import sentence

OLD = timedelta(days=365)
LONGEST_UNIT = 10


@dataclass(frozen=True)
class MeasureRow:
    """What a list of measures shows of one. `state` is None where no figure has come.

    `is_old`: the newest figure is of more than a year ago. `never`: units below that never reported it.
    `too_late`: why it is a lead that is too late to act on, and so does not count as one; empty for any other.
    """

    key: str
    name: str
    role: str
    href: str
    grain: str
    form: figures.FigureFormat
    state: SeriesState | None
    spark: SafeString | str
    period: date | None
    aim: str
    is_old: bool = False
    never: tuple[NeverReported, ...] = ()
    too_late: str = ""

    @property
    def value(self) -> str:
        """The latest figure, or that there is none."""
        return figures.figure(self.state.value if self.state else None, self.form)

    @property
    def figure(self) -> str:
        """The same for a narrow column: a long unit stands apart, in `unit_line`."""
        return figures.figure(self.state.value if self.state else None, narrow(self.form))

    @property
    def unit_line(self) -> str:
        """The unit where it is too long to stand beside the figure: "per 1,000 patient-days"."""
        has_figure = self.state is not None and not figures.is_missing(self.state.value)
        return self.form.suffix if has_figure and narrow(self.form) != self.form else ""

    @property
    def coverage(self) -> str:
        """How many reported of those expected and those who never did; empty where the figure is the unit's own."""
        if self.state is None or self.state.expected is None:
            return ""
        return figures.coverage(self.state.reporting, self.state.expected + len(self.never))

    @property
    def has_aim(self) -> bool:
        """Whether an aim is set."""
        return self.state is not None and self.state.target_low is not None

    @property
    def aim_label(self) -> str:
        """The aim as a link to where it is told, for who hears it."""
        return gettext("%(aim)s, the aim of %(measure)s") % {"aim": self.aim, "measure": self.name}

    @property
    def value_label(self) -> str:
        """The figure as a link to where it comes from, for who hears it."""
        return gettext("%(value)s, %(measure)s: the data") % {"value": self.figure, "measure": self.name}

    @property
    def change(self) -> str:
        """The code of the first state word."""
        return self.state.change if self.state else "no_figures"

    @property
    def aim_state(self) -> str:
        """The code of the second state word."""
        return self.state.aim if self.state else "no_figures"


def narrow(form: figures.FigureFormat) -> figures.FigureFormat:
    """The format for a narrow column: without its unit where that is long."""
    return replace(form, suffix="") if len(form.suffix) > LONGEST_UNIT else form


def figure_format(version: MeasureVersion) -> figures.FigureFormat:
    """How this measure's figures are written."""
    return figures.FigureFormat(version.multiplier, version.decimals, version.display_unit)


def current_versions(measure_ids: Iterable[UUID]) -> dict[UUID, MeasureVersion]:
    """The definition in force of each measure. One query."""
    rows = MeasureVersion.objects.filter(measure_id__in=set(measure_ids), current=True).select_related("measure")
    return {row.measure_id: row for row in rows}


@dataclass(frozen=True, slots=True)
class Background:
    """What rows of several measures and units share: the definitions in force, and who never reported."""

    versions: Mapping[UUID, MeasureVersion]
    never: Never


def background_of(states: Collection[SeriesState], today: date) -> Background:
    """The background of the rows of these states, their series read along. Two queries, one without a rolled-up one."""
    versions = current_versions(state.series.measure_id for state in states)
    rolled_up = (state.series.unit_id for state in states if state.expected is not None)
    return Background(versions, never_reported_in(rolled_up, versions.values(), today))


def series_of(unit: Unit, measure_ids: Iterable[UUID]) -> dict[UUID, Series]:
    """The unit's total series of each measure with its state. One query."""
    rows = Series.objects.filter(unit=unit, measure_id__in=set(measure_ids), stratum="total").select_related("state")
    return {row.measure_id: row for row in rows}


def state_of(series: Series | None) -> SeriesState | None:
    """The materialised state, or None when the series is absent or was never judged."""
    return getattr(series, "state", None) if series is not None else None


def aim_text(state: SeriesState | None, form: figures.FigureFormat) -> str:
    """The aim as it stands in a narrow column: a value, a band, or a dash."""
    form = narrow(form)
    if state is None or state.target_low is None:
        return "–"
    if state.target_high is not None and state.target_high != state.target_low:
        return figures.figure_range(state.target_low, state.target_high, form)
    return figures.figure(state.target_low, form)


def measure_row(
    unit: Unit,
    version: MeasureVersion,
    series: Series | None,
    role: str = "",
    *,
    today: date | None = None,
    never: tuple[NeverReported, ...] = (),
    too_late: TooLate | None = None,
) -> MeasureRow:
    """The row of one measure; no query. `today`: by which its newest figure may be old; `never`: who never reported."""
    state = state_of(series)
    form = figure_format(version)
    period = state.last_period if state else None
    return MeasureRow(
        key=version.measure.key,
        name=version.name,
        role=role,
        href=reverse("measure", args=[unit.key, version.measure.key]),
        grain=version.grain,
        form=form,
        state=state,
        spark=_spark(state, version),
        period=period,
        aim=aim_text(state, form),
        is_old=today is not None and period is not None and period < today - OLD,
        never=never,
        too_late=sentence(too_late) if too_late is not None else "",
    )


def _spark(state: SeriesState | None, version: MeasureVersion) -> SafeString | str:
    if state is None or not state.spark:
        return ""
    points = [_spark_point(entry) for entry in state.spark]
    return mark_safe(sparkline(points, centre=state.centre))  # noqa: S308 - drawn from numbers, no text of users


def _spark_point(entry: list[Any]) -> SparkPoint:
    period, value, word = entry
    # A figure of too few units is known and not judged.
    kind = PointKind.NOT_JUDGED if word == Point.MISSING.word else PointKind(word)
    return SparkPoint(period=date.fromisoformat(period), value=value, kind=kind)
