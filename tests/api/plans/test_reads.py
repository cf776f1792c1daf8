"""Reading the parts of a plan over REST, and what a write says of the check."""

from __future__ import annotations

import pytest

from tests.api.calling import Program
from tests.api.plans.conftest import Planned
from tests.factories import a_user
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.models import Plan


def test_each_part_is_told_to_who_sees_it(planned: Planned) -> None:
    chief, lead = Program(planned.world.chief), Program(planned.world.lead)
    of_own = "/plans/plan-2025/objectives/leave-on-time"
    assert [box["key"] for box in lead.get(f"{of_own}/drivers").body] == ["calls"]
    (quarter,) = lead.get(f"{of_own}/quarters").body["results"]
    assert (quarter["title"], quarter["key_results"][0]["aim"]["value"]) == ("Every ward calls at nine", 0.1)
    assert [one["because"] for one in chief.get("/plans/plan-2025/rulings").body["results"]] == ["Patients first"]
    assert lead.get("/plans/plan-2025/rulings").body["results"] == []
    assert chief.get("/plans/plan-2025/stop-list").keys == ["audit"]
    assert lead.get("/plans/plan-2025/stop-list").keys == []
    assert [one["key"] for one in lead.get("/domains").body] == ["access", "money"]
    assert [one["subject"] for one in chief.get("/plans/plan-2025/waivers").body["results"]] == ["flow"]
    assert lead.get("/plans/plan-2025/waivers").status == 404
    chief.post("/plans/plan-2025/hours", post="transport-lead", hours_a_week=4)
    declared = lead.get("/plans/plan-2025/hours").body["results"]
    assert [one["post"]["key"] for one in declared] == ["transport-lead"]
    assert Program(planned.world.neighbour).get("/plans/plan-2025/hours").body["count"] == 0
    for path in (of_own, f"{of_own}/drivers", f"{of_own}/quarters"):
        assert Program(planned.world.neighbour).get(path).status == 404
    for path in ("/plans/plan-2025", "/plans/plan-2025/stop-list", "/domains", "/rules"):
        assert Program(planned.world.stranger).get(path).status == 404


def test_an_objective_tells_its_arrows_and_who_answers_for_its_measures(planned: Planned) -> None:
    found = Program(planned.world.lead).get("/plans/plan-2025/objectives/leave-on-time").body
    assert [(one["objective"]["key"], one["because"]) for one in found["helps"]] == [("call-early", "Fewer wait")]
    assert found["measures"][0]["owner"] is None


def test_a_write_says_what_the_check_found_and_what_is_mended(planned: Planned) -> None:
    check_plan(Plan.objects.get(key="plan-2025"))
    lead = Program(planned.world.lead)
    opened = lead.post("/plans/plan-2025/objectives/leave-on-time/change", title="Implement new EHR module").body[
        "check"
    ]
    assert opened["done"]
    assert {one["subject"] for one in opened["opened"]} == {"leave-on-time"}
    mended = lead.post("/plans/plan-2025/objectives/leave-on-time/change", title="Leave on time").body["check"]
    assert (mended["opened"], mended["mended"]) == ([], len(opened["opened"]))


def test_an_empty_change_changes_nothing_and_a_misspelt_one_is_refused(planned: Planned) -> None:
    lead, address = Program(planned.world.lead), "/plans/plan-2025/objectives/leave-on-time/change"
    assert lead.post(address, {}).body["result"]["title"] == "Leave on time"
    assert lead.post(address, {"titel": "x"}).status == 422


def test_rules_tell_what_counts_here(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    rules = {one["rule"]: one for one in chief.get("/rules").body}
    threshold = next(iter(rules["FOC-01"]["thresholds"]))
    said = chief.post("/rules/FOC-01", severity="info", thresholds={threshold: 99}).body
    assert (said["severity_here"], said["thresholds_here"][threshold]) == ("info", 99)
    assert chief.post("/rules/FOC-01", thresholds={"colour": 3}).code == "threshold_unknown"
    assert chief.post("/rules/FOC-99").status == 404
    assert chief.post("/rules/FOC-01").body["severity_here"] == rules["FOC-01"]["severity"]


def test_findings_of_a_draft_are_told_by_its_key(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    counted = chief.post("/plans/plan-2026/check").body
    found = chief.get("/findings", plan="plan-2026", limit=200).body
    assert found["count"] == counted["error"] + counted["warn"] + counted["info"]
    assert chief.get("/findings", plan="no-plan").status == 404


def test_lists_ask_the_same_few_queries_however_long_they_are(planned: Planned, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    program = Program(a_user("reader", (planned.world.system, "viewer")))
    for path in ("objectives", "exchanges", "stop-list", "hours", "rulings"):
        with django_assert_max_num_queries(20):
            assert program.get(f"/plans/plan-2025/{path}").status == 200


@pytest.mark.parametrize(
    "path", ["rulings", "stop-list", "hours", "waivers", "waivers/renewable", "objectives/leave-on-time/quarters"]
)
def test_what_a_plan_holds_comes_in_parts(planned: Planned, path: str) -> None:
    found = Program(planned.world.chief).get(f"/plans/plan-2025/{path}", limit=1)
    assert (found.status, set(found.body)) == (200, {"count", "next", "results"})
    assert Program(planned.world.chief).get(f"/plans/plan-2025/{path}", limit=201).status == 422


def test_the_next_part_goes_on_where_the_last_one_ended(planned: Planned) -> None:
    chief, path = Program(planned.world.chief), "/plans/plan-2025/stop-list"
    said = {"post": planned.world.chief_post.key, "because": "No use", "from_date": "2025-06-02"}
    chief.post(path, key="later", title="Reports", **said)
    first = chief.get(path, limit=1).body
    second = chief.get(first["next"].removeprefix("/api/v1")).body
    assert [one["key"] for one in (*first["results"], *second["results"])] == ["audit", "later"]
    assert (first["count"], second["next"]) == (2, None)


def test_an_exception_that_is_withdrawn_is_answered_as_it_stood(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    (stated,) = chief.get("/plans/plan-2025/waivers").body["results"]
    assert chief.post(f"/waivers/{stated['id']}/withdraw").body == stated
    assert chief.get("/plans/plan-2025/waivers").body["count"] == 0


def test_an_order_that_changed_since_it_was_read_is_not_overwritten(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    order = ["call-early", "flow", "leave-on-time"]
    stale = chief.post("/plans/plan-2025/ranking", order=order, read=order)
    assert (stale.status, stale.code) == (409, "order_changed")
    stale = chief.post("/domains/order", order=["money", "access"], read=["money", "access"])
    assert (stale.status, stale.code) == (409, "order_changed")


def test_what_the_plan_before_had_set_aside_is_told_with_how_it_was_said(planned: Planned) -> None:
    chief = Program(planned.world.chief)
    said = {"reason": "Counted from January", "post": planned.world.chief_post.key, "expires": "2026-01-31"}
    chief.post("/plans/plan-2025/waivers", rule="OBJ-01", subject="flow", **said)
    chief.post("/plans/plan-2025/clone", key="next", name="Next", starts="2026-04-01", ends="2027-03-31")
    (one,) = chief.get("/plans/next/waivers/renewable").body["results"]
    assert (one["rule"], one["subject"], one["then"]["reason"]) == ("OBJ-01", "flow", "Counted from January")
    assert one["post_gone"] is False
    assert Program(planned.world.lead).get("/plans/next/waivers/renewable").status == 404
    chief.post("/plans/next/waivers/renew", renewals=[{"rule": "OBJ-01", "subject": "flow"}])
    assert chief.get("/plans/next/waivers/renewable").body["count"] == 0
    assert chief.post("/plans/next/waivers/renew", renewals=[]).status == 422


def test_what_is_asked_of_a_post_stands_beside_what_it_declared(planned: Planned) -> None:
    lead, address = Program(planned.world.lead), "/plans/plan-2025/hours/asked"
    lead.post("/initiatives/calls-at-nine/hours", post="north-director", hours_a_week=6)
    lead.post("/plans/plan-2025/hours", post="north-director", hours_a_week=4)
    (told,) = lead.get(address, over=True).body["results"]
    assert (told["post"]["key"], told["declared"], told["asked"]) == ("north-director", 4, 6)
    assert [(one["initiative"], one["hours_a_week"]) for one in told["by"]] == [("calls-at-nine", 6)]
    lead.post("/plans/plan-2025/hours", post="north-director", hours_a_week=8)
    assert (lead.get(address, over=True).body["count"], lead.get(address).body["count"]) == (0, 1)
    assert Program(planned.world.neighbour).get(address).body["results"] == []
    assert Program(planned.world.stranger).get(address).status == 404
