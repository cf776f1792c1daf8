"""Where everything of a control chart goes, in pixels, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from wellrun.web import dates, figures
from wellrun.web.charts.data import ChartData, level_at
from wellrun.web.charts.scales import Ticks, date_ticks, extent, keep_apart, round_ticks, text_width

LINE = 13.0
NARROW = 520


@dataclass(frozen=True, slots=True)
class EndLabel:
    """The words at the right end of a line: where the line is (`level_y`) and where the words go (`y`)."""

    words: str
    css: str
    level_y: float
    y: float


@dataclass(frozen=True, slots=True)
class Divider:
    """A phase's beginning: the line's place, its words cut to the room there is, and in full."""

    x: float
    words: str
    full: str
    row: int
    ends_at: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes and positions of one chart; y is in shown units (after the multiplier)."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    ticks: Ticks
    step: float
    labels: tuple[EndLabel, ...]
    dividers: tuple[Divider, ...]
    date_labels: tuple[tuple[int, str], ...]

    def x(self, index: float) -> float:
        """The middle of a period's place."""
        return self.left + self.step * (index + 0.5)

    def y(self, shown: float) -> float:
        """The place of a level."""
        span = self.ticks.high - self.ticks.low
        return self.bottom - (shown - self.ticks.low) / span * (self.bottom - self.top)


def divider_at(divider: Divider) -> float:
    """The baseline of a divider's words: rows above the plot."""
    return 11.0 + divider.row * (LINE + 1)


def lay_out(data: ChartData, width: float, height: float) -> Layout:
    """Room for the longest labels first; what is left is the plot."""
    low, high = extent(data) or (0.0, 1.0)
    ticks = round_ticks(low, high, 5 if height >= 240 else 4)
    short = width < NARROW
    ends = _end_words(data, short)
    tick_words = [tick_label(level, ticks, data) for level in ticks.levels]
    left = max(text_width(words) for words in tick_words) + 14
    right = width - (max((text_width(words) for words, _, _ in ends), default=0) + 12 if ends else 14)
    step = (right - left) / max(len(data.periods), 1)
    dividers = _dividers(data, left, right, step)
    rows = max((d.row for d in dividers), default=-1) + 1
    top, bottom = 12.0 + rows * (LINE + 1), height - 26.0
    plain = Layout(width, height, left, right, top, bottom, ticks, step, (), dividers, ())
    return Layout(
        width,
        height,
        left,
        right,
        top,
        bottom,
        ticks,
        step,
        _place(ends, plain, data),
        dividers,
        tuple(date_ticks(data.periods, data.grain, step)),
    )


def tick_label(level: float, ticks: Ticks, data: ChartData) -> str:
    """A level on the axis; the unit only where it is a sign, since a word would not fit."""
    words = figures.number(level, ticks.decimals)
    suffix = data.form.suffix
    return f"{words}{figures.NO_BREAK}{suffix}" if suffix and len(suffix) <= 2 else words


def _end_words(data: ChartData, short: bool) -> list[tuple[str, str, float]]:
    """Words, class and level of each labelled line, for the phase the chart ends in."""
    last = len(data.periods) - 1 if data.periods else None
    form = figures.FigureFormat(
        data.form.multiplier, data.form.decimals, data.form.suffix if len(data.form.suffix) <= 2 else ""
    )
    lines = [
        (gettext("upper limit %(level)s"), gettext("upper %(level)s"), "end", level_at(data.upper, last)),
        (gettext("usual level %(level)s"), gettext("usual %(level)s"), "end", level_at(data.centre, last)),
        (gettext("lower limit %(level)s"), gettext("lower %(level)s"), "end", level_at(data.lower, last)),
    ]
    for edge in data.aim.edges() if data.aim else ():
        lines.append((gettext("aim %(level)s"), gettext("aim %(level)s"), "end aim-label", edge))
    return [
        ((brief if short else full) % {"level": figures.figure(level, form)}, css, level)
        for full, brief, css, level in lines
        if level is not None
    ]


def _place(ends: list[tuple[str, str, float]], plain: Layout, data: ChartData) -> tuple[EndLabel, ...]:
    wanted = [plain.y(level * data.form.multiplier) for _, _, level in ends]
    placed = keep_apart(wanted, LINE, plain.top, plain.bottom)
    return tuple(
        EndLabel(words, css, level_y, y) for (words, css, _), level_y, y in zip(ends, wanted, placed, strict=True)
    )


def _dividers(data: ChartData, left: float, right: float, step: float) -> tuple[Divider, ...]:
    """Each phase start after the first, its words in the lowest row in which they run into no other's."""
    reasons = {start.ordinal: start for start in data.phase_starts}
    found: list[Divider] = []
    row_ends: list[float] = []
    for first, _ in data.phase_spans()[1:]:
        start = reasons.get(data.phases[first])
        when = start.start if start else data.periods[first]
        full = gettext("New baseline, %(when)s") % {"when": dates.period_short(when, data.grain)}
        if start and start.reason:
            full = gettext("%(when)s: %(reason)s") % {
                "when": dates.period_short(when, data.grain),
                "reason": start.reason,
            }
        x = left + step * first
        to_left = x > (left + right) / 2
        room = (x - left if to_left else right - x) - 6
        words = _cut(full, room)
        begins, ends = (x - 5 - text_width(words), x) if to_left else (x, x + 5 + text_width(words))
        row = next((r for r, end in enumerate(row_ends) if begins > end + 8), len(row_ends))
        if row == len(row_ends):
            row_ends.append(ends)
        row_ends[row] = max(ends, x)
        found.append(Divider(x, words, full, row, to_left))
    return tuple(found)


def _cut(words: str, room: float) -> str:
    fits = int(room // text_width("x"))
    return words if len(words) <= fits else words[: max(fits - 1, 1)].rstrip() + "…"
