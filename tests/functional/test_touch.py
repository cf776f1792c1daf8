"""What a finger has to hit on a phone is 44 px high: links and folds that stand alone, not those inside a sentence."""

from collections.abc import Callable

import pytest

from tests.harness.visitor import PHONE, Visitor

pytestmark = pytest.mark.functional

SMALL = """() => [...document.querySelectorAll("main :is(a, button, summary, select)")].filter(each => {
  const box = each.getBoundingClientRect();
  if (!each.checkVisibility({ visibilityProperty: true }) || box.height < 2 || each.matches(".skip")) return false;
  const around = each.parentElement.innerText.trim().length;
  const isInSentence = getComputedStyle(each).display === "inline" && each.closest("p, li, td, dd, small")
    && around > each.innerText.trim().length + 3;
  return !isInSentence && (box.height < 43.5 || box.width < 43.5);
}).map(each => each.outerHTML.slice(0, 120))"""
PAGES = [
    "/u/lakeside/strategy/",
    "/u/lakeside/strategy/check/",
    "/u/lakeside/strategy/cascade/",
    "/u/lakeside/strategy/ownership/",
    "/u/lakeside/strategy/quarter/",
    "/plans/lakeside-2025/",
    "/plans/lakeside-2025/ranking/",
    "/plans/lakeside-2025/rulings/",
    "/plans/lakeside-2025/stop-list/",
    "/plans/lakeside-2025/hours/",
    "/plans/lakeside-2025/history/",
    "/plans/lakeside-2025/catchball/",
    "/plans/lakeside-2025/objectives/bed-when-needed/",
    "/initiatives/sepsis-alert/",
]


def test_what_stands_alone_on_a_phone_is_large_enough_for_a_finger(
    enter: Callable[..., Visitor], generated_address: str
) -> None:
    coo = enter(generated_address, "coo", viewport=PHONE, has_touch=True)
    found = {}
    for path in PAGES:
        coo.go(path)
        found[path] = coo.page.evaluate(SMALL)
    assert {path: small for path, small in found.items() if small} == {}


def test_a_page_that_a_mouse_reads_stays_dense(enter: Callable[..., Visitor], generated_address: str) -> None:
    coo = enter(generated_address, "coo", viewport={"width": 1440, "height": 900})
    coo.go("/plans/lakeside-2025/objectives/bed-when-needed/")
    assert coo.page.locator(".crumbs a").first.bounding_box()["height"] < 30
