"""Rows as a table for reading, cut where nobody reads on."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

_MOST_ROWS = 200
# Wide enough for a table that goes to a file or a pager.
_WIDTH = 160


def listing(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print the rows; a heading that starts with > stands to the right."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        right = heading.startswith(">")
        table.add_column(heading.removeprefix(">"), justify="right" if right else "left", overflow="fold")
    for row in rows[:_MOST_ROWS]:
        table.add_row(*row)
    console = Console(width=None if sys.stdout.isatty() else _WIDTH, markup=False, highlight=False)
    console.print(table)
    hidden = len(rows) - _MOST_ROWS
    if hidden > 0:
        console.print(f"and {hidden:,} more rows: --format csv, --format json or --out FILE gives all of them")


def number(value: float) -> str:
    """Enough digits to compare by eye; the exact number is in the other forms."""
    if math.isnan(value):
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
