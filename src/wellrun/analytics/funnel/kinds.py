"""What is compared, and on which scale its spread is even: one transformation each, with its way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from wellrun.analytics.panel import Floats


class Kind(StrEnum):
    """Cases among cases; a count over another count; observed over expected."""

    PROPORTION = "proportion"
    RATIO = "ratio"
    STANDARDISED = "standardised"


class Transform(StrEnum):
    """The scale on which limits are even."""

    ARCSINE = "arcsine"
    LOG = "log"
    SQRT = "sqrt"


class Trim(StrEnum):
    """What is done to the outermost tenth of z values on each side before the spread of the others is measured."""

    WINSORISE = "winsorise"
    TRUNCATE = "truncate"


# The first is taken when none is asked for.
TRANSFORMS: dict[Kind, tuple[Transform, ...]] = {
    Kind.PROPORTION: (Transform.ARCSINE,),
    Kind.RATIO: (Transform.LOG,),
    Kind.STANDARDISED: (Transform.LOG, Transform.SQRT),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A kind on a scale: `place` of a unit, its `spread` by chance, `target` of all units, and the way `back`.

    `place` and `spread` take numerators and denominators; `target` the value that all units together have.
    Places, spreads and values are floats of any shape; NaN stays NaN.
    """

    place: Callable[[Floats, Floats], Floats]
    spread: Callable[[Floats, Floats], Floats]
    target: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]
    trim: Trim


def scale_of(kind: Kind, transform: Transform) -> Scale:
    """The scale of a kind. Source: Spiegelhalter, Statistics in Medicine 24 (2005) and 2012; SHMI; FunnelPlotR."""
    return _SCALES[kind, transform]


def target_value(numerators: Floats, denominators: Floats, kind: Kind) -> Floats:
    """(C, 1) what all units of a chart have together; 1 for observed over expected."""
    if kind is Kind.STANDARDISED:
        return np.ones((len(numerators), 1))
    known = ~np.isnan(numerators)
    above = np.where(known, numerators, 0.0).sum(axis=-1, keepdims=True)
    below = np.where(known, denominators, 0.0).sum(axis=-1, keepdims=True)
    found = np.full(above.shape, np.nan)
    np.divide(above, below, out=found, where=below > 0)
    return found


def _half_at_least(numerators: Floats) -> Floats:
    """No event has no logarithm: half a one stands for it."""
    return np.where(numerators == 0, 0.5, numerators)


def _arcsine_back(place: Floats) -> Floats:
    # Beyond the ends the sine would turn round: a limit below 0 is 0, and not its mirror image.
    found: Floats = np.sin(np.clip(place, 0.0, np.pi / 2)) ** 2
    return found


_SCALES = {
    (Kind.PROPORTION, Transform.ARCSINE): Scale(
        place=lambda n, d: np.arcsin(np.sqrt(n / d)),
        spread=lambda n, d: 1 / (2 * np.sqrt(d)),
        target=lambda p: np.arcsin(np.sqrt(p)),
        back=_arcsine_back,
        trim=Trim.WINSORISE,
    ),
    (Kind.RATIO, Transform.LOG): Scale(
        place=lambda n, d: np.log((n + 0.5) / (d + 0.5)),
        spread=lambda n, d: np.sqrt(n / (n + 0.5) ** 2 + d / (d + 0.5) ** 2),
        target=lambda r: np.log(r),
        back=lambda place: np.exp(place),
        trim=Trim.WINSORISE,
    ),
    (Kind.STANDARDISED, Transform.LOG): Scale(
        place=lambda n, d: np.log(_half_at_least(n) / d),
        spread=lambda n, d: 1 / np.sqrt(d),
        target=lambda r: np.log(r),
        back=lambda place: np.exp(place),
        trim=Trim.TRUNCATE,
    ),
    (Kind.STANDARDISED, Transform.SQRT): Scale(
        place=lambda n, d: np.sqrt(n / d),
        spread=lambda n, d: 1 / (2 * np.sqrt(d)),
        target=lambda r: np.sqrt(r),
        back=lambda place: np.maximum(place, 0.0) ** 2,
        trim=Trim.WINSORISE,
    ),
}
