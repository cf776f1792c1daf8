"""The order of priorities in the browser: by buttons and numbers on the keyboard, by dragging, and without scripts."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import a_plan, an_objective, at
from tests.harness.browser import fits
from tests.worlds import World, a_world
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.models import Objective, Plan

pytestmark = [pytest.mark.functional, pytest.mark.django_db(transaction=True)]
TITLES = ("Shorter waits", "No harm", "Nurses stay", "Paid right")
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "color_scheme": "dark"}
PATH = "/plans/plan-2025/ranking/"


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    """A draft with four priorities."""
    with at():
        found = a_world()
        for rank, title in enumerate(TITLES, start=1):
            one = an_objective(title.lower().replace(" ", "-"), found.system, found.chief_post, rank=rank)
            Objective.objects.filter(pk=one.pk).update(title=title)
        Plan.objects.update(stage="draft", activated_on=None)
        check_plan(a_plan())
        yield found


def saved() -> list[str]:
    return list(Objective.objects.order_by("rank").values_list("title", flat=True))


def shown(page: Page) -> list[str]:
    return page.locator("[data-order-list] > li").evaluate_all("rows => rows.map(row => row.dataset.title)")


def numbers(page: Page) -> list[str]:
    return page.locator("[data-order-list] input").evaluate_all("fields => fields.map(field => field.value)")


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save this order").last.click()
    expect(page.get_by_text("The order is saved.")).to_be_visible()


def drag(page: Page, title: str, onto: str) -> None:
    """By its handle, past the middle of the other's row; touch screens tell the same by pointer events."""
    grip = page.locator(f"[data-title='{title}'] [data-grip]")
    grip.scroll_into_view_if_needed()
    start, end = grip.bounding_box(), page.locator(f"[data-title='{onto}']").bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    down = end["y"] > start["y"]
    page.mouse.move(end["x"] + 40, end["y"] + end["height"] * (0.9 if down else 0.1), steps=8)
    page.mouse.up()


def test_moved_by_keyboard_told_to_who_does_not_see_and_saved_as_one(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    world: World,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = signed_in(new_page(), world.chief)
    page.goto(f"{live_server.url}{PATH}")
    assert_accessible(page)
    down = page.get_by_role("button", name="Move “Shorter waits” down")
    down.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-order-said]")).to_have_text("“Shorter waits” has place 2 of 4.")
    expect(down).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    # At the end the button is out of use, and the focus goes to the one beside it.
    expect(page.get_by_role("button", name="Move “Shorter waits” up")).to_be_focused()
    assert shown(page) == ["No harm", "Nurses stay", "Paid right", "Shorter waits"]
    assert numbers(page) == ["1", "2", "3", "4"]
    place = page.get_by_label("Place of “Paid right”")
    place.fill("1")
    place.press("Enter")
    expect(page.locator("[data-order-said]")).to_have_text("“Paid right” has place 1 of 4.")
    expect(place).to_be_focused()
    assert saved() == list(TITLES), "nothing is saved before it is said"
    assert_accessible(page)
    save(page)
    assert saved() == ["Paid right", "No harm", "Nurses stay", "Shorter waits"]


@pytest.mark.parametrize("look", [{}, PHONE], ids=["wide", "phone"])
def test_dragged_by_its_handle(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    world: World,
    assert_accessible: Callable[[Page], None],
    look: dict[str, Any],
) -> None:
    page = signed_in(new_page(**look), world.chief)
    page.goto(f"{live_server.url}{PATH}")
    assert_accessible(page)
    assert fits(page)
    drag(page, "Nurses stay", "Shorter waits")
    expect(page.locator("[data-order-said]")).to_have_text("“Nurses stay” has place 1 of 4.")
    drag(page, "Shorter waits", "No harm")
    expect(page.locator("[data-order-said]")).to_have_text("“Shorter waits” has place 3 of 4.")
    assert shown(page) == ["Nurses stay", "No harm", "Shorter waits", "Paid right"]
    save(page)
    assert saved() == ["Nurses stay", "No harm", "Shorter waits", "Paid right"]


def test_without_scripts_the_buttons_ask_the_server(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    world: World,
) -> None:
    page = signed_in(new_page(java_script_enabled=False), world.chief)
    page.goto(f"{live_server.url}{PATH}")
    page.get_by_role("button", name="Move “Paid right” up").click()
    expect(page.get_by_text("“Paid right” has place 3 of 4. This is not saved yet.")).to_be_visible()
    page.get_by_label("Place of “No harm”").fill("1")
    page.get_by_label("Place of “No harm”").press("Enter")
    expect(page.get_by_text("The order is saved.")).to_be_visible()
    assert saved() == ["No harm", "Shorter waits", "Paid right", "Nurses stay"]


@pytest.mark.parametrize("page_name", ["rulings", "stop-list", "hours", "domains"])
@pytest.mark.parametrize("look", [{}, PHONE], ids=["wide", "phone"])
def test_the_other_decisions_are_fit_for_everybody(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    world: World,
    assert_accessible: Callable[[Page], None],
    page_name: str,
    look: dict[str, Any],
) -> None:
    page = signed_in(new_page(**look), world.chief)
    page.goto(f"{live_server.url}/plans/plan-2025/{page_name}/")
    assert_accessible(page)
    assert fits(page)
