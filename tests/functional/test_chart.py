"""The chart of a measure card: it wakes in its place, finger and keyboard read its points, it takes the colours."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import fits
from tests.harness.visitor import PHONE, Visitor

pytestmark = pytest.mark.functional

CARD = "/u/lakeside/measures/ed_4h/"


def card(visitor: Visitor) -> Page:
    visitor.page.goto(visitor.address + CARD)
    expect(visitor.page.locator(".live svg")).to_be_visible()
    return visitor.page


def test_it_wakes_where_it_was_drawn(enter: Callable[..., Visitor], generated_address: str) -> None:
    page = card(enter(generated_address, "coo"))
    drawn = page.evaluate("document.querySelector('.drawn').getBoundingClientRect().toJSON()")
    live = page.evaluate("document.querySelector('.live').getBoundingClientRect().toJSON()")
    assert drawn == live
    expect(page.locator(".drawn")).to_be_hidden()


def test_the_arrow_keys_go_from_point_to_point_and_each_is_told(
    enter: Callable[..., Visitor], generated_address: str
) -> None:
    visitor = enter(generated_address, "coo")
    page = card(visitor)
    tip = page.locator(".chart-tip")
    page.locator(".live").focus()
    page.keyboard.press("ArrowLeft")
    expect(tip).to_contain_text("13 Oct 2025")
    expect(tip).to_contain_text("80.1")
    page.keyboard.press("ArrowLeft")
    expect(tip).to_contain_text("12 Oct 2025")
    page.keyboard.press("Home")
    expect(tip).not_to_contain_text("Oct 2025")
    page.keyboard.press("End")
    expect(tip).to_contain_text("13 Oct 2025")
    visitor.look()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_a_finger_reads_points_on_a_phone_without_anything_beside_the_window(
    enter: Callable[..., Visitor], generated_address: str
) -> None:
    page = card(enter(generated_address, "coo", viewport=PHONE, has_touch=True))
    box = page.locator(".live").bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] * 0.7, box["y"] + box["height"] / 2)
    expect(page.locator(".chart-tip")).to_be_visible()
    assert fits(page)


def test_it_takes_the_colours_that_are_chosen(enter: Callable[..., Visitor], generated_address: str) -> None:
    page = card(enter(generated_address, "coo"))
    ink = "document.querySelector('.live svg text').getAttribute('fill')"
    light = page.evaluate(ink)
    page.locator("header summary.account").click()
    page.get_by_role("button", name="Dark").click()
    page.wait_for_function(f"{ink} !== {light!r}")


def test_without_scripts_the_drawing_and_the_table_are_there(
    enter: Callable[..., Visitor], generated_address: str
) -> None:
    page = enter(generated_address, "coo", java_script_enabled=False).page
    page.goto(generated_address + CARD)
    expect(page.locator(".drawn .chart-wide svg")).to_be_visible()
    page.get_by_text("The figures as a table").click()
    expect(page.get_by_role("rowheader", name="13 Oct 2025")).to_be_visible()


def test_the_figures_are_downloaded_as_a_dated_file(enter: Callable[..., Visitor], generated_address: str) -> None:
    page = card(enter(generated_address, "coo"))
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Export").click()
    assert waiting.value.suggested_filename == "ed_4h-lakeside-2025-10-14.csv"
