"""A review through the API: opened, its items closed in the one way there is, deferred, closed."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.calling import Program
from tests.factories import NOW, a_review, a_signal, an_item, an_objective, at
from tests.worlds import NEXT_WEEK, World
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.execution.actions import start_initiative
from wellrun.execution.actions.prediction import Prediction
from wellrun.execution.models import Action, Decision, Escalation
from wellrun.reviews.actions import give_right
from wellrun.reviews.models import AgendaItem, Outcome

DECISION = {"decision": {"text": "Keep course", "reason": "Four weeks are not enough to tell"}}
ACTION = {"title": "Hold the call", "done_when": "Held ten days", "post": "head-of-discharge", "due": "2025-10-20"}


@pytest.fixture
def lead(world: World) -> Program:
    return Program(world.lead)


def close(program: Program, item: AgendaItem, **outcome: Any) -> Any:
    return program.post(f"/items/{item.pk}/outcomes", **outcome)


def test_a_sitting_opens_and_closes_once_nothing_is_left(lead: Program, world: World) -> None:
    later = a_review(world.flow, NEXT_WEEK, status="scheduled")
    an_item(later)
    assert lead.post(f"/reviews/{later.pk}/close").code == "review_not_open"
    opened = lead.post(f"/reviews/{later.pk}/open")
    assert (opened.status, opened.body["status"], opened.body["items_open"]) == (200, "open", 1)
    assert lead.post(f"/reviews/{later.pk}/close").code == "outcome_needed"
    close(lead, later.items.get(), **DECISION)
    closed = lead.post(f"/reviews/{later.pk}/close").body
    assert (closed["status"], closed["items_open"], closed["items_all"]) == ("closed", 0, 1)
    assert lead.post(f"/reviews/{later.pk}/open").code == "review_closed"


def test_an_item_closes_with_a_decision(lead: Program, world: World) -> None:
    item = an_item(world.review, series=world.series)
    answer = close(lead, item, **DECISION)
    assert (answer.status, answer.body["in_force"], answer.body["action"]) == (201, True, None)
    assert answer.body["decision"]["reason"] == "Four weeks are not enough to tell"
    assert Decision.objects.get().decided_by == "lead"
    found = lead.get(f"/items/{item.pk}").body
    assert (found["status"], found["outcome"]) == ("closed", answer.body)
    assert list(AuditEvent.objects.values_list("verb", flat=True))[-2:] == ["record_decision", "close_item"]


def test_an_item_closes_with_an_action_that_its_post_is_asked(lead: Program, world: World) -> None:
    objective = an_objective("leave-on-time", world.north, world.lead_post)
    start_initiative(
        key="calls",
        title="Calls",
        objective=objective,
        owner=world.lead_post,
        starts=NOW.date(),
        ends=NOW.date() + timedelta(days=90),
        predictions=[Prediction(world.series, "down", 0.1, 0)],
        design="Before and after",
        by=world.lead,
    )
    answer = close(lead, an_item(world.review, series=world.series), action=ACTION | {"initiative": "calls"})
    action = Action.objects.get()
    assert (answer.status, answer.body["action"]) == (
        201,
        {"id": str(action.pk), "number": 1, "title": "Hold the call"},
    )
    found = lead.get(f"/actions/{action.pk}").body
    assert (found["status"], found["owner"], found["post"]["key"]) == ("proposed", None, "head-of-discharge")
    assert (found["initiative"], found["series"]) == ("calls", str(world.series.uid))


def test_an_item_closes_with_an_escalation_to_the_tier_above(lead: Program, world: World) -> None:
    item = an_item(world.review)
    answer = close(lead, item, escalation={"question": "Who pays?", "reply_by": "2025-10-16T12:00:00+01:00"})
    escalation = Escalation.objects.get()
    assert answer.body["escalation"] == {"id": str(escalation.pk), "question": "Who pays?"}
    assert escalation.reply_by.isoformat() == "2025-10-16T11:00:00+00:00"


@pytest.mark.parametrize("outcome", [{}, {"decision": None}, DECISION | {"action": ACTION}])
def test_none_or_several_outcomes_close_nothing(lead: Program, world: World, outcome: dict[str, Any]) -> None:
    item = an_item(world.review)
    answer = close(lead, item, **outcome)
    assert (answer.status, answer.code) == (422, "invalid")
    assert answer.body["errors"][0]["detail"] == "give exactly one of decision, action, escalation"
    item.refresh_from_db()
    assert (item.status, Outcome.objects.count()) == ("open", 0)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        ({"decision": {"kind": "no_action", "reason": " "}}, "reason_needed"),
        ({"decision": {"text": "", "reason": "x"}}, "decision_needed"),
        ({"action": ACTION | {"due": "2025-10-01"}}, "due_in_the_past"),
        ({"action": ACTION | {"done_when": ""}}, "done_when_needed"),
        ({"action": ACTION | {"title": "x" * 301}}, "text_too_long"),
        ({"action": ACTION | {"post": "nobody"}}, "not_found"),
        ({"action": ACTION | {"post": "chief-operating-officer"}}, "not_found"),
        ({"action": ACTION | {"initiative": "nothing"}}, "not_found"),
        ({"escalation": {"question": "x", "reply_by": "2025-10-01T09:00:00Z"}}, "reply_in_the_past"),
    ],
)
def test_what_a_room_refuses_is_refused_here(lead: Program, world: World, outcome: dict[str, Any], code: str) -> None:
    item = an_item(world.review)
    assert close(lead, item, **outcome).code == code
    item.refresh_from_db()
    assert (item.status, Outcome.objects.count(), Action.objects.count()) == ("open", 0, 0)


def test_a_decision_beyond_the_right_of_its_forum_is_refused_unless_it_says_so(lead: Program, world: World) -> None:
    give_right(holder=world.board, kind="spend", scope=world.system, by=SYSTEM)
    item = an_item(world.review)
    spent = DECISION["decision"] | {"about": "spend", "spending": 250_000}
    refused = close(lead, item, decision=spent)
    assert (refused.status, refused.code) == (400, "beyond_right")
    answer = close(lead, item, decision=spent | {"beyond_right": True})
    assert answer.status == 201
    made = answer.body["decision"]
    assert (made["about"], made["spending"], made["staffing"]) == ("spend", 250_000, None)
    assert (made["beyond_right"], made["right_holder"]) == (True, world.board.name)


def test_no_action_is_a_decision_with_a_reason(lead: Program, world: World) -> None:
    answer = close(lead, an_item(world.review), decision={"kind": "no_action", "reason": "Within the plan"})
    assert (answer.status, answer.body["decision"]["text"]) == (201, "No action")


def test_an_item_closes_once(lead: Program, world: World) -> None:
    item = an_item(world.review)
    close(lead, item, **DECISION)
    again = close(lead, item, **DECISION)
    assert (again.status, again.code) == (409, "already_changed")


def test_not_reached_moves_on_and_the_second_time_goes_up(lead: Program, world: World) -> None:
    item = an_item(world.review)
    first = lead.post(f"/items/{item.pk}/defer").body
    assert (first["to_review"]["starts_at"], first["escalation"]) == ("2025-10-21T08:00:00Z", None)
    with at(NEXT_WEEK):
        lead.post(f"/reviews/{first['to_review']['id']}/open")
        second = lead.post(f"/items/{item.pk}/defer").body
    assert (second["to_review"], second["escalation"]) == (None, str(Escalation.objects.get().pk))


def test_an_outcome_that_was_taken_back_stays_on_record(lead: Program, world: World) -> None:
    from wellrun.reviews.actions import reopen_item

    item = an_item(world.review)
    close(lead, item, **DECISION)
    item.refresh_from_db()
    reopen_item(item=item, reason="Wrong click", by=world.lead)
    with at(days=0.01):
        close(lead, item, **DECISION)
    found = lead.get(f"/items/{item.pk}/outcomes").body
    assert [outcome["in_force"] for outcome in found] == [False, True]
    assert found[0]["decision"]["taken_back_at"] is not None
    assert lead.get("/outcomes", forum=world.flow.pk).body["count"] == 2
    assert lead.get(f"/outcomes/{found[1]['id']}").body == found[1]


def test_items_are_found_by_what_they_are_about(lead: Program, world: World) -> None:
    signal = a_signal(world.series)
    item = an_item(world.review, series=world.series, signals=[signal])
    other = an_item(a_review(world.flow, NEXT_WEEK, status="scheduled"), kind="balancing")
    assert set(lead.get("/items").ids) == {str(item.pk), str(other.pk)}
    for query in (
        {"review": world.review.pk},
        {"kind": "signal"},
        {"series": world.series.uid},
        {"review": world.review.pk, "forum": world.flow.pk, "status": "open", "within": "north"},
    ):
        assert lead.get("/items", **query).ids == [str(item.pk)]
    assert lead.get("/items", status="closed").ids == []
    assert lead.get(f"/items/{item.pk}").body["signals"] == [str(signal.pk)]
    assert lead.get(f"/signals/{signal.pk}").body["item"] == str(item.pk)


def test_an_agenda_takes_exceptions_first(lead: Program, world: World) -> None:
    old = an_item(world.review, kind="long_standing")
    harm = an_item(world.review, kind="balancing", series=world.series)
    answer = lead.get(f"/reviews/{world.review.pk}/agenda").body
    assert [entry["item"]["id"] for entry in answer["entries"]] == [str(harm.pk), str(old.pk)]
    assert (answer["open_count"], answer["entries"][0]["role"]) == (2, "balancing")


def test_sittings_are_found_by_time_and_state(lead: Program, world: World) -> None:
    later = a_review(world.flow, NEXT_WEEK, status="scheduled")
    assert lead.get("/reviews").ids == [str(world.review.pk), str(later.pk)]
    assert lead.get("/reviews", since="2025-10-15T00:00:00Z").ids == [str(later.pk)]
    assert lead.get("/reviews", until="2025-10-15T00:00:00Z").ids == [str(world.review.pk)]
    assert lead.get("/reviews", status="scheduled", forum=world.flow.pk).ids == [str(later.pk)]


def test_a_forum_says_who_chairs_it_and_when_it_sits_next(lead: Program, world: World) -> None:
    (found,) = lead.get("/forums").body["results"]
    assert (found["key"], found["chair"]["key"], found["tier"]) == ("north-flow", "north-director", 3)
    assert found["next_starts_at"] == "2025-10-14T08:00:00Z"
    assert lead.get(f"/forums/{found['id']}").body == found
