"""Every write of the plan over REST: done by who may, refused to who sees and may not, not there for anybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.api.calling import Program
from tests.api.plans.conftest import Planned
from wellrun.api.api import api
from wellrun.audit.models import AuditEvent
from wellrun.organisation.models import DecisionRight

OWN = "/plans/plan-2025/objectives/leave-on-time"
PLAN = "/plans/plan-2025"


@dataclass(frozen=True)
class Write:
    """An operation and what it is given. `of`: the unit whose chair may do it; `verb`: what the audit log calls it."""

    name: str
    path: str | Callable[[Planned], str]
    body: dict[str, Any] | Callable[[Planned], dict[str, Any]] = field(default_factory=dict)
    of: str = "north"  # north | system
    done: int = 200
    verb: str = ""

    def address(self, planned: Planned) -> str:
        return self.path if isinstance(self.path, str) else self.path(planned)

    def said(self, planned: Planned) -> dict[str, Any]:
        return self.body if isinstance(self.body, dict) else self.body(planned)


_OBJECTIVE = {
    "key": "new",
    "title": "New",
    "domain": "access",
    "unit": "north",
    "level": "site",
    "owner": "north-director",
}
_STOP = {"key": "old", "title": "Old", "because": "Why", "post": "chief-operating-officer", "from_date": "2025-11-01"}
_WAIVER = {
    "rule": "OBJ-02",
    "subject": "call-early",
    "reason": "Later",
    "post": "north-director",
    "expires": "2026-01-01",
}
_RENEWALS = {"renewals": [{"rule": "OBJ-02", "subject": "flow", "expires": "2026-12-31"}]}
_CYCLE = {"key": "plan-2027", "name": "Plan 2027/28", "starts": "2027-04-01", "ends": "2028-03-31"}
_OBLIGATION = {
    "key": "water",
    "title": "Water",
    "regulator": "The city",
    "clause": "1",
    "unit": "north",
    "due": "2026-01-01",
}
_PROPOSAL = {"unit": "south", "post": "north-director", "title": "Leave by noon"}


def _change_of(planned: Planned, change: float) -> dict[str, Any]:
    return {"series": str(planned.world.series.uid), "direction": "down", "change": change, "after_days": 60}


def _initiative(planned: Planned) -> dict[str, Any]:
    dates = {"starts": "2025-11-01", "ends": "2026-02-01"}
    said = {"title": "Tea at noon", "owner": "transport-lead", "design": "Before and after"}
    return said | dates | {"predictions": [_change_of(planned, 0.02)]}


WRITES = [
    Write("add_objective", f"{PLAN}/objectives", _OBJECTIVE, done=201),
    Write("change_objective", f"{OWN}/change", {"title": "Leave before noon"}),
    Write("retire_objective", f"{OWN}/retire"),
    Write("serve", f"{OWN}/serve", {"parent": "call-early", "share": 0.2}),
    Write("stop_serving", "/plans/plan-2025/objectives/call-early/stop-serving", {"parent": "leave-on-time"}),
    Write("give_role", f"{OWN}/roles", {"measure": "rides", "role": "lead"}),
    Write("take_role", f"{OWN}/take-role", {"measure": "ready-to-leave"}),
    Write("add_contributor", f"{OWN}/contributors", {"team": "Porters", "handoff": "rides"}),
    Write("remove_contributor", f"{OWN}/remove-contributor", {"team": "Transport"}),
    Write("draw_arrow", "/plans/plan-2025/objectives/call-early/arrows", {"effect": "leave-on-time"}),
    Write("rub_out_arrow", f"{OWN}/rub-out-arrow", {"effect": "call-early"}),
    Write("draw_driver", f"{OWN}/drivers", {"key": "tea", "kind": "idea", "text": "Tea", "parent": "calls"}),
    Write("rub_out_driver", f"{OWN}/drivers/rub-out", {"key": "calls"}),
    Write("push_in_quarter", f"{OWN}/quarters", {"starts": "2026-01-01", "title": "All wards"}, done=201),
    Write(
        "set_key_result",
        lambda p: f"/quarters/{p.quarter.pk}/key-results",
        lambda p: {"series": str(p.world.series.uid), "start": 0.3, "aim": 0.1},
        done=201,
    ),
    Write("take_key_result", lambda p: f"/key-results/{p.result.pk}/take-away"),
    Write("check_in", lambda p: f"/key-results/{p.result.pk}/check-in", {"confidence": 7}, done=201),
    Write("close_quarter", lambda p: f"/quarters/{p.quarter.pk}/close", {"learning": "It takes two", "early": True}),
    Write("add_obligation", "/obligations", _OBLIGATION, done=201),
    Write("change_obligation", "/obligations/fire/change", {"due": "2025-12-24"}),
    Write("meet_obligation", "/obligations/fire/meet", {"met_on": "2025-10-01", "met_by": "The report"}),
    Write("retire_obligation", "/obligations/fire/retire", {"reason": "Withdrawn"}),
    Write("give_right", "/rights", {"post": "head-of-discharge", "kind": "spend", "scope": "north"}, done=201),
    Write("change_right", lambda p: f"/rights/{_right(p)}/change", {"kind": "spend", "scope": "north"}),
    Write("remove_right", lambda p: f"/rights/{_right(p)}/remove", {}),
    Write("start_initiative", f"{OWN}/initiatives", _initiative, done=201),
    Write("change_initiative", "/initiatives/calls-at-nine/change", {"title": "Calls at ten"}),
    Write("predict", "/initiatives/calls-at-nine/predict", lambda p: _change_of(p, 0.05)),
    Write(
        "take_prediction_back",
        "/initiatives/calls-at-nine/take-prediction-back",
        lambda p: {"series": str(p.world.series.uid)},
    ),
    Write("set_hours", "/initiatives/calls-at-nine/hours", {"post": "transport-lead", "hours_a_week": 2}),
    Write("declare_hours", f"{PLAN}/hours", {"post": "transport-lead", "hours_a_week": 4}),
    Write("rank_objectives", f"{PLAN}/ranking", {"order": ["call-early", "flow", "leave-on-time"]}, of="system"),
    Write("propose", "/plans/plan-2025/objectives/flow/propose", _PROPOSAL, of="system", done=201),
    Write("withdraw", lambda p: f"/exchanges/{p.exchange.pk}/withdraw", {"to_turn": 1}, of="system"),
    Write(
        "rule_precedence",
        f"{PLAN}/rulings",
        {"winner": "call-early", "loser": "leave-on-time", "because": "x"},
        "system",
    ),
    Write("withdraw_precedence", f"{PLAN}/rulings/withdraw", {"winner": "flow", "loser": "leave-on-time"}, "system"),
    Write("put_on_stop_list", f"{PLAN}/stop-list", _STOP, "system", 201),
    Write("change_stop_list", f"{PLAN}/stop-list/change", _STOP | {"key": "audit"}, "system"),
    Write("take_off_stop_list", f"{PLAN}/stop-list/take-off", {"key": "audit"}, "system"),
    Write("add_domain", "/domains", {"key": "people", "name": "People"}, "system", 201),
    Write("rename_domain", "/domains/money/rename", {"name": "Finance"}, "system"),
    Write("order_domains", "/domains/order", {"order": ["money", "access"], "read": ["access", "money"]}, "system"),
    Write("remove_domain", "/domains/money/remove", {}, "system"),
    Write("state_waiver", f"{PLAN}/waivers", _WAIVER, "system"),
    Write("renew_waivers", "/plans/plan-2026/waivers/renew", _RENEWALS, "system", verb="state_waiver"),
    Write("withdraw_waiver", lambda p: f"/waivers/{p.waiver.pk}/withdraw", {}, "system"),
    Write("set_rule", "/rules/FOC-01", {"severity": "warn"}, "system"),
    Write("try_rule", f"{PLAN}/rules/FOC-01/try", {"severity": "error", "thresholds": {"most": 1}}, "system", verb="-"),
    Write("check_now", f"{PLAN}/check", {}, "system", verb="-"),
    Write("draft_plan", "/plans", _CYCLE, "system", 201),
    Write("clone_plan", f"{PLAN}/clone", _CYCLE, "system", 201),
    Write("open_consultation", "/plans/plan-2026/consult", {}, "system", verb="move_plan"),
    Write("close_plan", f"{PLAN}/close", {}, "system", verb="move_plan"),
]
# Said in stories of their own: somebody else than a chair may do them, or the plan has to stand elsewhere first.
ELSEWHERE = {
    "report_on_initiative": "test_initiatives",
    "end_initiative": "test_initiatives",
    "counter": "test_exchanges",
    "agree": "test_exchanges",
    "reopen_obligation": "test_obligations",
    "return_to_draft": "test_stages",
    "activate_plan": "test_stages",
    "keep_version": "test_in_force",
    "diff_document": "test_documents",
    "apply_document": "test_documents",
    "place_driver": "test_drivers",
    "draw_suggested": "test_drivers",
    "heed_offered": "test_beliefs",
}


@pytest.mark.parametrize("write", WRITES, ids=lambda one: one.name)
def test_it_is_done_by_who_may_and_stands_in_the_log(planned: Planned, write: Write) -> None:
    chair = planned.world.lead if write.of == "north" else planned.world.chief
    if write.name == "stop_serving":
        _let_it_serve(planned)
    if write.name == "take_role":  # a measure that scores an open quarter keeps its role
        planned.result.delete()
    answer = Program(chair).post(write.address(planned), write.said(planned))
    assert answer.status == write.done, answer.body
    verb = write.verb or {"withdraw": "catchball_withdrawn", "propose": "catchball_proposed"}.get(
        write.name, write.name
    )
    if verb != "-":
        assert AuditEvent.objects.filter(verb=verb, actor=chair.audit_label).exists()


@pytest.mark.parametrize("write", WRITES, ids=lambda one: one.name)
def test_who_sees_and_may_not_is_refused_and_nothing_is_written(planned: Planned, write: Write) -> None:
    if write.name == "stop_serving":
        _let_it_serve(planned)
    viewer = _viewer(planned, write)
    before = AuditEvent.objects.count()
    program = Program(viewer)
    issued = AuditEvent.objects.count() - before
    answer = program.post(write.address(planned), write.said(planned))
    assert (answer.status, answer.code) == (403, "not_permitted")
    assert AuditEvent.objects.count() == before + issued


@pytest.mark.parametrize("write", WRITES, ids=lambda one: one.name)
def test_for_anybody_else_it_is_not_there(planned: Planned, write: Write) -> None:
    other = planned.world.neighbour if write.of == "north" else planned.world.stranger
    assert Program(other).post(write.address(planned), write.said(planned)).status == 404
    assert Program().post(write.address(planned), write.said(planned)).status == 401
    assert Program(planned.world.chief, write=False).post(write.address(planned), write.said(planned)).status == 403


def test_every_write_of_a_plan_is_here_or_said_elsewhere() -> None:
    built = {
        operation["operationId"]
        for path, methods in api.get_openapi_schema(path_prefix="/")["paths"].items()
        for method, operation in methods.items()
        if method == "post" and operation["tags"][0] in TAGS
    }
    assert built == {write.name for write in WRITES} | set(ELSEWHERE)


TAGS = frozenset(
    {
        "plans",
        "plan as code",
        "objectives of a plan",
        "driver diagrams",
        "quarters",
        "exchanges",
        "choices of a plan",
        "initiatives",
        "obligations",
        "decision rights",
        "model check",
    }
)


def _right(planned: Planned) -> str:
    """Of the head of discharge to take on one and a half more."""
    post = planned.world.doer_post
    one, _new = DecisionRight.objects.get_or_create(
        post=post, kind="staff", scope=planned.world.north, defaults={"staffing_ceiling": 1.5}
    )
    return str(one.pk)


def _let_it_serve(planned: Planned) -> None:
    answer = Program(planned.world.chief).post("/plans/plan-2025/objectives/call-early/serve", parent="leave-on-time")
    assert answer.status == 200, answer.body


def _viewer(planned: Planned, write: Write) -> Any:
    """Who sees the unit it is of, and chairs nothing."""
    from tests.factories import a_user

    if write.of == "north":
        return planned.world.viewer
    return a_user("onlooker", (planned.world.system, "viewer"))
