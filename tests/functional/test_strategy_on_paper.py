"""Strategy on a page keeps its name on paper: one sheet for a plan of few objectives, two at most for fourteen."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.factories import a_measure, an_objective, at
from tests.harness.visitor import Visitor
from tests.worlds import World, a_world
from wellrun.strategy.models import Contributor, ObjectiveMeasure

BESIDE_ITS_CARD = """[...document.querySelectorAll('.sheet td, .sheet .tag, .sheet .spark')]
  .filter(one => one.getBoundingClientRect().right > one.closest('.card').getBoundingClientRect().right + 1)
"""
ROLES = ("lag", "lead", "lead", "balancing", "balancing")


@pytest.fixture
def world(transactional_db: None) -> Iterator[World]:
    with at():
        yield a_world()


def a_full_objective(world: World, rank: int) -> None:
    """One with five measures, an owner, and four teams of which two agreed a hand-off."""
    objective = an_objective(f"patients-are-seen-and-treated-{rank}", world.system, world.chief_post, rank=rank)
    for position, role in enumerate(ROLES):
        measure = a_measure(f"share-of-patients-seen-in-time-{rank}-{position}")
        ObjectiveMeasure.objects.create(objective=objective, measure=measure, role=role, position=position)
        handoff = measure if position < 2 else None
        Contributor.objects.create(
            objective=objective, team=f"Team of function {position}", handoff_measure=handoff, position=position
        )


def sheets(page: Page) -> int:
    """How many sheets of paper the page needs; all of them across."""
    paper = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert all(float(width) > float(height) for width, height in boxes)
    return len(re.findall(rb"/Type\s*/Page[^s]", paper))


@pytest.mark.functional
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("objectives", "at_most"), [(1, 1), (6, 1), (14, 2)])
def test_few_objectives_are_one_sheet_and_fourteen_are_two(
    live_server: Any,
    signed_in: Callable[[Page, Any], Page],
    new_page: Callable[..., Page],
    world: World,
    objectives: int,
    at_most: int,
) -> None:
    for rank in range(1, objectives + 1):
        a_full_objective(world, rank)
    page = signed_in(new_page(viewport={"width": 1440, "height": 900}), world.chief)
    page.goto(f"{live_server.url}/u/{world.system.key}/strategy/")
    assert page.locator(".sheet .objective-head").count() == objectives
    assert sheets(page) <= at_most


@pytest.mark.functional
def test_the_strategy_of_a_system_with_its_figures_is_one_sheet(
    enter: Callable[..., Visitor], generated_address: str
) -> None:
    visitor = enter(generated_address, "coo")
    visitor.go("/u/lakeside/strategy/")
    assert sheets(visitor.page) == 1
    # Nothing on the sheet lies over what stands beside it.
    visitor.page.set_viewport_size({"width": 1062, "height": 700})
    visitor.page.emulate_media(media="print")
    visitor.page.wait_for_function(f"() => ({BESIDE_ITS_CARD}).length === 0")


@pytest.mark.functional
def test_what_the_roles_mean_is_said_by_keyboard(enter: Callable[..., Visitor], generated_address: str) -> None:
    visitor = enter(generated_address, "coo")
    visitor.go("/u/lakeside/strategy/")
    help_button = visitor.page.get_by_role("button", name="What do lag, lead and balancing mean?").first
    help_button.focus()
    help_button.press("Enter")
    said = visitor.page.get_by_role("dialog", name="What a measure does for an objective")
    said.wait_for()
    visitor.look()
    visitor.page.keyboard.press("Escape")
    said.wait_for(state="hidden")
