"""Two write the same part of a plan at once: it is written once, put on record once, and who was second is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.api.calling import Program
from tests.factories import a_domain, a_measure, a_plan, an_objective, at
from tests.integration.test_review_concurrency import at_once, conflicts
from tests.worlds import World, a_world
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.audit.queries import first_broken_event
from wellrun.jobs.activation import close
from wellrun.jobs.next_cycle import clone_plan
from wellrun.lib.errors import NotFound, UserError
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post
from wellrun.strategy import actions
from wellrun.strategy.models import (
    CauseEffect,
    Contributor,
    DriverNode,
    KeyResult,
    Objective,
    ObjectiveMeasure,
    ObjectiveParent,
    Plan,
    PlanChange,
    Stopped,
)

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]
ROUNDS = range(2)
STARTS, ENDS = date(2026, 4, 1), date(2027, 3, 31)


@dataclass(frozen=True)
class Site:
    """`own` serves and helps `above`, has a measure, a team and a box."""

    world: World
    above: Objective
    own: Objective


@pytest.fixture
def site(transactional_db: None) -> Iterator[Site]:
    with at():
        world = a_world()
        above = an_objective("flow", world.system, world.chief_post)
        own = an_objective("leave-on-time", world.north, world.lead_post, rank=2, roles={"lag": world.series.measure})
        actions.serve(child=own, parent=above, share=0.5, by=world.chief)
        actions.draw_arrow(cause=own, effect=above, by=world.chief)
        actions.add_contributor(objective=own, team="Transport", by=world.chief)
        actions.draw_driver(objective=own, key="calls", kind="primary", text="Calls at nine", by=world.chief)
        yield Site(world, above, own)


def twice(step: Callable[[], Any]) -> list[Any]:
    """Two take the same step at once; what each gave, NotFound included."""

    def told() -> Any:
        try:
            return step()
        except NotFound as missing:
            return missing

    return at_once(told, told)


def want_a_value(site: Site) -> None:
    """A key result of a quarter that is open, spoken of once."""
    chief = site.world.chief
    pushed = actions.push_in_quarter(objective=site.own, starts=date(2025, 10, 1), title="All wards", by=chief)
    wanted = actions.set_key_result(pushed=pushed, series=site.world.series, start=0.2, aim=0.1, by=chief)
    actions.check_in(key_result=wanted, confidence=6, by=chief)


def records(verb: str) -> tuple[int, int]:
    """How often something stands in the audit log, and in the history of plans."""
    return AuditEvent.objects.filter(verb=verb).count(), PlanChange.objects.filter(verb=verb).count()


def screen(model: Any) -> Any:
    """The only record of a kind as each person has it on a screen of their own."""
    return model.objects.get()


TAKEN_BACK: dict[str, Callable[[Site], Any]] = {
    "take_role": lambda s: actions.take_role(given=screen(ObjectiveMeasure), by=s.world.chief),
    "remove_contributor": lambda s: actions.remove_contributor(contributor=screen(Contributor), by=s.world.chief),
    "rub_out_arrow": lambda s: actions.rub_out_arrow(arrow=screen(CauseEffect), by=s.world.chief),
    "rub_out_driver": lambda s: actions.rub_out_driver(node=screen(DriverNode), by=s.world.chief),
    "take_key_result": lambda s: actions.take_key_result(key_result=screen(KeyResult), by=s.world.chief),
    "stop_serving": lambda s: actions.stop_serving(child=s.own, parent=s.above, by=s.world.chief),
    "retire_objective": lambda s: actions.retire_objective(
        objective=Objective.objects.get(key="leave-on-time"), by=s.world.chief
    ),
}


@pytest.mark.parametrize("_round", ROUNDS)
@pytest.mark.parametrize("verb", TAKEN_BACK)
def test_what_two_take_back_at_once_is_on_record_once(site: Site, verb: str, _round: int) -> None:
    def step() -> Any:
        try:
            return TAKEN_BACK[verb](site)
        except (ObjectiveMeasure.DoesNotExist, Contributor.DoesNotExist) as late:
            return late  # the other was done before this one had even looked
        except (CauseEffect.DoesNotExist, DriverNode.DoesNotExist, KeyResult.DoesNotExist) as late:
            return late

    if verb == "take_key_result":  # with one in an open quarter, the measure could not lose its role
        want_a_value(site)
    twice(step)
    assert records(verb) == (1, 1)
    assert first_broken_event() is None


WRITTEN: dict[str, Callable[[Site], Any]] = {
    "add_objective": lambda s: actions.add_objective(
        key="new",
        plan=a_plan(),
        domain=a_domain("access"),
        title="New",
        unit=s.world.north,
        level="site",
        rank=None,
        owner=s.world.lead_post,
        sponsor=None,
        by=s.world.chief,
    ),
    "put_on_stop_list": lambda s: actions.put_on_stop_list(
        plan=a_plan(),
        key="audit",
        title="The old audit",
        because="Nobody reads it",
        post=s.world.chief_post,
        from_date=date(2025, 5, 1),
        by=s.world.chief,
    ),
    "add_domain": lambda s: actions.add_domain(key="new", name="New", by=s.world.chief),
    "add_obligation": lambda s: actions.add_obligation(
        key="fire",
        title="Fire drill",
        regulator="City",
        clause="1",
        unit=s.world.north,
        due=date(2026, 1, 1),
        by=s.world.chief,
    ),
    "add_link": lambda s: actions.add_link(
        key="rides",
        lead=Measure.objects.get(key="rides"),
        lag=s.world.series.measure,
        sign="+",
        delay_min_days=0,
        delay_max_days=30,
        grade="judgement",
        source_text="Us",
        by=SYSTEM,
    ),
    "draft_plan": lambda s: actions.draft_plan(key="p26", name="2026", starts=STARTS, ends=ENDS, by=s.world.chief),
    "clone_plan": lambda s: clone_plan(
        plan=a_plan(), key="p26", name="2026", starts=STARTS, ends=ENDS, by=s.world.chief
    ),
}


# A link has no other between its two measures either: who looks for that once the first is written is told so.
THERE_ALREADY = {"key_taken", "objective_key_taken", "link_there"}


@pytest.mark.parametrize("_round", ROUNDS)
@pytest.mark.parametrize("verb", WRITTEN)
def test_what_two_write_down_at_once_under_one_key_is_there_once(site: Site, verb: str, _round: int) -> None:
    a_plan(), a_domain("access"), a_measure("rides")
    results = at_once(lambda: WRITTEN[verb](site), lambda: WRITTEN[verb](site))
    assert conflicts(results) == 1
    assert {one.code for one in results if isinstance(one, UserError)} <= THERE_ALREADY
    assert records(verb) == (1, 1)
    assert Plan.objects.filter(key="p26").count() == (verb in ("draft_plan", "clone_plan"))


SAID_AGAIN: dict[str, Callable[[Site], Any]] = {
    "give_role": lambda s: actions.give_role(
        objective=s.own, measure=Measure.objects.get(key="rides"), role="lead", by=s.world.chief
    ),
    "add_contributor": lambda s: actions.add_contributor(objective=s.own, team="Porters", by=s.world.chief),
    "draw_arrow": lambda s: actions.draw_arrow(cause=s.above, effect=s.own, by=s.world.chief),
    "draw_driver": lambda s: actions.draw_driver(
        objective=s.own, key="rides", kind="primary", text="Rides", by=s.world.chief
    ),
    "declare_hours": lambda s: actions.declare_hours(
        plan=a_plan(), post=Post.objects.get(pk=s.world.doer_post.pk), hours_a_week=4, by=s.world.chief
    ),
}


@pytest.mark.parametrize("_round", ROUNDS)
@pytest.mark.parametrize("verb", SAID_AGAIN)
def test_the_same_said_by_two_at_once_is_one_change(site: Site, verb: str, _round: int) -> None:
    a_measure("rides")
    before = records(verb)
    results = at_once(lambda: SAID_AGAIN[verb](site), lambda: SAID_AGAIN[verb](site))
    assert conflicts(results) == 0
    assert records(verb) == (before[0] + 1, before[1] + 1)


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_objectives_never_serve_each_other_in_a_circle(site: Site, _round: int) -> None:
    north, post = site.world.north, site.world.lead_post
    one, other = an_objective("one", north, post, rank=11), an_objective("other", north, post, rank=12)

    def said(child: Objective, parent: Objective) -> Any:
        try:
            return actions.serve(child=child, parent=parent, by=site.world.chief)
        except UserError as refusal:
            return refusal.code

    results = at_once(lambda: said(one, other), lambda: said(other, one))
    assert results.count("serves_in_a_circle") == 1
    assert ObjectiveParent.objects.filter(child__in=[one, other]).count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_nothing_gets_into_a_plan_while_it_is_closed(site: Site, _round: int) -> None:
    results = at_once(
        lambda: close(plan=Plan.objects.get(key="plan-2025"), by=site.world.chief),
        lambda: WRITTEN["put_on_stop_list"](site),
    )
    told = [one.code for one in results if isinstance(one, UserError)]
    assert told in ([], ["plan_closed"])
    assert Stopped.objects.count() == 1 - len(told)
    last = PlanChange.objects.order_by("id").last()
    assert last is not None
    assert last.verb == "move_plan"


@pytest.mark.parametrize("_round", ROUNDS)
def test_programs_that_write_the_same_at_once_are_told_and_none_breaks_down(site: Site, _round: int) -> None:
    programs = [Program(site.world.chief) for _each in range(2)]
    cycle = {"key": "p27", "name": "2027", "starts": "2027-04-01", "ends": "2028-03-31"}
    measure = {"series": str(site.world.series.uid), "start": 0.3, "aim": 0.1}
    obligation = {"key": "fire", "title": "Fire", "regulator": "City", "clause": "1", "unit": "north"}
    own = "/plans/plan-2025/objectives/leave-on-time"
    quarter = programs[0].post(f"{own}/quarters", starts="2025-10-01", title="All wards").body["result"]["id"]
    for path, body in (
        ("/plans", cycle),
        ("/plans/plan-2025/clone", cycle | {"key": "p28"}),
        ("/domains", {"key": "new", "name": "New"}),
        ("/obligations", obligation | {"due": "2026-01-01"}),
        (f"{own}/take-role", {"measure": "ready-to-leave"}),
        (f"{own}/roles", {"measure": "ready-to-leave", "role": "lag"}),
        (f"/quarters/{quarter}/key-results", measure),
        (f"{own}/quarters", {"starts": "2026-01-01", "title": "All wards"}),
    ):
        answers = at_once(*(partial(one.post, path, body) for one in programs))
        assert all(one.status in (200, 201, 404, 409) for one in answers), (path, [one.body for one in answers])
        assert any(one.status in (200, 201) for one in answers)
