"""The main way, in a browser, on real figures: from what changed to a closed review, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.functional.england_figures import SYSTEM, latest
from tests.harness.browser import Complaints, fits
from tests.harness.visitor import (
    PHONE,
    Visitor,
    choose_post,
    let_in,
    move_clock,
    settle_rest_as_not_reached,
    sign_in,
)
from wellrun.demo.england import FOLDER
from wellrun.demo.library import read_measures
from wellrun.demo.site import MeasureSpec
from wellrun.lib.plain import read_yaml

pytestmark = [pytest.mark.functional, pytest.mark.shared]

TRUST_CHAIR = "chief-operating-officer-tameside"
BETTER = "ae_dta_wait_4h_plus_share"
CHANGED = "no_criteria_to_reside_per_occupied_bed"
POST = "Head of discharge, Stockport"
TITLE = "A discharge coordinator on every ward by ten"
DONE_WHEN = "Ten working days running with a coordinator on every ward by ten."
DRIVER = "Care home places in Stockport."
DUE, NEXT_SITTING = date(2025, 11, 7), date(2025, 10, 21)
PROGRESS = "Four wards of nine have one."
QUESTION = "May beds of the neighbours take our longest waits?"
FURTHER = "May trusts share beds across the system this winter?"
REASON = "It gets better, and the work goes on as it is."
BASELINES = "Set a new baseline where a change is old"


@pytest.fixture
def enter(
    england_demo: Path,
    running_site: Callable[[Path], str],
    tmp_path: Path,
    new_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
) -> Callable[..., Visitor]:
    """Come in at a running copy of the demo, where a trust's chair has a password too."""
    address = running_site(england_demo)
    let_in(tmp_path / "site", TRUST_CHAIR)
    return lambda *words, **more: sign_in(new_page, address, assert_accessible, *words, **more)


def measures() -> dict[str, MeasureSpec]:
    return {spec.key: spec for spec in read_measures(read_yaml(FOLDER / "site.yaml")["measures"])}


def test_from_the_real_figures_to_a_closed_review_a_followed_action_and_its_look_back(
    enter: Callable[..., Visitor], complaints: Complaints
) -> None:
    complaints.expect(r"status of (409|422)")
    a_trust_hands_a_question_up(enter(TRUST_CHAIR))
    chief = enter("coo")
    the_priorities_show_the_figures_of_the_data(chief)
    the_measure_that_changed_leads_to_its_item(chief)
    it_does_not_close_without_an_outcome(chief)
    it_closes_with_an_action_asked_of_a_post(chief)

    head = enter("discharge.stockport", viewport=PHONE, has_touch=True)
    the_post_accepts_from_its_day(head)
    the_other_items_are_settled(chief)
    the_review_closes(chief)

    administrator = enter("admin")
    move_clock(administrator, "one week")
    it_says_how_it_goes(head)
    the_next_review_opens_with_the_open_actions(chief)
    it_is_done(head, TITLE)
    what_was_not_reached_is_answered_by_an_action_with_a_look_back(chief)
    analyst = enter("analyst")
    analyst.press(re.compile(f"^Accept.*{BASELINES}"))
    analyst.told("Accepted: it is yours from now on.")
    it_is_done(analyst, BASELINES)
    move_clock(administrator, "one week", "one week")
    it_is_looked_back_on(chief)


def a_trust_hands_a_question_up(chair: Visitor) -> None:
    """From Tameside's own review of the morning to the system's, which has not begun yet."""
    chair.follow(re.compile("^Weekly flow review, Tameside"))
    chair.press("Open the review")
    chair.choose("Escalation")
    chair.page.get_by_label("What do you need from them?").fill(QUESTION)
    chair.press(re.compile("^Ask "))
    chair.told("Handed up to")
    chair.look()


def the_priorities_show_the_figures_of_the_data(chief: Visitor) -> None:
    """Each objective in its rank, each measure with the newest figure of the files, its period and its coverage."""
    chief.place("Strategy")
    chief.look()
    plan = read_yaml(FOLDER / "plan.yaml")["plan"]
    enterprise = sorted((each for each in plan["objectives"] if each["level"] == "enterprise"), key=lambda o: o["rank"])
    for objective in enterprise:
        card = chief.page.locator(f"#{objective['key']}")
        expect(card.locator(".rank")).to_contain_text(str(objective["rank"]))
        for role in objective["measures"]:
            assert_shown(card, measures()[role["measure"]], role["role"])
    cards = [each.get_attribute("id") for each in chief.page.locator("main section:has(.rank)").all()]
    assert cards == [each["key"] for each in enterprise]


def assert_shown(card: Locator, spec: MeasureSpec, role: str) -> None:
    """One row of an objective, beside what the files say."""
    told = latest(spec.key)
    row = card.get_by_role("row").filter(has=card.page.get_by_role("link", name=spec.name, exact=True))
    text = re.sub(r"\s+", " ", row.inner_text())
    assert f"{told.value * spec.multiplier:,.{spec.decimals}f}" in text, spec.key
    assert f"{date.fromisoformat(told.period):%b %y}, {told.reporting} of {told.expected}" in text, spec.key
    assert role in text


def the_measure_that_changed_leads_to_its_item(chief: Visitor) -> None:
    """From its row to its card, and from the card into the review."""
    spec, told = measures()[CHANGED], latest(CHANGED)
    row = chief.page.locator("#four-hours").get_by_role("row").filter(has_text=spec.name)
    expect(row).to_contain_text("Worsening")
    chief.follow(spec.name, within=row)
    chief.page.wait_for_url(f"**/u/{SYSTEM}/measures/{CHANGED}/")
    chief.look()
    chief.told(f"{told.value * spec.multiplier:.{spec.decimals}f}")
    chief.told("Worsening")
    chief.follow("Open in the review")
    chief.page.wait_for_url("**/items/**")
    chief.look()


def it_does_not_close_without_an_outcome(chief: Visitor) -> None:
    """Neither the item nor the review; what was typed is still there."""
    chief.press("Open the review")
    expect(chief.page.locator("#item-title")).to_contain_text(measures()[CHANGED].name)
    here = chief.page.url
    for question in ("What changed?", "What is driving it?", "Who owns the next action?", "Local or systemic?"):
        expect(chief.page.get_by_role("heading", name=question)).to_be_visible()
    chief.look()
    chief.press("Close the review")
    expect(chief.page.get_by_role("alert")).to_contain_text("an outcome")
    expect(chief.page.get_by_role("button", name="Close the review")).to_be_visible()
    chief.page.goto(here)
    driver = chief.page.get_by_role("textbox", name="What is driving it?")
    driver.fill(DRIVER)
    chief.choose("Action")
    chief.press(re.compile("to accept$"))
    chief.told("Say what is to be done.")
    expect(driver).to_have_value(DRIVER)
    chief.look()


def it_closes_with_an_action_asked_of_a_post(chief: Visitor) -> None:
    """The button names the post that will be asked. A day to look back is refused: no figure will ever come by it."""
    choose_post(chief, "head of discharge stockport", POST)
    chief.page.get_by_label("What will be done").fill(TITLE)
    chief.page.get_by_label("Done when").fill(DONE_WHEN)
    chief.page.get_by_label("Due").fill(DUE.isoformat())
    look_back = chief.page.get_by_role("textbox", name="Looks back on")
    look_back.fill((DUE + timedelta(days=60)).isoformat())
    ask = re.compile("^Ask (the )?head of discharge, Stockport to accept$")
    chief.press(ask)
    last = date.fromisoformat(latest(CHANGED).period)
    chief.told(f"The source sends no figures after {last:%B %Y}")
    chief.look()
    look_back.fill("")
    chief.press(ask)
    chief.told("Asked of the head of discharge, Stockport")
    chief.look()


def the_post_accepts_from_its_day(head: Visitor) -> None:
    """On the phone, with one press."""
    assert fits(head.page)
    asked = head.page.get_by_role("listitem").filter(has_text=TITLE)
    expect(asked).to_contain_text(DONE_WHEN)
    head.press(re.compile("^Accept"), within=asked)
    head.told("Accepted: it is yours from now on.")
    head.look()


def the_other_items_are_settled(chief: Visitor) -> None:
    """One needs nothing and says why, the trust's question goes on up, what is left is not reached."""
    chief.follow(re.compile(f"^{measures()[BETTER].name}"), within=chief.agenda())
    chief.choose("Decision")
    chief.choose("No action")
    chief.press("Record the decision")
    chief.told("doing nothing needs a reason too")
    chief.page.get_by_role("textbox", name="Reason").fill(REASON)
    chief.press("Record the decision")
    chief.told(f"No action: {REASON}")

    chief.follow(re.compile("Question from Tameside"), within=chief.agenda())
    chief.told(QUESTION)
    chief.choose("Escalation")
    chief.page.get_by_label("What do you need from them?").fill(FURTHER)
    chief.press(re.compile("^Ask "))
    chief.told("Handed up to")
    settle_rest_as_not_reached(chief)


def the_review_closes(chief: Visitor) -> None:
    """Its minutes say what was agreed, in the order in which it was."""
    chief.press("Close the review")
    chief.page.wait_for_url("**/minutes/")
    chief.look()
    minutes = chief.words()
    for line in (TITLE, FURTHER, REASON, "Not reached"):
        assert line in minutes


def it_says_how_it_goes(head: Visitor) -> None:
    """A week later, from the day, which keeps what is in hand."""
    head.place("My day")
    head.follow(re.compile(TITLE))
    head.look()
    head.follow(re.compile("Say how it goes"))
    head.choose("Slower than planned")
    head.page.get_by_label("What the chair should know").fill(PROGRESS)
    head.look()
    head.press(re.compile("Say how it goes"))
    head.told(PROGRESS)


def the_next_review_opens_with_the_open_actions(chief: Visitor) -> None:
    """What was asked, and how it goes; what was not reached is on the agenda again."""
    chief.go(f"/u/{SYSTEM}/reviews/")
    chief.follow(re.compile("^Weekly flow review$"))
    chief.look()
    carried = chief.page.get_by_role("table", name="Carried over").get_by_role("row").filter(has_text=TITLE)
    expect(carried).to_contain_text("Accepted")
    expect(carried).to_contain_text(PROGRESS)
    expect(chief.agenda()).to_contain_text("Long-standing changes")


def it_is_done(post: Visitor, title: str) -> None:
    """The post says so, and how it is seen."""
    post.place("My day")
    post.follow(re.compile(title))
    post.follow(re.compile("It is done"))
    post.page.get_by_label("How it is seen that it is done").fill("Seen and ticked off on the board.")
    post.look()
    post.press(re.compile("It is done"))
    post.told("Marked as done.")


def what_was_not_reached_is_answered_by_an_action_with_a_look_back(chief: Visitor) -> None:
    """Old changes are about no one series, so the day it is done is early enough to look back."""
    chief.press("Open the review")
    chief.follow(re.compile("Long-standing changes"), within=chief.agenda())
    chief.page.get_by_role("textbox", name="What is driving it?").fill("The usual levels are those of years ago.")
    chief.choose("Action")
    choose_post(chief, "quality analyst", "Quality analyst")
    chief.page.get_by_label("What will be done").fill(BASELINES)
    chief.page.get_by_label("Done when").fill("Each of them has its own stretch.")
    chief.page.get_by_label("Due").fill((NEXT_SITTING + timedelta(days=7)).isoformat())
    chief.page.get_by_role("textbox", name="Looks back on").fill((NEXT_SITTING + timedelta(days=14)).isoformat())
    chief.press(re.compile("^Ask (the )?quality analyst to accept$"))
    chief.told("Asked of the quality analyst")
    settle_rest_as_not_reached(chief)
    chief.press("Close the review")
    chief.page.wait_for_url("**/minutes/")


def it_is_looked_back_on(chief: Visitor) -> None:
    """The day has come, and the sitting of that day asks what became of it."""
    chief.go(f"/u/{SYSTEM}/reviews/")
    chief.follow(re.compile("^Weekly flow review$"))
    chief.follow(re.compile("Look back on an action"), within=chief.agenda())
    chief.told(BASELINES)
    chief.told("due to be looked back on")
    chief.look()
