"""From a file to judged series to an answer: what `wellrun analyse` does."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from wellrun.analytics.calendar import Grain, period_number
from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.judge import judge
from wellrun.cli.answers import Answer, points, series_records
from wellrun.cli.deliver import deliver
from wellrun.cli.show import show
from wellrun.lib.errors import UserError
from wellrun.tables.long import LongTable, Reading, read_long
from wellrun.tables.periods import Rhythm
from wellrun.tables.read import read_table

STANDARD_INPUT = "standard input"
# Series times periods; reading, judging and writing hold about 200 bytes for each.
_MOST_CELLS = 25_000_000


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
    screen: bool
    every: str
    columns: Mapping[str, str]
    format: str
    out: str | None


def run(wish: Wish) -> None:
    """Read, judge, answer. Raises UserError for what the person can mend."""
    answer = analyse(wish)
    deliver(
        out=wish.out,
        format=wish.format,
        points=lambda: points(answer),
        records=lambda: series_records(answer),
        table=lambda: show(answer, has_target=wish.target is not None),
        notes=[*answer.table.notes, *(warning.line(answer.table.file) for warning in answer.table.warnings)],
    )


def analyse(wish: Wish) -> Answer:
    """Every series of the file judged as wished."""
    table = _read(wish)
    panel = _panel(table)
    if wish.rebase:
        panel = panel.rebased(np.array(wish.rebase, dtype="datetime64[D]"))
    judgement = judge(
        panel,
        chart=wish.chart,
        baseline=wish.baseline,
        screen=wish.screen,
        direction=wish.direction,
        target=wish.target,
    )
    return Answer(table, panel, judgement)


def _read(wish: Wish) -> LongTable:
    source = sys.stdin.buffer if wish.file == "-" else None
    name = STANDARD_INPUT if source else wish.file
    table = read_table(source or Path(wish.file), name=name)
    reading = Reading(
        mapping=wish.columns,
        grain="auto" if wish.every == "auto" else Grain(wish.every),
        week_start="auto",
        bounded=wish.chart in ("p", "pp"),
    )
    long = read_long(table, reading)
    return long if wish.as_of is None else long.until(np.datetime64(wish.as_of, "D"))


def _panel(table: LongTable) -> Panel:
    rhythm = table.rhythm or Rhythm(Grain.MONTH)
    _check_size(table, rhythm)
    counted = "numerator" in table.has and "denominator" in table.has
    return Panel.from_codes(
        table.series.names,
        table.series.codes,
        table.period,
        grain=rhythm.grain,
        values=table.value,
        numerators=table.numerator if counted else None,
        denominators=table.denominator if counted else None,
        week_start=rhythm.week_start,
    )


def _check_size(table: LongTable, rhythm: Rhythm) -> None:
    """A few stray dates can stretch a panel beyond any memory. Raises UserError `panel_too_large`."""
    if rhythm.grain is Grain.EVENT:
        return
    first, last = table.period.min(), table.period.max()
    numbers = period_number(np.array([first, last]), rhythm.grain, rhythm.week_start)
    cells = (int(numbers[1]) - int(numbers[0]) + 1) * len(table.series.names)
    if cells > _MOST_CELLS:
        sentence = (
            f"{table.file}: {len(table.series.names):,} series by {rhythm.grain} from {first} to {last} is too much "
            "for one run: split the file, or look for a date that is far from the others"
        )
        raise UserError("panel_too_large", sentence)
