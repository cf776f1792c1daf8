"""`wellrun analyse --chart pareto`: which few series make up most of the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from wellrun.analytics.spc.pareto import Pareto, pareto
from wellrun.cli.deliver import check_out, deliver
from wellrun.cli.listing import listing, number
from wellrun.cli.series_file import read_series
from wellrun.lib.errors import UserError
from wellrun.tables.labels import Labels
from wellrun.tables.long import LongTable

if TYPE_CHECKING:
    from wellrun.cli.charts import Wish


def run(wish: Wish) -> None:
    """Add up every series of the file and put them in order. Raises UserError for a total below 0."""
    check_out(wish.out, wish.file)
    table = read_series(wish.file, every=wish.every, columns=wish.columns, as_of=wish.as_of)
    names, found = table.series.names, pareto_of(table)
    deliver(
        out=wish.out,
        format=wish.format,
        points=lambda: columns(names, found),
        records=lambda: records(names, found),
        table=lambda: _show(names, found),
        notes=table.notes,
    )


def pareto_of(table: LongTable) -> Pareto:
    """The totals of the series: of numerators where there are any, else of values."""
    amounts = table.numerator if "numerator" in table.has else table.value
    totals = np.zeros(len(table.series.names))
    np.add.at(totals, table.series.codes, np.nan_to_num(amounts, nan=0.0))
    if (totals < 0).any():
        name = table.series.names[int(np.argmin(totals))] or "the series"
        sentence = f"{name} adds up to less than 0, which is no part of a whole: use an XmR chart for values below 0"
        raise UserError("total_below_zero", f"{table.file}: {sentence}")
    return pareto(totals)


def columns(names: tuple[str, ...], found: Pareto) -> dict[str, Any]:
    """A row a series, from the largest to the smallest."""
    return {
        "series": Labels(found.order.astype(np.int64), names),
        "value": found.total,
        "share": found.share,
        "cumulative": found.cumulative,
        "vital": found.is_vital,
    }


def records(names: tuple[str, ...], found: Pareto) -> Iterator[Mapping[str, Any]]:
    """An object a series, in the same order; shares of nothing are None."""
    for place, series in enumerate(found.order.tolist()):
        nothing = bool(np.isnan(found.share[place]))
        yield {
            "series": names[series],
            "value": float(found.total[place]),
            "share": None if nothing else float(found.share[place]),
            "cumulative": None if nothing else float(found.cumulative[place]),
            "vital": bool(found.is_vital[place]),
        }


def _show(names: tuple[str, ...], found: Pareto) -> None:
    lines = []
    for place, series in enumerate(found.order.tolist()):
        figures = [number(each[place]) for each in (found.total, found.share, found.cumulative)]
        lines.append([names[series], *figures, "one of the vital few" if found.is_vital[place] else ""])
    listing(("series", ">total", ">share", ">cumulative", ""), lines)
