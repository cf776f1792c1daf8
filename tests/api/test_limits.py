"""Same-day limits over REST: set, replaced, taken back."""

from __future__ import annotations

from tests.api.calling import Program
from tests.worlds import World
from wellrun.audit.models import AuditEvent

SAID = {"side": "high", "limit": 0.4, "response": "Open beds"}


def test_a_limit_is_set_replaced_and_taken_back_by_who_judges_figures(world: World) -> None:
    lead, path = Program(world.lead), f"/series/{world.series.uid}/limits"
    first = lead.post(path, SAID)
    assert (first.status, first.body["limit"]["value"], first.body["side"]) == (201, 0.4, "high")
    second = lead.post(path, SAID | {"limit": 0.5})
    assert lead.get("/limits", unit="north").ids == [second.body["id"]]
    taken = lead.post(f"/limits/{second.body['id']}/take-back")
    assert (taken.status, taken.body["retired_at"] is None) == (200, False)
    assert lead.post(f"/limits/{second.body['id']}/take-back").code == "trigger_retired"
    assert lead.get("/limits", unit="north").ids == []
    verbs = AuditEvent.objects.filter(verb__endswith="_trigger").order_by("at", "pk").values_list("verb", flat=True)
    assert sorted(verbs) == ["retire_trigger", "retire_trigger", "set_trigger", "set_trigger"]


def test_a_limit_without_a_response_is_refused(world: World) -> None:
    path = f"/series/{world.series.uid}/limits"
    assert Program(world.lead).post(path, SAID | {"response": " "}).code == "trigger_needs_response"


def test_who_only_sees_may_not_and_for_others_it_is_not_there(world: World) -> None:
    path = f"/series/{world.series.uid}/limits"
    assert Program(world.viewer).post(path, SAID).status == 403
    assert Program(world.neighbour).post(path, SAID).status == 404
    found = Program(world.lead).post(path, SAID).body["id"]
    assert Program(world.viewer).post(f"/limits/{found}/take-back").status == 403
    assert Program(world.neighbour).post(f"/limits/{found}/take-back").status == 404
