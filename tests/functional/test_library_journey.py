"""The measure library in the browser: found, adopted by keyboard, its guard taken along, given up, one of one's own."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import a_user, at
from tests.harness.browser import Complaints, fits
from tests.worlds import World, a_world
from wellrun.audit.actions import SYSTEM
from wellrun.measures.actions import adopt_measure
from wellrun.measures.models import Measure
from wellrun.strategy.models import TradeOff

pytestmark = [pytest.mark.functional, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with at():
        found = a_world()
        adopt_measure(name="a.los_oe", by=SYSTEM)
        yield found


def test_from_a_word_to_a_guard_and_back(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    world: World,
    assert_accessible: Callable[[Page], None],
    complaints: Complaints,
    tmp_path: Path,
) -> None:
    complaints.expect("status of 422")
    analyst = a_user("analyst", (world.system, "analyst"))
    page = signed_in(new_page(viewport=PHONE), analyst)

    # Found from the data, on the phone, by keyboard.
    page.goto(f"{live_server.url}/u/system/data/")
    with page.expect_navigation():
        page.get_by_role("link", name="Measure library").click()
    assert_accessible(page)
    assert fits(page)
    page.get_by_label("Words").fill("readmission")
    with page.expect_navigation():
        page.get_by_label("Words").press("Enter")
    page.get_by_role("button", name="Adopt 30-day unplanned readmission rate").focus()
    page.keyboard.press("Enter")

    # Adopted; the library knows a guard between it and a measure that is here.
    expect(page.get_by_text("is adopted. It waits for figures")).to_be_visible()
    assert_accessible(page)
    assert fits(page)
    page.get_by_role("button", name="Take over what is ticked").click()
    expect(page.get_by_text("1 of them now holds here.")).to_be_visible()
    assert TradeOff.objects.get(retired_on__isnull=True).guard.key == "readmit30"

    # Given up again, and the guard with it.
    page.get_by_role("button", name="Undo the adoption").click()
    expect(page.get_by_text("is given up here. It can be adopted again.")).to_be_visible()
    assert not TradeOff.objects.filter(retired_on__isnull=True).exists()

    # Copied, changed in the form, and once more as a file.
    page.set_viewport_size({"width": 1440, "height": 900})
    with page.expect_navigation():
        page.get_by_role("link", name="Copy it and change it").click()
    assert_accessible(page)
    page.get_by_label("Name").fill("HEDIS readmissions")
    page.get_by_role("button", name="Define the measure").click()
    expect(page.get_by_text("is the name of a programme")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Name").fill("Readmissions to our own hospital")
    page.get_by_role("button", name="Define the measure").click()
    expect(page.get_by_role("heading", name="Readmissions to our own hospital")).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as file:
        page.get_by_role("link", name="As YAML").click()
    text = Path(file.value.path()).read_text().replace("key: readmit30-own", "key: readmit30-again")
    (tmp_path / "again.yaml").write_text(text)
    page.goto(f"{live_server.url}/u/system/data/define/")
    page.get_by_label("YAML file of one definition").set_input_files(tmp_path / "again.yaml")
    page.get_by_role("button", name="Define it from the file").click()
    expect(page.get_by_text("It waits for figures.")).to_be_visible()
    assert Measure.objects.filter(key="readmit30-again").exists()


def test_adopted_with_one_click_of_the_mouse(
    live_server: Any, signed_in: Callable[[Page, Any], Page], new_page: Callable[..., Page], world: World
) -> None:
    page = signed_in(new_page(viewport={"width": 1440, "height": 900}), a_user("analyst", (world.system, "analyst")))
    page.goto(f"{live_server.url}/u/system/data/library/?q=readmission")
    page.get_by_role("button", name="Adopt 30-day unplanned readmission rate").click()
    done = page.get_by_text("is adopted. It waits for figures")
    expect(done).to_be_visible()
    # The reader stands at what was said, before the rest of the page.
    expect(page.locator("#messages")).to_be_focused()


def test_a_refused_form_leads_to_what_needs_another_look(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    world: World,
    assert_accessible: Callable[[Page], None],
    complaints: Complaints,
) -> None:
    complaints.expect("status of 422")
    page = signed_in(new_page(viewport=PHONE), a_user("analyst", (world.system, "analyst")))
    page.goto(f"{live_server.url}/u/system/data/define/")
    page.get_by_role("button", name="Define the measure").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    assert_accessible(page)
    summary.get_by_role("link", name="What it means").press("Enter")
    expect(page).to_have_url(re.compile("#id_definition$"))
