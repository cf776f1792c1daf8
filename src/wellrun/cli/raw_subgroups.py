"""x-bar and S charts of a file with several measurements a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wellrun.analytics.calendar import Grain
from wellrun.analytics.spc.subgroups import Subgroups, judge_subgroups, subgroups_of
from wellrun.cli.answers import Answer, ends_of_sizes
from wellrun.cli.series_file import read_input
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
    table = read_long(raw, Reading(mapping=wish.columns, grain=None, need=("period", "value")))
    group = None if wish.subgroup is None else _groups(raw, wish.subgroup)
    subgroups = _subgroups(table, group, wish)
    if wish.rebase:
        panel = subgroups.panel.rebased(np.array(wish.rebase, dtype="datetime64[D]"))
        subgroups = subgroups.with_panel(panel)
    judgement = judge_subgroups(
        subgroups,
        chart=wish.chart,
        rules=wish.rules,
        baseline=wish.baseline,
        direction=wish.direction,
        target=wish.target,
    )
    return Answer(table, subgroups.panel, judgement, ends_of_sizes(subgroups.size), sizes=subgroups.size)


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
