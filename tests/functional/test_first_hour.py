"""The tutorial, pressed as it is written: what it names is on the page, and what it promises happens."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import Complaints
from tests.shared_data import ROOT

pytestmark = pytest.mark.functional

TUTORIAL = " ".join((ROOT / "docs" / "tutorials" / "first-hour.md").read_text().split())
REVIEW = "Weekly flow review, Northgate"
ITEM = "Shift fill rate at start of shift, Medicine ward 4, Northgate"
ACTION = "Book agency cover for weekend nights until both posts are filled"


def said(words: str) -> str:
    """The words, which the tutorial must say."""
    assert words in TUTORIAL, f"the tutorial does not say “{words}”"
    return words


class Reader:
    """Somebody who follows the tutorial at the address of a demo."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    def sign_in(self, name: str) -> None:
        self.page.context.clear_cookies()
        self.page.goto(f"{self.address}/sign-in/")
        self.page.fill("input[name=login]", said(f"`{name}`").strip("`"))
        self.page.fill("input[name=password]", said("wellrun-demo"))
        self.page.get_by_role("button", name="Sign in", exact=True).click()

    def go(self, place: str) -> None:
        with self.page.expect_navigation():
            self.page.locator("nav.rail").get_by_role("link", name=said(place)).click()

    def press(self, words: str) -> None:
        button = self.page.get_by_role("main").get_by_role("button", name=said(words))
        with self.page.expect_navigation():
            button.or_(self.page.get_by_role("main").get_by_role("link", name=words)).first.click()

    def open(self, words: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("link", name=said(words)).first.click()

    def sees(self, *sentences: str) -> None:
        for words in sentences:
            expect(self.page.get_by_role("main")).to_contain_text(words)

    def open_review(self, day: str) -> None:
        self.go("Reviews")
        self.page.locator("main table").get_by_role("link", name=said(REVIEW)).click()
        self.sees(day)

    def move_the_clock(self, day: str, outcome: str) -> None:
        self.sign_in("admin")
        self.go("Data")
        self.open("Move the clock")
        self.press("Move it on")
        self.sees(f"It stands at Tue {day} Oct 2025, 09:00", outcome)


def answer_and_ask(reader: Reader) -> None:
    """The four questions of the item, and its outcome, first without words and then with them."""
    page = reader.page
    page.fill("[name=drivers]", said("Two nurses left in September."))
    assert page.locator("[name=scope]:checked").get_attribute("value") == "local"
    ask = said("Ask charge nurse, Medicine ward 4, Northgate to accept")
    reader.press(ask)
    reader.sees("Say what is to be done.")
    page.fill("[name=action-title]", said(ACTION))
    page.fill("[name=action-done_when]", said("Cover is booked on the rota to the end of November"))
    assert "24 October 2025" in TUTORIAL
    page.fill("[name=action-due]", date(2025, 10, 24).isoformat())
    page.locator("[name=action-due]").blur()
    expect(page.locator("[name=action-look_back]")).to_have_value("2025-10-24")
    reader.press(ask)
    reader.sees("Asked of the charge nurse, Medicine ward 4, Northgate, due Fri 24 Oct")


def leave_the_rest(reader: Reader) -> None:
    """Closing is refused while items are open; each is moved, then it closes with its minutes."""
    close = reader.page.get_by_role("button", name=said("Close the review"))
    close.click(force=True)
    reader.sees(said("5 items still need an outcome each, or a date when you will reach them."))
    for left in ("Four of five", "Three of four", "Two of three", "One of two", "the review can be closed"):
        reader.press("Not reached: move to Tue 21 Oct")
        reader.sees(left)
    close.click()
    reader.sees("Minutes, Weekly flow review, Northgate", ACTION)


def test_the_first_hour_goes_as_the_tutorial_says(
    page: Page, complaints: Complaints, generated_demo: Path, running_site: Callable[[Path], str]
) -> None:
    complaints.expect("status of 4(09|22)")  # the two refusals that the tutorial provokes
    reader = Reader(page, running_site(generated_demo))

    reader.sign_in("coo")
    reader.sees("My day", "Weekly flow review", "Same-day limits met")
    assert "same-day limits are met" in TUTORIAL
    reader.go("Strategy")
    reader.sees(said("none agreed"), said("Nurses stay, and every shift is filled"), "Seven ranked priorities")
    reader.sees("Nobody holds the post of head of nurse retention")
    reader.open("Shift fill rate at start of shift")
    reader.sees(said("Meets it sometimes"), "No change")

    reader.open_review("Six items wait for it")
    reader.press("Open the review")
    expect(page.locator("a.agenda-item[aria-current]")).to_contain_text(said(ITEM))
    reader.sees("Below the usual range on 13 October 2025", "moved the same way within three periods: local")
    answer_and_ask(reader)
    leave_the_rest(reader)

    reader.sign_in("charge.nurse")
    reader.sees("You are asked", said("Another date"), said("Decline"))
    reader.press("Accept")
    reader.sees("it is yours from now on")

    assert "figures are late" in TUTORIAL
    reader.move_the_clock("21", "figures became late")
    reader.sign_in("coo")
    reader.open_review("Tue 21 Oct, 11:00")
    reader.open("Open actions of last time")
    reader.sees("0 done, 1 carried over", ACTION, "Action stalled")
    assert "an older action that is stuck" in TUTORIAL
    reader.go("Reviews")
    reader.sees("sittings are overdue")
    reader.sign_in("charge.nurse")
    reader.press("It is done")
    page.fill("[name=evidence]", said("Booked for every weekend night to 30 November; see the rota."))
    page.get_by_role("main").locator("button", has_text="It is done").click()
    reader.sees("Marked as done.")

    reader.move_the_clock("28", "1 look-back came up")
    reader.sign_in("coo")
    reader.open_review("Tue 28 Oct, 11:00")
    reader.press("Open the review")
    reader.open("Look back on an action")
    reader.sees(
        "No newer figure has come since: whether it had an effect cannot be told yet.", "1 done, 0 carried over"
    )
    page.locator("[name=outcome][value=decision]").check(force=True)
    page.get_by_text(said("No action"), exact=True).click()
    page.fill("[name=decision-reason]", said("No figures since; look again when they have come."))
    page.fill("[name=decision-look_back]", "2025-11-25")
    reader.press("Record the decision")
    reader.sees("the review can be closed")
    reader.press("Close the review")
    reader.sees("Minutes, Weekly flow review, Northgate")
