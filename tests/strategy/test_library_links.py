"""The library's links and trade-offs are offered between measures that the site has, and taken by whoever defines."""

from __future__ import annotations

import pytest

from tests.factories import a_series, at
from tests.worlds import World, a_world
from wellrun.audit.actions import SYSTEM
from wellrun.lib.errors import Conflict, Refused
from wellrun.measures.actions import adopt_measure
from wellrun.measures.models import Measure
from wellrun.strategy.library_links import give_up_measure, offers_of, take_offered
from wellrun.strategy.models import InfluenceLink, TradeOff

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture
def world() -> World:
    return a_world()


def adopted(*names: str) -> list[Measure]:
    return [adopt_measure(name=name, by=SYSTEM).measure for name in names]


def test_nothing_is_offered_while_the_other_end_is_missing(world: World) -> None:
    (stay,) = adopted("a.los_oe")

    assert offers_of(stay).ids == ()


def test_pushing_length_of_stay_offers_a_guard_on_readmission(world: World) -> None:
    stay, _ready, _back = adopted("a.los_oe", "a.drd_delay", "q.readmit30")

    offers = offers_of(stay)

    assert [link.id for link in offers.links] == ["L06"]
    assert [trade.id for trade in offers.trade_offs] == ["B01"]


def test_what_is_taken_is_a_record_and_offered_no_more(world: World) -> None:
    stay, ready, back = adopted("a.los_oe", "a.drd_delay", "q.readmit30")

    assert take_offered(measure=stay, ids={"L06", "B01", "L99"}, by=SYSTEM) == 2
    assert take_offered(measure=stay, ids={"L06", "B01"}, by=SYSTEM) == 0

    link, trade = InfluenceLink.objects.get(), TradeOff.objects.get()
    assert (link.lead, link.lag, link.sign, link.delay_min_days, link.delay_max_days) == (ready, stay, "+", 0, 14)
    assert (trade.push, trade.push_direction, trade.guard, trade.origin) == (stay, "down", back, "library")
    assert offers_of(back).ids == ()


def test_the_caveat_of_a_contested_link_goes_with_it(world: World) -> None:
    noon, _stay = adopted("a.dbn", "a.los_oe")

    take_offered(measure=noon, ids={"L11"}, by=SYSTEM)

    link = InfluenceLink.objects.get()
    assert (link.grade, link.caveat) == ("contested", "sign differs by service line")


@pytest.mark.parametrize(("push", "guard", "trade"), [("a.occupancy", "a.rtt18", "B08"), ("f.mlr", "a.ctm", "B22")])
def test_a_measure_that_is_held_in_a_band_has_its_guard_too(world: World, push: str, guard: str, trade: str) -> None:
    pushed, _guard = adopted(push, guard)

    assert take_offered(measure=pushed, ids={trade}, by=SYSTEM) == 1
    assert TradeOff.objects.get().push_direction == "band"
    TradeOff.objects.get().full_clean()


def test_giving_up_takes_the_librarys_links_along_and_adopting_again_offers_them_again(world: World) -> None:
    stay, back = adopted("a.los_oe", "q.readmit30")
    take_offered(measure=stay, ids={"B01"}, by=SYSTEM)

    with at():
        give_up_measure(measure=back, by=SYSTEM)
    assert TradeOff.objects.get().retired_on is not None

    adopted("q.readmit30")
    assert offers_of(stay).ids == ("B01",)
    take_offered(measure=stay, ids={"B01"}, by=SYSTEM)
    assert TradeOff.objects.get().retired_on is None


def test_what_cannot_be_given_up_keeps_its_links(world: World) -> None:
    stay, back = adopted("a.los_oe", "q.readmit30")
    take_offered(measure=stay, ids={"B01"}, by=SYSTEM)
    a_series(world.north, back)

    with pytest.raises(Conflict):
        give_up_measure(measure=back, by=SYSTEM)
    assert TradeOff.objects.get().retired_on is None


def test_others_take_nothing(world: World) -> None:
    stay, _back = adopted("a.los_oe", "q.readmit30")

    with pytest.raises(Refused):
        take_offered(measure=stay, ids={"B01"}, by=world.chief)
    with pytest.raises(Refused):
        give_up_measure(measure=stay, by=world.chief)
