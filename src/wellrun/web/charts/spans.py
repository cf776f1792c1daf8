"""Each unit's figure with the interval its own count leaves open, by size: an interval plot that ranks nobody."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from wellrun.web import figures
from wellrun.web.charts import svg
from wellrun.web.charts.funnel import OTHER, OWN, Box, FunnelData, UnitPoint, axes, left_of
from wellrun.web.charts.marks import mark_svg
from wellrun.web.charts.scales import keep_apart, round_ticks

# Pixels between the numbers of two units of like size.
APART = 13.0


def spans_svg(data: FunnelData, width: int, height: int, ident: str) -> SafeString:
    """The intervals side by side, the smallest unit first; the number of one's own stands beneath it."""
    by_size = sorted(data.points, key=lambda point: (point.size, point.label))
    box = _box(by_size, data, float(width), float(height))
    step = (box.right - box.left) / max(len(by_size), 1)
    level = box.y(data.target * data.form.multiplier)
    parts = [
        *axes(data.form, box),
        svg.element("line", class_="usual", x1=box.left, x2=box.right, y1=level, y2=level),
    ]
    for at, point in sorted(enumerate(by_size), key=lambda each: bool(each[1].name)):
        parts.append(_one(point, box.left + step * (at + 0.5), step, data, box))
    named = [(point.label, box.left + step * (at + 0.5)) for at, point in enumerate(by_size) if point.name]
    apart = keep_apart([x for _label, x in named], APART, box.left, box.right)
    parts += [
        svg.label(label, class_="own", x=x, y=box.bottom + 18, text_anchor="middle")
        for (label, _at), x in zip(named, apart, strict=True)
    ]
    middle = (box.left + box.right) / 2
    words = gettext("from the smallest unit to the largest")
    parts.append(svg.label(words, x=middle, y=box.bottom + 36, text_anchor="middle"))
    return svg.figure(
        *parts, ident=ident, title=data.title, about=data.about, class_="chart spans", width=width, height=height
    )


def _box(points: list[UnitPoint], data: FunnelData, width: float, height: float) -> Box:
    """One tiny unit's interval must not flatten all others: of many units the widest fortieth is cut off."""
    levels = [point.value for point in points] + [data.target]
    low = sorted(point.low for point in points if point.low is not None)
    high = sorted((point.high for point in points if point.high is not None), reverse=True)
    levels += [ends[len(ends) // 40] for ends in (low, high) if ends]
    shown = [level * data.form.multiplier for level in levels]
    up = round_ticks(min(shown), max(shown), 5 if height >= 240 else 4)
    return Box(left_of(up, data.form), width - 14.0, 12.0, height - 44.0, round_ticks(0, 1, 2), up)


def _one(point: UnitPoint, x: float, step: float, data: FunnelData, box: Box) -> str:
    y = box.y(point.value * data.form.multiplier)
    ends = [
        min(max(box.y(end * data.form.multiplier), box.top), box.bottom)
        for end in (point.low, point.high)
        if end is not None
    ]
    line = [svg.element("line", class_="span", x1=x, x2=x, y1=ends[0], y2=ends[1])] if len(ends) == 2 else []
    if not point.name:
        mark = mark_svg(point.kind, x, y, min(OTHER, max(1.2, step * 0.4)))
        return svg.element("g", *line, mark, class_="other")
    words = gettext("%(name)s: %(value)s, interval %(range)s") % {
        "name": point.name,
        "value": figures.figure(point.value, data.form),
        "range": figures.figure_range(point.low, point.high, data.form),
    }
    ring = [svg.element("circle", class_="here", cx=x, cy=y, r=OWN + 4)] if point.here else []
    return svg.element("g", svg.element("title", svg.text(words)), *line, *ring, mark_svg(point.kind, x, y, OWN))
