"""The door in the browser: a wrong password, too many tries, and the page one asked for."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.factories import a_unit, a_user
from tests.harness.browser import Complaints
from tests.harness.visitor import PHONE

pytestmark = [pytest.mark.functional, pytest.mark.django_db(transaction=True)]
PASSWORD = "a long enough password"


@pytest.fixture
def door(live_server: Any, transactional_db: None) -> str:
    cache.clear()
    a_user("nurse", (a_unit("ward"), "contributor"), password=PASSWORD)
    return f"{live_server.url}/sign-in/"


def knock(page: Page, password: str) -> None:
    page.get_by_label("Username").fill("nurse")
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_wrong_password_is_said_plainly_and_the_name_stays(
    page: Page, door: str, complaints: Complaints, assert_accessible: Callable[[Page], None]
) -> None:
    complaints.expect("status of 422")
    page.goto(door)
    knock(page, "wrong")
    expect(page.get_by_role("alert")).to_have_text("This name and this password do not go together. Check both.")
    expect(page.get_by_label("Username")).to_have_value("nurse")
    expect(page.get_by_label("Password")).to_have_value("")
    assert_accessible(page)
    knock(page, PASSWORD)
    page.wait_for_url("**/u/ward/day/")


def test_after_too_many_tries_it_rests(
    new_page: Callable[..., Page], door: str, complaints: Complaints, assert_accessible: Callable[[Page], None]
) -> None:
    complaints.expect("status of 4(22|29)")
    page = new_page(viewport=PHONE)
    page.goto(door)
    for _ in range(6):
        knock(page, "wrong")
    expect(page.get_by_role("alert")).to_have_text("Too many failed tries. Wait five minutes, then try again.")
    assert_accessible(page)
    knock(page, PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("Wait five minutes")


def test_one_comes_to_the_page_one_asked_for_and_out_again(page: Page, door: str) -> None:
    page.goto(door.replace("/sign-in/", "/u/ward/strategy/"))
    knock(page, PASSWORD)
    page.wait_for_url("**/u/ward/strategy/")
    page.locator("header summary.account").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.go_back()
    expect(page.get_by_label("Password")).to_be_visible()
