"""Somebody goes: an administrator closes their account, and the browser they sit at is signed out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.harness.visitor import PHONE, Visitor

pytestmark = pytest.mark.functional


@pytest.mark.parametrize("look", [{}, {"viewport": PHONE, "color_scheme": "dark"}], ids=["wide", "narrow dark"])
def test_an_account_is_closed_and_reopened(
    enter: Callable[..., Visitor],
    running_site: Callable[[Path], str],
    generated_demo: Path,
    look: dict[str, object],
) -> None:
    address = running_site(generated_demo)
    nurse = enter(address, "charge.nurse")
    nurse.go("/u/northgate-medicine-4/day/")
    admin = enter(address, "admin", **look)
    admin.go("/u/lakeside/day/")
    admin.page.locator("summary.account").click()
    with admin.page.expect_navigation():
        admin.page.get_by_role("link", name="People and access").click()
    admin.look()
    admin.follow("Access", within=admin.page.get_by_role("navigation", name="Posts or access"))
    admin.look()
    admin.follow("Charge nurse, Medicine ward 4, Northgate")
    admin.look()
    admin.follow("Close this account")
    admin.told("These posts are unheld from today")
    admin.look()
    admin.press("Close the account")
    admin.told("The account of Charge nurse, Medicine ward 4, Northgate is closed. 1 post is unheld now.")
    nurse.page.reload()
    expect(nurse.page.locator("[name=password]")).to_be_visible()
    admin.follow("Access", within=admin.page.get_by_role("navigation", name="Posts or access"))
    admin.follow("Charge nurse, Medicine ward 4, Northgate")
    admin.press("Reopen this account")
    admin.told("may sign in again")
    admin.look()
