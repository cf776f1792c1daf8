"""The funnel as a drawing: each unit by its size and its figure, between lines that narrow as size grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from wellrun.web import figures
from wellrun.web.charts import svg
from wellrun.web.charts.data import PointKind
from wellrun.web.charts.lines import path
from wellrun.web.charts.marks import mark_svg
from wellrun.web.charts.scales import Ticks, keep_apart, round_ticks, text_width
from wellrun.web.figures import FigureFormat

NARROW = 520
OWN, OTHER = 4.6, 2.6


@dataclass(frozen=True, slots=True)
class UnitPoint:
    """One unit. `name` is empty for a unit without one; `label` is the number it has in the table.

    `size`: how many cases, or how many are expected; `value` and its interval as stored. `here`: the page's own unit.
    """

    label: str
    name: str
    size: float
    value: float
    low: float | None
    high: float | None
    kind: PointKind
    here: bool = False


@dataclass(frozen=True, slots=True)
class FunnelData:
    """Units and the four lines, from lowest to highest, at `sizes`; `target` is what all units have together."""

    title: str
    about: str
    size_label: str
    form: FigureFormat
    points: Sequence[UnitPoint]
    target: float
    sizes: Sequence[float]
    lines: tuple[Sequence[float | None], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """Where the plot lies, in pixels, and its two scales."""

    left: float
    right: float
    top: float
    bottom: float
    across: Ticks
    up: Ticks

    def x(self, size: float) -> float:
        """The place of a size."""
        return self.left + (size - self.across.low) / (self.across.high - self.across.low) * (self.right - self.left)

    def y(self, shown: float) -> float:
        """The place of a level, in shown units."""
        return self.bottom - (shown - self.up.low) / (self.up.high - self.up.low) * (self.bottom - self.top)


def funnel_svg(data: FunnelData, width: int, height: int, ident: str) -> SafeString:
    """The funnel at its natural size in pixels; it scales with its box, needs no script and prints."""
    box = _box(data, float(width), float(height))
    clip = f"{ident}-plot"
    inside = svg.element("rect", x=box.left, y=box.top, width=box.right - box.left, height=box.bottom - box.top)
    parts = [
        svg.element("defs", svg.element("clipPath", inside, id=clip)),
        *axes(data.form, box),
        *_sizes(data, box),
        svg.element("g", *_lines(data, box), clip_path=f"url(#{clip})"),
        *_ends(data, box, width < NARROW),
        *_marks(data, box),
    ]
    return svg.figure(
        *parts, ident=ident, title=data.title, about=data.about, class_="chart funnel", width=width, height=height
    )


def axes(form: FigureFormat, box: Box) -> list[str]:
    """The levels across the plot, with their words; the unit only where it is a sign."""
    suffix = f"{figures.NO_BREAK}{form.suffix}" if form.suffix and len(form.suffix) <= 2 else ""
    parts = []
    for level in box.up.levels:
        y = box.y(level)
        parts.append(svg.element("line", class_="grid", x1=box.left, x2=box.right, y1=y, y2=y))
        words = f"{figures.number(level, box.up.decimals)}{suffix}"
        parts.append(svg.label(words, x=box.left - 8, y=y + 4, text_anchor="end"))
    return parts


def left_of(up: Ticks, form: FigureFormat) -> float:
    """Room for the words of the levels."""
    longest = max(len(figures.number(level, up.decimals)) for level in up.levels)
    return text_width("0" * (longest + (2 if form.suffix and len(form.suffix) <= 2 else 0))) + 14


def _box(data: FunnelData, width: float, height: float) -> Box:
    # The lines run away at the smallest sizes: the scale is that of the units and of the lines in the middle of them.
    middle = len(data.sizes) // 2
    levels = [data.target, *(p.value for p in data.points)]
    levels += [line[middle] for line in data.lines if line[middle] is not None]  # type: ignore[misc]
    shown = [level * data.form.multiplier for level in levels]
    up = round_ticks(min(shown), max(shown), 5 if height >= 240 else 4)
    across = round_ticks(0.0, max(point.size for point in data.points), 6 if width >= NARROW else 4)
    right = width - max(text_width(words) for words, _level in _end_words(data, width < NARROW)) - 12
    return Box(left_of(up, data.form), right, 12.0, height - 44.0, across, up)


def _sizes(data: FunnelData, box: Box) -> list[str]:
    # The last number would stand in the corner of the labels at the lines' ends.
    parts = [
        svg.label(figures.number(size, box.across.decimals), x=box.x(size), y=box.bottom + 18, text_anchor="middle")
        for size in box.across.levels
    ]
    middle = (box.left + box.right) / 2
    return [*parts, svg.label(data.size_label, x=middle, y=box.bottom + 36, text_anchor="middle")]


def _lines(data: FunnelData, box: Box) -> list[str]:
    level = box.y(data.target * data.form.multiplier)
    parts = [svg.element("line", class_="usual", x1=box.left, x2=box.right, y1=level, y2=level)]
    for line, css in zip(data.lines, ("limit", "limit-near", "limit-near", "limit"), strict=True):
        places = [
            (box.x(size), min(max(box.y(at * data.form.multiplier), -1e4), 1e4))
            for size, at in zip(data.sizes, line, strict=True)
            if at is not None
        ]
        if len(places) > 1:
            parts.append(svg.element("path", class_=css, d=path(places)))
    return parts


def _end_words(data: FunnelData, short: bool) -> list[tuple[str, float]]:
    form = FigureFormat(
        data.form.multiplier, data.form.decimals, data.form.suffix if len(data.form.suffix) <= 2 else ""
    )
    together = gettext("all %(level)s") if short else gettext("all together %(level)s")
    found = [(together % {"level": figures.figure(data.target, form)}, data.target)]
    outer = gettext("outer") if short else gettext("outer line")
    return [*found, *((outer, level) for level in (data.lines[0][-1], data.lines[3][-1]) if level is not None)]


def _ends(data: FunnelData, box: Box, short: bool) -> list[str]:
    ends = _end_words(data, short)
    wanted = [min(max(box.y(level * data.form.multiplier), box.top), box.bottom) for _words, level in ends]
    placed = keep_apart(wanted, 13.0, box.top, box.bottom)
    return [
        svg.label(words, class_="end", x=box.right + 8, y=y + 4)
        for (words, _level), y in zip(ends, placed, strict=True)
    ]


def _marks(data: FunnelData, box: Box) -> list[str]:
    """The units without a name first, so that one's own lie on top."""
    parts = []
    for point in (point for point in data.points if not point.name):
        x, y = box.x(point.size), box.y(point.value * data.form.multiplier)
        parts.append(svg.element("g", mark_svg(point.kind, x, y, OTHER), class_="other"))
    taken: list[tuple[float, float]] = []
    for point in (point for point in data.points if point.name):
        x, y = box.x(point.size), box.y(point.value * data.form.multiplier)
        words = f"{point.name}: {figures.figure(point.value, data.form)}"
        ring = [svg.element("circle", class_="here", cx=x, cy=y, r=OWN + 4)] if point.here else []
        at = _free(x, y, taken, box)
        taken.append(at)
        label = svg.label(point.label, class_="own", x=at[0], y=at[1] + 4, text_anchor="middle")
        parts.append(
            svg.element("g", svg.element("title", svg.text(words)), *ring, mark_svg(point.kind, x, y, OWN), label)
        )
    return parts


def _free(x: float, y: float, taken: Sequence[tuple[float, float]], box: Box) -> tuple[float, float]:
    """Where beside a mark its number crosses no other number."""
    places = [(x + dx, y + dy) for reach in (11, 20) for dx, dy in ((reach, -reach), (reach, reach), (-reach, -reach),
              (-reach, reach))]  # fmt: skip
    inside = [at for at in places if box.left < at[0] < box.right and box.top < at[1] < box.bottom] or places
    clear = [at for at in inside if all(abs(at[0] - a) > 14 or abs(at[1] - b) > 12 for a, b in taken)]
    return (clear or inside)[0]
