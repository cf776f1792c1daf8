"""A chair settles a review in the browser: with scripts, by keyboard, without scripts, on a phone, on paper."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.factories import a_post, at
from tests.harness.browser import Complaints, fits
from tests.web.reviewing import a_rise, figures
from tests.worlds import World, a_world
from wellrun.execution.models import Action
from wellrun.reviews.models import AgendaItem, Review

pytestmark = [pytest.mark.functional, pytest.mark.django_db(transaction=True)]
REFUSED = "status of 4(09|22)"
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with at():
        yield a_world()


@pytest.fixture
def go(live_server: Any, signed_in: Callable[[Page, Any], Page], world: World) -> Callable[..., Page]:
    """Open an address as somebody."""

    def open_as(page: Page, user: Any, path: str) -> Page:
        signed_in(page, user).goto(f"{live_server.url}{path}")
        return page

    return open_as


def room(world: World) -> str:
    return reverse("review", args=[world.review.pk])


def test_from_the_calendar_to_a_closed_review(
    page: Page,
    go: Callable[..., Page],
    world: World,
    assert_accessible: Callable[[Page], None],
    complaints: Complaints,
) -> None:
    complaints.expect(REFUSED)
    figures(world.series)
    a_rise(world)
    a_rise(world, name="waits")
    Review.objects.filter(pk=world.review.pk).update(status="scheduled")
    go(page, world.lead, reverse("reviews", args=["north"]))
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("link", name="North flow").click()
    assert_accessible(page)
    page.get_by_role("button", name="Open the review").click()
    expect(page.get_by_text("All two items still need an outcome")).to_be_visible()
    assert_accessible(page)

    # What the main button says follows the post that is chosen, found by any of its words.
    page.get_by_role("combobox", name="Who owns the next action?").fill("discharge")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ask head of discharge to accept")).to_be_visible()
    page.get_by_label("What is driving it?").fill("Transport comes late")
    page.get_by_label("What will be done").fill("Hold the 09:30 discharge call")
    page.get_by_label("Done when").fill("Held ten working days running")
    page.get_by_label("Due").fill("2025-11-03")
    page.get_by_label("Due").blur()
    expect(page.get_by_text("The figures can show an effect from Sun 14 Dec 2025.")).to_be_visible()
    page.get_by_role("button", name="Ask head of discharge to accept").click()
    expect(page.get_by_text("Asked of the head of discharge, due Mon 3 Nov.").first).to_be_visible()

    # Closing before the last item has its outcome is refused with a sentence.
    page.get_by_role("button", name="Close the review").click()
    expect(page.get_by_role("alert")).to_contain_text("1 item still needs an outcome")
    page.get_by_role("radio", name=re.compile("^Decision")).check()
    page.get_by_role("radio", name="No action").check()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Say why; doing nothing needs a reason too.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("textbox", name="Reason").fill("The winter plan starts in November")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Every item has its outcome: the review can be closed.")).to_be_visible()
    page.get_by_role("button", name="Close the review").click()
    expect(page.get_by_role("heading", name="Minutes, North flow")).to_be_visible()
    assert_accessible(page)
    action = Action.objects.get()
    assert (str(action.due), str(action.look_back)) == ("2025-11-03", "2025-12-14")
    assert Review.objects.get(pk=world.review.pk).status == "closed"


def test_only_the_chosen_way_shows_and_nothing_below_jumps(page: Page, go: Callable[..., Page], world: World) -> None:
    a_rise(world)
    go(page, world.lead, room(world))
    places = []
    for name, field in (("Decision", "Reason"), ("Action", "Done when"), ("Escalation", "Reply by")):
        page.get_by_role("radio", name=re.compile(f"^{name}")).check()
        expect(page.get_by_label(field, exact=True)).to_be_visible()
        box = page.get_by_role("button", name="Save the answers only").bounding_box()
        assert box is not None
        places.append(round(box["y"]))
    expect(page.get_by_label("Reason", exact=True)).to_be_hidden()
    expect(page.get_by_label("Done when", exact=True)).to_be_hidden()
    assert len(set(places)) == 1


def test_a_post_is_found_and_chosen_by_keyboard(
    page: Page, go: Callable[..., Page], world: World, assert_accessible: Callable[[Page], None]
) -> None:
    for number in range(12):
        a_post(f"ward-{number}-manager", world.north)
    a_rise(world)
    go(page, world.lead, room(world))
    field = page.get_by_role("combobox", name="Who owns the next action?")
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(15)
    assert_accessible(page)
    page.keyboard.type("north 7 manager")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(field).to_have_value("Ward 7 manager, North")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.fill("nobody of that name")
    field.blur()
    expect(field).to_have_value("Ward 7 manager, North")
    field.fill("")
    field.blur()
    expect(page.get_by_role("button", name="Ask the post to accept")).to_be_visible()


def test_all_of_it_works_without_scripts(
    new_page: Callable[..., Page], go: Callable[..., Page], world: World, complaints: Complaints
) -> None:
    complaints.expect(REFUSED)
    figures(world.series)
    item = a_rise(world)
    page = go(new_page(java_script_enabled=False), world.lead, room(world))
    expect(page.locator(".chart-wide svg")).to_be_visible()
    page.get_by_label("Who owns the next action?").select_option("Head of discharge")
    page.get_by_label("What will be done").fill("Hold the 09:30 discharge call")
    page.get_by_role("button", name="Ask the post to accept").click()
    expect(page.get_by_text("Say how you will know that it is done.")).to_be_visible()
    expect(page.get_by_label("What will be done")).to_have_value("Hold the 09:30 discharge call")
    page.get_by_role("radio", name=re.compile("^Escalation")).check()
    page.get_by_label("What do you need from them?").fill("Who pays for transport?")
    page.get_by_role("button", name="Ask the System board of System").click()
    expect(page.get_by_text("Handed up to the System board of System.").first).to_be_visible()
    page.get_by_role("link", name="See or undo it").click()
    page.get_by_label("A wrong click? Say why it is opened again").fill("Wrong forum")
    page.get_by_role("button", name="Open it again").click()
    page.get_by_role("button", name="Not reached: move to Tue 21 Oct").click()
    expect(page.get_by_text("not reached, moved to Tue 21 Oct.")).to_be_visible()
    page.get_by_role("button", name="Close the review").click()
    expect(page.get_by_text("Recorded first and taken back")).to_have_count(0)
    expect(page.get_by_text("moved to Tue 21 Oct 2025.")).to_be_visible()
    assert AgendaItem.objects.get(pk=item.pk).deferrals == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_an_item_stands_alone_one_step_from_the_agenda(
    new_page: Callable[..., Page],
    go: Callable[..., Page],
    world: World,
    scheme: str,
    assert_accessible: Callable[[Page], None],
) -> None:
    figures(world.series)
    a_rise(world)
    a_rise(world, name="waits")
    page = go(new_page(viewport=PHONE, color_scheme=scheme), world.lead, room(world))
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^Waits, North|^Waits")).first.click()
    expect(page.get_by_role("navigation", name="Agenda")).to_be_hidden()
    assert_accessible(page)
    assert fits(page)
    small = page.evaluate(
        """() => [...document.querySelectorAll("main .btn, main .pick, main input:not([type=hidden], [type=radio])")]
            .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
            .map(each => each.outerHTML)"""
    )
    assert small == []
    page.get_by_role("link", name="To the agenda").click()
    expect(page.get_by_role("navigation", name="Agenda")).to_be_visible()


def test_what_was_typed_is_not_lost_by_a_click_elsewhere(page: Page, go: Callable[..., Page], world: World) -> None:
    a_rise(world)
    go(page, world.lead, room(world))
    page.get_by_label("What will be done").fill("Hold a call")
    page.on("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.get_by_role("link", name="Minutes").click(no_wait_after=True)
    expect(page.get_by_label("What will be done")).to_have_value("Hold a call")
    assert asked.value.type == "beforeunload"


def test_on_paper_the_review_is_its_agenda_and_answers(page: Page, go: Callable[..., Page], world: World) -> None:
    a_rise(world, drivers="Transport comes late", next_owner=world.doer_post)
    go(page, world.lead, room(world))
    page.emulate_media(media="print")
    expect(page.locator("p.only-print", has_text="Transport comes late")).to_be_visible()
    expect(page.locator("p.only-print", has_text="Head of discharge")).to_be_visible()
    for gone in ("textarea", "button", ".rail", ".outcome"):
        assert not any(each.is_visible() for each in page.locator(gone).all())
