"""The answer of `analyse` as a table for reading."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from wellrun.analytics.spc.codes import Assurance, Chart, Status, Variation, words
from wellrun.analytics.spc.names import chart_name
from wellrun.cli.answers import Answer, last_periods

_MOST_ROWS = 200
# Wide enough for a table that goes to a file or a pager.
_WIDTH = 160


def show(answer: Answer, *, has_target: bool) -> None:
    """One line a series: where it stands, what to expect, whether it changed."""
    found = answer.judgement
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in ("series", "chart", "points"):
        table.add_column(heading, justify="right" if heading == "points" else "left", overflow="fold")
    for heading in ("last period", "value", "expected", "last point"):
        table.add_column(heading, justify="right" if heading in ("value", "expected") else "left")
    if has_target:
        table.add_column("aim")
    table.add_column("status")
    for row in _rows(answer, has_target):
        table.add_row(*row)
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, markup=False, highlight=False)
    console.print(table)
    hidden = len(found.labels) - _MOST_ROWS
    if hidden > 0:
        console.print(f"and {hidden:,} more series: --format csv, --format json or --out FILE gives all of them")


def _rows(answer: Answer, has_target: bool) -> Iterator[list[str]]:
    found = answer.judgement
    values = found.at_last(answer.values)
    lower, upper = found.at_last(found.lower), found.at_last(found.upper)
    periods = last_periods(answer)
    statuses = words(Status, found.status)
    variations, aims = words(Variation, answer.variation), words(Assurance, answer.assurance)
    for series, label in enumerate(found.labels[:_MOST_ROWS]):
        row = [label, chart_name(Chart(int(found.chart[series]))), f"{found.n[series]:,}"]
        row += ["" if np.isnat(periods[series]) else str(periods[series]), _number(values[series])]
        row += [_range(lower[series], upper[series]), _plain(str(variations[series]))]
        row += [_plain(str(aims[series])) if answer.assurance[series] else ""] if has_target else []
        yield [*row, _plain(str(statuses[series]))]


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _range(lower: float, upper: float) -> str:
    if np.isnan(lower):
        return "" if np.isnan(upper) else f"up to {_number(upper)}"
    return "" if np.isnan(upper) else f"{_number(lower)} to {_number(upper)}"


def _number(value: float) -> str:
    """Enough digits to compare by eye; the exact number is in the other forms."""
    if np.isnan(value):
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
