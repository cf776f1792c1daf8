"""Everything a page needs to show one chart: drawings for wide and narrow boxes, the live one, and the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from wellrun.insight.rule_words import rule_words
from wellrun.web import dates, figures
from wellrun.web.charts.control import control_chart_svg
from wellrun.web.charts.data import ChartData, PointKind, level_at
from wellrun.web.charts.live_rows import points
from wellrun.web.charts.vega import control_chart_vega
from wellrun.web.charts.words import counts_words, coverage_words, kind_word
from wellrun.web.parts import Cell, Column, Table

SIZES = {"card": ((760, 300), (340, 250)), "short": ((760, 200), (340, 190))}


@dataclass(frozen=True, slots=True)
class ChartFigure:
    """For `parts/chart.html`. `ident` is unique on the page; `live` is None where the chart stays a drawing."""

    ident: str
    size: str
    title: str
    wide: SafeString
    narrow: SafeString
    live: dict[str, Any] | None
    keys: list[tuple[str, str]]
    table: Table
    phases: list[str]

    @property
    def spec_id(self) -> str:
        """The id of the script element that holds `live`."""
        return f"{self.ident}-spec"


def chart_figure(data: ChartData, ident: str, *, size: str = "card", live: bool = True) -> ChartFigure:
    """The chart of a page; `size` is `card` (the measure's own page) or `short` (the review room)."""
    (width, height), (narrow_width, narrow_height) = SIZES[size]
    specs = None
    if live and data.present():
        specs = {
            "points": points(data),
            "wide": control_chart_vega(data, width, height, with_points=False),
            "narrow": control_chart_vega(data, narrow_width, narrow_height, with_points=False),
        }
    return ChartFigure(
        ident=ident,
        size=size,
        title=data.title,
        wide=control_chart_svg(data, width, height, f"{ident}-wide"),
        narrow=control_chart_svg(data, narrow_width, narrow_height, f"{ident}-narrow"),
        live=specs,
        keys=_keys(data),
        table=chart_table(data),
        phases=_phases(data),
    )


def chart_table(data: ChartData) -> Table:
    """The same figures as a table, the latest first; a missing period has its row."""
    counted, reported = bool(data.numerators), bool(data.reporting)
    columns = [
        Column(gettext("Period"), "name"),
        Column(gettext("Figure"), "value", numeric=True),
        Column(gettext("State"), "state"),
        *([Column(gettext("Counted"), "more")] if counted else []),
        *([Column(gettext("Reporting"), "more")] if reported else []),
        Column(gettext("Usual level"), "extra", numeric=True),
        Column(gettext("Usual range"), "more"),
    ]
    rows: list[list[Cell | str]] = []
    for i in reversed(range(len(data.periods))):
        missing = figures.is_missing(data.values[i])
        rule = (rule_words(data.rules[i]) if data.rules else "") or (data.reasons[i] if data.reasons else "")
        usual = level_at(data.centre, i)
        rows.append(
            [
                dates.period(data.periods[i], data.grain),
                _figure(data, i),
                "" if missing else Cell(kind_word(data.kinds[i]), rule),
                *([counts_words(data, i)] if counted else []),
                *([coverage_words(data, i)] if reported else []),
                "" if usual is None else figures.figure(usual, data.form),
                _usual_range(data, i),
            ]
        )
    return Table(columns, rows, dense=True)


def _figure(data: ChartData, index: int) -> Cell | str:
    """The figure, with what there is to know of it beneath."""
    value = figures.figure(data.values[index], data.form)
    note = data.notes[index] if data.notes else ""
    return Cell(value, note, data.notes_href) if note else value


def _usual_range(data: ChartData, index: int) -> Cell | str:
    """The range as it is shown; beneath it the computed one, where that reaches further than a figure can."""
    low, high = level_at(data.lower, index), level_at(data.upper, index)
    if low is None and high is None:
        return ""
    shown = figures.figure_range(low, high, data.form)
    computed = (level_at(data.computed_lower, index), level_at(data.computed_upper, index))
    if not data.computed_lower or computed == (low, high):
        return shown
    return Cell(shown, gettext("computed %(range)s") % {"range": figures.figure_range(*computed, data.form)})


def _keys(data: ChartData) -> list[tuple[str, str]]:
    """Icon and word of each mark that is on the chart."""
    icons = {
        PointKind.COMMON_CAUSE: "mark-none",
        PointKind.IMPROVEMENT: "mark-good",
        PointKind.CONCERN: "mark-bad",
        PointKind.HIGH: "mark-side",
        PointKind.LOW: "mark-side",
        PointKind.NOT_JUDGED: "mark-open",
        PointKind.LEFT_OUT: "mark-out",
    }
    shown = {data.kinds[i] for i in data.present()}
    return [(icons[kind], kind_word(kind)) for kind in PointKind if kind in shown]


def _phases(data: ChartData) -> list[str]:
    """Each new baseline in full: the labels in the chart may be cut."""
    return [
        gettext("New baseline from %(when)s: %(reason)s")
        % {"when": dates.period(start.start, data.grain), "reason": start.reason}
        for start in data.phase_starts
        if start.reason
    ]
