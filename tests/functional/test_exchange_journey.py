"""A part of an objective is asked for, answered by a nurse on a phone, agreed; a quarter is spoken of by one press."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import NOW, a_post, a_series, a_unit, a_user, an_objective, at
from tests.harness.browser import Complaints, fits
from tests.web.test_quarters_pages import figure
from tests.worlds import World, a_world
from wellrun.access.models import Level
from wellrun.accounts.models import User
from wellrun.measures.models import Target
from wellrun.organisation.queries import posts_of
from wellrun.strategy.actions import propose, push_in_quarter, set_key_result
from wellrun.strategy.models import Catchball, Objective

pytestmark = [pytest.mark.functional, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 360, "height": 740}
OFFER = "/plans/plan-2025/objectives/leave-on-time/catchball/"


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with at():
        yield a_world()


@pytest.fixture
def parent(world: World) -> Objective:
    series = a_series(world.system, world.series.measure)
    Target.objects.create(series=series, value=0.12, baseline=0.20, by_date=date(2026, 3, 31), created_at=NOW)
    return an_objective("leave-on-time", world.system, world.chief_post, roles={"lag": world.series.measure})


@pytest.fixture
def nurse(world: World) -> User:
    """A contributor of one ward, who holds its post."""
    ward = a_unit("ward-4", parent=world.north, kind="ward")
    nurse = a_user("nurse", (ward, Level.CONTRIBUTOR))
    a_post("charge-nurse-ward-4", ward, holder=nurse)
    return nurse


@pytest.fixture
def go(live_server: Any, signed_in: Callable[[Page, Any], Page], world: World) -> Callable[..., Page]:
    """Open an address as somebody."""

    def open_as(page: Page, user: Any, path: str) -> Page:
        signed_in(page, user).goto(f"{live_server.url}{path}")
        return page

    return open_as


def test_a_chief_asks_by_keyboard_and_the_nurse_answers_on_a_phone(
    page: Page,
    new_page: Callable[..., Page],
    go: Callable[..., Page],
    world: World,
    parent: Objective,
    nurse: User,
    assert_accessible: Callable[[Page], None],
) -> None:
    go(page, world.chief, OFFER)
    assert_accessible(page)
    expect(page.get_by_text("8.0 percentage points is left")).to_be_visible()
    page.get_by_role("combobox", name="Unit").fill("ward")
    page.keyboard.press("Enter")
    page.get_by_role("combobox", name="Post that answers").fill("nurse")
    page.keyboard.press("Enter")
    page.get_by_label("What the unit would reach").fill("Two beds by eleven")
    page.get_by_label("How much of the gap").fill("3")
    page.get_by_role("button", name="Ask for it").click()
    expect(page.get_by_text("The charge nurse ward 4 is asked.")).to_be_visible()
    assert_accessible(page)

    # On a phone, from the first page to the answer: three taps and three fields.
    phone = new_page(viewport=PHONE, has_touch=True)
    go(phone, nurse, "/u/ward-4/day/")
    assert_accessible(phone)
    phone.get_by_role("link", name=re.compile("Two beds by eleven")).tap()
    expect(phone.get_by_text("a gap of 8.0 percentage points")).to_be_visible()
    assert_accessible(phone)
    phone.get_by_text("Answer otherwise").tap()
    assert_accessible(phone)
    phone.locator("#counter_title").fill("Two beds by one")
    phone.locator("#counter_contribution").fill("2")
    phone.locator("#counter_text").fill("The round ends at ten")
    phone.get_by_role("button", name="Send this answer").tap()
    expect(phone.get_by_text("Your answer was sent to who asked.")).to_be_visible()
    assert_accessible(phone)
    expect(phone.get_by_text("1.0 percentage points less than before")).to_be_visible()

    page.reload()
    page.get_by_role("button", name="Agree to it").click()
    expect(page.get_by_text("Agreed: “Two beds by one” is now an objective of Ward 4.")).to_be_visible()
    child = Objective.objects.get(key="two-beds-by-one")
    assert child.owner is not None
    assert child.owner.key == "charge-nurse-ward-4"


def test_who_comes_second_is_told_and_keeps_their_words(
    page: Page,
    go: Callable[..., Page],
    world: World,
    parent: Objective,
    assert_accessible: Callable[[Page], None],
    complaints: Complaints,
) -> None:
    complaints.expect("status of 409")
    asked = {"unit": world.north, "post": world.doer_post, "title": "Leave by noon", "by": world.chief}
    one = propose(parent=parent, **asked)
    go(page, world.doer, f"/plans/plan-2025/catchball/{one.pk}/")
    page.get_by_text("Answer otherwise").click()
    page.locator("#counter_text").fill("Only by three")
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Agree to it").click()
    expect(other.get_by_text("is now an objective of North")).to_be_visible()
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Somebody else was quicker")
    expect(page.get_by_role("alert")).to_contain_text("Only by three")
    assert_accessible(page)
    assert Catchball.objects.get().turns.count() == 2


@pytest.mark.parametrize("width", [360, 1440])
def test_how_sure_one_is_takes_one_press(
    new_page: Callable[..., Page],
    go: Callable[..., Page],
    world: World,
    assert_accessible: Callable[[Page], None],
    width: int,
) -> None:
    objective = an_objective("leave-on-time", world.north, world.doer_post, roles={"lag": world.series.measure})
    pushed = push_in_quarter(objective=objective, starts=date(2025, 10, 1), title="Two wards", by=world.lead)
    set_key_result(pushed=pushed, series=world.series, start=0.20, aim=0.12, by=world.lead)
    page = new_page(viewport={"width": width, "height": 800})
    go(page, world.doer, "/u/north/strategy/quarter/")
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("Say how sure")).click()
    assert_accessible(page)
    page.get_by_role("button", name="7 of 10").click()
    expect(page.get_by_text("Noted: 7 of 10.")).to_be_visible()
    expect(page.get_by_role("list", name="How sure people were, the newest last")).to_contain_text("7 of 10, today")
    assert_accessible(page)
    quarters = "/plans/plan-2025/objectives/leave-on-time/quarters/"
    go(page, world.lead, quarters)
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("Close the quarter")).click()
    assert_accessible(page)
    page.get_by_label("What was learned in the quarter").fill("It takes a pharmacist")
    page.get_by_label("Close it before its last day", exact=False).check()
    page.get_by_role("button", name="Close the quarter for good").click()
    expect(page.get_by_text("The quarter is closed, and its scores are fixed.")).to_be_visible()
    assert_accessible(page)


def test_a_part_goes_down_twice_comes_back_and_is_agreed_on_a_phone(
    page: Page,
    new_page: Callable[..., Page],
    go: Callable[..., Page],
    world: World,
    parent: Objective,
    nurse: User,
    assert_accessible: Callable[[Page], None],
) -> None:
    """Two people, each from their own My day, to the objective that came of it; every turn is kept."""
    ward = nurse_unit(nurse)
    asked = {"unit": ward, "post": ward.posts.get(), "title": "Two beds by eleven", "contribution": 0.03}
    propose(parent=parent, by=world.chief, **asked)
    phone = new_page(viewport=PHONE, has_touch=True)
    go(phone, nurse, "/u/ward-4/day/")
    phone.get_by_role("link", name=re.compile("Two beds by eleven")).tap()
    phone.get_by_text("Answer otherwise").tap()
    phone.locator("#counter_title").fill("One bed by eleven")
    phone.locator("#counter_contribution").fill("1")
    phone.locator("#counter_text").fill("The round ends at ten")
    phone.get_by_role("button", name="Send this answer").tap()
    expect(phone.get_by_text("Your answer was sent to who asked.")).to_be_visible()

    go(page, world.chief, "/u/system/day/")
    page.get_by_role("link", name=re.compile("One bed by eleven")).click()
    page.get_by_text("Ask again").first.click()
    page.locator("#propose_contribution").fill("2")
    page.locator("#propose_text").fill("With the float pool")
    page.get_by_role("button", name="Ask again").click()
    expect(page.get_by_text("Asked again.", exact=True)).to_be_visible()

    phone.goto(phone.url)
    expect(phone.get_by_text("1.0 percentage points more than before")).to_be_visible()
    phone.get_by_role("button", name="Agree to it").tap()
    expect(phone.get_by_text("Agreed: “One bed by eleven” is now an objective of Ward 4.")).to_be_visible()
    assert_accessible(phone)
    assert fits(phone)
    kinds = ["proposed", "countered", "proposed", "agreed"]
    assert [turn.kind for turn in Catchball.objects.get().turns.all()] == kinds

    page.reload()
    page.get_by_role("link", name=re.compile("came of it")).click()
    expect(page.get_by_text("This takes on 2.0 percentage points")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1440])
def test_a_quarter_from_its_opening_to_its_closing(
    new_page: Callable[..., Page],
    go: Callable[..., Page],
    world: World,
    assert_accessible: Callable[[Page], None],
    width: int,
) -> None:
    """Opened, a key result set, spoken of, scored by the figure that came, closed; the next quarter is there."""
    an_objective("leave-on-time", world.north, world.doer_post, roles={"lag": world.series.measure})
    page = new_page(viewport={"width": width, "height": 800})
    quarters = "/plans/plan-2025/objectives/leave-on-time/quarters/"
    go(page, world.lead, quarters)
    page.get_by_role("link", name=re.compile("Say what is pushed.*Quarter 3")).click()
    page.get_by_label("What is pushed in it").fill("Two wards")
    page.get_by_role("button", name="Write it down").click()
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("Add a key result.*Quarter 3")).click()
    page.get_by_role("combobox", name="Measure").fill("ready")
    page.keyboard.press("Enter")
    page.get_by_label("From", exact=False).first.fill("20")
    page.get_by_label("To, by the end of the quarter").fill("12")
    page.get_by_text("Aspirational: we stretch for it").click()
    assert_accessible(page)
    page.get_by_role("button", name="Set the key result").click()
    expect(page.get_by_text("cannot be told yet: no figure of this quarter has come")).to_be_visible()
    figure(world.series, date(2025, 10, 1), 0.18)
    page.get_by_role("link", name=re.compile("Say how sure")).click()
    page.get_by_role("button", name="6 of 10").click()
    # From 20 to 12 %, and the figure says 18 %.
    expect(page.get_by_text(re.compile(r"^0\.25"))).to_be_visible()
    page.get_by_role("link", name=re.compile("Close the quarter")).click()
    expect(page.get_by_text(re.compile(r"^0\.25"))).to_be_visible()
    page.get_by_label("What was learned in the quarter").fill("It takes a pharmacist")
    page.get_by_label("Close it before its last day", exact=False).check()
    page.get_by_role("button", name="Close the quarter for good").click()
    expect(page.get_by_text("Learned:")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Add a key result.*Quarter 3"))).to_have_count(0)
    expect(page.get_by_role("link", name=re.compile("Say how sure"))).to_have_count(0)
    page.get_by_role("link", name=re.compile("Say what is pushed.*Quarter 4")).click()
    expect(page.get_by_label("What is pushed in it")).to_be_visible()
    assert fits(page)


def nurse_unit(nurse: User) -> Any:
    """The ward whose post they hold."""
    return posts_of(nurse, date(2025, 10, 14)).select_related("unit").get().unit
