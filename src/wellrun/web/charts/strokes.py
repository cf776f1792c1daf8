"""What several pictures draw alike: texts of several lines, the marks of states, paths with rounded corners."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from wellrun.web import icons
from wellrun.web.charts.svg import element, number, text

_CORNER = 6.0

Point = tuple[float, float]


def lines(said: Sequence[str], x: float, y: float, step: float, paint: object) -> str:
    """Lines of one text, with a space between, so that it is read as one."""
    spans = [
        element("tspan", text(line if n == len(said) - 1 else f"{line} "), x=x, y=y + n * step)
        for n, line in enumerate(said)
    ]
    return element("text", *spans, **paint)  # type: ignore[arg-type]


def shape(name: str, x: float, y: float) -> str:
    """The mark of a state, as it stands in tags and charts."""
    view, drawn = icons.DRAWN[name]
    return (
        f'<svg x="{number(x)}" y="{number(y)}" width="19" height="17" viewBox="{escape(view)}" '
        f'aria-hidden="true">{drawn}</svg>'
    )


def rounded(points: Sequence[Point]) -> str:
    """The path through the points; each corner is cut by a curve no longer than half of its shorter side."""
    said = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        size = min(_CORNER, _distance(before, corner) / 2, _distance(corner, after) / 2)
        x1, y1 = _toward(corner, before, size)
        x2, y2 = _toward(corner, after, size)
        said.append(f"L{number(x1)} {number(y1)}Q{number(corner[0])} {number(corner[1])} {number(x2)} {number(y2)}")
    return "".join([*said, f"L{number(points[-1][0])} {number(points[-1][1])}"])


def _distance(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(start: Point, end: Point, size: float) -> Point:
    """The point `size` from `start` on the level or upright way to `end`."""
    length = _distance(start, end) or 1.0
    share = size / length
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
