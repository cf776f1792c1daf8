"""Is the change local or systemic? From the signals of the sibling units."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.spc.codes import Codes
from wellrun.analytics.spc.judgement import Counts, Flags


class ScopeClass(StrEnum):
    LOCAL = "local"
    SYSTEMIC = "systemic"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Scope:
    """The answer with the counts for its sentence: "`n_showing` of `n_siblings`", self included in both."""

    scope: ScopeClass
    n_showing: int
    n_siblings: int
    parent_shows: bool


def scope_of(
    *,
    began: int,
    side: int,
    own: int,
    sufficient: Flags,
    sibling: Counts,
    sibling_side: Codes,
    sibling_began: Counts,
    parent_began: NDArray[np.int32] | None = None,
) -> Scope:
    """Local, systemic or unclear, for one signal of the unit `own` that began at period `began` on `side`.

    `sufficient` (N,): per sibling, self included, whether it has enough data. The siblings' signals as columns:
    `sibling` (index into N), `sibling_side`, `sibling_began` (period index). `parent_began`: periods at which
    the parent recomputed without the unit began a signal on the same side, or None.
    """
    raise NotImplementedError
