"""The driver diagram drawn: the aim, what moves it, what moves that, and the ideas to try, from left to right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from wellrun.web.charts.driver_layout import COLUMN_WIDTH, Layout, Node, Placed, Route, column_x, lay_out
from wellrun.web.charts.map_paint import IN_FILE, ON_PAGE, Paint
from wellrun.web.charts.picture import Picture
from wellrun.web.charts.strokes import lines, rounded, shape
from wellrun.web.charts.svg import element, label, number

# Characters that fit on a line, measured with the widest of the fonts a page may fall back to.
_TITLE_CHARS = 25
_NOTE_CHARS = 29
_CHIP_CHARS = 23
_TITLE_LINE = 18.0
_LINE = 16.0
_PAD = 11.0
_SIDE = 14.0
_NOTE_GAP = 4.0
_CHIP_SIDE = 8.0
_CHIP_PAD = 6.0
_CHIP_GAP = 6.0
_MARK = 24.0


@dataclass(frozen=True, slots=True)
class DrawnChip:
    """What a box leads to: a measure with its state, or an initiative with how far it is. `icon`: of a state."""

    name: str
    state: str
    tone: str = "flat"
    icon: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class DrawnDriver:
    """One box. `column`: 0 the aim, 3 an idea; `note`: said below its text."""

    key: str
    column: int
    parent: str | None
    text: str
    note: str = ""
    chips: tuple[DrawnChip, ...] = ()


def for_page(boxes: Sequence[DrawnDriver], headings: Sequence[str], title: str, about: str) -> SafeString:
    """The diagram inside a page: in the colours of its theme, measures and initiatives are links."""
    return _picture(boxes, headings, about, ON_PAGE).on_page(title)


def for_file(
    boxes: Sequence[DrawnDriver], headings: Sequence[str], about: str, *, head: str, notes: Sequence[str]
) -> str:
    """The diagram as a file of its own: its colours written out, with a heading, and notes below."""
    return _picture(boxes, headings, about, IN_FILE).as_file(head, notes)


def laid_out(boxes: Sequence[DrawnDriver], n_columns: int) -> Layout:
    """Where the boxes stand."""
    return lay_out([Node(box.key, box.column, box.parent, _height(box)) for box in boxes], n_columns)


def _picture(boxes: Sequence[DrawnDriver], headings: Sequence[str], about: str, paint: Paint) -> Picture:
    layout = laid_out(boxes, len(headings))
    names = [label(name, x=column_x(n) + 2, y=18, **paint["tier-name"]) for n, name in enumerate(headings)]
    routes = [_route(route, paint) for route in layout.routes]
    drawn = [_box(box, layout.boxes[box.key], paint) for box in boxes]
    return Picture("drivers", "".join([*names, *routes, *drawn]), layout.width, layout.height, about)


def _height(box: DrawnDriver) -> float:
    said = len(_wrapped(box.text, _TITLE_CHARS)) * _TITLE_LINE + _note_height(box)
    return _PAD * 2 + said + sum(_chip_height(chip) + _CHIP_GAP for chip in box.chips)


def _chip_height(chip: DrawnChip) -> float:
    return _CHIP_PAD * 2 + _LINE * (len(_wrapped(chip.name, _CHIP_CHARS)) + len(_states(chip)))


def _wrapped(said: str, width: int) -> list[str]:
    return textwrap.wrap(said, width) or [""]


def _note_height(box: DrawnDriver) -> float:
    notes = _notes(box)
    return len(notes) * _LINE + _NOTE_GAP if notes else 0.0


def _notes(box: DrawnDriver) -> list[str]:
    return textwrap.wrap(box.note, _NOTE_CHARS)


def _states(chip: DrawnChip) -> list[str]:
    return textwrap.wrap(chip.state, _CHIP_CHARS)


def _box(box: DrawnDriver, at: Placed, paint: Paint) -> str:
    titles, notes = _wrapped(box.text, _TITLE_CHARS), _notes(box)
    y = at.y + _PAD + 14
    below = at.y + _PAD + len(titles) * _TITLE_LINE
    parts = [
        element("rect", x=at.x, y=at.y, width=COLUMN_WIDTH, height=at.height, rx=8, **paint["box"]),
        lines(titles, at.x + _SIDE, y, _TITLE_LINE, paint["title"]),
    ]
    if notes:
        parts.append(lines(notes, at.x + _SIDE, below + _NOTE_GAP + 12, _LINE, paint["note"]))
    return element("g", *parts, *_chips(box, at.x + _CHIP_SIDE, below + _note_height(box), paint))


def _chips(box: DrawnDriver, x: float, y: float, paint: Paint) -> Iterable[str]:
    for chip in box.chips:
        y += _CHIP_GAP
        yield _chip(chip, x, y, paint)
        y += _chip_height(chip)


def _chip(chip: DrawnChip, x: float, y: float, paint: Paint) -> str:
    names, states = _wrapped(chip.name, _CHIP_CHARS), _states(chip)
    left, first = x + (_MARK + 6 if chip.icon else 8), y + _CHIP_PAD + 12
    ground = element(
        "rect", x=x, y=y, width=COLUMN_WIDTH - 2 * _CHIP_SIDE, height=_chip_height(chip), rx=6, **paint["tier"]
    )
    parts = [ground, lines(names, left, first, _LINE, paint["note"])]
    tone = paint[f"state-{chip.tone}"]
    if states:
        parts.append(lines(states, left, first + len(names) * _LINE, _LINE, tone))
    if chip.icon:
        parts.append(element("g", shape(chip.icon, x + 6, y + _CHIP_PAD - 1), **tone))
    if paint is ON_PAGE and chip.href:
        return element("a", *parts, href=chip.href, class_="map-link")
    return element("g", *parts)


def _route(route: Route, paint: Paint) -> str:
    """A line that ends in a head at the box it hangs below: what is on the right moves what is on the left."""
    x, y = route.points[-1]
    tip, back = x + 1, x + 9
    head = f"M{number(tip)} {number(y)}L{number(back)} {number(y - 4.5)}V{number(y + 4.5)}Z"
    return element(
        "g",
        element("path", d=rounded([*route.points[:-1], (back, y)]), **paint["arrow"]),
        element("path", d=head, **paint["arrow-head"]),
        aria_hidden="true",
    )
