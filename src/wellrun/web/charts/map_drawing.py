"""The strategy map drawn: perspectives as tiers, objectives as boxes, what is expected to help what as arrows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wellrun.web import icons
from wellrun.web.charts.map_layout import BOX_WIDTH, COLUMNS, Layout, Node, Placed, Route, box_x, lay_out
from wellrun.web.charts.map_paint import FONT, IN_FILE, ON_PAGE, Paint
from wellrun.web.charts.svg import NAMESPACE, element, label, number, text

# Characters that fit on a line, measured with the widest of the fonts a page may fall back to.
_TITLE_CHARS = 22
_STATE_CHARS = 21
_TIER_CHARS = 13
_TITLE_LINE = 18.0
_STATE_LINE = 17.0
_PAD = 12.0
_BAND = 12.0
_HEAD = 62.0
_MARGIN = 20.0
_NOTE_LINE = 17.0
_NOTE_CHAR = 6.6
_CORNER = 6.0


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """What a box says. `tone` and `icon` are its state's."""

    key: str
    rank: int | None
    title: str
    state: str
    tone: str
    icon: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class DrawnTier:
    """One perspective with its objectives."""

    name: str
    boxes: Sequence[DrawnBox]


def for_page(tiers: Sequence[DrawnTier], arrows: Sequence[tuple[str, str]], about: str) -> SafeString:
    """The map inside a page: in the colours of its theme, each box a link."""
    layout, rows = _laid_out(tiers, arrows)
    inside = _inside(tiers, layout, rows, ON_PAGE)
    return SafeString(
        element(
            "svg",
            element("title", text(_("Strategy map")), id="map-title"),
            element("desc", text(about), id="map-about"),
            inside,
            class_="strategy-map",
            width=layout.width,
            height=layout.height,
            viewBox=f"0 0 {number(layout.width)} {number(layout.height)}",
            role="group",
            aria_labelledby="map-title",
            aria_describedby="map-about",
        )
    )


def for_file(
    tiers: Sequence[DrawnTier], arrows: Sequence[tuple[str, str]], about: str, *, head: str, notes: Sequence[str]
) -> str:
    """The map as a file of its own: its colours written out, with a heading, and notes below."""
    layout, rows = _laid_out(tiers, arrows)
    width = layout.width + 2 * _MARGIN
    said = [line for note in notes if note for line in textwrap.wrap(note, int(layout.width / _NOTE_CHAR))]
    below = layout.height + _HEAD + 18
    height = below + len(said) * _NOTE_LINE
    return element(
        "svg",
        element("title", text(head), id="map-title"),
        element("desc", text(about), id="map-about"),
        element("rect", width=width, height=height, **IN_FILE["sheet"]),
        label(head, x=_MARGIN, y=38, **IN_FILE["head"]),
        element(
            "g", _inside(tiers, layout, rows, IN_FILE), transform=f"translate({number(_MARGIN)} {number(_HEAD - 12)})"
        ),
        _lines(said, _MARGIN, below, _NOTE_LINE, IN_FILE["note"]),
        xmlns=NAMESPACE,
        width=width,
        height=height,
        viewBox=f"0 0 {number(width)} {number(height)}",
        font_family=FONT,
        role="img",
        aria_labelledby="map-title",
        aria_describedby="map-about",
    )


def _laid_out(tiers: Sequence[DrawnTier], arrows: Sequence[tuple[str, str]]) -> tuple[Layout, list[int]]:
    """The layout, and which tier each row belongs to: a tier of many boxes has several rows."""
    nodes: list[Node] = []
    rows: list[int] = []
    for n, tier in enumerate(tiers):
        for row in _in_rows(tier.boxes):
            height = max((_height(box) for box in row), default=0)
            nodes += [Node(box.key, len(rows), height) for box in row]
            rows.append(n)
    return lay_out(nodes, arrows, len(rows)), rows


def _in_rows(boxes: Sequence[DrawnBox]) -> Iterable[Sequence[DrawnBox]]:
    """At most four boxes a row, the rows as even as they can be; one empty row without boxes."""
    if not boxes:
        return [[]]
    n_rows = -(-len(boxes) // COLUMNS)
    each = -(-len(boxes) // n_rows)
    return [boxes[start : start + each] for start in range(0, len(boxes), each)]


def _height(box: DrawnBox) -> float:
    return _PAD * 2 + len(_title_lines(box)) * _TITLE_LINE + 6 + len(_state_lines(box)) * _STATE_LINE - 4


def _title_lines(box: DrawnBox) -> list[str]:
    return textwrap.wrap(box.title, _TITLE_CHARS) or [""]


def _state_lines(box: DrawnBox) -> list[str]:
    return textwrap.wrap(box.state, _STATE_CHARS) or [""]


def _inside(tiers: Sequence[DrawnTier], layout: Layout, rows: list[int], paint: Paint) -> str:
    boxes = [_box(box, layout.boxes[box.key], paint) for tier in tiers for box in tier.boxes]
    arrows = [_arrow(route, paint) for route in layout.routes]
    return "".join([*_tiers(tiers, layout, rows, paint), *arrows, *boxes])


def _tiers(tiers: Sequence[DrawnTier], layout: Layout, rows: list[int], paint: Paint) -> Iterable[str]:
    for n, numbered in groupby(range(len(rows)), key=lambda row: rows[row]):
        of_tier = list(numbered)
        top, bottom = layout.rows[of_tier[0]][0] - _BAND, layout.rows[of_tier[-1]][1] + _BAND
        yield element("rect", x=0, y=top, width=layout.width, height=bottom - top, rx=10, **paint["tier"])
        lines = textwrap.wrap(tiers[n].name, _TIER_CHARS)
        y = (top + bottom) / 2 - (len(lines) - 1) * 9 + 4
        yield _lines(lines, 16, y, _TITLE_LINE, paint["tier-name"])
        if not tiers[n].boxes:
            yield label(_("No objective in this perspective."), x=box_x(0), y=(top + bottom) / 2 + 4, **paint["note"])


def _box(box: DrawnBox, at: Placed, paint: Paint) -> str:
    x, y = at.x, at.y
    left = x + (44 if box.rank else 14)
    titles = _title_lines(box)
    state_y = y + _PAD + len(titles) * _TITLE_LINE + 17
    parts = [element("rect", x=x, y=y, width=BOX_WIDTH, height=at.height, rx=8, **paint["box"])]
    if box.rank:
        parts.append(element("rect", x=x + 10, y=y + 11, width=25, height=25, rx=6, **paint["rank"]))
        parts.append(label(box.rank, x=x + 22.5, y=y + 28.0, **paint["rank-text"]))
    parts.append(_lines(titles, left, y + _PAD + 14, _TITLE_LINE, paint["title"]))
    shape = _shape(box.icon, left - 3, state_y - 13)
    parts.append(
        element(
            "g", shape, _lines(_state_lines(box), left + 20, state_y, _STATE_LINE, {}), **paint[f"state-{box.tone}"]
        )
    )
    if paint is ON_PAGE and box.href:
        return element("a", *parts, href=box.href, class_="map-link")
    return element("g", *parts)


def _lines(lines: Sequence[str], x: float, y: float, step: float, paint: object) -> str:
    """Lines of one text, with a space between, so that it is read as one."""
    spans = [
        element("tspan", text(line if n == len(lines) - 1 else f"{line} "), x=x, y=y + n * step)
        for n, line in enumerate(lines)
    ]
    return element("text", *spans, **paint)  # type: ignore[arg-type]


def _shape(name: str, x: float, y: float) -> str:
    """The mark of a state, as it stands in tags and charts."""
    view, drawn = icons.DRAWN[name]
    return (
        f'<svg x="{number(x)}" y="{number(y)}" width="19" height="17" viewBox="{escape(view)}" '
        f'aria-hidden="true">{drawn}</svg>'
    )


def _arrow(route: Route, paint: Paint) -> str:
    """A line with rounded corners that ends in a head."""
    (x, y), before = route.points[-1], route.points[-2]
    down = y > before[1]
    tip, back = (y - 1, y - 9) if down else (y + 1, y + 9)
    path = _rounded([*route.points[:-1], (x, back)])
    head = f"M{number(x)} {number(tip)}L{number(x - 4.5)} {number(back)}H{number(x + 4.5)}Z"
    return element(
        "g",
        element("path", d=path, **paint["arrow"]),
        element("path", d=head, **paint["arrow-head"]),
        aria_hidden="true",
    )


def _rounded(points: Sequence[tuple[float, float]]) -> str:
    """The path through the points; each corner is cut by a curve no longer than half of its shorter side."""
    said = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        size = min(_CORNER, _distance(before, corner) / 2, _distance(corner, after) / 2)
        x1, y1 = _toward(corner, before, size)
        x2, y2 = _toward(corner, after, size)
        said.append(f"L{number(x1)} {number(y1)}Q{number(corner[0])} {number(corner[1])} {number(x2)} {number(y2)}")
    return "".join([*said, f"L{number(points[-1][0])} {number(points[-1][1])}"])


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(start: tuple[float, float], end: tuple[float, float], size: float) -> tuple[float, float]:
    """The point `size` from `start` on the level or upright way to `end`."""
    length = _distance(start, end) or 1.0
    share = size / length
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
