"""Links and trade-offs as a site says them: with a source and what speaks against, changed, withdrawn, on record."""

from typing import Any

import pytest

from tests.factories import a_measure, a_plan, a_user
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.jobs.model_check import check_changes
from wellrun.lib.errors import Conflict, Refused, UserError
from wellrun.library import library
from wellrun.measures.models import Measure
from wellrun.strategy.actions import (
    add_caveat,
    add_link,
    add_trade_off,
    change_link,
    change_trade_off,
    say_structural,
    withdraw_link,
    withdraw_trade_off,
)
from wellrun.strategy.library_links import offers_here, take_from_library
from wellrun.strategy.models import InfluenceLink, PlanChange, TradeOff


@pytest.fixture
def analyst(world: World) -> User:
    a_plan()
    return a_user("definer", (world.system, "analyst"))


@pytest.fixture
def ends(world: World) -> tuple[Measure, Measure]:
    return a_measure("rounds"), a_measure("stay")


def said(ends: tuple[Measure, Measure], **change: Any) -> dict[str, Any]:
    words = {"sign": "-", "delay_min_days": 0, "delay_max_days": 30, "grade": "moderate", "source_text": "Ward 4"}
    return {"lead": ends[0], "lag": ends[1], **words, **change}


def guarded(ends: tuple[Measure, Measure], **change: Any) -> dict[str, Any]:
    words = {"push_direction": "down", "guard_direction": "down", "mechanism": "Sent home early", "source_text": "Us"}
    return {"push": ends[0], "guard": ends[1], **words, **change}


def changes() -> list[tuple[str, str, str]]:
    return list(PlanChange.objects.order_by("id").values_list("kind", "subject", "verb"))


def test_a_link_is_said_changed_and_withdrawn_on_record(analyst: User, ends: tuple[Measure, Measure]) -> None:
    link = add_link(key="own", by=analyst, **said(ends))
    change_link(link=link, by=analyst, delay_max_days=60)
    change_link(link=link, by=analyst, delay_max_days=60)
    assert withdraw_link(link=link, by=analyst).retired_on is not None
    verbs = ["add_link", "change_link", "withdraw_link"]
    assert changes() == [("link", "own", verb) for verb in verbs]
    changed = PlanChange.objects.get(verb="change_link")
    assert changed.before == {"lead": "rounds", "lag": "stay", "delay_max_days": 30}
    assert changed.after == {"delay_max_days": 60}
    with pytest.raises(Conflict) as refused:
        change_link(link=link, by=analyst, delay_max_days=90)
    assert refused.value.code == "already_withdrawn"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"source_text": " "}, "source_needed"),
        ({"delay_min_days": 40}, "delay_unclear"),
        ({"delay_max_days": 9999}, "delay_unclear"),
        ({"grade": "contested"}, "caveat_needed"),
    ],
)
def test_what_is_not_said_properly_is_refused(
    analyst: User, ends: tuple[Measure, Measure], wrong: dict[str, Any], code: str
) -> None:
    with pytest.raises(UserError) as refused:
        add_link(key="own", by=analyst, **said(ends, **wrong))
    assert refused.value.code == code
    with pytest.raises(UserError) as same:
        add_link(key="own", by=analyst, **said((ends[0], ends[0])))
    assert same.value.code == "same_measure"


def test_between_two_measures_there_is_one_link_and_a_key_is_given_once(
    analyst: User, ends: tuple[Measure, Measure]
) -> None:
    link = add_link(key="own", by=analyst, **said(ends))
    for key, code in (("own", "key_taken"), ("other", "link_there")):
        with pytest.raises(Conflict) as refused:
            add_link(key=key, by=analyst, **said(ends))
        assert refused.value.code == code
    withdraw_link(link=link, by=analyst)
    assert add_link(key="other", by=analyst, **said(ends)).retired_on is None


def test_a_part_is_said_to_be_one_and_what_is_contested_gets_its_caveat(
    analyst: User, ends: tuple[Measure, Measure]
) -> None:
    link = InfluenceLink.objects.create(key="own", **said(ends, grade="contested"))
    with pytest.raises(UserError):
        add_caveat(link=link, caveat=" ", by=analyst)
    assert add_caveat(link=link, caveat="Two trials disagree.", by=analyst).caveat == "Two trials disagree."
    assert say_structural(link=link, by=analyst).grade == "structural"


def test_a_trade_off_is_said_changed_and_withdrawn(analyst: User, ends: tuple[Measure, Measure]) -> None:
    one = add_trade_off(key="guard", by=analyst, **guarded(ends))
    change_trade_off(trade_off=one, by=analyst, mechanism="Sent home too early")
    withdraw_trade_off(trade_off=one, by=analyst)
    assert [verb for _kind, _key, verb in changes()] == ["add_trade_off", "change_trade_off", "withdraw_trade_off"]
    for wrong, code in (({"mechanism": ""}, "mechanism_needed"), ({"source_text": ""}, "source_needed")):
        with pytest.raises(UserError) as refused:
            add_trade_off(key="other", by=analyst, **guarded(ends, **wrong))
        assert refused.value.code == code
    add_trade_off(key="again", by=analyst, **guarded(ends))
    with pytest.raises(Conflict):
        add_trade_off(key="third", by=analyst, **guarded(ends))


def test_only_who_defines_measures_says_what_moves_them(world: World, ends: tuple[Measure, Measure]) -> None:
    link = InfluenceLink.objects.create(key="own", **said(ends))
    for verb in (
        lambda: add_link(key="x", by=world.chief, **said(ends)),
        lambda: change_link(link=link, by=world.chief, delay_max_days=3),
        lambda: withdraw_link(link=link, by=world.chief),
        lambda: take_from_library(ids=["L-01"], by=world.chief),
        lambda: add_trade_off(key="x", by=world.chief, **guarded(ends)),
    ):
        with pytest.raises(Refused):
            verb()


def test_all_that_the_library_says_between_measures_of_the_site_is_offered_and_taken(analyst: User) -> None:
    link, trade = library().links[0], library().trade_offs[0]
    for library_id in {link.lead, link.lag, trade.push, trade.guard}:
        Measure.objects.create(key=library_id.replace(".", "-"), domain="access", library_id=library_id)
    offered = offers_here().ids
    assert {link.id, trade.id} <= set(offered)
    assert take_from_library(ids=offered, by=analyst) == len(offered)
    assert take_from_library(ids=offered, by=analyst) == 0
    assert offers_here().ids == ()
    assert InfluenceLink.objects.get(key=link.id).origin == "library"
    assert TradeOff.objects.get(key=trade.id).origin == "library"
    assert {kind for kind, _key, _verb in changes()} == {"link", "trade_off"}


def test_a_plan_is_checked_after_each(analyst: User, ends: tuple[Measure, Measure]) -> None:
    plan = a_plan()
    check_changes(plan)
    link = add_link(key="own", by=analyst, **said(ends))
    assert check_changes(plan) is not None
    withdraw_link(link=link, by=analyst)
    assert check_changes(plan) is not None
