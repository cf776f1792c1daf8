"""Is the change local or systemic? From the signals of the sibling units over the same measure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

# Fewer units with enough data than this say nothing about the whole.
FEWEST_SIBLINGS = 4
# "Begun within three periods": a month is a long time on a ward, a flow change reaches the next ward in weeks.
PERIODS_APART = 3


class ScopeClass(StrEnum):
    """Whether the cause is one unit or the whole system."""

    LOCAL = "local"
    SYSTEMIC = "systemic"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Scope:
    """The answer, with the counts for its sentence: "`n_showing` of `n_siblings`", self included in both.

    `parent_shows`: the parent recomputed without the unit began the same change. `showing`: indices of the
    siblings that show it, self included.
    """

    scope: ScopeClass
    n_showing: int
    n_siblings: int
    parent_shows: bool
    showing: tuple[int, ...]


def scope_of(
    *,
    own: int,
    side: int,
    began: int,
    sufficient: ArrayLike,
    sibling: ArrayLike,
    sibling_side: ArrayLike,
    sibling_began: ArrayLike,
    parent_began: ArrayLike = (),
) -> Scope:
    """Local, systemic or unclear, for one signal of unit `own` on `side` that began at period `began`.

    `sufficient` (N,) bool: per sibling, self included, whether its data suffice. The siblings' signals as
    columns: `sibling` (index into N), `sibling_side` (+1, -1), `sibling_began` (period index). `parent_began`:
    periods in which the parent, recomputed without the unit, began a signal on the same side.
    Systemic: at least half of four or more siblings, or the parent, show the same direction begun within three
    periods. Local: no other shows it. Unclear: in between, or fewer than four siblings.
    """
    enough = np.asarray(sufficient, dtype=np.bool_)
    whose = np.asarray(sibling, dtype=np.intp)
    same_side = np.asarray(sibling_side) == side
    shows = same_side & _near(sibling_began, began) & enough[whose]
    showing = np.unique(np.append(whose[shows], own)) if enough[own] else np.unique(whose[shows])
    n_siblings = int(enough.sum())
    parent_shows = bool(_near(parent_began, began).any())
    scope = _scope(showing.size, n_siblings, others=bool((showing != own).any()), parent_shows=parent_shows)
    return Scope(scope, int(showing.size), n_siblings, parent_shows, tuple(showing.tolist()))


def _near(when: ArrayLike, began: int) -> np.typing.NDArray[np.bool_]:
    near: np.typing.NDArray[np.bool_] = np.abs(np.asarray(when, dtype=np.int64) - began) <= PERIODS_APART
    return near


def _scope(n_showing: int, n_siblings: int, *, others: bool, parent_shows: bool) -> ScopeClass:
    if n_siblings < FEWEST_SIBLINGS:
        return ScopeClass.UNCLEAR
    if 2 * n_showing >= n_siblings or parent_shows:
        return ScopeClass.SYSTEMIC
    return ScopeClass.UNCLEAR if others else ScopeClass.LOCAL
