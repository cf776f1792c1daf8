"""A plan through its whole cycle by a program alone: drafted, agreed, brought into force, pushed, compared, closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.api.calling import Answer, Program
from tests.factories import a_domain, a_measure, a_plan, a_series, an_objective, at
from tests.worlds import World, a_world
from wellrun.audit.queries import first_broken_event

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PLAN = "/plans/p26"
CYCLE = {"key": "p26", "name": "2025/26", "starts": "2025-10-01", "ends": "2026-09-30"}

DEFINED = {
    "numerator": "Those counted",
    "denominator": "All",
    "display_unit": "%",
    "multiplier": 100.0,
    "source_text": "The ward list",
}


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with at():
        yield a_world()


def done(answer: Answer) -> Any:
    """The body of what was done."""
    assert answer.status in (200, 201), answer.body
    return answer.body


def missing(program: Program) -> dict[str, list[dict[str, str]]]:
    """What is wanting before the plan comes into force, by what is asked."""
    stands = done(program.get(f"{PLAN}/readiness", limit=200))
    found = [one for one in stands["results"] if not one["waived"]]
    undone = [one["what"] for one in stands["asked"] if not one["done"]]
    return {what: [one for one in found if one["of"] == what] for what in undone}


def test_a_plan_goes_through_its_cycle_by_a_program_alone(world: World) -> None:
    a_plan(), a_domain("access")
    waits, rides = (
        a_measure(key, direction=direction, **DEFINED) for key, direction in (("waits", "down"), ("rides", "up"))
    )
    of_system, of_north = a_series(world.system, waits), a_series(world.north, rides)
    chief, lead, doer = Program(world.chief), Program(world.lead), Program(world.doer)

    # Drafted, put before those who are to carry it, agreed with one of them.
    assert done(chief.post("/plans", CYCLE))["result"]["stage"] == "draft"
    whole = {"domain": "access", "unit": "system", "level": "enterprise", "perspective": "customer"}
    posts = {"owner": "chief-operating-officer", "sponsor": "chief-executive"}
    done(chief.post(f"{PLAN}/objectives", whole | posts | {"key": "flow", "title": "Nobody waits", "rank": 1}))
    done(chief.post(f"{PLAN}/objectives", whole | posts | {"key": "cost", "title": "Costs fall", "rank": 2}))
    done(chief.post(f"{PLAN}/objectives/flow/roles", measure="waits", role="lag"))
    done(chief.post("/aims", measure="waits", unit="system", value=0.1, baseline=0.3, baseline_points=24))
    done(chief.post(f"{PLAN}/objectives/flow/contributors", team="Transport", handoff="rides", unit="north"))
    done(chief.post(f"{PLAN}/objectives/cost/arrows", effect="flow", because="Money buys beds"))
    done(chief.post(f"{PLAN}/consult"))
    asked = {"unit": "north", "post": "head-of-discharge", "title": "Leave by noon", "contribution": 0.2}
    exchange = done(chief.post(f"{PLAN}/objectives/flow/propose", asked))["result"]
    assert {"agreed"} <= set(missing(chief))
    assert chief.post(f"{PLAN}/activate").code == "plan_not_ready"
    said = {"title": "Leave before noon", "contribution": 0.1, "text": "All of it is too much", "to_turn": 1}
    done(doer.post(f"/exchanges/{exchange['id']}/counter", said))
    assert doer.post(f"/exchanges/{exchange['id']}/agree", to_turn=2).code == "not_your_turn"
    assert chief.post(f"/exchanges/{exchange['id']}/agree", to_turn=1).code == "answered_meanwhile"
    done(chief.post(f"/exchanges/{exchange['id']}/agree", to_turn=2, key="leave-early"))
    (line,) = [one for one in done(lead.get(f"{PLAN}/objectives"))["results"] if one["key"] == "leave-early"]
    assert line["unit"]["key"] == "north"

    # What is asked of a plan is said, or set aside with a reason; then it comes into force.
    done(chief.post(f"{PLAN}/ranking", order=["flow", "cost"], read=["flow", "cost"]))
    done(chief.post(f"{PLAN}/rulings", winner="flow", loser="cost", because="Patients first"))
    stop = {"key": "audit", "title": "The old audit", "because": "Nobody reads it", "from_date": "2025-11-01"}
    done(chief.post(f"{PLAN}/stop-list", stop | {"post": "chief-operating-officer"}))
    done(doer.post(f"{PLAN}/hours", post="head-of-discharge", hours_a_week=6))
    done(lead.post(f"{PLAN}/objectives/leave-early/roles", measure="rides", role="lag"))
    initiative = {"title": "Calls at nine", "owner": "head-of-discharge", "design": "Before and after"}
    moved = {"series": str(of_north.uid), "direction": "up", "change": 0.1, "after_days": 60}
    days = {"starts": "2025-11-01", "ends": "2026-02-01"}
    tried = done(lead.post(f"{PLAN}/objectives/leave-early/initiatives", initiative | days | {"predictions": [moved]}))[
        "result"
    ]
    done(lead.post(f"/initiatives/{tried['key']}/hours", post="head-of-discharge", hours_a_week=4))
    done(chief.post(f"{PLAN}/check"))
    for one in [each for wanting in missing(chief).values() for each in wanting]:
        stated = {"rule": one["rule"], "subject": one["subject"], "reason": "Agreed with the board"}
        done(chief.post(f"{PLAN}/waivers", stated | {"post": "chief-executive", "expires": "2025-12-31"}))
    assert missing(chief) == {}
    assert done(chief.post(f"{PLAN}/activate"))["result"]["stage"] == "active"
    assert chief.get("/plans/plan-2025").body["stage"] == "closed"

    # In force: it adds up, one quarter is pushed, scored and closed.
    lines = {one["key"]: one for one in done(chief.get("/cascade", unit="system"))["results"]}
    assert lines["flow"]["gap"]["gap"]["value"] == pytest.approx(0.2)
    assert lines["flow"]["added_up"]["share"] == pytest.approx(0.5)
    pushed = done(chief.post(f"{PLAN}/objectives/flow/quarters", starts="2025-10-01", title="Every ward"))["result"]
    wanted = {"series": str(of_system.uid), "start": 0.3, "aim": 0.2}
    (result,) = done(chief.post(f"/quarters/{pushed['id']}/key-results", wanted))["result"]["key_results"]
    done(chief.post(f"/key-results/{result['id']}/check-in", confidence=7, text="It goes well"))
    now = done(chief.get("/quarter", unit="system"))
    assert (now["plan"], now["starts"], now["results"][0]["stands"][0]["days_silent"]) == ("p26", "2025-10-01", 0)
    early = f"/quarters/{pushed['id']}/close"
    assert chief.post(early, learning="Two wards suffice").code == "quarter_not_over"
    closed = done(chief.post(early, learning="Two wards suffice", early=True))["result"]
    assert closed["closed_at"]
    assert chief.post(f"/quarters/{pushed['id']}/close", learning="Again").code == "quarter_closed"
    assert chief.post(f"/key-results/{result['id']}/check-in", confidence=8).code == "quarter_closed"

    # Versions differ by what was changed; then it is over and stays as it was.
    done(chief.post(f"{PLAN}/objectives/cost/change", title="Costs fall by a tenth"))
    (version,) = [one["number"] for one in done(chief.get(f"{PLAN}/versions"))["results"]][:1]
    differences = done(chief.get(f"{PLAN}/differences", earlier=str(version)))["differences"]
    assert ["cost"] in [one["key"][-1:] for one in differences]
    verbs = {one["verb"] for one in done(chief.get(f"{PLAN}/changes", limit=200))["results"]}
    assert {"draft_plan", "add_objective", "move_plan", "close_quarter", "rule_precedence"} <= verbs
    assert done(chief.post(f"{PLAN}/close"))["result"]["stage"] == "closed"
    assert chief.post(f"{PLAN}/objectives/cost/change", title="Later").code == "plan_closed"
    assert first_broken_event() is None


ATTACKS: list[tuple[str, Any, set[int]]] = [
    # Another subtree's keys, where one's own are asked for.
    ("/plans/plan-2025/objectives/theirs/change", {"title": "Mine"}, {404}),
    ("/plans/plan-2025/objectives/mine/serve", {"parent": "theirs"}, {404}),
    ("/plans/plan-2025/objectives/mine/change", {"owner": "chief-operating-officer"}, {404}),
    ("/plans/plan-2025/objectives/mine/change", {"unit": "south"}, {404}),
    ("/plans/plan-2025/objectives/mine/contributors", {"team": "X", "unit": "south"}, {404}),
    ("/plans/plan-2025/objectives/mine/propose", {"unit": "south", "post": "north-director", "title": "X"}, {404}),
    # What only the enterprise may.
    ("/plans", CYCLE, {404}),
    ("/plans/plan-2025/close", {}, {404}),
    ("/plans/plan-2025/activate", {}, {404}),
    ("/plans/plan-2025/clone", CYCLE, {404}),
    ("/plans/plan-2025/versions", {"reason": "Mine"}, {404}),
    # Fields that nobody asked for.
    ("/plans/plan-2025/objectives/mine/change", {"title": "X", "plan": "p26"}, {422}),
    ("/plans/plan-2025/objectives/mine/change", {"retired_on": None}, {422}),
    ("/plans/plan-2025/objectives/mine/change", {"rank": 1}, {422}),
    ("/plans/plan-2025/objectives/mine/roles", {"measure": "waits", "role": "lag", "id": 1}, {422}),
    # Wrong types and values.
    ("/plans/plan-2025/objectives/mine/change", {"title": ["X"]}, {422}),
    ("/plans/plan-2025/objectives/mine/change", {"title": "a\x00b"}, {422}),
    ("/plans/plan-2025/objectives/mine/change", {"title": "\ud800"}, {400, 422}),
    ("/plans/plan-2025/objectives/mine/change", {"title": "X" * 1_000_000}, {422}),
    ("/plans/plan-2025/objectives/mine/change", {"title": None}, {422}),
    ("/plans/plan-2025/objectives/mine/change", {"level": "galaxy"}, {422}),
    ("/plans/plan-2025/objectives/mine/change", {"level": None}, {422}),
    ("/plans/plan-2025/objectives/mine/change", {"domain": None}, {422}),
    ("/plans/plan-2025/objectives/mine/change", [], {422}),
    ("/plans/plan-2025/objectives/mine/change", "{", {400}),
    ("/plans/plan-2025/objectives/mine/change", "[" * 100_000, {400, 422}),
    ("/plans/plan-2025/objectives/mine/change", b"\xff\xfe", {400}),
    ("/plans/plan-2025/objectives/mine/change", '{"title": ' + "9" * 5000 + "}", {400, 422}),
    ("/plans/plan-2025/objectives/mine/serve", {"parent": "mine"}, {400}),
    ("/plans/plan-2025/objectives/mine/serve", {"parent": "mine", "share": 2}, {400, 422}),
    ("/plans/plan-2025/objectives/mine/serve", '{"parent": "mine", "amount": NaN}', {400, 422}),
    ("/plans/plan-2025/objectives/mine/quarters", {"starts": "2025-10-02", "title": "X"}, {400}),
    ("/plans/plan-2025/objectives/mine/quarters", {"starts": "0001-01-01", "title": "X"}, {422}),
    ("/plans/plan-2025/objectives/mine/quarters", {"starts": 1, "title": "X"}, {422}),
    ("/plans/plan-2025/hours", {"post": "north-director", "hours_a_week": 1e400}, {422}),
    ("/plans/plan-2025/hours", {"post": "north-director", "hours_a_week": 169}, {400, 422}),
    ("/plans/plan-2025/hours", {"post": "north-director", "hours_a_week": "4"}, {422}),
    # Oversized.
    ("/plan-documents/diff", {"document": "x" * 6_000_000}, {404, 413, 422}),
    ("/plans/plan-2025/ranking", {"order": ["mine"] * 100_000}, {404, 413, 422}),
]


@pytest.mark.parametrize("number", range(len(ATTACKS)), ids=lambda n: f"{n}-{ATTACKS[n][0].rsplit('/', 1)[-1]}")
def test_what_is_not_theirs_or_makes_no_sense_is_refused_calmly(world: World, number: int) -> None:
    path, body, wanted = ATTACKS[number]
    an_objective("mine", world.north, world.lead_post, rank=1)
    an_objective("theirs", world.south, world.lead_post, rank=2)
    a_measure("waits")
    answer = Program(world.lead).post(path, body)
    assert answer.status in wanted, answer.body
    assert answer.code


def test_no_stage_is_jumped(world: World) -> None:
    a_plan()
    chief = Program(world.chief)
    done(chief.post("/plans", CYCLE))
    assert chief.post(f"{PLAN}/close").code == "plan_in_other_stage"
    assert chief.post(f"{PLAN}/return-to-draft").code == "plan_in_other_stage"
    done(chief.post(f"{PLAN}/consult"))
    assert chief.post(f"{PLAN}/consult").code == "plan_in_other_stage"
    assert chief.post("/plans/plan-2025/consult").code == "plan_in_other_stage"
    assert chief.post("/plans/plan-2025/activate").code == "plan_in_other_stage"
    done(chief.post("/plans/plan-2025/close"))
    for step in ("consult", "return-to-draft", "activate", "close"):
        assert chief.post(f"/plans/plan-2025/{step}").code in ("plan_in_other_stage", "plan_closed")
    assert Program(world.chief, write=False).post(f"{PLAN}/consult").code == "token_read_only"
    assert chief.get("/plans/p26").body["starts"] == date(2025, 10, 1).isoformat()
