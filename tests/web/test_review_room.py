"""The room of a review: what is left, the agenda by exception, one item with its four questions."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.execution.asking import ask
from tests.factories import NOW, a_forum, a_measure, a_review, a_series, a_signal, a_unit, a_user, an_item
from tests.factories import at as clock_at
from tests.web.reviewing import a_rise, at, client_of, decision_fields, facts, figures, text_of
from tests.worlds import LAST_WEEK, NEXT_WEEK, World
from wellrun.accounts.models import User
from wellrun.execution.actions import accept_action, complete_action
from wellrun.insight.models import EvaluationRun, SeriesState
from wellrun.measures.actions import exclude_point, note_event
from wellrun.measures.models import Series
from wellrun.reviews.actions import (
    ActionSpec,
    DecisionSpec,
    EscalationSpec,
    close_item_with,
    close_review,
    note_drivers,
    reply_to_escalation,
)
from wellrun.reviews.models import AgendaItem, Review

KEEP = DecisionSpec(text="Keep course", reason="Too early")


def room(user: User, review: Review) -> Any:
    return client_of(user).get(reverse("review", args=[review.pk]))


def item_page(user: User, item: AgendaItem, query: str = "") -> Any:
    return client_of(user).get(at(item) + query)


def a_state(series: Series, change: str = "none", **fields: Any) -> SeriesState:
    return SeriesState.objects.create(
        **fields,
        series=series,
        run=EvaluationRun.objects.create(cause="import", started_at=NOW),
        data_revision=series.data_revision,
        version_number=1,
        status="ok",
        chart="xmr",
        profile="nhs",
        points=24,
        change=change,
        aim="meets",
        last_period=date(2025, 8, 1),
        value=0.14,
    )


@pytest.mark.parametrize(
    ("settled", "left", "sentence"),
    [
        (0, 5, "All five items still need an outcome, or a date when you will reach them."),
        (2, 3, "Three of five items still need an outcome, or a date when you will reach them."),
        (4, 1, "One of five items still needs an outcome, or a date when you will reach it."),
        (5, 0, "Every item has its outcome: the review can be closed."),
        (0, 1, "Its one item still needs an outcome, or a date when you will reach it."),
        (0, 0, "Nothing is on its agenda: no change waits for this forum."),
    ],
)
def test_the_sentence_says_what_is_left(world: World, settled: int, left: int, sentence: str) -> None:
    for _number in range(settled):
        close_item_with(item=an_item(world.review), outcome=KEEP, by=world.lead)
    for _number in range(left):
        an_item(world.review)
    assert f"Tue 14 Oct, 09:00, chaired by the north director. {sentence}" in text_of(room(world.viewer, world.review))


def test_a_sitting_that_was_not_held_says_so(world: World) -> None:
    missed = a_review(world.flow, LAST_WEEK, status="scheduled")
    an_item(missed)
    assert "It was not held: one item waits." in text_of(room(world.lead, missed))


def test_the_time_is_the_forums_own(world: World) -> None:
    forum = a_forum("lake-flow", world.north, world.lead_post, time_zone="America/New_York")
    assert "Tue 14 Oct, 04:00, chaired" in text_of(room(world.lead, a_review(forum)))


def test_the_first_open_item_is_shown_when_nothing_is_open_from_last_time(world: World) -> None:
    settled, left = a_rise(world, name="one"), a_rise(world, name="two")
    close_item_with(item=settled, outcome=KEEP, by=world.lead)
    content = room(world.lead, world.review).content.decode()
    assert f'action="{at(left, "item_outcome")}"' in content
    assert content.index("Decided: Keep course") < content.index('aria-current="true"')


def test_marks_have_a_word_and_a_shape(world: World) -> None:
    settled, here = a_rise(world, name="one"), a_rise(world, name="two")
    a_rise(world, name="three")
    close_item_with(item=settled, outcome=KEEP, by=world.lead)
    content = item_page(world.lead, here).content.decode()
    for mark, word in (("done", "Done"), ("now", "Now"), ("open", "Open")):
        assert f'class="step step-{mark}"' in content
        assert f'<span class="step-word">{word}</span>' in content


def test_what_changed_is_told_from_the_facts(world: World) -> None:
    linked = {
        "measure": "occupancy",
        "name": "Bed occupancy",
        "role": "lag",
        "change": "worsening",
        "since": "2025-02-01",
        "period": "2025-07-01",
        "value": 0.93,
        "display": {"multiplier": 100.0, "decimals": 1, "unit": "%"},
        "grain": "month",
    }
    item = a_rise(world, facts=facts(world.series, linked=[linked]))
    said = text_of(item_page(world.viewer, item))
    assert "Above the usual level for 8 months in a row, since January 2025" in said
    assert "Figures up to August 2025, received on 14 October 2025." in said
    assert "Judged by the NHS rules, from 20 figures." in said
    assert (
        "Measures of the same objective that changed too. Changing together does not show which drives which." in said
    )
    assert "Bed occupancy is getting worse; latest 93.0 % in July 2025." in said
    assert re.search(r"Proposed: [^.]+: local\.", said)
    assert "Worsening, 8 months; found by the NHS rules" in said
    assert "Found by the NHS rules: seven in a row on one side of the usual level." in said


def test_events_and_points_left_out_stand_on_the_chart_and_below_it(world: World) -> None:
    item = a_rise(world)
    figures(world.series)
    periods = list(world.series.observations.order_by("period").values_list("period", flat=True))
    note_event(unit=world.north, starts_on=periods[-3], text="A strike", by=world.lead)
    exclude_point(series=world.series, period=periods[-5], reason="Half a month.", by=world.lead)
    content = item_page(world.lead, item).content.decode()
    said = text_of(item_page(world.lead, item))
    assert "Event 1: A strike" in content, "the drawing tells of its flag"
    assert re.search(r"Flag 1 ?\w+ \d{4} ?: A strike", said), said[said.find("Flag") :][:80]
    assert re.search(r"\w+ \d{4} ?: Left out: Half a month\.", said)


def test_an_item_says_how_its_series_stands_today_not_what_the_signal_saw(world: World) -> None:
    item = a_rise(world)
    AgendaItem.objects.filter(pk=item.pk).update(facts=facts(world.series, last_fired="2025-04-01"))
    world_signal = item.signals.get().signal
    world_signal.first_fired = world_signal.began = world_signal.last_fired = date(2025, 4, 1)
    world_signal.save()
    state = a_state(world.series)
    shown = item_page(world.viewer, item)
    assert "Was worse until April 2025, as usual now" in text_of(shown)
    assert [tag.word for tag in shown.context["pane"].told.tags] == ["No change", "Meets it"]
    state.change, state.since = "improving", date(2025, 6, 1)
    state.save()
    shown = item_page(world.viewer, item)
    assert "Improving since June 2025" in text_of(shown)
    assert [tag.word for tag in shown.context["pane"].told.tags] == ["Improving", "Meets it"]


def test_an_improvement_that_has_turned_is_never_called_one(world: World) -> None:
    item = an_item(
        world.review,
        world.north,
        series=world.series,
        signals=[a_signal(world.series, side="low", meaning="improvement")],
        facts=facts(world.series, side="low", meaning="improvement", change="improving"),
    )
    a_state(world.series, "worsening", run_side="high", run_length=8)
    shown = item_page(world.viewer, item)
    assert "Worsening, 8 months" in text_of(shown)
    assert "Improving" not in text_of(shown)


def test_a_settled_item_keeps_what_was_known_then(world: World) -> None:
    item = a_rise(world)
    close_item_with(item=item, outcome=KEEP, by=world.lead)
    a_state(world.series, "improving")
    assert item_page(world.viewer, item).context["pane"].told.tags[0].word == "Worsening"


def test_a_whole_without_change_says_in_how_many_units_it_moved(world: World) -> None:
    measure = a_measure("waits")
    own, north, south = (a_series(unit, measure) for unit in (world.system, world.north, world.south))
    signals = [a_signal(north), a_signal(south)]
    item = an_item(a_review(world.board), world.system, series=own, signals=signals, facts=facts(own))
    a_state(own)
    assert "Worse in 2 units, as usual as a whole" in text_of(item_page(world.chief, item))


def test_what_changed_too_is_what_shows_a_change_now_in_fresh_figures(world: World) -> None:
    line = {
        "role": "lead",
        "change": "worsening",
        "since": "2025-02-01",
        "value": 0.93,
        "display": {"multiplier": 100.0, "decimals": 1, "unit": "%"},
        "grain": "month",
        "period": "2025-07-01",
    }
    old = {**line, "measure": "old", "name": "Ended long ago", "period": "2025-01-01"}
    quiet = {**line, "measure": "quiet", "name": "Quiet by now"}
    a_state(a_series(world.north, a_measure("quiet")))
    fresh = {**line, "measure": "fresh", "name": "Still changing"}
    a_state(a_series(world.north, a_measure("fresh")), "improving")
    item = a_rise(world, facts=facts(world.series, linked=[old, quiet, fresh]))
    said = text_of(item_page(world.viewer, item))
    assert "Still changing is improving; latest 14.0 % in August 2025." in said
    assert "Ended long ago" not in said
    assert "Quiet by now" not in said


def test_all_objectives_that_a_measure_serves_are_named(world: World) -> None:
    roles = [
        {"objective": "flow", "title": "Flow", "role": "lead"},
        {"objective": "safe", "title": "Safe care", "role": "balancing"},
    ]
    said = text_of(item_page(world.viewer, a_rise(world, facts=facts(world.series, role=roles[0], roles=roles))))
    assert "Lead indicator of “Flow”: it is meant to move early enough to act on." in said
    assert "Balancing measure of “Safe care”" in said


def test_the_four_questions_stand_in_their_order(world: World) -> None:
    said = text_of(item_page(world.viewer, a_rise(world)))
    questions = [
        "What changed?",
        "What is driving it?",
        "Who owns the next action?",
        "Local or systemic?",
    ]
    places = [said.index(question) for question in questions]
    assert places == sorted(places)


def test_the_series_is_drawn_on_the_server(world: World) -> None:
    item = a_rise(world)
    assert "chart-box" not in item_page(world.viewer, item).content.decode()
    figures(world.series)
    content = item_page(world.viewer, item).content.decode()
    assert 'class="chart-box chart-short"' in content
    assert "usual level" in content
    assert reverse("measure", args=["north", "ready-to-leave"]) in content


def test_units_folded_beneath_a_systemic_item_lead_to_their_measure_cards(world: World) -> None:
    measure = a_measure("waits")
    own, north, south = (a_series(unit, measure) for unit in (world.system, world.north, world.south))
    review = a_review(world.board)
    item = an_item(
        review,
        world.system,
        series=own,
        signals=[a_signal(own), a_signal(north), a_signal(south)],
        facts=facts(own),
    )
    page = item_page(world.chief, item)
    assert "this item answers for them and closes with them" in text_of(page)
    for unit in ("north", "south"):
        assert f'href="{reverse("measure", args=[unit, "waits"])}"' in page.content.decode()


def test_an_item_without_facts_is_still_shown(world: World) -> None:
    said = text_of(item_page(world.lead, an_item(world.review)))
    assert "What changed was not written down when this was raised." in said


def test_long_standing_changes_are_listed_with_their_cards(world: World) -> None:
    line = {
        "signal": "x",
        "period": "2025-08-01",
        "measure": "ready-to-leave",
        "name": "Ready to leave",
        "unit": "north",
        "unit_name": "North",
        "grain": "month",
        "side": "low",
        "meaning": "concern",
        "began": "2018-12-01",
        "first_fired": "2019-02-01",
    }
    page = item_page(world.lead, an_item(world.review, kind="long_standing", facts={"signals": [line]}))
    said = text_of(page)
    assert "1 change was old already when its figures were first loaded." in said
    assert "Ready to leave, North: worsening since December 2018." in said
    assert "a new baseline comes with a dated change of process" in said
    assert "Local or systemic?" not in said
    assert reverse("measure", args=["north", "ready-to-leave"]) in page.content.decode()


def test_a_stalled_action_is_shown_with_what_was_asked(world: World) -> None:
    action = ask(world)
    stalled = {
        "number": action.number,
        "title": action.title,
        "post": "Head of discharge",
        "status": "accepted",
        "due": "2025-10-20",
        "overdue": False,
        "last_update": NOW.isoformat(),
        "silent_days": 11,
        "update_every_days": 7,
    }
    page = item_page(world.lead, an_item(world.review, kind="stalled", action=action, facts=stalled))
    said = text_of(page)
    assert "Action stalled, 11 days" in said
    assert "no update for 11 days" in said
    assert "Local or systemic?" not in said
    assert reverse("action", args=[action.pk]) in page.content.decode()


def test_a_look_back_shows_before_and_after_and_claims_no_cause(world: World) -> None:
    earlier = close_item_with(
        item=a_rise(world, a_review(world.flow, LAST_WEEK)),
        outcome=DecisionSpec(text="Open a discharge lounge", reason="Beds wait"),
        by=world.lead,
    )
    then = facts(world.series, period="2025-05-01", value=0.23)
    now = facts(world.series, value=0.18)
    looked = {
        "outcome": "decision",
        "text": "Open a discharge lounge",
        "recorded_on": "2025-10-07",
        "look_back": "2025-10-14",
        "then": then,
        "now": now,
    }
    item = an_item(
        world.review, world.north, kind="look_back", looks_back_on=earlier, facts=looked, series=world.series
    )
    said = text_of(item_page(world.lead, item))
    assert "23.0 % in May 2025, 18.0 % in August 2025" in said
    assert "that one followed the other does not show that it did it" in said
    assert "Open a discharge lounge" in said
    item.facts = looked | {"now": then}
    item.save()
    assert "No newer figure has come since" in text_of(item_page(world.lead, item))


def test_a_question_from_below_says_who_asks_and_by_when_and_can_be_answered_between_sittings(world: World) -> None:
    item = a_rise(world)
    outcome = close_item_with(item=item, outcome=EscalationSpec(question="Who pays for transport?"), by=world.lead)
    above = AgendaItem.objects.get(escalation=outcome.escalation)
    assert above.review.status == "scheduled"
    said = text_of(item_page(world.chief, above))
    assert "Who pays for transport?" in said
    assert "Question from North, reply by Tue 21 Oct" in said
    assert "About Ready to leave, North" in said
    assert "Above the usual level for 8 months" in said
    assert "What you decide goes back as the answer" in said
    with clock_at(days=8):
        assert "overdue" in text_of(item_page(world.chief, above))


def test_the_review_opens_with_the_actions_of_the_last(world: World) -> None:
    last = a_review(world.flow, LAST_WEEK)
    spec = ActionSpec(title="Call", done_when="Held", post=world.doer_post, due=date(2025, 10, 13))
    with clock_at(LAST_WEEK):
        first = close_item_with(item=an_item(last, world.north), outcome=spec, by=world.lead).action
        second = close_item_with(item=an_item(last, world.north), outcome=spec, by=world.lead).action
        asked = close_item_with(item=an_item(last), outcome=EscalationSpec(question="Who pays?"), by=world.lead)
        close_review(review=last, by=world.lead)
    assert first is not None
    assert second is not None
    assert asked.escalation is not None
    accept_action(action=first, by=world.doer)
    complete_action(action=first, evidence="Ten days", by=world.doer)
    reply_to_escalation(escalation=asked.escalation, reply="The system does", by=world.chief)
    a_rise(world)
    said = text_of(room(world.lead, world.review))
    assert "1 done, 1 carried over" in said
    assert "Carried over" in said
    assert "overdue" in said
    assert "Done since" in said
    assert "The system does" in said
    assert text_of(client_of(world.viewer).get(reverse("review_opening", args=[world.review.pk]))).count("Call") == 2


def test_nothing_open_from_last_time_is_said(world: World) -> None:
    said = text_of(client_of(world.viewer).get(reverse("review_opening", args=[world.review.pk])))
    assert "Nothing is open from last time" in said


def test_what_shows_no_change_is_folded_into_one_line(world: World) -> None:
    world.flow.measures.add(world.series.measure)
    a_state(world.series)
    a_state(a_series(world.south, world.series.measure))
    a_rise(world, name="other")
    said = text_of(room(world.viewer, world.review))
    assert "1 measure without change, folded" in said
    unfolded = text_of(client_of(world.viewer).get(reverse("review_unchanged", args=[world.review.pk])))
    assert "Ready to leave North" in unfolded
    assert "14.0 %" in unfolded


def test_what_is_folded_counts_series_and_measures_and_only_before_the_end(world: World) -> None:
    world.flow.measures.add(world.series.measure)
    ward = a_unit("ward", parent=world.north)
    a_state(world.series)
    a_state(a_series(ward, world.series.measure))
    assert "2 series of one measure without change, folded" in text_of(room(world.viewer, world.review))
    close_review(review=world.review, by=world.lead)
    assert "without change" not in text_of(room(world.viewer, world.review))


def test_an_item_that_moved_on_is_found_where_it_is(world: World) -> None:
    item = a_rise(world)
    before = at(item)
    later = a_review(world.flow, NEXT_WEEK, status="scheduled")
    AgendaItem.objects.filter(pk=item.pk).update(review=later)
    item.refresh_from_db()
    answer = client_of(world.viewer).get(before)
    assert (answer.status_code, answer.headers["Location"]) == (302, at(item))


def test_a_viewer_reads_and_writes_nothing(world: World) -> None:
    item = a_rise(world)
    page = item_page(world.viewer, item)
    content = page.content.decode().split('id="main"')[1]
    assert "<form" not in content
    assert "<textarea" not in content
    assert "No outcome yet: the chair records one while the review is open." in text_of(page)
    steps = {"outcome": decision_fields(), "not_reached": {}, "answers": {"drivers": "Mine"}}
    for step, sent in steps.items():
        assert client_of(world.viewer).post(at(item, f"item_{step}"), sent).status_code == 403
    for name in ("review_open", "review_close"):
        assert client_of(world.viewer).post(reverse(name, args=[world.review.pk])).status_code == 403
    item.refresh_from_db()
    assert item.status == "open"


def test_a_contributor_notes_what_drives_it_and_settles_nothing(world: World) -> None:
    item = a_rise(world)
    page = item_page(world.doer, item)
    assert "Save what is driving it" in text_of(page)
    assert 'name="outcome"' not in page.content.decode()
    assert 'name="post"' not in page.content.decode()
    sent = {"drivers": "Transport comes late", "scope": "systemic", "post": str(world.doer_post.pk)}
    answer = client_of(world.doer).post(at(item, "item_answers"), sent)
    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.drivers, item.scope_chosen, item.next_owner) == ("Transport comes late", "", None)
    assert client_of(world.doer).post(at(item, "item_outcome"), decision_fields()).status_code == 403


def test_answers_of_a_closed_review_stand_still(world: World) -> None:
    item = a_rise(world)
    note_drivers(item=item, text="Beds wait", by=world.doer)
    close_item_with(item=item, outcome=KEEP, by=world.lead)
    close_review(review=world.review, by=world.lead)
    page = item_page(world.lead, item)
    assert "Beds wait" in text_of(page)
    assert "<form" not in page.content.decode().split('id="main"')[1]


@pytest.mark.parametrize("name", ["review", "review_opening", "review_unchanged", "minutes"])
def test_a_restricted_review_is_not_there_for_others(world: World, name: str) -> None:
    member = a_user("member", (world.north, "chair"))
    forum = a_forum("mortality", world.north, world.lead_post, restricted=True, members=[member])
    item = an_item(a_review(forum))
    address = reverse(name, args=[item.review_id])
    assert client_of(world.lead).get(address).status_code == 404
    assert client_of(member).get(address).status_code == 200
    assert item_page(world.lead, item).status_code == 404
    assert item_page(member, item).status_code == 200
    for step in ("item_outcome", "item_answers", "item_not_reached", "item_reopen"):
        assert client_of(world.lead).post(at(item, step), decision_fields()).status_code == 404


def test_a_review_of_another_unit_is_not_there(world: World) -> None:
    item = a_rise(world)
    assert room(world.neighbour, world.review).status_code == 404
    assert item_page(world.neighbour, item).status_code == 404
    elsewhere = an_item(a_review(a_forum("south-flow", world.south, world.chief_post)))
    mixed = reverse("item", args=[world.review.pk, elsewhere.pk])
    assert client_of(world.lead).get(mixed).status_code == 404


def test_the_room_is_about_its_forums_unit(world: World) -> None:
    client = client_of(world.chief)
    client.get(reverse("reviews", args=["system"]))
    assert client.cookies["unit"].value.startswith("system:")
    client.get(reverse("review", args=[world.review.pk]))
    assert client.cookies["unit"].value.startswith("north:")


@pytest.mark.parametrize("who", ["lead", "doer", "viewer"])
def test_an_item_costs_the_same_with_three_and_with_thirty_on_the_agenda(
    world: World, who: str, django_assert_max_num_queries: Any
) -> None:
    item = a_rise(world)
    figures(world.series)
    for number in range(2):
        a_rise(world, name=f"early-{number}")
    client = client_of(getattr(world, who))
    client.get(at(item))
    with django_assert_max_num_queries(20) as few:
        assert client.get(at(item)).status_code == 200
    for number in range(26):
        a_rise(world, name=f"later-{number}")
    closed = a_rise(world, name="closed")
    close_item_with(item=closed, outcome=KEEP, by=world.lead)
    with django_assert_max_num_queries(len(few)):
        assert client.get(at(item)).status_code == 200
    assert world.review.items.count() == 30


@pytest.mark.parametrize("name", ["review_opening", "review_unchanged"])
def test_the_panes_beside_cost_the_same_for_any_number(
    world: World, name: str, django_assert_max_num_queries: Any
) -> None:
    def more(number: int) -> None:
        last = a_review(world.flow, LAST_WEEK - timedelta(days=number))
        spec = ActionSpec(title="Call", done_when="Held", post=world.doer_post, due=date(2025, 10, 20))
        close_item_with(item=an_item(last, world.north), outcome=spec, by=world.lead)
        close_review(review=last, by=world.lead)
        series = a_series(world.north, a_measure(f"still-{number}"))
        world.flow.measures.add(series.measure)
        a_state(series)

    more(0)
    client = client_of(world.lead)
    address = reverse(name, args=[world.review.pk])
    client.get(address)
    with django_assert_max_num_queries(20) as few:
        assert client.get(address).status_code == 200
    for number in range(1, 12):
        more(number)
    with django_assert_max_num_queries(len(few)):
        assert client.get(address).status_code == 200


def test_a_moment_far_away_is_no_trouble(world: World) -> None:
    item = a_rise(world)
    query = "?action-due=9999-12-31&action-look_back=2025-13-45"
    answer = client_of(world.lead).get(at(item, "item_look_back") + query)
    assert answer.status_code == 200
    assert client_of(world.viewer).get(at(item, "item_look_back")).status_code == 200


def test_the_day_to_look_back_follows_the_due_day(world: World) -> None:
    item = a_rise(world)
    answer = client_of(world.lead).get(
        at(item, "item_look_back") + "?action-due=2025-11-03&action-look_back=2025-11-14"
    )
    assert "The figures can show an effect from Sun 14 Dec 2025." in text_of(answer)
    assert 'value="2025-12-14"' in answer.content.decode()
