"""What somebody else changed while one wrote is told before it is replaced, in every form that is filled in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tests.factories import a_domain, a_measure, a_plan, a_user, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.execution.actions import start_initiative
from wellrun.execution.actions.prediction import Prediction
from wellrun.reviews.actions import give_right
from wellrun.strategy.actions import add_link, add_obligation, add_trade_off


@dataclass(frozen=True)
class Written:
    """A form's address, and whose it is; `first` and `second`: what two of them say, of one field each."""

    path: str
    by: User
    first: dict[str, Any]
    second: dict[str, Any]


def an_initiative(world: World) -> Written:
    objective = an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": world.series.measure})
    start_initiative(
        key="calls",
        title="Calls at nine",
        objective=objective,
        owner=world.doer_post,
        starts=date(2025, 11, 3),
        ends=date(2026, 2, 1),
        predictions=[Prediction(world.series, "down", 0.03, 30)],
        design="Before and after",
        by=SYSTEM,
    )
    return Written("/initiatives/calls/edit/", world.lead, {"title": "Calls at ten"}, {"design": "Two wards"})


def an_obligation(world: World) -> Written:
    required = {"regulator": "The city", "clause": "4", "unit": world.north, "due": date(2025, 12, 1)}
    add_obligation(key="fire", title="Fire plan", by=SYSTEM, **required)
    path = "/u/north/strategy/obligations/fire/edit/"
    return Written(path, world.lead, {"clause": "4.2"}, {"due": "2025-12-24"})


def a_right(world: World) -> Written:
    right = give_right(holder=world.doer_post, kind="spend", scope=world.north, by=SYSTEM)
    path = f"/u/north/strategy/rights/{right.pk}/"
    return Written(path, world.lead, {"spending_ceiling": "1000"}, {"staffing_ceiling": "2"})


def a_link(world: World) -> Written:
    ends = {"lead": a_measure("rounds"), "lag": a_measure("stay")}
    said = {"sign": "-", "delay_min_days": 0, "delay_max_days": 30, "grade": "moderate", "source_text": "Ward 4"}
    add_link(key="own", by=SYSTEM, **ends, **said)
    path = "/u/north/strategy/links/own/"
    return Written(path, _definer(world), {"delay_max_days": "60"}, {"grade": "strong"})


def a_trade_off(world: World) -> Written:
    ends = {"push": a_measure("stay"), "guard": a_measure("return")}
    said = {"push_direction": "down", "guard_direction": "down", "mechanism": "Home too early", "source_text": "Ours"}
    add_trade_off(key="own", by=SYSTEM, **ends, **said)
    path = "/u/north/strategy/trade-offs/own/"
    return Written(path, _definer(world), {"mechanism": "Sent home early"}, {"source_text": "Ward 4"})


def a_named_domain(world: World) -> Written:
    a_domain("money")
    return Written("/plans/plan-2025/domains/money/", world.chief, {"name": "Finance"}, {"name": "Costs"})


def _definer(world: World) -> User:
    return a_user("definer", (world.system, "analyst"))


@pytest.mark.parametrize("write", [an_initiative, an_obligation, a_right, a_link, a_trade_off, a_named_domain])
def test_it_is_told_before_it_is_replaced(world: World, write: Callable[[World], Written]) -> None:
    a_plan()
    written = write(world)
    one, other = client_of(written.by), client_of(written.by)
    read = _filled_in(one.get(written.path))
    assert other.post(written.path, read | written.first).status_code == 302

    late = one.post(written.path, read | written.second)
    assert late.status_code == 409
    said = text_of(late)
    assert "Somebody else changed it while you wrote. It says now:" in said
    assert "None" not in said[said.index("It says now") : said.index("Send again")]
    shown = _filled_in(late)
    assert {name: str(shown[name]) for name in written.second} == written.second
    assert one.post(written.path, shown).status_code == 302


def test_a_form_without_its_mark_is_taken_at_its_word(world: World) -> None:
    a_plan()
    written = an_obligation(world)
    one = client_of(written.by)
    read = _filled_in(one.get(written.path))
    one.post(written.path, read | written.first)
    del read["read"]
    assert one.post(written.path, read | written.second).status_code == 302


def _filled_in(answer: Any) -> dict[str, Any]:
    """What a browser would send of the form as it is shown."""
    form = answer.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not None} | {"read": answer.context["read"]}
