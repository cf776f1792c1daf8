"""What surrounds every page, by hand and by keyboard: search, the switcher, the account, the colours, print."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.harness.visitor import PHONE, Visitor

pytestmark = pytest.mark.functional

STRATEGY = "/u/lakeside/strategy/"
LIGHT, DARK = "rgb(246, 247, 249)", "rgb(15, 22, 28)"  # the grounds of web/assets/css/tokens.css


@pytest.fixture
def chief(enter: Callable[..., Visitor], generated_address: str) -> Visitor:
    visitor = enter(generated_address, "coo")
    visitor.page.goto(generated_address + STRATEGY)
    return visitor


def unit_now(page: Page) -> str:
    return page.locator("header .unit-name").inner_text()


def test_ctrl_k_searches_from_anywhere_and_typing_refreshes_the_answers(chief: Visitor) -> None:
    page = chief.page
    page.keyboard.press("Control+k")
    expect(page.locator("header [data-search]")).to_be_focused()
    page.keyboard.type("shift fill")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=shift+fill")
    expect(page.get_by_role("link", name="Shift fill rate at start of shift").first).to_be_visible()
    box = page.locator("#id_q")
    box.fill("transf")
    expect(page.locator("#results")).to_contain_text("Head of the transformation office")
    expect(page.locator("#found")).to_contain_text("found")
    expect(page).to_have_url(f"{chief.address}/search/?q=transf")
    chief.look()


def test_on_a_phone_search_is_one_tap_away(enter: Callable[..., Visitor], generated_address: str) -> None:
    visitor = enter(generated_address, "coo", viewport=PHONE)
    visitor.page.goto(generated_address + STRATEGY)
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("link", name="Search").click()
    visitor.page.get_by_label("Find a measure, unit, objective, post or action").fill("sepsis")
    expect(visitor.page.locator("#results")).to_contain_text("Sepsis 3-hour bundle compliance")


def test_a_unit_is_found_by_typing_and_the_place_is_kept(chief: Visitor) -> None:
    page = chief.page
    page.locator("header summary.unit-now").press("Enter")
    box = page.get_by_placeholder("Type part of a name")
    expect(box).to_be_focused()
    chief.look()
    box.fill("ward 2 north")
    expect(page.locator(".menu-units .menu-item:visible")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Medicine ward 2, Northgate")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/u/northgate-medicine-2/strategy/")
    assert unit_now(page) == "Medicine ward 2, Northgate"


def test_the_first_match_needs_no_arrow_and_none_is_said(chief: Visitor) -> None:
    page = chief.page
    page.locator("header summary.unit-now").click()
    box = page.get_by_placeholder("Type part of a name")
    expect(box).to_be_focused()
    box.fill("no such unit")
    expect(page.locator(".menu-find")).to_contain_text("No unit of yours is called so.")
    box.fill("claims")
    box.press("Enter")
    page.wait_for_url("**/u/claims/strategy/")


def test_the_switcher_closes_by_escape_and_gives_the_focus_back(chief: Visitor) -> None:
    page = chief.page
    summary = page.locator("header summary.unit-now")
    summary.click()
    page.keyboard.press("Escape")
    expect(page.locator("details[data-menu]").first).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_without_scripts_the_switcher_is_a_list_of_links(enter: Callable[..., Visitor], generated_address: str) -> None:
    visitor = enter(generated_address, "coo", java_script_enabled=False)
    page = visitor.page
    page.goto(generated_address + STRATEGY)
    page.locator("header summary.unit-now").click()
    expect(page.get_by_placeholder("Type part of a name")).to_be_hidden()
    page.get_by_role("link", name="Riverside Hospital").click()
    page.wait_for_url("**/u/riverside/strategy/")


def test_colours_are_chosen_kept_and_given_back_to_the_device(chief: Visitor) -> None:
    page = chief.page
    ground = page.locator("body")
    expect(ground).to_have_css("background-color", LIGHT)
    page.locator("header summary.account").click()
    chief.look()
    page.get_by_role("button", name="Dark").click()
    expect(ground).to_have_css("background-color", DARK)
    page.reload()
    expect(ground).to_have_css("background-color", DARK)
    page.locator("header summary.account").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Colours of the device").click()
    expect(ground).to_have_css("background-color", LIGHT)
    assert page.evaluate("localStorage.getItem('theme')") is None


def test_the_keyboard_goes_past_the_navigation_and_sees_where_it_is(chief: Visitor) -> None:
    page = chief.page
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    page.wait_for_function("document.activeElement.closest('main') !== null")
    assert page.evaluate(outline) == "solid"


def test_strategy_and_measure_card_print_as_ink_on_paper(chief: Visitor) -> None:
    page = chief.page
    for path in (STRATEGY, "/u/lakeside/measures/ed_4h/"):
        page.goto(chief.address + path)
        page.emulate_media(media="print")
        for hidden in (".rail", "header.top", "main .buttons"):
            assert page.locator(hidden).first.is_hidden()
        assert page.locator("main h1").is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.emulate_media(media="screen")


def test_pages_do_not_move_while_they_load(chief: Visitor) -> None:
    page = chief.page
    page.add_init_script(
        """window.moved = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
        }).observe({type: "layout-shift", buffered: true});"""
    )
    for path in ("/u/lakeside/day/", STRATEGY, "/u/lakeside/measures/ed_4h/", "/u/lakeside/data/"):
        page.goto(chief.address + path, wait_until="networkidle")
        assert page.evaluate("window.moved") < 0.02, path


def test_on_a_phone_the_tab_that_is_shown_is_in_sight_and_an_edge_that_hides_more_fades(
    enter: Callable[..., Visitor], generated_address: str
) -> None:
    page = enter(generated_address, "coo", viewport=PHONE).page
    faded = "document.querySelector('.tabs').className"
    for path, name, edges in (
        (STRATEGY, "On a page", "tabs has-after"),
        ("/u/lakeside/strategy/check/", "Check", "tabs has-before has-after"),
        ("/plans/", "Plans", "tabs has-before"),
    ):
        page.goto(generated_address + path)
        page.wait_for_function(f"[...{faded}.split(' ')].sort().join(' ') === {' '.join(sorted(edges.split()))!r}")
        expect(page.get_by_role("link", name=name, exact=True).first).to_be_in_viewport(ratio=0.95)
