"""x-bar and S charts: several measurements a period, judged by the spread within the periods."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import MONDAY, Dates, Grain, period_date, period_number
from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.spc.blocks.slab import blocks, phases_and_ages, slab_from, turned
from wellrun.analytics.spc.codes import Chart, Direction, Profile, codes
from wellrun.analytics.spc.draft import Aims, Draft
from wellrun.analytics.spc.families import X_BAR, S
from wellrun.analytics.spc.icons import targets
from wellrun.analytics.spc.judge import judge_block
from wellrun.analytics.spc.judgement import Judgement
from wellrun.analytics.spc.unsuited import Unsuited
from wellrun.analytics.spc.wishes import check_baseline

Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Subgroups:
    """`panel` with the means as values; (S, T) `deviation`, NaN for a lone measurement, and `size`, NaN for none."""

    panel: Panel
    deviation: Floats
    size: Floats

    def with_panel(self, panel: Panel) -> Subgroups:
        """The same measurements under another panel of them, such as one with phases."""
        return replace(self, panel=panel)


def subgroups_of(
    labels: tuple[str, ...],
    series: Whole,
    dates: Dates,
    values: Floats,
    *,
    grain: Grain,
    week_start: int = MONDAY,
    group: Whole | None = None,
) -> Subgroups:
    """Subgroups from long columns, one row a measurement, in any order; NaN values are left out.

    `group` (N,): which subgroup of its series a row belongs to, dated by its first measurement and in that order;
    without it, all rows of one period of the grain are a subgroup.
    """
    known = ~np.isnan(values)
    series, dates, values = series[known], dates[known], values[known]
    if group is None:
        dates = dates if grain is Grain.EVENT else period_date(period_number(dates, grain, week_start), grain)
        group = dates.astype(np.int64)
    else:
        group, grain = group[known], Grain.EVENT
    keys, row = np.unique(np.stack([series, group]), axis=1, return_inverse=True)
    row = row.reshape(-1)
    size = np.bincount(row).astype(np.float64)
    mean = np.bincount(row, weights=values) / size
    squares = np.bincount(row, weights=(values - mean[row]) ** 2)
    deviation = np.sqrt(np.divide(squares, size - 1, out=np.full(size.shape, np.nan), where=size > 1))
    first = np.full(size.shape, np.iinfo(np.int64).max)
    np.minimum.at(first, row, dates.astype(np.int64))
    wide = Panel.from_codes(
        labels,
        keys[0],
        first.astype("datetime64[D]"),
        grain=grain,
        values=mean,
        numerators=deviation,
        denominators=size,
        week_start=week_start,
    )
    if wide.numerators is None or wide.denominators is None:
        raise ValueError("subgroups have deviations and sizes")
    return Subgroups(replace(wide, numerators=None, denominators=None), wide.numerators, wide.denominators)


def judge_subgroups(
    subgroups: Subgroups,
    *,
    chart: str,
    rules: Any = "nhs",
    baseline: int | None = None,
    direction: Any = "none",
    target: Any = None,
) -> Judgement:
    """Does the mean (chart xbar), or the spread within periods (s), change? Arguments and answer as of `judge`.

    Raises UserError `no_subgroups` where a series has no two measurements in any period.
    """
    check_baseline(baseline)
    _refuse_single_measurements(subgroups, Chart(Chart.read(chart)))
    family = {Chart.XBAR: X_BAR, Chart.S: S}[Chart(Chart.read(chart))]
    panel = subgroups.panel if family is X_BAR else replace(subgroups.panel, values=subgroups.deviation)
    wish, profile = codes(Chart, chart, panel.n_series), codes(Profile, rules, panel.n_series)
    aims = Aims(codes(Direction, direction, panel.n_series), targets(target, panel.n_series))
    draft = Draft(panel, aims, level=False)
    with np.errstate(divide="ignore", invalid="ignore"):
        for code in np.unique(profile).tolist():
            for block in blocks(np.flatnonzero(profile == code), panel.n_series, panel.n_periods):
                y, deviation, size = (
                    turned(each[block]) for each in (panel.values, subgroups.deviation, subgroups.size)
                )
                slab = slab_from(y, deviation, size, *phases_and_ages(panel.phases[block]))
                judge_block(draft, block, slab, family, Profile(code), wish[block], limit=baseline, screen=False)
        return draft.finish()


def _refuse_single_measurements(subgroups: Subgroups, chart: Chart) -> None:
    largest = np.fmax.reduce(subgroups.size, axis=1, initial=0.0)
    alone = np.flatnonzero(largest == 1)
    if alone.size:
        raise Unsuited.RAW_ONLY.refusal(subgroups.panel.labels[alone[0]], chart)
