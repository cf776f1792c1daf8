"""The picture of a driver diagram: no two boxes overlap, no line runs over a box, and it reads from left to right."""

from itertools import combinations, pairwise
from random import Random
from xml.etree import ElementTree as ET

import pytest

from wellrun.web.charts.driver_drawing import DrawnChip, DrawnDriver, for_file, for_page, laid_out
from wellrun.web.charts.driver_layout import COLUMN_WIDTH, HEADING, Layout, Placed, column_x

HEADINGS = ["Aim", "Primary drivers", "Secondary drivers", "Change ideas"]
WORDS = ["Patients", "who", "are", "ready", "leave", "before", "noon", "because", "rounds", "and", "medicines"]


def made_up(number: int) -> list[DrawnDriver]:
    """A diagram of up to some forty boxes with texts of many lengths; ideas hang below either kind of driver."""
    random = Random(number)

    def box(key: str, column: int, parent: str | None) -> DrawnDriver:
        chips = tuple(
            DrawnChip(said(random), "Worsening", "bad", "mark-bad", "/m/") for _ in range(random.randrange(3))
        )
        return DrawnDriver(key, column, parent, said(random), "Note" if random.random() < 0.3 else "", chips)

    boxes = [box("", 0, None)]
    for p in range(random.randrange(6)):
        primary = f"p{p}"
        boxes.append(box(primary, 1, ""))
        boxes += [box(f"{primary}i{n}", 3, primary) for n in range(random.randrange(3))]
        for s in range(random.randrange(4)):
            boxes.append(box(f"{primary}s{s}", 2, primary))
            boxes += [box(f"{primary}s{s}i{n}", 3, f"{primary}s{s}") for n in range(random.randrange(4))]
    return boxes


def said(random: Random) -> str:
    return " ".join(random.choices(WORDS, k=random.randint(1, 14)))


def overlap(one: Placed, other: Placed) -> bool:
    beside = one.x + COLUMN_WIDTH <= other.x or other.x + COLUMN_WIDTH <= one.x
    return not beside and one.y < other.y + other.height and other.y < one.y + one.height


def hit(layout: Layout, one: tuple[float, float], other: tuple[float, float]) -> list[str]:
    """The boxes whose inside a piece of a line enters."""
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    return [
        box.key
        for box in layout.boxes.values()
        if left < box.x + COLUMN_WIDTH and right > box.x and top < box.y + box.height and bottom > box.y
    ]


@pytest.mark.parametrize("number", range(40))
def test_no_two_boxes_overlap_and_all_lie_inside(number: int) -> None:
    layout = laid_out(made_up(number), 4)
    for one, other in combinations(layout.boxes.values(), 2):
        assert not overlap(one, other), (one, other)
    for box in layout.boxes.values():
        assert box.x == column_x(box.column)
        assert box.y >= HEADING
        assert box.y + box.height <= layout.height
        assert box.x + COLUMN_WIDTH <= layout.width


@pytest.mark.parametrize("number", range(40))
def test_each_line_leads_from_a_box_to_the_one_it_hangs_below_and_over_no_other(number: int) -> None:
    boxes = made_up(number)
    layout = laid_out(boxes, 4)
    assert [(route.key, route.parent) for route in layout.routes] == [
        (box.key, box.parent) for box in boxes if box.parent is not None
    ]
    for route in layout.routes:
        child, parent = layout.boxes[route.key], layout.boxes[route.parent]
        assert route.points[0][0] == child.x
        assert child.y <= route.points[0][1] <= child.y + child.height
        assert route.points[-1] == (parent.x + COLUMN_WIDTH, parent.middle)
        for one, other in pairwise(route.points):
            assert not hit(layout, one, other), route


@pytest.mark.parametrize("number", range(40))
def test_it_reads_from_left_to_right_and_down_each_column_in_the_order_given(number: int) -> None:
    boxes = made_up(number)
    layout = laid_out(boxes, 4)
    for box in boxes:
        if box.parent is not None:
            assert layout.boxes[box.parent].x < layout.boxes[box.key].x
    for column in range(4):
        down = [layout.boxes[box.key].y for box in boxes if box.column == column]
        assert down == sorted(down)


def test_the_same_diagram_is_drawn_the_same() -> None:
    assert laid_out(made_up(7), 4) == laid_out(made_up(7), 4)


def test_every_text_of_users_is_escaped_and_the_file_needs_no_style_sheet() -> None:
    boxes = [DrawnDriver("", 0, None, "<script>&", "<b>", (DrawnChip("<i>", "&", "bad", "mark-bad", '/"x'),))]
    file = for_file(boxes, HEADINGS[:1], "<about>", head="<head>", notes=["&"])
    for drawn in (file, str(for_page(boxes, HEADINGS[:1], "<title>", "<about>"))):
        assert "<script>" not in drawn
        ET.fromstring(drawn)
    assert "class=" not in file
    assert "href" not in file
