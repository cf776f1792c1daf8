"""Scales, round ticks and labels that keep apart: the geometry that the drawn and the live chart share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils.formats import date_format

from wellrun.web.charts.data import ChartData
from wellrun.web.figures import is_missing

# Average width of a character of the interface font at 11.5 px; measured on "upper limit 19.1 %".
CHARACTER = 6.1
# A spread this small beside the level is rounding: no figure is shown to so many places.
CONSTANT = 1e-9


@dataclass(frozen=True, slots=True)
class Ticks:
    """Round levels from `low` to `high`, both included, and the decimals it takes to write them."""

    low: float
    high: float
    levels: tuple[float, ...]
    decimals: int


def round_ticks(low: float, high: float, about: int) -> Ticks:
    """About `about` round levels that enclose low to high. A constant is given room on both sides."""
    if high - low <= CONSTANT * max(abs(low), abs(high), 1):
        room = abs(low) * 0.1 if abs(low) > CONSTANT else 1.0
        low, high = (low - room if low < 0 or low - room >= 0 else 0.0), high + room
    rough = (high - low) / max(about - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999), 10 * power)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if round(step / 10.0**-decimals, 6) % 1:
        decimals += 1
    levels = tuple(round(k * step, decimals) for k in range(first, last + 1))
    return Ticks(levels[0], levels[-1], levels, decimals)


def extent(data: ChartData) -> tuple[float, float] | None:
    """The lowest and highest of all that is drawn, in shown units; None when there is nothing."""
    edges = data.aim.edges() if data.aim else ()
    drawn = [*data.values, *data.centre, *data.lower, *data.upper, *edges]
    levels = [level * data.form.multiplier for level in drawn if level is not None and not is_missing(level)]
    return (min(levels), max(levels)) if levels else None


def text_width(words: str) -> float:
    """About how wide a label is, in pixels."""
    return CHARACTER * len(words)


def keep_apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near as may be to `wanted`, at least `gap` apart and within low to high, order kept.

    Where they do not all fit, they stay apart and run past `high`.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed: list[float] = []
    for i in order:
        floor = placed[-1] + gap if placed else low
        placed.append(max(wanted[i], floor))
    ceiling = high
    for k in range(len(placed) - 1, -1, -1):
        placed[k] = min(placed[k], ceiling)
        ceiling = placed[k] - gap
    if placed and placed[0] < low:
        placed = [low + gap * k for k in range(len(placed))]
    found = [0.0] * len(wanted)
    for i, position in zip(order, placed, strict=True):
        found[i] = position
    return found


def date_ticks(periods: Sequence[date], grain: str, step: float, room: float = 58.0) -> list[tuple[int, str]]:
    """Which periods get a label, and its words, so that labels stand at least `room` pixels apart."""
    if not periods:
        return []
    months = (periods[-1].year - periods[0].year) * 12 + periods[-1].month - periods[0].month
    if grain == "event" or months < 3:
        stride = max(1, math.ceil(room / step)) if step > 0 else len(periods)
        form = "M y" if grain == "month" else "j M"
        return [(i, date_format(periods[i], form)) for i in range(0, len(periods), stride)]
    firsts = [i for i, p in enumerate(periods) if i == 0 or (p.year, p.month) != _month(periods[i - 1])]
    for stride in (1, 2, 3, 6, 12, 24, 60, 120):
        chosen = [i for i in firsts if (periods[i].year * 12 + periods[i].month - 1) % stride == 0]
        # The first period may start inside its month: it is no month's beginning on a daily or weekly axis.
        if grain in ("day", "week") and chosen and chosen[0] == 0 and periods[0].day > 7:
            chosen = chosen[1:]
        if all((b - a) * step >= room for a, b in pairwise(chosen)):
            return [(i, date_format(periods[i], "M y")) for i in chosen]
    return []


def _month(when: date) -> tuple[int, int]:
    return when.year, when.month
