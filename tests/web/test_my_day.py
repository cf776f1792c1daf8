"""My day: what needs this person, in the order in which it cannot wait, and what really changed."""

from datetime import date
from typing import Any

from tests.execution.asking import ask
from tests.factories import NOW, a_post, a_review, a_unit, a_user, an_item, at
from tests.insight.figures import arrive, rows, shifted, steady
from tests.web.planned import START, a_planned_world, add_measures
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.execution.actions import accept_action, counter_action
from wellrun.insight.models import SeriesState
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.reviews.actions import EscalationSpec, close_item_with


def day(user: User, unit: str = "north") -> Any:
    return client_of(user).get(f"/u/{unit}/day/")


def test_a_quiet_day_says_so(world: World) -> None:
    said = text_of(day(world.viewer))
    assert "Nothing waits for your answer." in said
    assert "No measure of the plan has really changed here of late." in said


def test_an_address_cut_down_to_its_unit_leads_on(world: World) -> None:
    client = client_of(world.viewer)
    assert client.get("/u/north/")["Location"] == "/u/north/day/"
    assert client.get("/u/north/measures/")["Location"] == "/u/north/data/"


def test_what_is_asked_comes_with_its_answers_and_how_it_is_known_to_be_done(world: World) -> None:
    action = ask(world)
    answer = day(world.doer)
    said = text_of(answer)
    assert "One thing waits for your answer." in said
    assert "Done when: Held ten working days running" in said
    assert f'action="/actions/{action.pk}/accept/"' in answer.content.decode()
    assert f'href="/actions/{action.pk}/decline/?from=day#answer"' in answer.content.decode()
    assert "You are asked" not in text_of(day(world.lead))


def test_what_is_accepted_stays_in_sight_and_a_word_that_is_due_comes_before_it(world: World) -> None:
    with at(days=-10):
        silent = ask(world, title="Silent for long", due=date(2025, 12, 1))
        accept_action(action=silent, by=world.doer)
    accept_action(action=ask(world, title="Just begun", due=date(2025, 12, 1)), by=world.doer)
    said = text_of(day(world.doer))
    assert said.index("Your word is due") < said.index("Silent for long") < said.index("no update for 10 days")
    assert said.index("Yours, the nearest date first") < said.index("Just begun")
    assert "One thing waits for your answer." in said


def test_answers_for_the_chair_to_settle(world: World) -> None:
    counter_action(action=ask(world), due=date(2025, 11, 3), text="Two crews are ill", by=world.doer)
    assert "Answers for you to settle" in text_of(day(world.lead))


def test_a_question_handed_up_waits_for_who_chairs_above(world: World) -> None:
    close_item_with(
        item=an_item(world.review), outcome=EscalationSpec(question="Who pays for weekends?"), by=world.lead
    )
    assert "Who pays for weekends?" in text_of(day(world.chief, "system"))
    assert "Who pays for weekends?" not in text_of(day(world.doer))


def test_ones_own_sittings_stand_in_sight_and_the_others_are_folded(world: World) -> None:
    a_review(world.board, NOW, status="scheduled")
    an_item(world.review)
    answer = day(world.chief, "system")
    said = text_of(answer)
    assert "The system board sits today at 09:00." in said
    assert said.index("System board 09:00, nothing on its agenda yet") < said.index("One more sits below")
    assert "North flow 09:00, 1 item without an outcome" in said
    assert "One sits today that is not yours" in text_of(day(world.viewer))


def test_a_change_stands_once_with_the_topmost_unit_speaking_for_those_below(world: World) -> None:
    a_planned_world(world)
    arrive(rows("seen", "south", shifted(steady(1), START, -0.05)), name="south.csv")
    evaluate_and_raise(cause="import")
    said = text_of(day(world.chief, "system"))
    changes = said[said.index("What really changed") :]
    assert changes.count("Worsening") == 1
    assert "Seen System Also in North · South" in changes
    assert "Getting worse: seen." in said
    assert "Also in" not in text_of(day(world.viewer))


def test_many_changes_are_cut_and_counted(world: World) -> None:
    add_measures(a_planned_world(world), 10)
    said = text_of(day(world.lead))
    assert "Eight measures are getting worse." in said
    assert "Three more measures changed. See all on the strategy page" in said


def test_a_change_of_long_ago_is_no_news(world: World) -> None:
    planned = a_planned_world(world)
    old = add_measures(planned, 1)[0]
    SeriesState.objects.filter(series__measure=old).update(since=date(2023, 1, 1))
    said = text_of(day(world.lead))
    assert "Lead 0" not in said[said.index("What really changed") :]
    assert "One more measure changed." in said


def test_who_owns_an_objective_sees_its_measures_changed_or_not(world: World) -> None:
    planned = a_planned_world(world)
    SeriesState.objects.filter(series__measure=planned.seen).update(change="none", since=None)
    said = text_of(day(world.lead))
    assert "Measures you answer for" in said
    assert "Seen North 44.4 % Sep 25 No change No aim" in said
    assert "Measures you answer for" not in text_of(day(world.doer))


def test_a_post_on_a_ward_sees_what_the_ward_reports(world: World) -> None:
    a_planned_world(world)
    ward = a_unit("ward", parent=world.north, kind="ward", name="Ward 4")
    nurse = a_user("nurse", (ward, "contributor"))
    a_post("ward-manager", ward, holder=nurse)
    arrive(rows("seen", "ward", steady(0)), name="ward.csv")
    evaluate_and_raise(cause="import")
    said = text_of(day(nurse, "ward"))
    assert said[said.index("Measures you answer for") :].count("Seen Ward 4") == 1


def test_the_day_costs_the_same_for_any_number_of_series(world: World, django_assert_max_num_queries: Any) -> None:
    planned = a_planned_world(world)
    client = client_of(world.chief)
    client.get("/u/system/day/")
    with django_assert_max_num_queries(20) as few:
        client.get("/u/system/day/")
    add_measures(planned, 6)
    for number in range(5):
        a_unit(f"ward-{number}", parent=world.north, kind="ward")
        accept_action(action=ask(world, title=f"Action {number}"), by=world.doer)
        close_item_with(item=an_item(world.review), outcome=EscalationSpec(question="Who pays?"), by=world.lead)
    with django_assert_max_num_queries(len(few)):
        client.get("/u/system/day/")
