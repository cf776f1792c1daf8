"""A change that says what it read is not made over what somebody else changed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.calling import Program
from tests.api.plans.conftest import Planned
from tests.api.plans.test_beliefs import GUARD, SAID
from tests.factories import a_user
from wellrun.accounts.models import User
from wellrun.organisation.models import DecisionRight

PLAN = "/plans/plan-2025"


@dataclass(frozen=True)
class Change:
    """An address and a body; `read`: what it says before; `late`: what one would say who read that."""

    path: str
    by: User
    first: dict[str, Any]
    read: dict[str, Any]
    late: dict[str, Any]


def _objective(planned: Planned) -> Change:
    read = {"title": planned.own.title, "unit": "north", "owner": "north-director"}
    path = f"{PLAN}/objectives/leave-on-time/change"
    return Change(path, planned.world.lead, {"title": "Leave by noon"}, read, {"title": "Leave by one"})


def _stopped(planned: Planned) -> Change:
    said = {"key": "audit", "title": "Audit", "post": "chief-operating-officer", "from_date": "2025-05-01"}
    first, late = said | {"because": "Twice done"}, said | {"because": "Too dear"}
    read = {"because": "Nobody reads it", "from_date": "2025-05-01"}
    return Change(f"{PLAN}/stop-list/change", planned.world.chief, first, read, late)


def _initiative(planned: Planned) -> Change:
    read = {"title": "Calls at nine", "owner": planned.world.doer_post.key, "starts": "2025-11-03"}
    path = "/initiatives/calls-at-nine/change"
    return Change(path, planned.world.lead, {"title": "Calls at ten"}, read, {"title": "Calls at one"})


def _obligation(planned: Planned) -> Change:
    read = {"due": "2025-12-01", "owner": "north-director", "measure": None}
    path = "/obligations/fire/change"
    return Change(path, planned.world.lead, {"due": "2025-12-24"}, read, {"due": "2025-12-31"})


def _right(planned: Planned) -> Change:
    lead = Program(planned.world.lead)
    given = {"kind": "spend", "scope": "north", "spending_ceiling": 1000}
    lead.post("/rights", given | {"post": "head-of-discharge"})
    path = f"/rights/{DecisionRight.objects.get(kind='spend', post__key='head-of-discharge').pk}/change"
    changed = [given | {"spending_ceiling": ceiling} for ceiling in (2000, 3000)]
    return Change(path, planned.world.lead, changed[0], given | {"staffing_ceiling": None}, changed[1])


def _link(planned: Planned) -> Change:
    return _said(planned, "/links", SAID, {"delay_max_days": 14}, {"delay_max_days": 21})


def _trade_off(planned: Planned) -> Change:
    return _said(planned, "/trade-offs", GUARD, {"source": "Ward 4"}, {"source": "Ward 5"})


def _said(planned: Planned, path: str, said: dict[str, Any], first: dict[str, Any], late: dict[str, Any]) -> Change:
    analyst = a_user("figures", (planned.world.system, "analyst"))
    Program(analyst).post(path, said)
    read = {name: said[name] for name in first}
    return Change(f"{path}/{said['key']}/change", analyst, first, read, late)


def _ruling(planned: Planned) -> Change:
    pair = {"winner": "flow", "loser": "leave-on-time"}
    first, late = pair | {"because": "Safety first"}, pair | {"because": "Costs first"}
    return Change(f"{PLAN}/rulings", planned.world.chief, first, pair | {"because": "Patients first"}, late)


def _domain(planned: Planned) -> Change:
    name = planned.own.domain.name
    path = f"/domains/{planned.own.domain.key}/rename"
    return Change(path, planned.world.chief, {"name": "First"}, {"name": name}, {"name": "Second"})


@pytest.mark.parametrize(
    "make",
    [_objective, _stopped, _initiative, _obligation, _right, _link, _trade_off, _ruling, _domain],
    ids=lambda one: one.__name__,
)
def test_it_is_refused_with_what_stands_now(planned: Planned, make: Callable[[Planned], Change]) -> None:
    change = make(planned)
    program = Program(change.by)
    assert program.post(change.path, change.first | {"read": change.read}).status == 200
    refused = program.post(change.path, change.late | {"read": change.read})
    assert (refused.status, refused.code) == (409, "changed_meanwhile")
    (name,) = refused.body["params"]["stands"]
    assert refused.body["params"]["stands"] == {name: change.first[name]}
    read = change.read | {name: change.first[name]}
    assert program.post(change.path, change.late | {"read": read}).status == 200
    assert program.post(change.path, change.first).status == 200  # without it, at its word
