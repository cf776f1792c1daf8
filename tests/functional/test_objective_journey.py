"""An objective is written so that it can be executed, in the browser: the form, a measure with its guard, a team."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import a_measure, at
from tests.harness.browser import Complaints, fits
from tests.web.planned import Planned, a_planned_world
from tests.worlds import a_world
from wellrun.jobs.model_check import check_plan
from wellrun.measures.models import Measure

pytestmark = [pytest.mark.functional, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1440, "height": 900}


@pytest.fixture
def planned(transactional_db: None) -> Iterator[Planned]:
    with at():
        found = a_planned_world(a_world())
        stay = a_measure("length-of-stay", direction="down", scoring="ratio")
        Measure.objects.filter(pk=stay.pk).update(library_id="a.los_oe")
        Measure.objects.filter(pk=a_measure("readmissions", direction="down").pk).update(library_id="q.readmit30")
        check_plan(found.four_hours.plan)
        yield found


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_an_objective_is_written_until_it_can_be_executed(
    viewport: dict[str, int],
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    planned: Planned,
    assert_accessible: Callable[[Page], None],
    complaints: Complaints,
) -> None:
    complaints.expect("status of 422")
    page = signed_in(new_page(viewport=viewport), planned.world.chief)

    def look() -> None:
        assert_accessible(page)
        assert fits(page)

    # From the strategy to a new objective.
    page.goto(f"{live_server.url}/u/system/strategy/")
    with page.expect_navigation():
        page.get_by_role("link", name="Write an objective").click()
    look()
    page.get_by_label("What will be better, and for whom").fill("Patients go home on the day they are ready")
    page.get_by_label("Unit", exact=True).select_option("north")
    page.get_by_label("Domain").select_option("access")
    page.get_by_label("Owner").select_option("head-of-discharge")
    page.get_by_label("Serves").select_option("every-patient")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("heading", name="Patients go home on the day they are ready")).to_be_visible()
    expect(page.get_by_text("No lead indicator yet: this objective cannot warn early.")).to_be_visible()
    look()

    # A measure, and the guard that the library says it needs.
    page.get_by_role("link", name="Add a measure", exact=True).click()
    page.get_by_label("Measure", exact=True).select_option("length-of-stay")
    page.get_by_label("It is a").select_option("lag")
    page.get_by_role("button", name="Add the measure").click()
    # What was said of it comes before the form, although its address led to the form.
    expect(page.get_by_text("“Length of stay” has its role.")).to_be_in_viewport()
    page.get_by_role("link", name="See what is offered").click()
    offered = page.get_by_text("Pushing “Length of stay” down needs a guard on “Readmissions”.", exact=True)
    expect(offered).to_be_in_viewport()
    look()
    page.get_by_role("button", name="Add it as a balancing measure").first.click()
    expect(page.get_by_text("It is added.")).to_be_visible()

    # A team that only hears of it hands nothing on: refused, and what was typed stays.
    with page.expect_navigation():
        page.get_by_role("link", name="Patients go home on the day they are ready", exact=True).click()
    page.get_by_role("link", name="Add a team", exact=True).click()
    page.get_by_label("Team", exact=True).fill("Transport")
    page.get_by_label("Its part").select_option("informed")
    page.get_by_label("Hand-off measure").select_option("readmissions")
    page.get_by_role("button", name="Add the team").click()
    expect(page.get_by_text("A team that is only informed hands nothing on")).to_be_visible()
    look()
    page.get_by_label("Its part").select_option("responsible")
    page.get_by_role("button", name="Add the team").click()
    expect(page.get_by_text("“Transport” takes part.")).to_be_in_viewport()

    # Up the line of sight in one press.
    with page.expect_navigation():
        page.get_by_role("link", name="Patients go home on the day they are ready", exact=True).click()
    page.get_by_role("link", name="Every patient", exact=True).first.click()
    expect(page.get_by_role("heading", name="Every patient", exact=True)).to_be_visible()
    look()
