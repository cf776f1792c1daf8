"""What judging a panel answers: one frozen value with labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.panel import Floats
from wellrun.analytics.spc.codes import Codes

Counts = NDArray[np.int32]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """A whole panel judged. All codes are of `spc.codes`; the words are `words(Rule, judgement.rule)`.

    Points, (S, T): `values` what was judged (numerator over denominator, a moving range, a CUSUM, mostly the panel's
    own values); `centre`, `lower`, `upper`, `lower_near`, `upper_near` float64 (NaN: the phase has no such
    limit, or a p chart no denominator there; read-only where a row repeats one number); `rule` (Rule; the first that
    matches), `side` (+1 high, -1 low, 0 none) and `point` (Point) int8; `rules` uint16, bits of all rules that mark a
    point, None where no profile allows several.
    Series, (S,): `status`, `chart`, `chart_reason`, `variation`, `assurance` int8 codes, all of the phase of
    the last point; `sigma_z` (NaN unless p or pp); `n` points in all, `n_baseline` points under the last
    phase's limits, `n_special` marked points in all; `last` index of the last point or -1; Anhoej's
    `longest_run`, `longest_run_max`, `crossings`, `crossings_min` (-1: no useful point) and `runs_signal`.
    """

    labels: tuple[str, ...]
    values: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    lower_near: Floats
    upper_near: Floats
    rule: Codes
    rules: NDArray[np.uint16] | None
    side: Codes
    point: Codes
    status: Codes
    chart: Codes
    chart_reason: Codes
    variation: Codes
    assurance: Codes
    sigma_z: Floats
    n: Counts
    n_baseline: Counts
    n_special: Counts
    last: Counts
    longest_run: Counts
    longest_run_max: Counts
    crossings: Counts
    crossings_min: Counts
    runs_signal: Flags

    def at_last(self, array: NDArray[Any]) -> NDArray[Any]:
        """(S,) the entry of an (S, T) array at each series' last point; NaN or 0 where there is none."""
        return at_last(array, self.last)


def at_last(array: NDArray[Any], last: Counts) -> NDArray[Any]:
    """(S,) the entries of `array` (S, T) at the periods `last` (S,); NaN, or 0 for codes, where that is -1."""
    found = np.full(last.shape, np.nan if array.dtype.kind == "f" else 0).astype(array.dtype)
    has_point = np.flatnonzero(last >= 0)
    found[has_point] = array[has_point, last[has_point]]
    return found
