"""From a file to judged series to an answer: what `wellrun analyse` does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.gaps import with_days_between
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.judgement import Flags
from wellrun.cli.answers import Answer, Ends, ends_of, points, series_records
from wellrun.cli.chart_file import BETWEEN_EVENTS, ChartFile, read_chart_file, rebased
from wellrun.cli.deliver import check_out, deliver
from wellrun.cli.raw_subgroups import judged_subgroups
from wellrun.cli.series_file import panel_of
from wellrun.lib.errors import UserError
from wellrun.tables.long import LongTable

WITH_DAYS_BETWEEN = ("auto", *BETWEEN_EVENTS)
RAW = ("xbar", "s")
_POINTS_IN_PART = 500_000


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked of `wellrun analyse`, understood."""

    file: str
    chart: str
    rules: str
    direction: str
    target: float | tuple[float, float] | None
    baseline: int | None
    as_of: dt.date | None
    rebase: tuple[dt.date, ...]
    exclude: tuple[dt.date, ...]
    screen: bool
    subgroup: str | None
    every: str
    columns: Mapping[str, str]
    format: str
    out: str | None


def run(wish: Wish) -> None:
    """Read, judge, answer. Raises UserError for what the person can mend."""
    check_out(wish.out, wish.file)
    if wish.chart in RAW:
        answer = judged_subgroups(wish)
        _deliver(wish, answer.table, answer.remarks, lambda: answer, lambda: iter([answer]))
    else:
        case = Case.of(wish)
        _deliver(wish, case.read.table, case.read.remarks, case.judged, case.judged_in_parts)


def _deliver(
    wish: Wish,
    table: LongTable,
    remarks: tuple[str, ...],
    whole: Callable[[], Answer],
    parts: Callable[[], Iterator[Answer]],
) -> None:
    deliver(
        out=wish.out,
        format=wish.format,
        points=lambda: map(points, parts()),
        records=lambda: series_records(whole()),
        table=lambda: _show(whole(), wish),
        notes=[*table.notes, *remarks, *(warning.line(table.file) for warning in table.warnings)],
    )


def _show(answer: Answer, wish: Wish) -> None:
    # What draws tables for reading is slow to import, and a file needs none.
    from wellrun.cli.show import show

    show(answer, has_target=wish.target is not None)


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A file read, with what a person asked of it: `excluded` and `still_open` (S, T) as for `judge`."""

    wish: Wish
    read: ChartFile
    panel: Panel
    ends: Ends
    excluded: Flags | None
    still_open: Flags | None

    @classmethod
    def of(cls, wish: Wish) -> Case:
        read = read_chart_file(wish)
        panel, still_open = _panel(read.table, wish)
        # Before anything is written: a refusal must not follow half an answer.
        read.refuse_unsuited(panel, wish.chart)
        return cls(wish, read, panel, ends_of(read.table, panel), _excluded(panel, wish.exclude), still_open)

    def judged(self, rows: slice = slice(None)) -> Answer:
        """The series at `rows` judged as wished."""
        wish, panel = self.wish, self.panel.take(rows)
        judgement = judge(
            panel,
            chart=wish.chart,
            rules=wish.rules,
            baseline=wish.baseline,
            screen=wish.screen,
            direction=wish.direction,
            target=wish.target,
            excluded=None if self.excluded is None else self.excluded[rows],
            still_open=None if self.still_open is None else self.still_open[rows],
        )
        ends = self.ends[0][rows], self.ends[1][rows]
        return Answer(self.read.table, panel, judgement, ends, remarks=self.read.remarks)

    def judged_in_parts(self) -> Iterator[Answer]:
        """All series, some 500,000 points at a time: lines for every point of a long file would fill the memory."""
        size = max(1, _POINTS_IN_PART // max(self.panel.n_periods, 1))
        for start in range(0, max(self.panel.n_series, 1), size):
            yield self.judged(slice(start, start + size))


def _panel(table: LongTable, wish: Wish) -> tuple[Panel, Flags | None]:
    """The panel to judge, with its phases, and which of its times between events still run."""
    panel, still_open = panel_of(table), None
    if panel.event_dates is not None and wish.chart in WITH_DAYS_BETWEEN:
        panel, still_open = with_days_between(panel, as_of=wish.as_of)
    return rebased(panel, wish), still_open


def _excluded(panel: Panel, dates: tuple[dt.date, ...]) -> Flags | None:
    """(S, T) the points of these dates. Raises UserError `exclude_unknown` for a date at which no period starts."""
    if not dates:
        return None
    wanted = np.array(dates, dtype="datetime64[D]")
    strange = wanted[~np.isin(wanted, panel.dates if panel.event_dates is not None else panel.periods)]
    if strange.size:
        raise UserError("exclude_unknown", f"--exclude {strange[0]}: no period starts on that day")
    return np.isin(panel.dates, wanted)
