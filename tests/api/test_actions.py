"""An action through the API, from the question to the evidence; and a question handed up, to its answer."""

from datetime import date
from typing import Any

import pytest

from tests.api.calling import Program
from tests.execution.asking import ask
from tests.factories import an_item
from tests.worlds import World
from wellrun.execution.models import Action, Escalation
from wellrun.reviews.actions import EscalationSpec, close_item_with


@pytest.fixture
def doer(world: World) -> Program:
    return Program(world.doer)


@pytest.fixture
def lead(world: World) -> Program:
    return Program(world.lead)


def say(program: Program, action: Action, verb: str, **said: Any) -> Any:
    return program.post(f"/actions/{action.pk}/{verb}", **said)


def test_a_post_accepts_reports_and_finishes(doer: Program, lead: Program, world: World) -> None:
    action = ask(world)
    accepted = say(doer, action, "accept", text="Will do").body
    assert (accepted["status"], accepted["owner"]["key"]) == ("accepted", "head-of-discharge")
    say(doer, action, "progress", text="Three days held")
    done = say(doer, action, "complete", evidence="Ten days held").body
    assert (done["status"], done["done_evidence"]) == ("done", "Ten days held")
    assert [step["kind"] for step in done["updates"]] == ["asked", "accepted", "progress", "done"]
    assert done["updates"][2]["by"] == "Doer"
    assert say(lead, action, "reopen", reason="Not on Sundays").body["status"] == "accepted"


def test_a_post_proposes_another_date_and_the_chair_agrees(doer: Program, lead: Program, world: World) -> None:
    action = ask(world)
    countered = say(doer, action, "counter", due="2025-10-27", text="Rota").body
    assert (countered["status"], countered["countered_due"], countered["owner"]) == ("countered", "2025-10-27", None)
    agreed = say(lead, action, "agree").body
    assert (agreed["status"], agreed["due"], agreed["owner"]["key"]) == ("accepted", "2025-10-27", "head-of-discharge")


def test_a_post_declines_and_the_chair_insists_asks_another_or_cancels(
    doer: Program, lead: Program, world: World
) -> None:
    action = ask(world)
    assert say(doer, action, "decline", reason="No staff").body["decline_reason"] == "No staff"
    assert say(lead, action, "insist", text="It must be").body["status"] == "proposed"
    moved = say(lead, action, "reassign", post="transport-lead", due="2025-11-03", reason="They can").body
    assert (moved["post"]["key"], moved["post_is_held"], moved["due"]) == ("transport-lead", False, "2025-11-03")
    assert say(lead, action, "cancel", reason="Not needed").body["status"] == "cancelled"


@pytest.mark.parametrize(
    ("who", "verb", "said", "status", "code"),
    [
        ("lead", "accept", {}, 403, "not_the_holder"),
        ("doer", "agree", {}, 403, "not_permitted"),
        ("doer", "progress", {"text": "x"}, 409, "already_changed"),
        ("doer", "counter", {"due": "2025-10-20", "text": "x"}, 400, "same_date"),
        ("doer", "counter", {"due": "2025-10-01", "text": "x"}, 400, "due_in_the_past"),
        ("doer", "decline", {"reason": " "}, 400, "reason_needed"),
        ("doer", "decline", {}, 422, "invalid"),
        ("doer", "counter", {"due": "soon", "text": "x"}, 422, "invalid"),
        ("lead", "reassign", {"post": "nobody", "reason": "x"}, 404, "not_found"),
        ("neighbour", "accept", {}, 404, "not_found"),
        ("lead", "praise", {}, 404, "address_unknown"),
    ],
)
def test_what_cannot_be_said_is_refused_and_changes_nothing(
    world: World, who: str, verb: str, said: dict[str, Any], status: int, code: str
) -> None:
    action = ask(world)
    answer = say(Program(getattr(world, who)), action, verb, **said)
    assert (answer.status, answer.code) == (status, code)
    action.refresh_from_db()
    assert (action.status, action.updates.count()) == ("proposed", 1)


def test_actions_are_found_by_what_they_are_and_come_by_due_date(doer: Program, lead: Program, world: World) -> None:
    late = ask(world, title="Later", due=date(2025, 12, 1))
    first = ask(world, title="First", post=world.empty_post, series=world.series)
    assert lead.get("/actions").ids == [str(first.pk), str(late.pk)]
    assert doer.get("/actions", mine="true").ids == [str(late.pk)]
    for query in (
        {"text": "first"},
        {"text": f"#{first.number}"},
        {"due_to": "2025-11-01"},
        {"series": world.series.uid},
    ):
        assert lead.get("/actions", **query).ids == [str(first.pk)]
    assert lead.get("/actions", due_from="2025-11-01", within="north", status="proposed").ids == [str(late.pk)]
    assert lead.get("/actions", open="true").body["count"] == 2
    assert lead.get("/actions", open="true", status="done").body["count"] == 0
    assert lead.get("/actions", objective="none", initiative="none").body["count"] == 0


def test_the_actions_of_a_forum(lead: Program, world: World) -> None:
    ask(world)
    item = an_item(world.review)
    asked = {"title": "x", "done_when": "x", "post": "head-of-discharge", "due": "2025-10-20"}
    created = lead.post(f"/items/{item.pk}/outcomes", action=asked).body["action"]["id"]
    assert lead.get("/actions", forum=world.flow.pk).ids == [created]


def test_a_question_is_answered_by_the_forum_above(world: World) -> None:
    close_item_with(item=an_item(world.review), outcome=EscalationSpec(question="Who pays?"), by=world.lead)
    lead, chief = Program(world.lead), Program(world.chief)
    (asked,) = lead.get("/escalations", status="open", within="north").body["results"]
    assert (asked["to_unit"]["key"], asked["to_tier"], asked["reply_by"]) == ("system", 4, "2025-10-21T22:59:00Z")
    assert asked["raised_by"]["post"]["key"] == "north-director", "a post, not a sign-in name"
    assert (asked["replied_by"], asked["chair_answers"], asked["sits_at"]) == (None, None, None)
    # Whoever asked sees the question, and not the forum above that answers it.
    refused = lead.post(f"/escalations/{asked['id']}/reply", reply="We do")
    assert (refused.status, refused.code) == (403, "asker_cannot_answer")
    assert chief.post(f"/escalations/{asked['id']}/reply", reply=" ").code == "reply_needed"
    answered = chief.post(f"/escalations/{asked['id']}/reply", reply="The system pays")
    assert (answered.body["status"], answered.body["replied_by"]["post"]["key"]) == (
        "answered",
        "chief-operating-officer",
    )
    assert "The system pays" in lead.get(f"/escalations/{asked['id']}").body["reply"]
    assert chief.post(f"/escalations/{asked['id']}/reply", reply="Again").code == "already_changed"
    assert Escalation.objects.get().status == "answered"


def test_whoever_asked_does_not_answer(world: World) -> None:
    close_item_with(item=an_item(world.review), outcome=EscalationSpec(question="Who pays?"), by=world.chief)
    chief = Program(world.chief)
    answer = chief.post(f"/escalations/{Escalation.objects.get().pk}/reply", reply="We do")
    assert (answer.status, answer.code) == (403, "asker_cannot_answer")
    assert Escalation.objects.get().status == "open"
