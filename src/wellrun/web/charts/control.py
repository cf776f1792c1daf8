"""The control chart as a drawing: what prints, what stands before scripts run, and what the review room shows."""

from __future__ import annotations

from hashlib import sha256

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from wellrun.web.charts import svg
from wellrun.web.charts.data import ChartData
from wellrun.web.charts.layout import FLAG_DROP, FLAG_HEIGHT, Layout, divider_at, lay_out, tick_label
from wellrun.web.charts.lines import gaps, path, runs, step_path, straighten
from wellrun.web.charts.marks import mark_svg
from wellrun.web.charts.scales import text_width
from wellrun.web.charts.words import describe

WIDTH, HEIGHT = 760, 300


def control_chart_svg(data: ChartData, width: int = WIDTH, height: int = HEIGHT, ident: str = "") -> SafeString:
    """The chart at its natural size in pixels; it scales with its box.

    Under 520 px the labels are brief. `ident` makes the ids of title and description unique on a page where the
    same chart stands twice; by default it comes from the content.
    """
    frame = lay_out(data, float(width), float(height))
    ident = ident or sha256(f"{data.title}{width}x{height}{data.periods}".encode()).hexdigest()[:10]
    parts = [
        *_axes(data, frame),
        *_holes(data, frame),
        *_aim(data, frame),
        *_limits(data, frame),
        *_dividers(frame),
        *_flags(frame),
        *_figures(data, frame),
        *_end_labels(frame),
    ]
    if not data.present():
        parts.append(svg.label(gettext("No figures yet"), x=frame.width / 2, y=frame.height / 2, text_anchor="middle"))
    return svg.figure(
        *parts, ident=ident, title=data.title, about=describe(data), class_="chart", width=width, height=height
    )


def _axes(data: ChartData, frame: Layout) -> list[str]:
    parts = []
    for level in frame.ticks.levels:
        y = frame.y(level)
        parts.append(svg.element("line", class_="grid", x1=frame.left, x2=frame.right, y1=y, y2=y))
        words = tick_label(level, frame.ticks, data)
        parts.append(svg.label(words, x=frame.left - 8, y=y + 4, text_anchor="end"))
    for index, words in frame.date_labels:
        parts.append(svg.label(words, x=frame.x(index), y=frame.bottom + frame.dates_drop, text_anchor="middle"))
    return parts


def _holes(data: ChartData, frame: Layout) -> list[str]:
    parts = []
    for first, last in gaps(data.values):
        x, wide = frame.left + frame.step * first, frame.step * (last - first + 1)
        parts.append(
            svg.element("rect", class_="no-data", x=x, y=frame.top, width=wide, height=frame.bottom - frame.top)
        )
        words = hole_words(last - first + 1, frame)
        if words:
            parts.append(svg.label(words, x=x + wide / 2, y=frame.bottom - 7, text_anchor="middle"))
    return parts


def _aim(data: ChartData, frame: Layout) -> list[str]:
    if data.aim is None:
        return []
    levels = [frame.y(edge * data.form.multiplier) for edge in data.aim.edges()]
    parts = [svg.element("line", class_="aim", x1=frame.left, x2=frame.right, y1=y, y2=y) for y in levels]
    if data.aim.value is None and len(levels) == 2:
        low, high = levels
        band = svg.element(
            "rect", class_="aim-band", x=frame.left, y=high, width=frame.right - frame.left, height=low - high
        )
        parts.insert(0, band)
    return parts


def _limits(data: ChartData, frame: Layout) -> list[str]:
    parts = []
    for css, levels in (("limit", data.upper), ("usual", data.centre), ("limit", data.lower)):
        steps = straighten(step_path(data, levels, frame)) if levels else ""
        if steps:
            parts.append(svg.element("path", class_=css, d=steps))
    return parts


def _dividers(frame: Layout) -> list[str]:
    parts = []
    for divider in frame.dividers:
        y = divider_at(divider)
        parts.append(svg.element("line", class_="divider", x1=divider.x, x2=divider.x, y1=y - 9, y2=frame.bottom))
        words = svg.label(
            divider.words,
            x=divider.x - 5 if divider.ends_at else divider.x + 5,
            y=y,
            text_anchor="end" if divider.ends_at else "start",
        )
        parts.append(svg.element("g", svg.element("title", svg.text(divider.full)), words))
    return parts


def _flags(frame: Layout) -> list[str]:
    """A numbered flag below the plot for each event, with a line up to its figures."""
    parts = []
    middle, half = frame.bottom + FLAG_DROP, FLAG_HEIGHT / 2
    for flag in frame.flags:
        wide = 2 * flag.radius
        parts.append(svg.element("line", class_="flag-line", x1=flag.x, x2=flag.x, y1=frame.top, y2=middle - half))
        pill = svg.element(
            "rect", class_="flag-disc", x=flag.x - flag.radius, y=middle - half, width=wide, height=2 * half, rx=half
        )
        words = svg.label(flag.words, class_="flag-words", x=flag.x, y=middle + 4, text_anchor="middle")
        parts.append(svg.element("g", svg.element("title", svg.text(flag.full)), pill, words))
    return parts


def _figures(data: ChartData, frame: Layout) -> list[str]:
    places = {i: (frame.x(i), frame.y((data.values[i] or 0.0) * data.form.multiplier)) for i in data.present()}
    parts = [
        svg.element("path", class_="line", d=path([places[i] for i in run]))
        for run in runs(data.values)
        if len(run) > 1
    ]
    radius = mark_radius(frame.step)
    parts += [mark_svg(data.kinds[i], x, y, radius) for i, (x, y) in places.items()]
    return parts


def _end_labels(frame: Layout) -> list[str]:
    parts = []
    for end in frame.labels:
        if abs(end.y - end.level_y) > 3:
            points = [(frame.right + 1, end.level_y), (frame.right + 6, end.y)]
            parts.append(svg.element("path", class_="leader", d=path(points)))
        parts.append(svg.label(end.words, class_=end.css, x=frame.right + 8, y=end.y + 4))
    return parts


def hole_words(periods: int, frame: Layout) -> str:
    """What stands in a hole of so many periods; "" where it is too narrow for words."""
    words = gettext("no figures")
    return words if frame.step * periods > text_width(words) + 6 else ""


def mark_radius(step: float) -> float:
    """Marks shrink where points stand close, so that neighbours stay apart."""
    return max(1.4, min(4.0, step * 0.36))
