"""How others do, given their size: from the card to the funnel, over a year, without scripts and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.harness.visitor import PHONE, Visitor

pytestmark = pytest.mark.functional

CARD = "/u/RWJ/measures/ae_4h_performance/"


def test_from_the_card_to_a_year_beside_the_others(enter: Callable[..., Visitor], england_address: str) -> None:
    visitor = enter(england_address, "coo")
    page = visitor.page
    visitor.go(CARD)
    page.get_by_role("link", name="How others do, given their size").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("how others do, given their size")
    with page.expect_navigation():
        page.get_by_role("link", name="The latest 12 months").click()
    expect(page.locator(".said")).to_contain_text(
        "From July 2024 to June 2025 Stockport NHS Foundation Trust stands at"
    )
    names = page.locator("#own-units ~ table, section[aria-labelledby=own-units] table").first.locator("tbody th a")
    shown = [text.split(". ", 1)[1] for text in names.all_inner_texts()]
    assert shown == sorted(shown), "by name, and never by result"
    visitor.look()


def test_it_needs_no_scripts(enter: Callable[..., Visitor], england_address: str) -> None:
    page = enter(england_address, "coo", java_script_enabled=False, viewport=PHONE).page
    page.goto(f"{england_address}{CARD}compare/")
    page.get_by_label("From", exact=True).select_option("2025-01-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".said")).to_contain_text("From January 2025 to June 2025")
    expect(page.locator("svg.funnel").last).to_be_visible()
