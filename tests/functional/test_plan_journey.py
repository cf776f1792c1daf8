"""A plan through its cycle in the browser: drafted, consulted on, refused, mended, in force; the next one cloned."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import at
from tests.harness.browser import Complaints, fits
from tests.jobs.drafted import Drafted, a_drafted_world
from tests.web.test_plan_pages import an_initiative
from tests.worlds import a_world
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.models import Plan

pytestmark = [pytest.mark.functional, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def drafted(transactional_db: None) -> Iterator[Drafted]:
    with at():
        found = a_drafted_world(a_world())
        an_initiative(found, found.new)
        check_plan(found.draft)
        yield found


def test_from_a_draft_to_a_plan_in_force_and_on_to_the_next(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    drafted: Drafted,
    assert_accessible: Callable[[Page], None],
    complaints: Complaints,
) -> None:
    page = signed_in(new_page(viewport=PHONE), drafted.world.chief)

    # From the strategy to the plans, and into the draft, on the phone.
    page.goto(f"{live_server.url}/u/system/strategy/")
    with page.expect_navigation():
        page.get_by_role("link", name="Plans", exact=True).click()
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Plan 2026/27").click()
    assert_accessible(page)
    assert fits(page)

    # Put before those who are to carry it.
    with page.expect_navigation():
        page.get_by_role("link", name="Open consultation").click()
    assert_accessible(page)
    page.get_by_role("button", name="Open consultation").click()
    expect(page.get_by_text("The plan is in consultation.")).to_be_visible()

    # It cannot come into force: two things are asked and not there.
    page.get_by_role("link", name="Bring it into force").click()
    expect(page.get_by_text("2 of 6 things that are asked are not there yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Bring it into force today")).to_have_count(0)
    assert_accessible(page)
    assert fits(page)

    # Mended where the page leads to: something stops, and the hours are declared.
    with page.expect_navigation():
        page.get_by_role("link", name="The stop list").click()
    page.get_by_label("What is stopped").fill("The paper form")
    page.get_by_label("Why").fill("It is filled in twice")
    page.get_by_role("combobox", name="Who stops it").fill("chief op")
    page.get_by_role("option", name="Chief operating officer").first.click()
    page.get_by_role("button", name="Put it on the stop list").click()
    expect(page.get_by_text("is mended")).to_be_visible()
    page.goto(f"{live_server.url}/plans/p26/activation/")
    expect(page.get_by_text("1 of 6 things that are asked is not there yet.")).to_be_visible()
    page.get_by_role("link", name="Declare the hours it needs").click()
    expect(page.get_by_label("Hours a week of North director")).to_have_value(re.compile(r"4(\.0)?"))
    with page.expect_navigation():
        page.get_by_role("button", name="Declare the hours of North director").click()
    page.goto(f"{live_server.url}/plans/p26/activation/")

    # In force, and the plan before it is closed and kept.
    expect(page.get_by_text("All that is asked is there.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Bring it into force today").click()
    expect(page.get_by_text("is in force from today.")).to_be_visible()
    assert list(Plan.objects.filter(stage="active").values_list("key", flat=True)) == ["p26"]
    page.goto(f"{live_server.url}/plans/plan-2025/versions/")
    expect(page.get_by_role("rowheader", name="As it stood when the next plan came into force")).to_be_visible()
    assert_accessible(page)

    # What was done is told, and what differs from a version.
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/plans/p26/history/")
    expect(page.get_by_text("stage: in consultation → in force")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("What", exact=True).select_option(label="Stop list")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_text("1 change, the newest first.")).to_be_visible()
    page.get_by_role("link", name="Versions").click()
    page.get_by_role("link", name="Compare with now").click()
    expect(page.get_by_text("No difference.")).to_be_visible()
    assert_accessible(page)

    # The next cycle begins with what this one wants.
    with page.expect_navigation():
        page.get_by_role("link", name="The plan", exact=True).click()
    with page.expect_navigation():
        page.get_by_role("link", name="Begin the next cycle").click()
    assert_accessible(page)
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.get_by_text("The draft of the next cycle has begun.")).to_be_visible()
    expect(page.get_by_role("link", name="Every patient leaves on time")).to_be_visible()
    assert_accessible(page)
