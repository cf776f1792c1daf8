"""The main way, in a browser, on real figures: from what changed to a closed review, a followed action, its effect."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.functional.england_figures import SYSTEM, latest
from tests.harness.browser import Complaints
from tests.harness.visitor import PHONE, Visitor, choose_post, move_clock, sign_in
from wellrun.demo.england import FOLDER
from wellrun.demo.library import read_measures
from wellrun.demo.plain import read_yaml
from wellrun.demo.site import MeasureSpec

pytestmark = [pytest.mark.functional, pytest.mark.shared]

CHANGED = "no_criteria_to_reside_per_occupied_bed"
POST = "Head of discharge, Stockport"
TITLE = "A discharge coordinator on every ward by ten"
DONE_WHEN = "Ten working days running with a coordinator on every ward by ten."
DRIVER = "Care home places in Stockport."
DUE, NEXT_SITTING = date(2025, 11, 7), date(2025, 10, 21)
PROGRESS = "Four wards of nine have one."


@dataclass(frozen=True)
class Site:
    """A running copy of the demo on real figures, and how one comes in."""

    enter: Callable[..., Visitor]
    complaints: Complaints


@pytest.fixture
def site(
    england_demo: Path,
    running_site: Callable[[Path], str],
    new_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
    complaints: Complaints,
) -> Site:
    address = running_site(england_demo)
    return Site(lambda *words, **more: sign_in(new_page, address, assert_accessible, *words, **more), complaints)


def measures() -> dict[str, MeasureSpec]:
    return {spec.key: spec for spec in read_measures(read_yaml(FOLDER / "site.yaml")["measures"])}


def test_from_the_real_figures_to_a_closed_review_a_followed_action_and_its_look_back(site: Site) -> None:
    chief = site.enter("coo")
    the_priorities_show_the_figures_of_the_data(chief)
    the_measure_that_changed_leads_to_its_item(chief)
    it_does_not_close_without_an_outcome(chief, site.complaints)
    look_back = it_closes_with_an_action_asked_of_a_post(chief)

    head = site.enter("discharge.stockport", viewport=PHONE, has_touch=True)
    the_post_accepts_from_its_day(head)
    the_other_items_are_settled(chief)
    the_review_closes(chief)

    administrator = site.enter("admin")
    move_clock(administrator, "one week")
    it_says_how_it_goes(head)
    the_next_review_opens_with_the_open_actions(chief)
    it_is_done(head)
    rounds = -(-(look_back - NEXT_SITTING).days // 28)
    move_clock(administrator, *["four weeks"] * rounds)
    the_effect_is_looked_at(chief)


def the_priorities_show_the_figures_of_the_data(chief: Visitor) -> None:
    """Each objective in its rank, each measure with the newest figure of the files, its period and its coverage."""
    chief.place("Strategy")
    chief.look()
    plan = read_yaml(FOLDER / "plan.yaml")["plan"]
    enterprise = [each for each in plan["objectives"] if each["level"] == "enterprise"]
    for objective in sorted(enterprise, key=lambda each: each["rank"]):
        card = chief.page.locator(f"#{objective['key']}")
        expect(card.locator(".rank")).to_contain_text(str(objective["rank"]))
        for role in objective["measures"]:
            assert_shown(card, measures()[role["measure"]], role["role"])
    cards = [each.get_attribute("id") for each in chief.page.locator("main section:has(.rank)").all()]
    assert cards == [each["key"] for each in sorted(enterprise, key=lambda each: each["rank"])]


def assert_shown(card: Locator, spec: MeasureSpec, role: str) -> None:
    """One row of an objective, beside what the files say."""
    told = latest(spec.key)
    row = card.get_by_role("row").filter(has=card.page.get_by_role("link", name=spec.name, exact=True))
    text = re.sub(r"\s+", " ", row.inner_text())
    value = f"{told.value * spec.multiplier:,.{spec.decimals}f}"
    assert value in text, spec.key
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
    chief.told(spec.name)
    chief.look()


def it_does_not_close_without_an_outcome(chief: Visitor, complaints: Complaints) -> None:
    """Neither the item nor the review; what was typed is still there."""
    complaints.expect(r"status of (409|422)")
    chief.press("Open the review")
    expect(chief.page.locator("#item-title")).to_contain_text(measures()[CHANGED].name)
    item = chief.page.locator("article").filter(has_text=measures()[CHANGED].name)
    for question in ("What changed?", "What is driving it?", "Who owns the next action?", "Local or systemic?"):
        expect(item.get_by_role("heading", name=question)).to_be_visible()
    chief.look()
    chief.press("Close the review")
    chief.told(re.compile("outcome", re.IGNORECASE))
    expect(chief.page.get_by_role("alert")).to_be_visible()
    expect(chief.page.get_by_role("button", name="Close the review")).to_be_visible()
    chief.page.get_by_role("textbox", name="What is driving it?").fill(DRIVER)
    chief.page.get_by_role("radio", name="Action").check()
    chief.page.get_by_role("button", name=re.compile("to accept$")).click()
    chief.told("Say what is to be done.")
    expect(chief.page.get_by_role("textbox", name="What is driving it?")).to_have_value(
        "Care home places in Stockport."
    )
    chief.look()


def it_closes_with_an_action_asked_of_a_post(chief: Visitor) -> date:
    """The button names the post that will be asked; the day to look back follows the day it is due."""
    choose_post(chief, "head of discharge stockport", POST)
    chief.page.get_by_label("What will be done").fill(TITLE)
    chief.page.get_by_label("Done when").fill(DONE_WHEN)
    chief.page.get_by_label("Due").fill(DUE.isoformat())
    # The end of the month in which it is due, and the time the figures take to come.
    end_of_month = DUE.replace(day=monthrange(DUE.year, DUE.month)[1])
    look_back = end_of_month + timedelta(days=measures()[CHANGED].data_lag_days)
    expect(chief.page.get_by_role("textbox", name="Looks back on")).to_have_value(look_back.isoformat())
    chief.press(re.compile("^Ask (the )?head of discharge, Stockport to accept$"))
    chief.told("Asked of the head of discharge, Stockport")
    chief.look()
    return look_back


def the_post_accepts_from_its_day(head: Visitor) -> None:
    """On the phone, with one press."""
    assert head.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    asked = head.page.get_by_role("listitem").filter(has_text=TITLE)
    expect(asked).to_contain_text(DONE_WHEN)
    head.press(re.compile("^Accept"), within=asked)
    head.told("Accepted: it is yours from now on.")
    head.look()


def it_says_how_it_goes(head: Visitor) -> None:
    """From the day, which keeps what is in hand."""
    head.place("My day")
    head.page.get_by_role("link", name=re.compile(TITLE)).first.click()
    head.look()
    head.follow(re.compile("Say how it goes"))
    head.page.get_by_role("radio", name="Slower than planned").check()
    head.page.get_by_label("What the chair should know").fill(PROGRESS)
    head.look()
    head.press(re.compile("Say how it goes"))
    head.told(PROGRESS)


def the_other_items_are_settled(chief: Visitor) -> None:
    """One goes up, one needs nothing and says why, one is not reached."""
    chief.follow(re.compile("Discharged by five"), within=agenda(chief))
    chief.page.get_by_role("radio", name="Escalation").check()
    chief.page.get_by_label("What do you need from them?").fill("Shall we ask for this figure again?")
    chief.press(re.compile("^Ask "))
    chief.told("Handed up to")

    chief.follow(re.compile("Waits over 4 hours"), within=agenda(chief))
    chief.page.get_by_role("radio", name="Decision").check()
    chief.page.get_by_role("radio", name="No action").check()
    chief.press("Record the decision")
    chief.told("doing nothing needs a reason too")
    chief.page.get_by_role("textbox", name="Reason").fill("It gets better, and the work goes on as it is.")
    chief.press("Record the decision")
    chief.told("No action: It gets better")

    chief.follow(re.compile("Long-standing changes"), within=agenda(chief))
    chief.look()
    chief.press(re.compile("Not reached"))


def agenda(visitor: Visitor) -> Locator:
    return visitor.page.get_by_role("navigation", name="Agenda")


def the_review_closes(chief: Visitor) -> None:
    """Its minutes say what was agreed, in the order in which it was."""
    chief.press("Close the review")
    chief.page.wait_for_url("**/minutes/")
    chief.look()
    minutes = chief.words()
    for line in (TITLE, "Shall we ask for this figure again?", "It gets better", "Not reached"):
        assert line in minutes


def the_next_review_opens_with_the_open_actions(chief: Visitor) -> None:
    """A week later: what was asked, and how it goes; what was not reached is on the agenda again."""
    chief.go(f"/u/{SYSTEM}/reviews/")
    chief.follow(re.compile("^Weekly flow review$"))
    chief.look()
    carried = chief.page.get_by_role("table", name="Carried over").get_by_role("row").filter(has_text=TITLE)
    expect(carried).to_contain_text("Accepted")
    expect(carried).to_contain_text(PROGRESS)
    expect(agenda(chief)).to_contain_text("Long-standing changes")


def it_is_done(head: Visitor) -> None:
    """The post says so, and how it is seen."""
    head.place("My day")
    head.page.get_by_role("link", name=re.compile(TITLE)).first.click()
    head.follow(re.compile("It is done"))
    head.page.get_by_label("How it is seen that it is done").fill("Nine wards of nine, ten days running.")
    head.press(re.compile("It is done"))
    head.told("Marked as done.")


def the_effect_is_looked_at(chief: Visitor) -> None:
    """The day has come: the item shows what was done and the figures; where no newer ones came, it says that."""
    chief.go(f"/u/{SYSTEM}/reviews/")
    chief.follow(re.compile("^Weekly flow review$"))
    chief.follow(re.compile("Look back on an action"), within=agenda(chief))
    chief.look()
    told = latest(CHANGED)
    chief.told(TITLE)
    chief.told(f"{told.value * 100:.1f}")
    chief.told("No newer figure has come since")
