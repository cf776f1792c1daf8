"""The mark of a point: shape and colour together, one table for every chart and list."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.web.charts.data import PointKind
from wellrun.web.charts.svg import element, number


@dataclass(frozen=True, slots=True)
class Mark:
    """The shape, its class in the stylesheet, and its name in Vega."""

    shape: str
    css: str
    token: str
    vega_shape: str


# A cross of two strokes in Vega's unit square: a shape that is left open, as nothing rests on the point.
_CROSS = "M-1.2,-1.2L1.2,1.2M1.2,-1.2L-1.2,1.2"

MARKS = {
    PointKind.COMMON_CAUSE: Mark("circle", "mark-none", "flat", "circle"),
    PointKind.IMPROVEMENT: Mark("triangle", "mark-good", "good", "triangle-up"),
    PointKind.CONCERN: Mark("square", "mark-bad", "bad", "square"),
    PointKind.HIGH: Mark("diamond", "mark-side", "ink-2", "diamond"),
    PointKind.LOW: Mark("diamond", "mark-side", "ink-2", "diamond"),
    PointKind.NOT_JUDGED: Mark("circle", "mark-hollow", "flat", "circle"),
    PointKind.LEFT_OUT: Mark("cross", "mark-out", "ink-2", _CROSS),
}


def mark_svg(kind: PointKind, x: float, y: float, radius: float) -> str:
    """The mark of `kind` at (x, y), about as wide as a circle of `radius`."""
    mark = MARKS[kind]
    if mark.shape == "circle":
        return element("circle", class_=mark.css, cx=float(x), cy=float(y), r=float(radius))
    if mark.shape == "square":
        side = 2 * radius
        return element("rect", class_=mark.css, x=float(x - radius), y=float(y - radius), width=side, height=side)
    if mark.shape == "cross":
        far, near = 1.4 * radius, -1.4 * radius
        strokes = "".join(
            f"M{number(x + near)} {number(y + up)}L{number(x + far)} {number(y - up)}" for up in (near, far)
        )
        return element("path", class_=mark.css, d=strokes)
    if mark.shape == "triangle":
        tall, half = 1.25 * radius, 1.25 * radius
        corners = [(x, y - tall), (x + half, y + 0.85 * radius), (x - half, y + 0.85 * radius)]
    else:
        reach = 1.3 * radius
        corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
    path = "M" + "L".join(f"{number(px)} {number(py)}" for px, py in corners) + "z"
    return element("path", class_=mark.css, d=path)
