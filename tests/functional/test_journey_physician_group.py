"""One clinic where more patients stay away: from the signal to an action and what became of it, in the browser."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.harness.browser import Complaints
from tests.harness.visitor import (
    PHONE,
    Visitor,
    choose_post,
    let_in,
    move_clock,
    settle_rest_as_not_reached,
    sign_in,
)
from wellrun.demo.library import DEFINITIONS, read_measures

pytestmark = pytest.mark.functional

CLINIC, MEASURE, NAME = "harbor-clinic", "no_show", "No-show rate"
DIRECTOR, MANAGER = "physician-group-director", "practice-operations-manager"
TITLE = "Call every patient of Harbor the day before"
DONE_WHEN = "All patients of two weeks running were called."
PROGRESS = "The list of calls is printed every evening."
DUE, TODAY, SECOND = date(2025, 11, 20), date(2025, 10, 14), date(2025, 11, 11)
# What the clinic sends later: 80 of 840 appointments missed, every week.
MISSED, APPOINTMENTS = 80, 840


@pytest.fixture
def enter(
    generated_demo: Path,
    running_site: Callable[[Path], str],
    tmp_path: Path,
    new_page: Callable[..., Page],
    assert_accessible: Callable[[Page], None],
) -> Callable[..., Visitor]:
    """Come in at a running copy of the demo, where the two holders of this story have a password too."""
    address = running_site(generated_demo)
    let_in(tmp_path / "site", DIRECTOR, MANAGER)
    return lambda *words, **more: sign_in(new_page, address, assert_accessible, *words, **more)


def test_more_missed_appointments_at_one_clinic_are_answered_by_an_action_that_is_looked_back_on(
    enter: Callable[..., Visitor], complaints: Complaints, generated_demo: Path, tmp_path: Path
) -> None:
    complaints.expect(r"status of 409")
    director = enter(DIRECTOR)
    the_change_leads_to_its_item(director)
    look_back = it_closes_with_an_action(director)
    manager = enter(MANAGER, viewport=PHONE, has_touch=True)
    the_post_accepts(manager)
    the_review_closes(director)

    administrator = enter("admin")
    move_clock(administrator, "four weeks")
    it_says_how_it_goes(manager)
    the_second_sitting_opens_with_it(director)
    newer_figures_are_uploaded(enter("analyst"), tmp_path)
    it_is_done(manager)
    move_clock(administrator, *["four weeks"] * (-(-(look_back - SECOND).days // 28)))
    the_effect_is_looked_at(director, last_known(generated_demo))


def the_change_leads_to_its_item(director: Visitor) -> None:
    """The day names it, its card shows it, and the card leads into the review of today."""
    changed = director.page.get_by_role("table", name=re.compile("real change")).get_by_role("row")
    expect(changed.filter(has_text=NAME).filter(has_text="Harbor clinic")).to_contain_text("Worsening")
    director.go(f"/u/{CLINIC}/measures/{MEASURE}/")
    director.follow("Open in the review")
    director.look()
    director.told(f"{NAME}, Harbor clinic")
    director.told(re.compile("Proposed: .*local"))


def it_closes_with_an_action(director: Visitor) -> date:
    """The day to look back follows the day it is due; answers when it is."""
    director.press("Open the review")
    expect(director.page.locator("#item-title")).to_have_text(f"{NAME}, Harbor clinic")
    director.page.get_by_role("textbox", name="What is driving it?").fill("The reminder letters stopped in September.")
    director.choose("Action")
    choose_post(director, "practice operations", "Practice operations manager")
    director.page.get_by_label("What will be done").fill(TITLE)
    director.page.get_by_label("Done when").fill(DONE_WHEN)
    what_is_typed_while_an_answer_is_on_its_way_stays(director)
    director.page.get_by_label("Due").fill(DUE.isoformat())
    when = seen_by(DUE)
    expect(director.page.get_by_role("textbox", name="Looks back on")).to_have_value(when.isoformat())
    director.press(re.compile("^Ask (the )?practice operations manager to accept$"))
    director.told("Asked of the practice operations manager")
    return when


def seen_by(due: date) -> date:
    """The end of the week in which it is done, and the time the figures take to come."""
    (spec,) = read_measures([MEASURE], DEFINITIONS / "demo" / "measures")
    return due + timedelta(days=6 - due.weekday() + spec.data_lag_days)


def what_is_typed_while_an_answer_is_on_its_way_stays(director: Visitor) -> None:
    """The day to look back follows the day it is due, but not over what somebody typed meanwhile."""
    held: list[Route] = []
    earlier = DUE - timedelta(days=7)
    director.page.route("**/look-back/**", lambda route: held.append(route))
    look_back = director.page.get_by_role("textbox", name="Looks back on")
    with director.page.expect_request("**/look-back/**"):
        director.page.get_by_label("Due").fill(earlier.isoformat())
    look_back.fill("2026-01-08")
    held[0].continue_()
    expect(director.page.locator("#look-back")).to_contain_text(f"{seen_by(earlier).day} {seen_by(earlier):%b %Y}")
    expect(look_back).to_have_value("2026-01-08")
    director.page.unroute("**/look-back/**")
    look_back.fill("")


def the_post_accepts(manager: Visitor) -> None:
    """On the phone, from its day."""
    asked = manager.page.get_by_role("listitem").filter(has_text=TITLE)
    expect(asked).to_contain_text(DONE_WHEN)
    manager.press(re.compile("^Accept"), within=asked)
    manager.told("Accepted: it is yours from now on.")
    manager.look()


def the_review_closes(director: Visitor) -> None:
    """Only when nothing is left: the others are decided, handed up or not reached."""
    director.press("Close the review")
    expect(director.page.get_by_role("alert")).to_contain_text("outcome")
    director.choose("Decision")
    director.choose("A choice")
    director.page.get_by_role("textbox", name="What is decided").fill("Keep the new rota.")
    director.page.get_by_role("textbox", name="Reason").fill("It began to help in August.")
    director.press("Record the decision")
    director.told("Decided: Keep the new rota.")
    director.choose("Escalation")
    director.page.get_by_label("What do you need from them?").fill("May we open on Saturdays?")
    director.press(re.compile("^Ask "))
    director.told("Handed up to")
    settle_rest_as_not_reached(director)
    director.press("Close the review")
    director.page.wait_for_url("**/minutes/")
    director.look()
    for line in (TITLE, "Keep the new rota.", "May we open on Saturdays?"):
        director.told(line)


def it_says_how_it_goes(manager: Visitor) -> None:
    """Four weeks later its word is due, and the day asks for it."""
    manager.place("My day")
    manager.look()
    manager.follow(re.compile(f"Say how it goes.*{TITLE}"))
    manager.choose("As planned")
    manager.page.get_by_label("What the chair should know").fill(PROGRESS)
    manager.press(re.compile("Say how it goes"))
    manager.told("Noted.")


def the_second_sitting_opens_with_it(director: Visitor) -> None:
    """What was asked and how it goes, before anything new."""
    director.place("Reviews")
    director.follow(re.compile("^Monthly practice review$"))
    carried = director.page.get_by_role("table", name="Carried over").get_by_role("row").filter(has_text=TITLE)
    expect(carried).to_contain_text("Accepted")
    expect(carried).to_contain_text(PROGRESS)
    director.look()


def newer_figures_are_uploaded(analyst: Visitor, folder: Path) -> None:
    """The weeks since, as the clinic sends them; the page says what they would bring before it brings them."""
    file = folder / "no-shows.csv"
    first = date(2025, 10, 13)
    weeks = [first + timedelta(weeks=n) for n in range(4)]
    lines = [f"{MEASURE},{CLINIC},{week},{MISSED},{APPOINTMENTS}" for week in weeks]
    file.write_text("\n".join(["measure,unit,period,numerator,denominator", *lines]))
    analyst.go("/u/lakeside/data/import/")
    analyst.page.get_by_label("File").set_input_files(file)
    analyst.page.get_by_label("Where it comes from").select_option(label="Electronic health record")
    analyst.press("Look into the file")
    analyst.told("Nothing has been changed yet")
    analyst.look()
    analyst.press(f"Import {len(weeks)} rows")
    analyst.told(f"{len(weeks)} new, 0 corrected")
    analyst.look()


def it_is_done(manager: Visitor) -> None:
    """The post says so, and how it is seen."""
    manager.place("My day")
    manager.follow(re.compile(f"It is done.*{TITLE}"))
    manager.page.get_by_label("How it is seen that it is done").fill("Both weeks are ticked off.")
    manager.press(re.compile("It is done"))
    manager.told("Marked as done.")


def the_effect_is_looked_at(director: Visitor, before: float) -> None:
    """The figure before and the figure after, and no claim that the one made the other."""
    director.place("Reviews")
    director.follow(re.compile("^Monthly practice review$"))
    director.follow(re.compile("Look back on an action"), within=director.agenda())
    director.look()
    for words in (TITLE, f"{before:.1%}", f"{MISSED / APPOINTMENTS:.1%}"):
        director.told(re.compile(re.escape(words).replace("%", r"\s%")))
    director.told("that one followed the other does not show that it did it")


def last_known(demo: Path) -> float:
    """The clinic's newest share when the story begins, from the file."""
    with (demo / "demo-files" / "observations-ehr.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if (row["measure"], row["unit"]) == (MEASURE, CLINIC)]
    return float(rows[-1]["numerator"]) / float(rows[-1]["denominator"])
