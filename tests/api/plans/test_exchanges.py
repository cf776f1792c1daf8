"""Exchanges over REST: answered to the turn that was read, by the side whose turn it is."""

from __future__ import annotations

from tests.api.calling import Program
from tests.api.plans.conftest import Planned
from wellrun.audit.actions import SYSTEM
from wellrun.strategy.actions import give_role


def test_it_goes_down_comes_back_and_is_agreed(planned: Planned) -> None:
    give_role(objective=planned.exchange.parent, measure=planned.world.series.measure, role="lag", by=SYSTEM)
    lead, chief = Program(planned.world.lead), Program(planned.world.chief)
    address = f"/exchanges/{planned.exchange.pk}"
    countered = lead.post(f"{address}/counter", title="Leave by one", contribution=0.02, to_turn=1)
    assert countered.status == 200
    agreed = chief.post(f"{address}/agree", key="by-one", to_turn=2)
    assert [turn["kind"] for turn in agreed.body["result"]["turns"]] == ["proposed", "countered", "agreed"]
    assert agreed.body["result"]["child"]["key"] == "by-one"
    came = lead.get("/plans/plan-2025/objectives/by-one").body
    assert (came["title"], came["unit"]["key"], came["owner"]["key"]) == ("Leave by one", "north", "north-director")


def test_nobody_agrees_to_words_they_did_not_read(planned: Planned) -> None:
    lead, chief = Program(planned.world.lead), Program(planned.world.chief)
    address = f"/exchanges/{planned.exchange.pk}"
    lead.post(f"{address}/counter", title="Leave by one", to_turn=1)
    assert chief.post(f"{address}/agree", to_turn=1).code == "answered_meanwhile"
    assert lead.post(f"{address}/counter", title="Leave by two").code == "not_your_turn"


def test_who_is_neither_side_does_not_answer(planned: Planned) -> None:
    address = f"/exchanges/{planned.exchange.pk}"
    assert Program(planned.world.viewer).post(f"{address}/counter", title="x").status == 403
    assert Program(planned.world.viewer).post(f"{address}/agree").status == 403
    assert Program(planned.world.neighbour).post(f"{address}/counter", title="x").status == 404
    assert Program(planned.world.neighbour).post(f"{address}/agree").status == 404


def test_they_are_listed_for_either_side(planned: Planned) -> None:
    for user, count in ((planned.world.lead, 1), (planned.world.chief, 1), (planned.world.neighbour, 0)):
        assert Program(user).get("/plans/plan-2025/exchanges").body["count"] == count
    assert Program(planned.world.viewer).get(f"/exchanges/{planned.exchange.pk}").body["unit"]["key"] == "north"
