"""Links, trade-offs and aims over REST."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.calling import Program
from tests.api.plans.conftest import Planned
from tests.factories import a_user

LINK = {"lead": "rides", "lag": "ready-to-leave", "sign": "-", "delay_min_days": 1, "delay_max_days": 7}
SAID = {"key": "rides-leave", **LINK, "grade": "judgement", "source": "Our discharge call"}
GUARD = {
    "key": "rides-guard",
    "push": "rides",
    "push_direction": "up",
    "guard": "ready-to-leave",
    "guard_direction": "down",
    "mechanism": "Who is called early waits in the lounge",
    "source": "Our discharge call",
}


@pytest.fixture
def analyst(planned: Planned) -> Program:
    return Program(a_user("figures", (planned.world.system, "analyst")))


def test_a_link_is_said_changed_and_withdrawn_by_who_defines_measures(planned: Planned, analyst: Program) -> None:
    assert analyst.post("/links", SAID).status == 201
    assert analyst.post("/links", SAID).code == "key_taken"
    assert analyst.post("/links/rides-leave/change", delay_max_days=14).body["delay_max_days"] == 14
    assert analyst.post("/links/rides-leave/change", grade="contested").code == "caveat_needed"
    assert Program(planned.world.viewer).get("/links").keys == ["rides-leave"]
    assert analyst.post("/links/rides-leave/withdraw").body["retired_on"] == "2025-10-14"
    assert analyst.get("/links").keys == []
    assert analyst.post("/links/rides-leave/change", delay_max_days=3).status == 404


def test_a_trade_off_likewise(planned: Planned, analyst: Program) -> None:
    assert analyst.post("/trade-offs", GUARD).status == 201
    assert analyst.post("/trade-offs/rides-guard/change", mechanism="They wait").body["mechanism"] == "They wait"
    assert Program(planned.world.viewer).get("/trade-offs").keys == ["rides-guard"]
    assert analyst.post("/trade-offs/rides-guard/withdraw").status == 200
    assert analyst.get("/trade-offs").keys == []


@pytest.mark.parametrize(("path", "body"), [("/links", SAID), ("/trade-offs", GUARD)])
def test_who_only_sees_may_not_say_them_and_a_stranger_is_told_nothing(
    planned: Planned, path: str, body: dict[str, Any]
) -> None:
    assert Program(planned.world.viewer).post(path, body).status == 403
    assert Program(planned.world.stranger).post(path, body).status == 404
    assert Program(planned.world.stranger).get(path).status == 404


def test_an_aim_is_set_told_and_taken_back(planned: Planned) -> None:
    lead, aim = Program(planned.world.lead), {"measure": "ready-to-leave", "unit": "north", "value": 0.1}
    said = lead.post("/aims", aim)
    assert (said.status, said.body["target"]["low"]["value"]) == (200, 0.1)
    assert lead.post("/aims", aim | {"low": 0.1}).code == "target_shape"
    assert Program(planned.world.viewer).post("/aims", aim).status == 403
    assert Program(planned.world.neighbour).post("/aims", aim).status == 404
    taken = lead.post(f"/series/{planned.world.series.uid}/take-back-aim")
    assert taken.body["target"] is None
    assert Program(planned.world.neighbour).post(f"/series/{planned.world.series.uid}/take-back-aim").status == 404
