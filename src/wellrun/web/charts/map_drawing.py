"""The strategy map drawn: perspectives as tiers, objectives as boxes, what is expected to help what as arrows."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wellrun.web.charts.map_layout import BOX_WIDTH, COLUMNS, Layout, Node, Placed, Route, box_x, lay_out
from wellrun.web.charts.map_paint import IN_FILE, ON_PAGE, Paint
from wellrun.web.charts.picture import Picture
from wellrun.web.charts.strokes import lines, rounded, shape
from wellrun.web.charts.svg import element, label, number

# Characters that fit on a line, measured with the widest of the fonts a page may fall back to.
_TITLE_CHARS = 22
_STATE_CHARS = 21
_TIER_CHARS = 13
_TITLE_LINE = 18.0
_STATE_LINE = 17.0
_PAD = 12.0
_BAND = 12.0


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
    picture = Picture("map", _inside(tiers, layout, rows, ON_PAGE), layout.width, layout.height, about)
    return picture.on_page(_("Strategy map"))


def for_file(
    tiers: Sequence[DrawnTier], arrows: Sequence[tuple[str, str]], about: str, *, head: str, notes: Sequence[str]
) -> str:
    """The map as a file of its own: its colours written out, with a heading, and notes below."""
    layout, rows = _laid_out(tiers, arrows)
    picture = Picture("map", _inside(tiers, layout, rows, IN_FILE), layout.width, layout.height, about)
    return picture.as_file(head, notes)


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
        named = textwrap.wrap(tiers[n].name, _TIER_CHARS)
        y = (top + bottom) / 2 - (len(named) - 1) * 9 + 4
        yield lines(named, 16, y, _TITLE_LINE, paint["tier-name"])
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
    parts.append(lines(titles, left, y + _PAD + 14, _TITLE_LINE, paint["title"]))
    mark = shape(box.icon, left - 3, state_y - 13)
    parts.append(
        element("g", mark, lines(_state_lines(box), left + 20, state_y, _STATE_LINE, {}), **paint[f"state-{box.tone}"])
    )
    if paint is ON_PAGE and box.href:
        return element("a", *parts, href=box.href, class_="map-link")
    return element("g", *parts)


def _arrow(route: Route, paint: Paint) -> str:
    """A line with rounded corners that ends in a head."""
    (x, y), before = route.points[-1], route.points[-2]
    down = y > before[1]
    tip, back = (y - 1, y - 9) if down else (y + 1, y + 9)
    path = rounded([*route.points[:-1], (x, back)])
    head = f"M{number(x)} {number(tip)}L{number(x - 4.5)} {number(back)}H{number(x + 4.5)}Z"
    return element(
        "g",
        element("path", d=path, **paint["arrow"]),
        element("path", d=head, **paint["arrow-head"]),
        aria_hidden="true",
    )
