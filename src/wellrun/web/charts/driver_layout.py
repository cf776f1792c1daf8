"""Where the boxes of a driver diagram lie: the aim on the left, what moves it to its right, each with room of its own.

Lengths are in pixels of the drawing. All that hangs below a box lies in a band that nothing else enters: so no two
boxes overlap and no line runs over a text, also where that of an idea below a primary driver passes a column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

COLUMN_WIDTH = 236.0
GUTTER = 48.0
# Beside the outermost boxes, so that nothing of their edges is cut.
EDGE = 2.0
# Above the boxes, for the names of the columns.
HEADING = 34.0
GAP = 14.0
_TRUNK = 24.0
# Ends closer than this are drawn as one straight line.
_STRAIGHT = 3.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Node:
    """A box to place: which column, which box it hangs below, how tall it is."""

    key: str
    column: int
    parent: str | None
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A box where it stands."""

    key: str
    column: int
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Half way down, where its lines begin and end."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Route:
    """The line from a box to the one it hangs below, by its corners."""

    key: str
    parent: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole diagram."""

    width: float
    height: float
    boxes: Mapping[str, Placed]
    routes: tuple[Route, ...]


def column_x(column: int) -> float:
    """The left edge of a column."""
    return EDGE + column * (COLUMN_WIDTH + GUTTER)


def lay_out(nodes: Sequence[Node], n_columns: int) -> Layout:
    """The diagram of these boxes, those below one in the order given. A parent comes before what hangs below it."""
    below: dict[str | None, list[Node]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)
    bands = _bands(nodes, below)
    boxes: dict[str, Placed] = {}
    bottom = _place(below.get(None, []), HEADING, below, bands, boxes)
    routes = tuple(_route(boxes[node.key], boxes[node.parent]) for node in nodes if node.parent is not None)
    return Layout(column_x(n_columns - 1) + COLUMN_WIDTH + EDGE, bottom, boxes, routes)


def _bands(nodes: Sequence[Node], below: Mapping[str | None, list[Node]]) -> dict[str, float]:
    """How tall the room is that each box needs with all below it."""
    bands: dict[str, float] = {}
    for node in reversed(nodes):
        bands[node.key] = max(node.height + GAP, sum(bands[child.key] for child in below.get(node.key, ())))
    return bands


def _place(
    row: Sequence[Node],
    top: float,
    below: Mapping[str | None, list[Node]],
    bands: Mapping[str, float],
    boxes: dict[str, Placed],
) -> float:
    """Place boxes one under another from `top`, each in the middle of its band; where the last band ends."""
    for node in row:
        band = bands[node.key]
        y = top + (band - node.height) / 2
        boxes[node.key] = Placed(node.key, node.column, column_x(node.column), y, node.height)
        children = below.get(node.key, [])
        room = band - sum(bands[child.key] for child in children)
        _place(children, top + room / 2, below, bands, boxes)
        top += band
    return top


def _route(box: Placed, parent: Placed) -> Route:
    edge = parent.x + COLUMN_WIDTH
    start, end = (box.x, box.middle), (edge, parent.middle)
    if abs(start[1] - end[1]) < _STRAIGHT:
        return Route(box.key, parent.key, ((start[0], end[1]), end))
    trunk = edge + _TRUNK
    return Route(box.key, parent.key, (start, (trunk, start[1]), (trunk, end[1]), end))
