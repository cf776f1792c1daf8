"""The next cycle in the browser, on the phone: cloned, consulted on, its exceptions renewed, in force, closed."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import at
from tests.harness.browser import Complaints, fits
from tests.jobs.drafted import Drafted, a_drafted_world
from tests.worlds import a_world
from wellrun.audit.actions import SYSTEM
from wellrun.check.actions import state_waiver
from wellrun.check.models import Waiver
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.models import Plan

pytestmark = [pytest.mark.functional, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def drafted(transactional_db: None) -> Iterator[Drafted]:
    """The plan in force has no lead for its objective, and says so on purpose."""
    with at():
        found = a_drafted_world(a_world())
        said = {"reason": "The feed begins next year", "post": found.world.chief_post, "expires": date(2026, 3, 31)}
        for rule in ("OBJ-02", "OBJ-04"):
            state_waiver(plan=found.former, rule=rule, subject="leave-on-time", by=SYSTEM, **said)
        check_plan(found.former)
        yield found


def test_from_one_cycle_to_the_next_and_to_the_end(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    drafted: Drafted,
    assert_accessible: Callable[[Page], None],
    complaints: Complaints,
) -> None:
    page = signed_in(new_page(viewport=PHONE), drafted.world.chief)

    # The next cycle begins with what the plan in force wants.
    page.goto(f"{live_server.url}/plans/plan-2025/")
    page.get_by_role("link", name="Begin the next cycle").click()
    page.get_by_label("Name").fill("Plan 2027")
    page.get_by_label("Key").fill("p27")
    page.get_by_role("button", name="Begin the draft").click()
    expect(page.get_by_text("The draft of the next cycle has begun.")).to_be_visible()
    page.get_by_role("link", name="Open consultation").click()
    page.get_by_role("button", name="Open consultation").click()
    expect(page.get_by_text("The plan is in consultation.")).to_be_visible()

    # What was set aside stands in the way, until somebody says that it still holds.
    page.get_by_role("link", name="What is asked").click()
    with page.expect_navigation():
        page.get_by_role("link", name="was set aside in the plan before").click()
    assert_accessible(page)
    assert fits(page)
    complaints.expect(r"status of 422")
    page.get_by_role("button", name="Renew what is ticked").click()
    expect(page.get_by_text("Tick at least one that still holds.")).to_be_visible()
    page.get_by_role("checkbox").first.check()
    page.get_by_text("Change the day or the reason").first.click()
    page.get_by_label("Why it is set aside").first.fill("The feed is late")
    assert_accessible(page)
    page.get_by_role("button", name="Renew what is ticked").click()
    expect(page.get_by_text("1 exception is renewed.")).to_be_visible()
    assert Waiver.objects.get(plan__key="p27").reason == "The feed is late"

    # All is there: it comes into force, and the plan before it cannot be written any more.
    expect(page.get_by_text("All that is asked is there.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Bring it into force today").click()
    expect(page.get_by_text("is in force from today.")).to_be_visible()
    page.goto(f"{live_server.url}/plans/plan-2025/")
    expect(page.get_by_text("and kept as it was.")).to_be_visible()
    expect(page.get_by_role("link", name="New objective")).to_have_count(0)

    # Its version is a file, and two versions are compared.
    page.get_by_role("link", name="Versions").click()
    with page.expect_download() as sent:
        page.get_by_role("link", name="File of version 1").click()
    assert sent.value.suggested_filename == "plan-2025-version-1.yaml"
    page.get_by_role("link", name="Compare with now").click()
    expect(page.get_by_text("stage: in force → closed")).to_be_visible()
    assert_accessible(page)
    assert fits(page)

    # What was done is told by name.
    page.goto(f"{live_server.url}/plans/p27/history/")
    expect(page.get_by_text("set a finding aside: OBJ-02 > ")).to_be_visible()
    assert_accessible(page)
    assert fits(page)

    # The cycle ends without a next one.
    page.goto(f"{live_server.url}/plans/p27/")
    page.get_by_role("link", name="Close it").click()
    page.get_by_role("button", name="Close it for good").click()
    expect(page.get_by_text("The plan is closed, and kept as it was.")).to_be_visible()
    assert not Plan.objects.filter(stage="active").exists()
