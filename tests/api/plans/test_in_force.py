"""The plan in force as it adds up, over REST: told to who sees it, as far as they see."""

from __future__ import annotations

import pytest

from tests.api.calling import Program
from tests.api.plans.conftest import Planned
from tests.execution.asking import ask
from tests.factories import a_measure, a_series, a_user
from wellrun.audit.actions import SYSTEM
from wellrun.measures.actions.series import set_target
from wellrun.strategy import actions


def test_the_cascade_adds_up_what_those_below_take_on(planned: Planned) -> None:
    lines = {one["key"]: one for one in Program(planned.world.chief).get("/cascade", unit="system").body["results"]}
    assert set(lines) == {"flow", "leave-on-time", "call-early"}
    assert lines["flow"]["added_up"] == {
        "share": 0.5,
        "is_whole": True,
        "counted": 1,
        "unsaid_count": 0,
        "unsaid": [],
    }
    assert [(one["objective"]["key"], one["share"]) for one in lines["flow"]["served_by"]] == [("leave-on-time", 0.5)]
    assert [one["key"] for one in lines["leave-on-time"]["initiatives"]] == ["calls-at-nine"]


def test_a_gap_is_taken_on_in_full_or_says_how_much_is_left(planned: Planned) -> None:
    """130 = 70 + 30 + 10 + 20 is all of it; without the 30 it is 77 %."""
    chief, above = Program(planned.world.chief), planned.above
    waits = a_measure("waits", direction="down", bounded=False, scoring="continuous")
    actions.give_role(objective=above, measure=waits, role="lag", by=SYSTEM)
    set_target(series=a_series(planned.world.system, waits), value=70, baseline=200, by=SYSTEM)
    actions.stop_serving(child=planned.own, parent=above, by=SYSTEM)
    for amount, key in ((70, "a"), (30, "b"), (10, "c"), (20, "d")):
        body = {"key": key, "title": key, "domain": "access", "unit": "north", "level": "site"}
        assert chief.post("/plans/plan-2025/objectives", body | {"parents": []}).status == 201
        chief.post(f"/plans/plan-2025/objectives/{key}/serve", parent="flow", amount=amount)

    def added_up() -> tuple[float, float]:
        found = chief.get("/objectives/flow/line-of-sight").body["results"][0]
        assert found["key"] == "flow"
        return found["gap"]["gap"]["value"], found["added_up"]["share"]

    assert added_up() == (130, 1)
    chief.post("/plans/plan-2025/objectives/b/stop-serving", parent="flow")
    gap, share = added_up()
    assert (gap, round(share, 2)) == (130, 0.77)


def test_a_lead_that_is_too_late_to_act_on_is_told_with_its_numbers(planned: Planned) -> None:
    rounds, result = a_measure("rounds", data_lag_days=14), planned.world.series.measure
    actions.give_role(objective=planned.own, measure=rounds, role="lead", by=SYSTEM)
    said = {"sign": "-", "delay_min_days": 0, "delay_max_days": 30, "grade": "moderate", "source_text": "Ward 4"}
    actions.add_link(key="rounds-help", lead=rounds, lag=result, by=SYSTEM, **said)
    lines = {one["key"]: one for one in Program(planned.world.chief).get("/cascade", unit="system").body["results"]}
    (late,) = lines["leave-on-time"]["too_late"]
    assert late["measure"]["key"] == "rounds"
    numbers = {"needed_days": 224, "delay_days": 30, "points": 7, "interval_days": 30, "age_days": 14}
    assert {name: late[name] for name in numbers} == numbers
    assert lines["flow"]["too_late"] == []


def test_the_line_of_sight_goes_up_to_the_enterprise_and_down_to_what_is_done(planned: Planned) -> None:
    lead = Program(planned.world.lead).get("/objectives/leave-on-time/line-of-sight").body
    (step,) = lead["up"]
    assert (step["objective"]["key"], step["serves"]["key"], step["steps"]) == ("leave-on-time", "flow", 1)
    assert step["is_seen"] is False
    assert [one["key"] for one in lead["results"]] == ["leave-on-time"]
    chief = Program(planned.world.chief).get("/objectives/flow/line-of-sight").body
    assert (chief["up"], [one["key"] for one in chief["results"]]) == ([], ["flow", "leave-on-time"])
    assert Program(planned.world.neighbour).get("/objectives/leave-on-time/line-of-sight").status == 404


def test_a_long_way_down_comes_in_parts_and_each_line_adds_up_what_serves_it_in_all(planned: Planned) -> None:
    address = "/objectives/flow/line-of-sight"
    first = Program(planned.world.chief).get(address, limit=1).body
    assert (first["count"], len(first["results"]), first["next"]) == (2, 1, f"/api/v1{address}?limit=1&offset=1")
    assert first["results"][0]["added_up"]["share"] == 0.5
    assert [one["objective"]["key"] for one in first["results"][0]["served_by"]] == ["leave-on-time"]
    last = Program(planned.world.chief).get(address, limit=1, offset=1).body
    assert ([one["key"] for one in last["results"]], last["next"]) == (["leave-on-time"], None)


def test_one_served_by_very_many_names_the_first_and_counts_all(
    planned: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wellrun.api.schemas.in_force.MOST_NAMED", 1)
    actions.serve(child=planned.second, parent=planned.above, by=SYSTEM)
    line = Program(planned.world.chief).get("/cascade", unit="system", limit=1).body["results"][0]
    assert ([one["objective"]["key"] for one in line["served_by"]], line["added_up"]["counted"]) == (
        ["leave-on-time"],
        2,
    )
    assert (line["added_up"]["unsaid_count"], line["added_up"]["share"]) == (1, 0.5)


def test_over_the_parts_of_the_map_every_arrow_comes_once(planned: Planned) -> None:
    lead = Program(planned.world.lead)
    parts = [lead.get("/strategy-map", unit="north", limit=1, offset=offset).body for offset in (0, 1)]
    assert [part["count"] for part in parts] == [2, 2]
    assert [[one["key"] for one in part["results"]] for part in parts] == [["leave-on-time"], ["call-early"]]
    assert [len(part["arrows"]) for part in parts] == [1, 0]


def test_the_map_shows_boxes_with_their_states_and_the_arrows_between(planned: Planned) -> None:
    found = Program(planned.world.lead).get("/strategy-map", unit="north").body
    assert [(one["key"], one["state"]) for one in found["results"]] == [
        ("leave-on-time", "no_figures"),
        ("call-early", "no_result"),
    ]
    (arrow,) = found["arrows"]
    assert (arrow["cause"]["key"], arrow["effect"]["key"], arrow["because"]) == (
        "leave-on-time",
        "call-early",
        "Fewer wait",
    )


def test_a_unit_is_told_what_it_contributes_to(planned: Planned) -> None:
    (found,) = Program(planned.world.lead).get("/contributions", unit="north").body["results"]
    assert (found["objective"]["key"], found["is_seen"]) == ("flow", False)
    (way,) = found["ways"]
    assert (way["kind"], way["objective"]["key"], way["share"]) == ("objective", "leave-on-time", 0.5)
    assert Program(planned.world.chief).get("/contributions", unit="system").body["results"] == []


def test_one_quarter_across_a_unit_says_who_is_silent_and_who_pushes_nothing(planned: Planned) -> None:
    found = Program(planned.world.chief).get("/quarter", unit="system").body
    assert (found["plan"], found["starts"], found["count"], found["idle"]) == ("plan-2025", "2025-10-01", 1, 2)
    (push,) = found["results"]
    assert (push["objective"], push["unit"]["key"]) == ("leave-on-time", "north")
    (stands,) = push["stands"]
    assert stands["key_result"] == push["key_results"][0]["id"]
    assert (stands["score"], stands["figure"]["state"]) == (None, "missing")
    assert stands["days_silent"] > 0
    other = Program(planned.world.chief).get("/quarter", unit="system", starts="2026-01-01").body
    assert (other["count"], other["idle"]) == (0, 3)
    assert Program(planned.world.neighbour).get("/quarter", unit="south").body["count"] == 0


def test_the_ownership_matrix_says_who_answers_and_what_is_missing(planned: Planned) -> None:
    lead = Program(planned.world.lead)
    found = {one["objective"]["key"]: one for one in lead.get("/ownership", unit="north").body["results"]}
    whole, measure = found["leave-on-time"]["rows"]
    assert {(mark["letter"], mark["function"]) for mark in whole["marks"]} >= {("R", "Transport")}
    assert any("no measure shows it" in hole["text"] and hole["href"] for hole in whole["holes"])
    assert (measure["measure"], measure["role"]) == ("ready-to-leave", "lag")
    assert [mark["letter"] for mark in measure["marks"]] == ["A"]
    viewer = Program(planned.world.viewer).get("/ownership", unit="north", objective="leave-on-time").body
    assert [hole["href"] for row in viewer["results"][0]["rows"] for hole in row["holes"]].count("") > 0
    narrow = lead.get("/ownership", unit="north", function="Transport").body
    assert [one["objective"]["key"] for one in narrow["results"]] == ["leave-on-time"]
    assert lead.get("/ownership", unit="north", limit=1).body["next"]
    assert lead.get("/ownership", unit="north", text="No such words").body["count"] == 0


@pytest.mark.parametrize("path", ["/cascade", "/strategy-map", "/contributions", "/quarter", "/ownership"])
def test_a_unit_that_is_not_ones_own_is_not_there(planned: Planned, path: str) -> None:
    assert Program(planned.world.lead).get(path, unit="system").status == 404
    assert Program(planned.world.lead).get(path, unit="south").status == 404
    assert Program(planned.world.stranger).get(path, unit="north").status == 404
    assert Program(planned.world.lead).get(path).status == 422


def test_two_versions_of_a_plan_are_compared(planned: Planned) -> None:
    chief, path = Program(planned.world.chief), "/plans/plan-2025"
    assert chief.post(f"{path}/versions", reason="Before the board").status == 201
    assert chief.post(f"{path}/versions", reason="Again").body["number"] == 1
    chief.post(f"{path}/objectives/leave-on-time/change", title="Leave before noon")
    found = chief.get(f"{path}/differences", earlier="1").body
    (one,) = found["differences"]
    assert (one["kind"], one["change"], one["after"]) == ("objective", "changed", {"title": "Leave before noon"})
    assert found["lines"]
    assert chief.get(f"{path}/differences", earlier="now", later="now").body["differences"] == []
    assert chief.get(f"{path}/differences", earlier="2").status == 404
    assert chief.get(f"{path}/differences", earlier="soon").status == 422
    assert Program(planned.world.lead).get(f"{path}/differences", earlier="1").status == 404
    assert Program(planned.world.lead).post(f"{path}/versions", reason="Mine").status == 404


def test_a_post_is_filled_by_who_administers_its_unit(planned: Planned) -> None:
    world = planned.world
    admin = Program(a_user("admin", (world.north, "administrator")))
    filled = admin.post("/posts/transport-lead/fill", user="doer", starts="2025-10-01")
    assert (filled.status, filled.body["user"], filled.body["ends"]) == (201, "doer", None)
    assert admin.post("/posts/transport-lead/fill", user="doer", starts="2025-10-01").code == "held_already"
    far = admin.post("/posts/transport-lead/fill", user="doer", starts="2125-10-01", deputy=True)
    assert (far.status, far.code) == (400, "starts_too_far_ahead")
    back = admin.post("/posts/transport-lead/fill", user="doer", starts="1900-01-01", deputy=True)
    assert (back.status, back.code) == (400, "starts_too_far_back")
    assert admin.post("/posts/transport-lead/fill", user="neighbour", starts="2025-10-01").status == 404
    assert admin.post("/posts/chief-operating-officer/fill", user="doer", starts="2025-10-01").status == 404
    assert Program(world.viewer).post("/posts/transport-lead/fill", user="doer", starts="2025-10-01").status == 403
    assert Program(world.neighbour).post("/posts/transport-lead/fill", user="doer", starts="2025-10-01").status == 404


def test_what_a_forum_looks_at_is_set_by_who_chairs_it(planned: Planned) -> None:
    world = planned.world
    path, lead = f"/forums/{world.flow.pk}/measures", Program(world.lead)
    assert lead.get(path).keys == []
    assert lead.post(path, measure="rides").body["key"] == "rides"
    assert lead.post(path, measure="rides").body["key"] == "rides"
    assert lead.get(path).keys == ["rides"]
    assert Program(world.viewer).post(path, measure="rides").status == 403
    assert Program(world.neighbour).get(path).status == 404
    assert lead.post(path, measure="nothing").status == 404
    assert lead.post(f"{path}/take-off", measure="rides").body["key"] == "rides"
    assert lead.get(path).body["count"] == 0


def test_an_action_leads_up_to_the_enterprise(planned: Planned) -> None:
    action = ask(planned.world, objective=planned.own)
    found = Program(planned.world.lead).get(f"/actions/{action.pk}/line-of-sight").body
    assert (found["objective"]["key"], found["initiative"]) == ("leave-on-time", None)
    assert [one["serves"]["key"] for one in found["up"]] == ["flow"]
    assert Program(planned.world.neighbour).get(f"/actions/{action.pk}/line-of-sight").status == 404
