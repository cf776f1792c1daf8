"""A new baseline in the browser: proposed by the analyst, approved by another, drawn, listed in the next review."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories import a_user, at
from tests.harness.browser import fits
from tests.insight.figures import arrive, month, rows, shifted, steady
from tests.web.planned import a_planned_world
from tests.worlds import World, a_world
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.models import Series

pytestmark = [pytest.mark.functional, pytest.mark.django_db(transaction=True)]
START = 30
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    """North stands on a new level since the thirtieth month."""
    with at():
        found = a_world()
        a_planned_world(found)
        arrive(rows("seen", "north", shifted(steady(0), START, 0.05)), name="again.csv")
        evaluate_and_raise(cause="import")
        yield found


def test_from_a_change_of_level_to_the_next_review(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    world: World,
    assert_accessible: Callable[[Page], None],
) -> None:
    analyst = a_user("analyst", (world.system, "analyst"))
    outsider = a_user("outsider", (world.system, "chair"))

    # The analyst looks for a change of level and proposes a baseline for it, by keyboard where that is a form.
    page = signed_in(new_page(), analyst)
    page.goto(f"{live_server.url}/u/north/measures/seen/")
    with page.expect_navigation():
        page.get_by_role("link", name="Look for a change of level").click()
    assert_accessible(page)
    page.get_by_role("link", name="Propose a baseline").click()
    expect(page.get_by_label("The new baseline begins with")).to_have_value(str(month(START)))
    assert_accessible(page)
    page.get_by_label("Day of the change").fill("2024-04-08")
    page.get_by_label("How it changed, and how one knows").fill("Patients wait in the new assessment unit.")
    page.get_by_label("How it changed, and how one knows").press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You proposed it: somebody else approves or declines it.")).to_be_visible()
    assert_accessible(page)
    proposal = page.url

    # Somebody else approves it, on the phone.
    page = signed_in(new_page(viewport=PHONE), outsider)
    page.goto(proposal)
    assert fits(page)
    page.get_by_label("Why").fill("Seen on the ward.")
    page.get_by_role("button", name="Approve the new baseline").click()
    expect(page.get_by_text("The series is judged by the new baseline")).to_be_visible()
    assert_accessible(page)

    # The chart shows both baselines, and the card who approved the new one.
    page.goto(f"{live_server.url}/u/north/measures/seen/")
    expect(page.get_by_text("New baseline from Apr 2024: Patients wait in the new assessment unit.")).to_be_visible()
    expect(page.get_by_text(re.compile("Usual level 55.*approved by Outsider"))).to_be_visible()
    expect(page.get_by_text(re.compile("Usual level 50"))).to_be_visible()

    # The next review lists it.
    page = signed_in(new_page(), world.lead)
    page.goto(f"{live_server.url}{reverse('review_opening', args=[world.review.pk])}")
    listed = page.get_by_role("article", name="Said of the figures since the last review")
    expect(listed).to_contain_text("Seen, North: a new baseline from Apr 2024 was approved; the aim is as it was.")
    assert_accessible(page)
    assert Series.objects.get(unit=world.north, measure__key="seen").phases.count() == 1
