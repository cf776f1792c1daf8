"""From a file to judged series to an answer: what `wellrun analyse` does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from wellrun.analytics.spc.judge import judge
from wellrun.cli.answers import Answer, points, series_records
from wellrun.cli.deliver import deliver
from wellrun.cli.series_file import panel_of, read_series
from wellrun.cli.show import show


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
    table = read_series(
        wish.file, every=wish.every, columns=wish.columns, as_of=wish.as_of, bounded=wish.chart in ("p", "pp")
    )
    panel = panel_of(table)
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
