"""Who approves a new baseline: somebody with the right, who did not ask, outside the owner's line."""

from __future__ import annotations

import pytest

from tests.factories import TODAY, a_post, a_unit, a_user, an_objective
from tests.insight.figures import arrive, month, rows, shifted, steady
from tests.web.conftest import world as world  # the small system of the page tests
from tests.web.planned import a_planned_world
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.baselines import approve_baseline, decline_baseline, exclude_point, include_point
from wellrun.jobs.owners_line import post_in_line, who_may_approve
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.measures.actions import propose_baseline, set_target
from wellrun.measures.models import BaselineProposal, Measure, Series, Target
from wellrun.organisation.actions import hold_post
from wellrun.organisation.models import Unit
from wellrun.strategy.models import Objective, ObjectiveMeasure

START = 30


@pytest.fixture
def series(world: World) -> Series:
    planned = a_planned_world(world)
    arrive(rows("seen", "north", shifted(steady(0), START, 0.05)), name="again.csv")
    return Series.objects.get(unit=world.north, measure=planned.seen)


@pytest.fixture
def analyst(world: World) -> User:
    return a_user("analyst", (world.system, "analyst"))


def proposed(series: Series, by: User) -> BaselineProposal:
    return propose_baseline(
        series=series, start=month(START), changed_on=month(START), reason="A new assessment unit.", by=by
    )


def refusal(proposal: BaselineProposal, by: User) -> str:
    with pytest.raises(UserError) as found:
        approve_baseline(proposal=proposal, by=by)
    with pytest.raises(UserError) as same:
        decline_baseline(proposal=proposal, reason="No.", by=by)
    assert found.value.code == same.value.code
    return found.value.code


def test_a_chair_above_without_a_part_in_it_approves(series: Series, analyst: User, world: World) -> None:
    outsider = a_user("outsider", (world.system, "chair"))
    a_post("director-of-cancer", world.system, holder=outsider)
    approve_baseline(proposal=proposed(series, analyst), by=outsider)
    state = SeriesState.objects.get(series=series)
    assert (state.phase_start, state.change) == (month(START), "none")


def test_who_asked_approves_nothing(series: Series, analyst: User) -> None:
    assert refusal(proposed(series, analyst), analyst) == "own_proposal"


def test_a_post_of_the_unit_is_in_its_line(series: Series, analyst: User, world: World) -> None:
    assert refusal(proposed(series, analyst), world.lead) == "in_owners_line"


def test_so_is_a_post_below_it(series: Series, analyst: User, world: World) -> None:
    ward = a_unit("ward", parent=world.north, kind="ward")
    sister = a_user("sister", (world.north, "chair"))
    a_post("ward-sister", ward, holder=sister)
    assert refusal(proposed(series, analyst), sister) == "in_owners_line"


def test_so_are_owner_and_sponsor_above_even_as_deputies(series: Series, analyst: User, world: World) -> None:
    """The chief owns the system's objective that uses the measure."""
    proposal = proposed(series, analyst)
    assert refusal(proposal, world.chief) == "in_owners_line"
    deputy = a_user("stand-in", (world.system, "chair"))
    hold_post(post=world.chief_post, user=deputy, starts=TODAY, deputy=True, by=world.chief)
    assert refusal(proposal, deputy) == "in_owners_line"


def test_so_is_who_owns_what_serves_such_an_objective_there(series: Series, analyst: User, world: World) -> None:
    """An objective of the unit that serves one with the measure, though it uses another measure itself."""
    helper = a_user("helper", (world.system, "chair"))
    post = a_post("director-of-flow", world.system, holder=helper)
    assert post_in_line(helper, series) is None
    served = Objective.objects.get(key="four-hours")
    serving = an_objective("fewer-delays", world.north, post, rank=3)
    serving.parent_links.create(parent=served)
    assert post_in_line(helper, series) == post
    retired = Objective.objects.filter(pk=serving.pk)
    retired.update(retired_on=TODAY)
    assert post_in_line(helper, series) is None


def test_an_objective_that_uses_other_measures_does_not_matter(series: Series, analyst: User, world: World) -> None:
    other = a_user("other", (world.system, "chair"))
    post = a_post("finance-director", world.system, holder=other)
    objective = an_objective("on-budget", world.system, post, rank=5)
    ObjectiveMeasure.objects.create(objective=objective, measure=Measure.objects.get(key="ready-to-leave"), role="lag")
    approve_baseline(proposal=proposed(series, analyst), by=other)


def test_without_the_right_there_nobody_approves(series: Series, analyst: User, world: World) -> None:
    proposal = proposed(series, analyst)
    with pytest.raises(Refused) as found:
        approve_baseline(proposal=proposal, by=a_user("looker", (world.system, "contributor")))
    assert found.value.code == "not_permitted"
    with pytest.raises(NotFound):
        approve_baseline(proposal=proposal, by=world.neighbour)


def test_at_the_top_a_post_of_the_unit_that_answers_for_no_such_objective_approves(
    series: Series, analyst: User, world: World
) -> None:
    """Above the top there is nobody: only who owns or sponsors, and posts below, are in the line."""
    whole = Series.objects.get(unit=world.system, measure=series.measure)
    a_post("quality-analyst", world.system, holder=a_user("second", (world.system, "analyst")))
    assert [user.username for user in who_may_approve(proposed(whole, analyst))] == ["second"]
    assert post_in_line(world.lead, whole) == world.lead_post


def test_the_page_can_name_who_may_approve(series: Series, analyst: User, world: World) -> None:
    a_post("quality-analyst", world.system, holder=analyst)
    a_user("apart", (world.system, "chair"))
    a_user("elsewhere", (world.south, "chair"))
    assert [user.username for user in who_may_approve(proposed(series, analyst))] == ["apart"]


def test_the_aim_and_the_other_units_stay_as_they_are(series: Series, analyst: User, world: World) -> None:
    set_target(series=series, value=0.78, by=world.chief)
    beside = SeriesState.objects.exclude(series=series).order_by("series_id")
    before = list(beside.values("series_id", "centre", "phase_start"))
    approve_baseline(proposal=proposed(series, analyst), by=a_user("outsider", (world.system, "chair")))
    assert Target.objects.get(series=series).value == 0.78
    assert SeriesState.objects.get(series=series).target_low == 0.78
    assert list(beside.values("series_id", "centre", "phase_start")) == before


def test_leaving_a_point_out_is_judged_at_once_and_taking_it_in_restores_everything(
    world: World, analyst: User
) -> None:
    planned = a_planned_world(world)
    series = Series.objects.get(unit=world.north, measure=planned.seen)

    def told() -> list[object]:
        states = SeriesState.objects.filter(series=series).values("centre", "upper", "change", "points")
        return [*states, *Signal.objects.filter(series=series).order_by("pk").values("pk", "status", "last_fired")]

    before = told()
    out = exclude_point(series=series, period=month(45), reason="Half a month.", by=analyst)
    assert told() != before
    include_point(exclusion=out, by=analyst)
    assert told() == before


def test_the_unit_of_reference_has_no_line_to_ask(world: World, analyst: User) -> None:
    Unit.objects.filter(pk=world.south.pk).update(membership="reference")
    a_planned_world(world)
    elsewhere = Series.objects.get(unit=world.south)
    with pytest.raises(NotFound):
        proposed(elsewhere, analyst)
