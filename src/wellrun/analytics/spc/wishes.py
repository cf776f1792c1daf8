"""Which chart each series is to be judged by, before its baseline has a say."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats, Panel
from wellrun.analytics.spc.baseline import FIRM_AT
from wellrun.analytics.spc.charts.counted.kinds import FEWEST_EVENTS
from wellrun.analytics.spc.codes import Chart, Codes, Profile, codes
from wellrun.analytics.spc.families import COUNTED, FAMILIES, MEASURED, NUMBERS, Family
from wellrun.analytics.spc.judgement import Flags
from wellrun.analytics.spc.unsuited import UNSUITED, unsuited, yes_or_no
from wellrun.lib.errors import UserError


def wished_charts(panel: Panel, chart: Any) -> Codes:
    """(S,) Chart codes; raises the UserError of the first series whose chart does not suit its data."""
    wish = codes(Chart, chart, panel.n_series)
    found = unsuited(panel, wish)
    bad = np.flatnonzero(found >= 0)
    if bad.size:
        first = int(bad[0])
        raise UNSUITED[found[first]].refusal(panel.labels[first], Chart(int(wish[first])))
    return wish


def families(panel: Panel, wish: Codes, profile: Codes) -> list[tuple[Family, Profile, NDArray[np.intp]]]:
    """The series in groups that one kernel can judge together: (family, rule profile, row indices)."""
    own = _own_charts(panel, wish)
    group = own.astype(np.int16) * len(Profile) + profile
    found: dict[tuple[int, int], list[NDArray[np.intp]]] = {}
    for code in np.unique(group).tolist():
        chart, rules = divmod(code, len(Profile))
        place = next(place for place, family in enumerate(FAMILIES) if chart in family.charts)
        found.setdefault((place, rules), []).append(np.flatnonzero(group == code))
    return [
        (FAMILIES[place], Profile(rules), np.sort(np.concatenate(rows)))
        for (place, rules), rows in sorted(found.items())
    ]


def event_charts(panel: Panel, wish: Codes) -> Codes:
    """(S,) the wish, but for events AUTO is T where values are the days since the event before, BCUSUM where 0 or 1."""
    auto = np.flatnonzero(wish == Chart.AUTO)
    if panel.event_dates is None or auto.size == 0:
        return wish
    values, days = panel.values[auto], panel.event_dates[auto]
    between = np.full(values.shape, np.nan)
    between[:, 1:] = (days[:, 1:] - days[:, :-1]).astype(np.float64)
    between[np.isnat(days)] = np.nan
    comparable = ~np.isnan(values) & ~np.isnan(between)
    times = comparable.any(axis=1) & ~(comparable & (values != between)).any(axis=1)
    cases = yes_or_no(values) & (values == 0).any(axis=1) & (values == 1).any(axis=1)
    chosen = wish.copy()
    chosen[auto[cases]] = Chart.BCUSUM
    chosen[auto[times]] = Chart.T
    return chosen


def check_baseline(baseline: int | None) -> None:
    """Refuses a baseline too short to rest limits on."""
    if baseline is not None and baseline < FIRM_AT:
        raise UserError(
            "baseline_too_short", f"A baseline needs at least {FIRM_AT} points, not {baseline}.", points=baseline
        )


def _own_charts(panel: Panel, wish: Codes) -> Codes:
    """(S,) the wish, with a chart of the right family where it is left open."""
    own = wish.copy()
    auto, ratio = wish == Chart.AUTO, np.isin(wish, _OF_TWO_NUMBERS)
    if auto.any() or ratio.any():
        any_counts, all_counts = _with_counts(panel)
        own[auto] = MEASURED.charts[0]
        if panel.event_dates is None:
            own[_may_be_rare(panel.values, auto & ~any_counts)] = NUMBERS.charts[0]
        own[auto & any_counts] = COUNTED.charts[0]
        own[ratio & ~np.where(wish == Chart.AUTO_RATIO, all_counts, any_counts)] = MEASURED.charts[0]
    return own


def _may_be_rare(values: Floats, where: Flags) -> NDArray[np.intp]:
    """The rows among `where` of nothing but whole numbers from 0 up, some below 2: a baseline may find them rare.

    A few periods rule out nearly all that is measured, so that only what is left is read wholly.
    """
    rows = np.flatnonzero(where)
    for periods in (_FIRST_LOOK, None):
        seen = values[rows, :periods]
        odd = (seen < 0) | ((seen != np.rint(seen)) & ~np.isnan(seen))
        rows = rows[~odd.any(axis=1)]
    found: NDArray[np.intp] = rows[(values[rows] < FEWEST_EVENTS).any(axis=1)]
    return found


_FIRST_LOOK = 4
_OF_TWO_NUMBERS = (Chart.AUTO_RATE, Chart.AUTO_RATIO, Chart.AUTO_EXPECTED)


def _with_counts(panel: Panel) -> tuple[Any, Any]:
    """(S,) whether any value comes with its numerator and denominator, and whether all do."""
    if panel.numerators is None or panel.denominators is None:
        none = np.zeros(panel.n_series, dtype=np.bool_)
        return none, none
    counted = ~np.isnan(panel.numerators) & (panel.denominators > 0)
    return np.any(counted, axis=1), np.all(counted | np.isnan(panel.values), axis=1)
