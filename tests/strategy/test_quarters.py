from datetime import date, datetime

import pytest

from tests.factories import a_measure, a_series, an_objective, at
from tests.worlds import World
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import Conflict, NotFound, Refused, UserError
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.actions import (
    check_in,
    close_quarter,
    give_role,
    push_in_quarter,
    set_key_result,
    take_key_result,
)
from wellrun.strategy.actions.quarters import score
from wellrun.strategy.models import ConfidenceCheck, KeyResult, Objective, PlanChange, QuarterSlice


@pytest.fixture
def objective(world: World) -> Objective:
    return an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": world.series.measure})


@pytest.fixture
def pushed(world: World, objective: Objective) -> QuarterSlice:
    return push_in_quarter(objective=objective, starts=date(2025, 10, 1), title="Two wards", by=world.lead)


def wanted(world: World, pushed: QuarterSlice, **changed: object) -> KeyResult:
    usual = {"pushed": pushed, "series": world.series, "start": 0.20, "aim": 0.12, "by": world.lead}
    return set_key_result(**usual | changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("start", "aim", "reached", "scored"),
    [(0.2, 0.1, 0.15, 0.5), (0.2, 0.1, 0.05, 1), (0.2, 0.1, 0.3, 0), (10, 30, 25, 0.75), (10, 30, 10, 0)],
)
def test_a_score_is_how_far_the_figure_came(start: float, aim: float, reached: float, scored: float) -> None:
    assert score(start=start, aim=aim, reached=reached) == pytest.approx(scored)


def test_a_quarter_that_is_not_over_is_closed_knowingly_and_that_is_on_record(
    world: World, pushed: QuarterSlice
) -> None:
    with pytest.raises(UserError) as refusal:
        close_quarter(pushed=pushed, learning="Enough", reached={}, by=world.lead)
    assert refusal.value.code == "quarter_not_over"
    assert "runs to 2025-12-31" in refusal.value.sentence
    assert QuarterSlice.objects.get().closed_at is None
    close_quarter(pushed=pushed, learning="Enough", reached={}, early=True, by=world.lead)
    change = PlanChange.objects.get(verb="close_quarter")
    assert change.after["closed_early"] is True
    assert AuditEvent.objects.get(verb="close_quarter").data["after"]["closed_early"] is True


@pytest.mark.parametrize(("day", "is_early"), [("2025-12-31", True), ("2026-01-01", False)])
def test_its_last_day_belongs_to_it(world: World, pushed: QuarterSlice, day: str, is_early: bool) -> None:
    with at(datetime.fromisoformat(f"{day}T12:00:00+00:00")):
        if is_early:
            with pytest.raises(UserError):
                close_quarter(pushed=pushed, learning="Enough", reached={}, by=world.lead)
            return
        close_quarter(pushed=pushed, learning="Enough", reached={}, early=True, by=world.lead)
    assert "closed_early" not in PlanChange.objects.get(verb="close_quarter").after


def test_a_quarter_closes_with_scores_from_the_figures_and_what_was_learned(world: World, pushed: QuarterSlice) -> None:
    key_result = wanted(world, pushed)
    check_in(key_result=key_result, confidence=6, text="One ward is late", by=world.lead)
    close_quarter(
        pushed=pushed,
        learning="The second ward had no pharmacist",
        reached={world.series.pk: (date(2025, 12, 1), 0.16)},
        early=True,
        by=world.lead,
    )
    key_result.refresh_from_db()
    assert (key_result.score, key_result.scored_period) == (pytest.approx(0.5), date(2025, 12, 1))
    with pytest.raises(Conflict):
        close_quarter(pushed=pushed, learning="Again", reached={}, early=True, by=world.lead)
    with pytest.raises(Conflict):
        check_in(key_result=key_result, confidence=6, by=world.lead)


def test_without_a_figure_there_is_no_score(world: World, pushed: QuarterSlice) -> None:
    key_result = wanted(world, pushed)
    close_quarter(pushed=pushed, learning="No figure came", reached={}, early=True, by=world.lead)
    key_result.refresh_from_db()
    assert key_result.score is None


def test_a_key_result_is_an_aim_on_a_measure_the_objective_has(world: World, pushed: QuarterSlice) -> None:
    other = a_series(world.north, a_measure("coffee-served"))
    with pytest.raises(UserError) as refusal:
        wanted(world, pushed, series=other)
    assert refusal.value.code == "measure_not_of_objective"


@pytest.mark.parametrize(("direction", "start", "aim"), [("up", 0.95, 0.9), ("down", 0.2, 0.3)])
def test_a_key_result_gets_better(world: World, pushed: QuarterSlice, direction: str, start: float, aim: float) -> None:
    MeasureVersion.objects.filter(measure=world.series.measure).update(direction=direction)
    with pytest.raises(UserError) as refusal:
        wanted(world, pushed, start=start, aim=aim)
    assert refusal.value.code == "key_result_gets_worse"


@pytest.mark.parametrize("direction", ["band", "none"])
def test_a_measure_of_no_one_direction_may_go_either_way(world: World, pushed: QuarterSlice, direction: str) -> None:
    MeasureVersion.objects.filter(measure=world.series.measure).update(direction=direction)
    assert wanted(world, pushed, start=0.2, aim=0.3).aim == 0.3
    assert wanted(world, pushed, start=0.2, aim=0.1).aim == 0.1


def test_a_push_lies_in_a_quarter_of_the_cycle(world: World, objective: Objective) -> None:
    with pytest.raises(UserError) as refusal:
        push_in_quarter(objective=objective, starts=date(2025, 10, 2), title="Two wards", by=world.lead)
    assert refusal.value.code == "quarter_needed"


@pytest.mark.parametrize("confidence", [-1, 11])
def test_confidence_is_0_to_10(world: World, pushed: QuarterSlice, confidence: int) -> None:
    with pytest.raises(UserError) as refusal:
        check_in(key_result=wanted(world, pushed), confidence=confidence, by=world.lead)
    assert refusal.value.code == "confidence_out_of_range"


def test_nothing_is_learned_without_words(world: World, pushed: QuarterSlice) -> None:
    with pytest.raises(UserError) as refusal:
        close_quarter(pushed=pushed, learning=" ", reached={}, early=True, by=world.lead)
    assert refusal.value.code == "learning_needed"


def test_the_post_that_owns_it_says_how_sure_it_is_without_chairing(world: World, pushed: QuarterSlice) -> None:
    own = wanted(world, pushed, owner=world.doer_post)
    assert check_in(key_result=own, confidence=7, by=world.doer).confidence == 7
    of_the_objective = wanted(world, pushed)  # said anew without a post of its own: the objective's owner has it
    with pytest.raises(Refused):
        check_in(key_result=of_the_objective, confidence=7, by=world.doer)
    with pytest.raises(NotFound):
        check_in(key_result=own, confidence=7, by=world.neighbour)


def test_an_aim_that_stands_still_is_none(world: World, pushed: QuarterSlice) -> None:
    for numbers in ({"aim": 0.20}, {"aim": float("nan")}, {"start": float("inf")}):
        with pytest.raises(UserError) as refusal:
            wanted(world, pushed, **numbers)
        assert refusal.value.code == "key_result_stands_still"


def test_said_anew_a_key_result_keeps_its_place(world: World, pushed: QuarterSlice) -> None:
    first = wanted(world, pushed)
    again = wanted(world, pushed, aim=0.10)
    assert (again.pk, again.position, again.aim) == (first.pk, 0, 0.10)


def test_a_closed_quarter_keeps_its_name(world: World, objective: Objective, pushed: QuarterSlice) -> None:
    close_quarter(pushed=pushed, learning="Enough", reached={}, early=True, by=world.lead)
    with pytest.raises(Conflict) as refusal:
        push_in_quarter(objective=objective, starts=date(2025, 10, 1), title="Other", by=world.lead)
    assert refusal.value.code == "quarter_closed"


def test_one_taken_away_goes_with_what_was_said_of_it_and_stays_in_the_history(
    world: World, pushed: QuarterSlice
) -> None:
    key_result = wanted(world, pushed, owner=world.doer_post)
    check_in(key_result=key_result, confidence=6, text="One ward is late", by=world.lead)
    take_key_result(key_result=key_result, by=world.lead)
    assert not KeyResult.objects.exists()
    assert not ConfidenceCheck.objects.exists()
    change = PlanChange.objects.get(verb="take_key_result")
    assert (change.kind, change.subject) == ("key result", "leave-on-time > 2025-10-01 ready-to-leave/north")
    told = {"start": 0.2, "aim": 0.12, "commitment": "committed", "owner": world.doer_post.key, "check_ins": 1}
    assert (change.before, change.after) == (told, {})
    assert PlanChange.objects.get(verb="check_in").after == {"confidence": 6, "text": "One ward is late"}
    assert AuditEvent.objects.get(verb="take_key_result").data["before"] == told


def test_what_stands_behind_one_taken_away_moves_up(world: World, objective: Objective, pushed: QuarterSlice) -> None:
    first = wanted(world, pushed)
    for key in ("rides", "calls"):
        measure = a_measure(key)
        give_role(objective=objective, measure=measure, role="lead", by=world.lead)
        wanted(world, pushed, series=a_series(world.north, measure), aim=0.3)
    take_key_result(key_result=first, by=world.lead)
    wanted(world, pushed)
    order = pushed.key_results.values_list("series__measure__key", "position")
    assert list(order) == [("rides", 0), ("calls", 1), ("ready-to-leave", 2)]


def test_one_is_taken_away_once_and_by_who_chairs_the_unit(world: World, pushed: QuarterSlice) -> None:
    key_result = wanted(world, pushed, owner=world.doer_post)
    with pytest.raises(Refused):
        take_key_result(key_result=key_result, by=world.doer)  # who answers for it does not take it away
    with pytest.raises(NotFound):
        take_key_result(key_result=key_result, by=world.neighbour)
    seen_twice = KeyResult.objects.get()
    take_key_result(key_result=key_result, by=world.lead)
    with pytest.raises(NotFound):
        take_key_result(key_result=seen_twice, by=world.lead)
    assert PlanChange.objects.filter(verb="take_key_result").count() == 1


def test_a_closed_quarter_keeps_what_it_was_scored_by(world: World, pushed: QuarterSlice) -> None:
    key_result = wanted(world, pushed)
    close_quarter(pushed=pushed, learning="It takes two", reached={}, early=True, by=world.lead)
    with pytest.raises(Conflict) as refusal:
        take_key_result(key_result=key_result, by=world.lead)
    assert refusal.value.code == "quarter_closed"
    assert KeyResult.objects.filter(pk=key_result.pk).exists()
    assert not PlanChange.objects.filter(verb="take_key_result").exists()
