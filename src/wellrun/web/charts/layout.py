"""Where everything of a control chart goes, in pixels, before anything is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from wellrun.web import dates, figures
from wellrun.web.charts.data import ChartData, EventFlag, PhaseStart, level_at
from wellrun.web.charts.scales import Ticks, date_ticks, extent, keep_apart, round_ticks, text_width

LINE = 13.0
FLAG_ROOM = 19.0
FLAG_DROP = 11.0
FLAG_HEIGHT = 15.0
# Flags nearer than this are drawn as one.
FLAG_APART = 19.0
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
    """A phase's beginning: the line's place, its words as far as there is room, and in full."""

    x: float
    words: str
    full: str
    row: int
    ends_at: bool


@dataclass(frozen=True, slots=True)
class Flag:
    """Where events stand below the plot: their numbers ("3", or "3–5" where they lie too close), and what they were."""

    x: float
    words: str
    full: str

    @property
    def radius(self) -> float:
        """Room for its words."""
        return FLAG_HEIGHT / 2 if len(self.words) == 1 else 5.0 + 3.4 * len(self.words)


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
    flags: tuple[Flag, ...] = ()

    @property
    def dates_drop(self) -> float:
        """How far below the plot the dates stand."""
        return 20.0 + (FLAG_ROOM if self.flags else 0.0)

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
    flags = _flags(data, left, right, step)
    top, bottom = 12.0 + rows * (LINE + 1), height - 26.0 - (FLAG_ROOM if flags else 0.0)
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
        flags,
    )


def _flags(data: ChartData, left: float, right: float, step: float) -> tuple[Flag, ...]:
    """A flag for each event, those that lie close together as one."""
    groups: list[list[EventFlag]] = []
    for event in data.events:
        if groups and _flag_x(event, left, right, step) - _flag_x(groups[-1][0], left, right, step) < FLAG_APART:
            groups[-1].append(event)
        else:
            groups.append([event])
    return tuple(_flag(group, left, right, step) for group in groups)


def _flag(group: Sequence[EventFlag], left: float, right: float, step: float) -> Flag:
    first, last = group[0].number, group[-1].number
    words = str(first) if first == last else f"{first}–{last}"
    full = "; ".join(f"{event.number}: {event.text}" for event in group)
    return Flag(_flag_x(group[0], left, right, step), words, full)


def _flag_x(event: EventFlag, left: float, right: float, step: float) -> float:
    return min(left + step * (event.at + 0.5), right)


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
    """Each phase start after the first, its words in the highest row where they cross nobody's words or line."""
    starts = {start.ordinal: start for start in data.phase_starts}
    places = [(left + step * first, first) for first, _ in data.phase_spans()[1:]]
    middle = (left + right) / 2
    # Words lie towards the middle, but never reach a line that comes from the other side.
    reach_right = min((x for x, _ in places if x > middle), default=right)
    reach_left = max((x for x, _ in places if x <= middle), default=left)
    plain = []
    for x, first in places:
        when, full = _divider_words(data, first, starts.get(data.phases[first]))
        room = (x - reach_left if x > middle else reach_right - x) - 11
        # Words are whole or not there: the reason stands in full beneath the chart.
        words = next((words for words in (full, when) if text_width(words) <= room), "")
        plain.append(Divider(x, words, full, 0, ends_at=x > middle))
    # From the edges inwards each line stands clear of those placed before, so a lower row is always free.
    placed: list[Divider] = []
    for divider in sorted(plain, key=lambda d: (d.ends_at, -d.x if d.ends_at else d.x)):
        row = next(r for r in range(len(plain) + 1) if _is_free(divider, r, placed))
        placed.append(replace(divider, row=row))
    return tuple(sorted(placed, key=lambda d: d.x))


def _divider_words(data: ChartData, first: int, start: PhaseStart | None) -> tuple[str, str]:
    """The period alone, and with its reason."""
    when = dates.period_short(start.start if start else data.periods[first], data.grain)
    if start and start.reason:
        return when, gettext("%(when)s: %(reason)s") % {"when": when, "reason": start.reason}
    return when, gettext("New baseline, %(when)s") % {"when": when}


def _is_free(divider: Divider, row: int, placed: Sequence[Divider]) -> bool:
    """A line runs from its words' row down through all rows below it."""
    begins, ends = _reach(divider)
    for other in placed:
        other_begins, other_ends = _reach(other)
        if row == other.row and begins < other_ends and other_begins < ends:
            return False
        if row <= other.row and other_begins < divider.x < other_ends:
            return False
    return True


def _reach(divider: Divider) -> tuple[float, float]:
    wide = text_width(divider.words) + 11
    return (divider.x - wide, divider.x) if divider.ends_at else (divider.x, divider.x + wide)
