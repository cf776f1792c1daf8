"""A driver diagram in the browser: begun from links, drawn on the phone by keyboard, looked at wide, saved as PNG."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import a_measure, at
from tests.harness.browser import Complaints, fits
from tests.web.planned import Planned, a_planned_world
from tests.worlds import a_world
from wellrun.strategy.models import DriverNode, InfluenceLink, ObjectiveMeasure

pytestmark = [pytest.mark.functional, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
WIDE = {"width": 1440, "height": 900}
DRIVERS = "/plans/plan-2025/objectives/four-hours/drivers/"


@pytest.fixture
def planned(transactional_db: None) -> Iterator[Planned]:
    with at():
        planned = a_planned_world(a_world())
        beds = a_measure("beds")
        InfluenceLink.objects.create(
            key="beds-seen",
            lead=beds,
            lag=planned.seen,
            sign="+",
            delay_min_days=0,
            delay_max_days=30,
            grade="contested",
            source_text="A trial.",
            caveat="Two trials disagree.",
        )
        ObjectiveMeasure.objects.create(objective=planned.four_hours, measure=beds, role="lead", position=1)
        yield planned


def test_a_diagram_is_begun_from_links_drawn_on_the_phone_and_looked_at_wide(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    planned: Planned,
    assert_accessible: Callable[[Page], None],
    complaints: Complaints,
    tmp_path: Path,
) -> None:
    complaints.expect("status of 422")
    page = signed_in(new_page(viewport=PHONE), planned.world.lead)
    page.goto(f"{live_server.url}{DRIVERS}")
    assert_accessible(page)
    page.get_by_role("link", name="Look at the suggestion").click()
    expect(page.get_by_text("Two trials disagree.")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    page.get_by_role("button", name="Draw the chosen boxes").press("Enter")
    expect(page.get_by_text("1 box is drawn.")).to_be_visible()

    # An idea that hangs nowhere is refused, and stays typed.
    page.get_by_role("link", name="Add below Beds").click()
    page.get_by_label("What it says").fill("A board on every ward")
    page.get_by_label("It is a").select_option("idea")
    page.get_by_label("It hangs below").select_option("")
    with page.expect_navigation():
        page.get_by_role("button", name="Draw it").click()
    expect(page.get_by_label("What it says")).to_have_value("A board on every ward")
    assert_accessible(page)
    page.get_by_label("It hangs below").select_option("beds")
    page.get_by_role("button", name="Draw it").press("Enter")
    expect(page.get_by_text("“A board on every ward” is drawn.")).to_be_visible()
    expect(page.locator(".strategy-map")).to_be_hidden()
    assert_accessible(page)
    assert fits(page)

    wide = signed_in(new_page(viewport=WIDE), planned.world.lead)
    wide.goto(f"{live_server.url}{DRIVERS}")
    expect(wide.locator(".strategy-map")).to_be_visible()
    assert_accessible(wide)
    assert fits(wide)
    with wide.expect_download() as waiting:
        wide.get_by_role("button", name="Download PNG").click()
    saved = tmp_path / "drivers.png"
    waiting.value.save_as(saved)
    assert saved.read_bytes().startswith(b"\x89PNG\r\n")
    wide.get_by_role("link", name="Change A board on every ward").click()
    wide.get_by_role("link", name="Rub it out").click()
    wide.get_by_role("button", name="Rub it out").click()
    expect(wide.get_by_text("“A board on every ward” is rubbed out.")).to_be_visible()
    assert DriverNode.objects.count() == 1


def test_an_aim_is_set_and_a_hypothesis_looked_at_on_the_phone(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    planned: Planned,
    assert_accessible: Callable[[Page], None],
) -> None:
    page = signed_in(new_page(viewport=PHONE), planned.world.lead)
    page.goto(f"{live_server.url}/u/north/measures/seen/")
    with page.expect_navigation():
        page.get_by_role("link", name="Its aim: set, changed, so far").click()
    assert_accessible(page)
    assert fits(page)
    page.get_by_label("The value wanted").fill("60")
    page.get_by_role("button", name="Set the aim").press("Enter")
    expect(page.get_by_text("The aim is set.")).to_be_visible()
    expect(page.get_by_text("In force: 60.0 %")).to_be_visible()
    assert_accessible(page)

    page.goto(f"{live_server.url}/u/north/strategy/links/")
    assert_accessible(page)
    assert fits(page)
    page.get_by_role("link", name="When “Beds” rises").click()
    expect(page.get_by_role("heading", name="What speaks against it")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
