"""Obligations over REST."""

from __future__ import annotations

from tests.api.calling import Program
from tests.api.plans.conftest import Planned


def test_what_was_met_by_mistake_is_open_again(planned: Planned) -> None:
    lead = Program(planned.world.lead)
    assert lead.post("/obligations/fire/meet", met_on="2025-10-01", met_by="The report").body["met_on"] == "2025-10-01"
    assert lead.get("/obligations").body["results"] == []
    assert lead.get("/obligations", met=True).keys == ["fire"]
    assert Program(planned.world.viewer).post("/obligations/fire/reopen", reason="Not so").status == 403
    assert Program(planned.world.neighbour).post("/obligations/fire/reopen", reason="Not so").status == 404
    assert lead.post("/obligations/fire/reopen", reason="It was last year's").body["met_on"] is None


def test_it_is_not_met_without_evidence_or_in_the_future(planned: Planned) -> None:
    lead = Program(planned.world.lead)
    assert lead.post("/obligations/fire/meet", met_on="2025-10-01", met_by=" ").code == "evidence_needed"
    assert lead.post("/obligations/fire/meet", met_on="2026-10-01", met_by="Soon").code == "met_in_the_future"


def test_they_are_found_by_unit_and_day_and_not_told_elsewhere(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    assert chief.get("/obligations", within="north").keys == ["fire"]
    assert chief.get("/obligations", within="south").keys == []
    assert chief.get("/obligations", due_to="2025-11-30").keys == []
    assert Program(planned.world.neighbour).get("/obligations").keys == []
    assert Program(planned.world.neighbour).get("/obligations/fire").status == 404


def test_it_comes_before_its_forum_and_leaves_it_when_it_is_met(planned: Planned) -> None:
    lead = Program(planned.world.lead)
    lead.post("/obligations/fire/change", due="2025-10-31", notice_days=60)
    (item,) = lead.get("/items", kind="obligation").body["results"]
    assert (item["obligation"], item["status"]) == ("fire", "open")
    lead.post("/obligations/fire/meet", met_on="2025-10-01", met_by="The report")
    assert lead.get(f"/items/{item['id']}").body["status"] == "closed"


def test_what_is_not_required_any_more_is_not_listed(planned: Planned) -> None:
    lead = Program(planned.world.lead)
    assert lead.post("/obligations/fire/retire", reason="Withdrawn").body["key"] == "fire"
    assert lead.get("/obligations", met=True).keys == []
    assert lead.post("/obligations/fire/retire", reason="Withdrawn").status == 404
