"""The check finds something, and its finding leads to the form that mends it."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.harness.visitor import PHONE, Visitor

pytestmark = pytest.mark.functional
NARROW_DARK = {"viewport": PHONE, "color_scheme": "dark", "has_touch": True}


@pytest.mark.parametrize("look", [{}, NARROW_DARK], ids=["wide", "narrow dark"])
def test_a_finding_is_opened_its_form_saved_and_it_is_gone(
    enter: Callable[..., Visitor],
    running_site: Callable[[Path], str],
    generated_demo: Path,
    look: dict[str, Any],
) -> None:
    coo = enter(running_site(generated_demo), "coo", **look)
    coo.go("/plans/lakeside-2025/objectives/no-harm/initiatives/new/")
    page = coo.page
    page.get_by_label("What is tried").fill("Two-hourly rounds")
    page.get_by_label("Last day").fill("2026-06-30")
    page.get_by_label("By how much").fill("1")
    page.get_by_label("After how many days it shows").fill("30")
    page.get_by_label("Which way").select_option("down")
    page.get_by_label("How you will judge whether it worked").fill("The wards that began later beside those that did")
    coo.press("Begin the initiative")
    coo.told("Two-hourly rounds")
    expect(page.locator("body")).to_contain_text("“Two-hourly rounds” does not say whose hours it takes.")
    coo.look()

    coo.go("/u/lakeside/strategy/check/?q=PLN-04+rounds")
    coo.told("“Two-hourly rounds” does not say whose hours it takes.")
    coo.follow(re.compile("^Say whose hours it takes"))
    coo.look()
    page.get_by_label("Hours a week").fill("2")
    coo.press("Save the hours")
    expect(page.locator("body")).to_contain_text("mended")
    coo.look()
    coo.go("/u/lakeside/strategy/check/?q=PLN-04+rounds")
    coo.told("Nothing of the kind was found")


def test_a_rule_is_tried_set_and_put_back_with_the_keyboard(
    enter: Callable[..., Visitor], running_site: Callable[[Path], str], generated_demo: Path
) -> None:
    coo = enter(running_site(generated_demo), "coo", **NARROW_DARK)
    coo.go("/u/lakeside/strategy/check/rules/?q=FOC-04")
    coo.follow("Too many key results")
    coo.look()
    number = coo.page.get_by_label("Measures that are enough for an objective")
    number.fill("1")
    number.press("Tab")
    with coo.page.expect_navigation():
        coo.page.get_by_role("button", name="Show what it would do").press("Enter")
    coo.told("Nothing is set yet.")
    coo.told("It would find as well")
    coo.look()
    coo.press("Set the rule")
    coo.told("Measures that are enough for an objective: 1 (comes as 5)")
    coo.press("Let it count as it comes again")
    coo.told("Measures that are enough for an objective: 5")


def test_what_takes_longer_than_a_moment_says_so_and_is_sent_once(
    enter: Callable[..., Visitor], running_site: Callable[[Path], str], generated_demo: Path
) -> None:
    coo = enter(running_site(generated_demo), "coo")
    sent: list[str] = []

    def answer_nothing(route: Route) -> None:
        """The page stays as it is while a server works."""
        if route.request.method != "POST":
            route.fallback()
            return
        sent.append(route.request.method)
        route.fulfill(status=204)

    presses = {
        "/u/lakeside/strategy/check/": ("Check the plan now", "Checking all of the plan."),
        "/plans/lakeside-2025/clone/": ("Begin the draft", "Writing the draft down, and checking it."),
    }
    for path, (name, words) in presses.items():
        coo.go(path)
        coo.page.route("**/*", answer_nothing)
        button = coo.page.get_by_role("button", name=name)
        with coo.page.expect_request(lambda request: request.method == "POST"):
            button.click()
        expect(coo.page.get_by_text(words)).to_be_visible()
        button.click(force=True)
        assert sent == ["POST"]
        coo.look()
        sent.clear()
        coo.page.unroute("**/*")
