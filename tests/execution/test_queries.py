from datetime import date
from typing import Any

from tests.execution.asking import ask
from tests.factories import a_post, an_objective, at
from tests.worlds import World
from wellrun.execution.actions import (
    accept_action,
    cancel_action,
    complete_action,
    counter_action,
    report_progress,
)
from wellrun.execution.queries import (
    ActionFilter,
    actions_for,
    days_silent,
    stalled_actions,
    waiting_for_me,
)


def titles(rows: Any) -> list[str]:
    return [action.title for action in rows]


def test_actions_come_by_their_date_whoever_is_asked(world: World) -> None:
    ask(world, title="second", due=date(2025, 11, 3), post=world.lead_post)
    ask(world, title="third", due=date(2025, 12, 1))
    ask(world, title="first", due=date(2025, 10, 20))
    assert titles(actions_for(world.lead).rows) == ["first", "second", "third"]


def test_each_sees_what_lies_in_their_units_or_is_asked_of_a_post_there(world: World) -> None:
    ask(world, title="north")
    ask(world, title="south", unit=world.south, post=a_post("south-matron", world.south), by=world.chief)
    ask(world, title="north, for the system", unit=world.system, by=world.chief)
    seen = {
        who: sorted(titles(actions_for(getattr(world, who)).rows))
        for who in ("chief", "viewer", "neighbour", "stranger")
    }
    assert seen == {
        "chief": ["north", "north, for the system", "south"],
        "viewer": ["north", "north, for the system"],
        "neighbour": ["south"],
        "stranger": [],
    }


def test_filters_narrow(world: World) -> None:
    objective = an_objective("leave-on-time", world.system, world.chief_post)
    call = ask(world, title="Hold the call", series=world.series, objective=objective)
    ask(world, title="Write the contract", post=world.lead_post, due=date(2025, 11, 3))
    cancel_action(action=ask(world, title="Gone"), reason="Not needed", by=world.lead)
    complete_action(
        action=accept_action(action=ask(world, title="Done"), by=world.doer), evidence="Seen", by=world.doer
    )

    def found(**wanted: Any) -> list[str]:
        return titles(actions_for(world.doer, ActionFilter(**wanted)).rows)

    assert found() == ["Hold the call", "Write the contract"]
    assert found(statuses=frozenset({"done"})) == ["Done"]
    assert found(due_from=date(2025, 11, 1)) == ["Write the contract"]
    assert found(due_to=date(2025, 11, 1)) == ["Hold the call"]
    assert found(mine=True) == ["Hold the call"]
    assert found(series_id=world.series.pk) == found(objective_id=objective.pk) == ["Hold the call"]
    assert found(unit_id=world.south.pk) == []
    assert found(unit_id=world.system.pk) == ["Hold the call", "Write the contract"]
    assert found(text="CONTRACT") == ["Write the contract"]
    assert found(text=f"#{call.number}") == found(text=str(call.number)) == ["Hold the call"]
    assert found(text="\x00") == found(text="\ud800") == found(text="  ")
    assert found(text="9" * 40) == []


def test_pages_are_cut_and_a_page_past_the_end_is_the_last(world: World) -> None:
    for number in range(5):
        ask(world, title=f"action {number}")
    first = actions_for(world.lead, page=1, page_size=2)
    last = actions_for(world.lead, page=99, page_size=2)
    assert (titles(first.rows), first.pages, first.total) == (["action 0", "action 1"], 3, 5)
    assert (titles(last.rows), last.number) == (["action 4"], 3)
    assert actions_for(world.lead, page=-3, page_size=2).number == 1
    assert actions_for(world.stranger).pages == 1


def test_the_tracker_asks_the_same_number_of_queries_for_any_number_of_actions(
    world: World, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):
        actions_for(world.lead)
    for number in range(12):
        ask(world, title=f"action {number}", series=world.series)
    with django_assert_num_queries(3):
        rows = actions_for(world.lead).rows
        assert all(row.unit.name and row.post.unit.name and row.series and row.series.measure.key for row in rows)


def test_a_row_knows_whether_anybody_holds_its_post(world: World) -> None:
    ask(world, title="held")
    ask(world, title="empty", post=world.empty_post)
    assert {row.title: row.post_is_held for row in actions_for(world.lead).rows} == {"held": True, "empty": False}


def test_what_waits_for_a_holder_and_for_a_chair(world: World) -> None:
    to_answer = ask(world, title="answer me")
    countered = counter_action(action=ask(world), due=date(2025, 11, 3), text="Later", by=world.doer)
    silent = accept_action(action=ask(world, title="silent", due=date(2025, 12, 1)), by=world.doer)
    with at(days=8):
        fresh = accept_action(action=ask(world, title="fresh", due=date(2025, 12, 1)), by=world.doer)
        doer, lead = waiting_for_me(world.doer), waiting_for_me(world.lead)
    assert (doer.to_answer, doer.updates_due, doer.to_settle) == ((to_answer,), (silent,), ())
    assert (lead.to_answer, lead.updates_due, lead.to_settle) == ((), (), (countered,))
    assert (doer.in_hand, lead.in_hand) == ((fresh,), ())
    assert (doer.count, lead.count) == (2, 1)
    assert doer.posts == (world.doer_post,)


def test_what_waits_costs_the_same_for_any_amount(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(4):
        waiting_for_me(world.doer)
    for number in range(6):
        ask(world, title=f"action {number}")
        accept_action(action=ask(world, update_every_days=1 + number % 3), by=world.doer)
    with django_assert_num_queries(4):
        assert waiting_for_me(world.doer).count == 6


def test_stalled_is_late_unanswered_or_silent(world: World) -> None:
    ask(world, title="unanswered", due=date(2025, 12, 1))
    accept_action(action=ask(world, title="late", due=date(2025, 10, 15)), by=world.doer)
    spoken = accept_action(action=ask(world, title="spoken for", due=date(2025, 12, 1)), by=world.doer)
    slow = accept_action(action=ask(world, title="slow", due=date(2025, 12, 1), update_every_days=30), by=world.doer)
    assert not stalled_actions().exists()
    with at(days=4):
        report_progress(action=spoken, text="Going well", by=world.doer)
    with at(days=8):
        assert titles(stalled_actions()) == ["late", "unanswered"]
        assert days_silent(slow) == 8
