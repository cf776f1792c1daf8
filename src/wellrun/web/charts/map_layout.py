"""Where the boxes and arrows of a strategy map lie: boxes on a grid, arrows only in the lanes between them.

Lengths are in pixels of the drawing. Boxes of a row stand in the columns of one grid, so that the room between columns
is free from top to bottom: no arrow runs over a text. The same map always gives the same drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

COLUMNS = 4
# A small map is as wide as this many columns, so that it does not stand there blown up.
FEWEST_COLUMNS = 3
BOX_WIDTH = 216.0
LABEL_WIDTH = 112.0
GUTTER = 44.0
# Room between two rows without arrows, and what each lane of arrows adds.
CHANNEL = 36.0
# Above the first and below the last row, where no arrow runs.
_MARGIN = 14.0
LANE = 9.0
# A row without boxes, in which it is said that there are none.
EMPTY_ROW = 28.0
# Ends closer than this are drawn as one straight line; ends on one side keep this far apart.
_STRAIGHT = 40.0
_APART = 14.0
_SWEEPS = 3


@dataclass(frozen=True, slots=True)
class Node:
    """A box to place: its row, counted from the top, and how tall it is."""

    key: str
    row: int
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A box where it stands."""

    key: str
    row: int
    column: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Route:
    """An arrow by its corners, from the cause to the effect."""

    cause: str
    effect: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole map; `rows` are the top and bottom of each row's boxes."""

    width: float
    height: float
    boxes: dict[str, Placed]
    routes: list[Route]
    rows: list[tuple[float, float]]


def columns_of(nodes: Sequence[Node], arrows: Sequence[tuple[str, str]], n_columns: int) -> dict[str, int]:
    """Which column each box stands in: near what it is joined with, otherwise in the order given."""
    rows: dict[int, list[str]] = {}
    for node in nodes:
        rows.setdefault(node.row, []).append(node.key)
    at = {key: _spread(n, len(row), n_columns) for row in rows.values() for n, key in enumerate(row)}
    joined: dict[str, list[str]] = {node.key: [] for node in nodes}
    for cause, effect in arrows:
        joined[cause].append(effect)
        joined[effect].append(cause)
    for _sweep in range(_SWEEPS):
        for row in rows.values():
            at.update(_nearest(row, at, joined, n_columns))
    return at


def _spread(n: int, count: int, n_columns: int) -> int:
    return int((n + 0.5) * n_columns / count)


def _nearest(row: list[str], at: dict[str, int], joined: dict[str, list[str]], n_columns: int) -> dict[str, int]:
    """The columns of one row for which its arrows are shortest; of equals the one nearest to the order given."""

    def length(placing: Iterable[int]) -> tuple[int, int]:
        places = tuple(placing)
        here = dict(zip(row, places, strict=True))
        across = sum(abs(here[key] - here.get(other, at[other])) for key in row for other in joined[key])
        moved = sum(abs(place - _spread(n, len(row), n_columns)) for n, place in enumerate(places))
        return across, moved

    return dict(zip(row, min(permutations(range(n_columns), len(row)), key=length), strict=True))


def lay_out(nodes: Sequence[Node], arrows: Sequence[tuple[str, str]], n_rows: int) -> Layout:
    """The map of these boxes and arrows; a row holds at most `COLUMNS` boxes."""
    fullest = max((sum(1 for node in nodes if node.row == row) for row in range(n_rows)), default=0)
    n_columns = max(FEWEST_COLUMNS, fullest)
    columns = columns_of(nodes, arrows, n_columns)
    plans = [_Path(cause, effect, nodes, columns, n_columns) for cause, effect in arrows]
    ports = _ports(plans, columns)
    _straighten(plans, ports)
    gutters = _gutter_lanes(plans)
    lanes = _channel_lanes(plans, ports, gutters, n_rows)
    tops, bottoms, height = _rows(nodes, lanes, n_rows)
    boxes = {
        node.key: Placed(node.key, node.row, columns[node.key], box_x(columns[node.key]), tops[node.row], node.height)
        for node in nodes
    }
    width = box_x(n_columns - 1) + BOX_WIDTH + GUTTER
    routes = [_route(plan, ports, gutters, lanes, boxes, tops) for plan in plans]
    return Layout(width, height, boxes, routes, list(zip(tops, bottoms, strict=True)))


def box_x(column: int) -> float:
    """The left edge of a column."""
    return LABEL_WIDTH + GUTTER + column * (BOX_WIDTH + GUTTER)


class _Path:
    """One arrow before it has lengths: which side it leaves and enters by, and the room between rows it uses."""

    def __init__(self, cause: str, effect: str, nodes: Sequence[Node], columns: dict[str, int], n_columns: int) -> None:
        rows = {node.key: node.row for node in nodes}
        start, end = rows[cause], rows[effect]
        self.cause, self.effect = cause, effect
        self.leaves = "bottom" if end > start else "top"
        self.enters = "bottom" if end < start else "top"
        self.first = start + 1 if self.leaves == "bottom" else start
        self.last = end + 1 if self.enters == "bottom" else end
        # Which gutter it climbs in: the one at the cause's side that faces the effect.
        self.gutter: int | None = None
        if self.first != self.last:
            self.gutter = columns[cause] + (1 if columns[effect] >= columns[cause] else 0)
            if columns[effect] == columns[cause] == n_columns - 1 and n_columns > 1:
                self.gutter = columns[cause]

    @property
    def ends(self) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
        """Each end: the box, its side, and the box at the other end."""
        return (self.cause, self.leaves, self.effect), (self.effect, self.enters, self.cause)


Ports = dict[tuple[str, str, str, str], float]


def _ports(plans: Sequence[_Path], columns: dict[str, int]) -> Ports:
    """Where on a side each arrow ends, by box, side, other box and whether it leaves; spread in the others' order.

    Sides that face each other take different places, so that two arrows never run up the same line.
    """
    sides: dict[tuple[str, str], list[tuple[int, str, str]]] = {}
    for plan in plans:
        for way, (key, side, other) in zip(("leaves", "enters"), plan.ends, strict=True):
            sides.setdefault((key, side), []).append((columns[other], other, way))
    found: Ports = {}
    for (key, side), ends in sides.items():
        shift = 7.0 if side == "top" else -7.0
        for n, (_column, other, way) in enumerate(sorted(ends)):
            x = box_x(columns[key]) + BOX_WIDTH * (n + 1) / (len(ends) + 1) + shift
            found[key, side, other, way] = x
    return found


def _straighten(plans: Sequence[_Path], ports: Ports) -> None:
    """Between rows that follow one another, an arrow goes straight up or down where nothing else ends there."""
    for plan in plans:
        start, end = _end_ports(plan, ports)
        if plan.gutter is not None or plan.leaves == plan.enters or abs(start - end) > _STRAIGHT:
            continue
        for here, there, other, way in (
            ((plan.effect, plan.enters), start, plan.cause, "enters"),
            ((plan.cause, plan.leaves), end, plan.effect, "leaves"),
        ):
            mine = (*here, other, way)
            if all(abs(x - there) >= _APART for key, x in ports.items() if key[:2] == here and key != mine):
                ports[mine] = there
                break


def _gutter_lanes(plans: Sequence[_Path]) -> dict[tuple[str, str], float]:
    """The x of each climb: side by side in the middle of its gutter."""
    by_gutter: dict[int, list[_Path]] = {}
    for plan in plans:
        if plan.gutter is not None:
            by_gutter.setdefault(plan.gutter, []).append(plan)
    found = {}
    for gutter, those in by_gutter.items():
        step = min(LANE, (GUTTER - 12) / len(those))
        middle = box_x(gutter) - GUTTER / 2
        for n, plan in enumerate(those):
            found[plan.cause, plan.effect] = middle + (n - (len(those) - 1) / 2) * step
    return found


class _Lanes:
    """Which lane of which channel each level piece of an arrow runs in."""

    def __init__(self, n_rows: int) -> None:
        self.taken: list[list[list[tuple[float, float]]]] = [[] for _ in range(n_rows + 1)]
        self.lane: dict[tuple[str, str, int], int] = {}

    def take(self, plan: _Path, channel: int, x1: float, x2: float) -> None:
        """The first lane of the channel that is free from x1 to x2."""
        low, high = min(x1, x2) - 6, max(x1, x2) + 6
        for n, lane in enumerate(self.taken[channel]):
            if all(high < start or low > end for start, end in lane):
                lane.append((low, high))
                self.lane[plan.cause, plan.effect, channel] = n
                return
        self.taken[channel].append([(low, high)])
        self.lane[plan.cause, plan.effect, channel] = len(self.taken[channel]) - 1

    def room(self, channel: int) -> float:
        """How tall the channel is."""
        if not self.taken[channel] and channel in (0, len(self.taken) - 1):
            return _MARGIN
        return CHANNEL + LANE * max(0, len(self.taken[channel]) - 1)


def _channel_lanes(plans: Sequence[_Path], ports: Ports, gutters: dict[tuple[str, str], float], n_rows: int) -> _Lanes:
    lanes = _Lanes(n_rows)
    for plan in plans:
        start, end = _end_ports(plan, ports)
        if plan.gutter is None:
            lanes.take(plan, plan.first, start, end)
        else:
            climb = gutters[plan.cause, plan.effect]
            lanes.take(plan, plan.first, start, climb)
            lanes.take(plan, plan.last, climb, end)
    return lanes


def _end_ports(plan: _Path, ports: Ports) -> tuple[float, float]:
    return (
        ports[plan.cause, plan.leaves, plan.effect, "leaves"],
        ports[plan.effect, plan.enters, plan.cause, "enters"],
    )


def _rows(nodes: Sequence[Node], lanes: _Lanes, n_rows: int) -> tuple[list[float], list[float], float]:
    tops, bottoms, y = [], [], 0.0
    for row in range(n_rows):
        y += lanes.room(row)
        tops.append(y)
        y += max((node.height for node in nodes if node.row == row), default=EMPTY_ROW)
        bottoms.append(y)
    return tops, bottoms, y + lanes.room(n_rows)


def _route(
    plan: _Path,
    ports: Ports,
    gutters: dict[tuple[str, str], float],
    lanes: _Lanes,
    boxes: dict[str, Placed],
    tops: list[float],
) -> Route:
    start, end = _end_ports(plan, ports)
    levels = [_level(plan, channel, lanes, boxes, tops) for channel in dict.fromkeys((plan.first, plan.last))]
    xs = [start, end] if plan.gutter is None else [start, gutters[plan.cause, plan.effect], end]
    points = [(start, _side(boxes[plan.cause], plan.leaves))]
    for n, level in enumerate(levels):
        points += [(xs[n], level), (xs[n + 1], level)]
    points.append((end, _side(boxes[plan.effect], plan.enters)))
    return Route(plan.cause, plan.effect, tuple(points))


def _level(plan: _Path, channel: int, lanes: _Lanes, boxes: dict[str, Placed], tops: list[float]) -> float:
    """The y of a level piece: lanes are counted from the top of the channel."""
    above = [box.y + box.height for box in boxes.values() if box.row == channel - 1]
    bottom = tops[channel] if channel < len(tops) else max(above) + lanes.room(channel)
    return bottom - lanes.room(channel) + CHANNEL / 2 + LANE * lanes.lane[plan.cause, plan.effect, channel]


def _side(box: Placed, side: str) -> float:
    return box.y if side == "top" else box.y + box.height
