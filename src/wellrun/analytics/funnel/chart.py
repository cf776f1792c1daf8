"""The funnel of many units, or of many charts of units at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.funnel import limits as lines
from wellrun.analytics.funnel.dispersion import dispersion
from wellrun.analytics.funnel.intervals import clopper_pearson, garwood
from wellrun.analytics.funnel.kinds import TRANSFORMS, Kind, Transform, scale_of, target_value
from wellrun.analytics.funnel.limits import Z_INNER, Z_OUTER, Model
from wellrun.analytics.funnel.power import ENOUGH, middle_detectable, smallest_detectable
from wellrun.analytics.panel import Floats

TAUS = (-Z_OUTER, -Z_INNER, Z_INNER, Z_OUTER)


class Limits(StrEnum):
    """Lines from the even scale, or from the counts themselves."""

    TRANSFORMED = "transformed"
    EXACT = "exact"


class Flag(IntEnum):
    """Where a unit lies."""

    NONE = 0
    LOW = 1
    LOW_95 = 2
    INSIDE = 3
    HIGH_95 = 4
    HIGH = 5

    @property
    def word(self) -> str:
        return "" if self in (Flag.NONE, Flag.INSIDE) else self.name.lower()


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Charts of units: arrays (C, N), one a unit, NaN = no such unit; `target`, `phi`, `tau2`, `middle` (C, 1).

    `value`; `expected` numerator at the target; the four lines; `z` on the scale without overdispersion; `flag`;
    the exact 95 % interval of the value; `detectable`, the smallest true multiple of the target that is flagged (above
    the 99.8 % line) in four of five samples, NaN where none is; `middle` the median of these.
    """

    kind: Kind
    transform: Transform
    model: Model
    limits: Limits
    target: Floats
    phi: Floats
    tau2: Floats
    value: Floats
    expected: Floats
    lower_998: Floats
    lower_95: Floats
    upper_95: Floats
    upper_998: Floats
    z: Floats
    flag: NDArray[np.int8]
    interval_lower: Floats
    interval_upper: Floats
    detectable: Floats
    middle: Floats

    @property
    def underpowered(self) -> NDArray[np.bool_]:
        """(C, 1) whether the middle unit could be at twice the target and not be flagged."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.middle > ENOUGH)


def funnel(
    numerators: Floats,
    denominators: Floats,
    *,
    kind: Kind,
    transform: Transform | None = None,
    model: Model = Model.ADDITIVE,
    limits: Limits = Limits.TRANSFORMED,
) -> Funnel:
    """Who differs from the others, given their size? Numerators and denominators (C, N), C charts of N units.

    A unit whose numerator or denominator is NaN, or whose denominator is not above 0, is no unit. Raises ValueError
    for a transform that the kind has not. Source: Spiegelhalter, Stat. Med. 24 (2005); JRSS A 175 (2012).
    """
    transform = TRANSFORMS[kind][0] if transform is None else transform
    if transform not in TRANSFORMS[kind]:
        raise ValueError(f"{kind} has no {transform} scale")
    counted = ~np.isnan(numerators) & (denominators > 0)
    above, below = np.where(counted, numerators, np.nan), np.where(counted, denominators, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        target = target_value(above, below, kind)
        scale = scale_of(kind, transform)
        spread = scale.spread(_spreading(kind, above, below, target), below)
        z = _known((scale.place(above, below) - scale.target(target)) / spread)
        phi, tau2 = dispersion(z, spread, scale.trim)
        found = [_line(kind, transform, limits, model, target, above, below, phi, tau2, tau) for tau in TAUS]
        value = above / below
        half = _half(kind, limits)
        detectable = smallest_detectable(kind, found[3], target, below, above + below, half=half)
        ends = _interval(kind, above, below)
        expected = below * target
    middle = middle_detectable(detectable, counted)
    held = _held(kind, limits, above, below, half)
    flag = _flag(np.fmax(value, held), np.fmin(value, held), found, counted)
    return Funnel(
        kind=kind,
        transform=transform,
        model=model,
        limits=limits,
        target=target,
        phi=phi,
        tau2=tau2,
        value=value,
        expected=expected,
        lower_998=found[0],
        lower_95=found[1],
        upper_95=found[2],
        upper_998=found[3],
        z=z,
        flag=flag,
        interval_lower=ends[0],
        interval_upper=ends[1],
        detectable=np.where(counted, detectable, np.nan),
        middle=middle,
    )


def contours(chart: Funnel, denominators: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """The four lines (C, M) from lowest to highest of charts at other denominators (C, M), for drawing them."""
    at_target = chart.target * denominators
    with np.errstate(divide="ignore", invalid="ignore"):
        first, second, third, fourth = (
            _line(chart.kind, chart.transform, chart.limits, chart.model, chart.target, at_target, denominators,
                  chart.phi, chart.tau2, z)
            for z in TAUS
        )  # fmt: skip
    return first, second, third, fourth


def _line(kind: Kind, transform: Transform, limits: Limits, model: Model, target: Floats, above: Floats,
          below: Floats, phi: Floats, tau2: Floats, z: float) -> Floats:  # fmt: skip
    if limits is Limits.EXACT:
        totals = np.round(above + below) if kind is Kind.RATIO else below
        return lines.exact(kind, transform, target, below, totals, z, model=model, phi=phi, tau2=tau2)
    scale = scale_of(kind, transform)
    spread = scale.spread(_spreading(kind, above, below, target), below)
    even = lines.transformed(scale, target, spread, z, model=model, phi=phi, tau2=tau2)
    if kind is not Kind.STANDARDISED:
        return even
    # Where units do not differ more than by chance, chi-square is exact at any size.
    spread_by_chance = (model is Model.NONE) | ((tau2 == 0) if model is Model.ADDITIVE else ~(phi > 1))
    return np.where(spread_by_chance, lines.chi_square(below, z), even)


def _interval(kind: Kind, above: Floats, below: Floats) -> tuple[Floats, Floats]:
    if kind is Kind.STANDARDISED:
        low, high = garwood(above)
        return low / below, high / below
    if kind is Kind.PROPORTION:
        return clopper_pearson(above, below)
    low, high = clopper_pearson(above, above + below)
    return low / (1 - low), high / (1 - high)


def _spreading(kind: Kind, above: Floats, below: Floats, target: Floats) -> Floats:
    """The numerators that a spread is taken of. A ratio without a hit has none of its own but that of its denominator,
    which made it beyond every line: it has the spread of a unit at the target."""
    return np.where(above == 0, target * below, above) if kind is Kind.RATIO else above


def _known(z: Floats) -> Floats:
    """Without a single event there is no logarithm to be away from."""
    return np.where(np.isinf(z), np.nan, z)


def _half(kind: Kind, limits: Limits) -> float:
    """What the even scale of a ratio adds to both of its counts."""
    return 0.5 if kind is Kind.RATIO and limits is Limits.TRANSFORMED else 0.0


def _held(kind: Kind, limits: Limits, above: Floats, below: Floats, half: float) -> Floats:
    """The value as the even scale has it, where a half is added or stands for no event.

    A unit is flagged where both this and its own value lie beyond a line. Even lines come near no event only at 0, so
    that it would lie below the lines of the smallest unit, at whatever expected number.
    """
    if kind is Kind.STANDARDISED and limits is Limits.TRANSFORMED:
        above = np.where(above == 0, 0.5, above)
    found: Floats = np.divide(above + half, below + half, out=np.full(above.shape, np.nan), where=below > 0)
    return found


def _flag(highest: Floats, lowest: Floats, found: list[Floats], counted: NDArray[np.bool_]) -> NDArray[np.int8]:
    """`highest` and `lowest` of the values that are held against the lines."""
    lower_998, lower_95, upper_95, upper_998 = found
    tests = [~counted, highest < lower_998, highest < lower_95, lowest > upper_998, lowest > upper_95]
    flags = [Flag.NONE, Flag.LOW, Flag.LOW_95, Flag.HIGH, Flag.HIGH_95]
    return np.select(tests, [np.int8(flag) for flag in flags], np.int8(Flag.INSIDE)).astype(np.int8)
