"""x-bar and S charts of a file with several measurements a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wellrun.analytics.calendar import Grain
from wellrun.analytics.spc.codes import Chart
from wellrun.analytics.spc.names import a_chart
from wellrun.analytics.spc.subgroups import Subgroups, judge_subgroups, subgroups_of
from wellrun.cli.answers import Answer, ends_of_sizes
from wellrun.cli.chart_file import aim_remarks, rebased
from wellrun.cli.series_file import in_file, read_input
from wellrun.lib.errors import UserError
from wellrun.tables.cells import Cells
from wellrun.tables.columns import map_columns
from wellrun.tables.errors import RowErrors
from wellrun.tables.labels import Labels, read_labels
from wellrun.tables.long import LongTable, Reading, read_long
from wellrun.tables.periods import Rhythm
from wellrun.tables.table import Table

if TYPE_CHECKING:
    from wellrun.cli.charts import Wish


def judged_subgroups(wish: Wish) -> Answer:
    """Every series of raw measurements judged as wished: rows of one subgroup, or of one period, belong together."""
    if wish.exclude:
        raise UserError("exclude_raw", f"--exclude: a {wish.chart} chart takes all measurements; leave the rows out")
    raw = read_input(wish.file)
    _refuse_counts(raw, wish)
    table = read_long(raw, Reading(mapping=wish.columns, grain=None, need=("period", "value")))
    _refuse_yes_or_no(table, wish.chart)
    group = None if wish.subgroup is None else _groups(raw, wish.subgroup)
    subgroups = _subgroups(table, group, wish)
    subgroups = subgroups.with_panel(rebased(subgroups.panel, wish))
    try:
        judgement = judge_subgroups(
            subgroups,
            chart=wish.chart,
            rules=wish.rules,
            baseline=wish.baseline,
            direction=wish.direction,
            target=wish.target,
        )
    except UserError as refusal:
        raise in_file(refusal, table.file, str(refusal.params.get("series", ""))) from None
    ends, remarks = ends_of_sizes(subgroups.size), aim_remarks(wish)
    return Answer(table, subgroups.panel, judgement, ends, sizes=subgroups.size, remarks=remarks)


def _refuse_counts(raw: Table, wish: Wish) -> None:
    """Counts by period are no measurements. Raises UserError `counts_not_measurements`."""
    has = map_columns(raw.headers, raw.file, mapping=wish.columns)
    if "value" not in has and {"numerator", "denominator"} <= has.keys():
        sentence = (
            f"{raw.file}: {a_chart(Chart(Chart.read(wish.chart)))} needs a row a measurement in a column value, and "
            "the file has numerators and denominators: use a p chart for cases among cases, a u chart for events over "
            "exposure"
        )
        raise UserError("counts_not_measurements", sentence)


def _refuse_yes_or_no(table: LongTable, chart: str) -> None:
    """Cases are no measurements. Raises UserError `cases_not_measurements`."""
    known = table.value[~np.isnan(table.value)]
    if known.size > 1 and bool(np.isin(known, (0, 1)).all()) and known.min() < known.max():
        sentence = (
            f"{table.file}: all values are 0 or 1, which {a_chart(Chart(Chart.read(chart)))} does not suit: use a "
            "Bernoulli CUSUM for a row a case, a p chart for cases counted by period"
        )
        raise UserError("cases_not_measurements", sentence)


def _subgroups(table: LongTable, group: Labels | None, wish: Wish) -> Subgroups:
    kept = np.ones(table.n_rows, dtype=np.bool_)
    if wish.as_of is not None:
        kept = table.period <= np.datetime64(wish.as_of, "D")
    rhythm = Rhythm.of(table.period, "auto" if wish.every == "auto" else Grain(wish.every), "auto")
    return subgroups_of(
        table.series.names,
        table.series.codes[kept],
        table.period[kept],
        table.value[kept],
        grain=rhythm.grain,
        week_start=rhythm.week_start,
        group=None if group is None else group.codes[kept],
    )


def _groups(raw: Table, header: str) -> Labels:
    """The subgroup of every row. Raises FileError, TableErrors."""
    place = map_columns(raw.headers, raw.file, mapping={"subgroup": header}, fields=("subgroup",))["subgroup"]
    errors = RowErrors(raw.file)
    labels = read_labels(Cells.of(raw, place, errors), "subgroup")
    errors.raise_any()
    return labels
