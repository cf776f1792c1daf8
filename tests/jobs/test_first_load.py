"""At the first load what is old already is folded into one question a forum; only news becomes items."""

from typing import Any

import pytest

from tests.factories import NOW, a_forum, at
from tests.insight.figures import month, rows, shifted, steady
from tests.jobs.plans import FALL, a_planned_system, agenda, come, falls
from wellrun.audit.actions import SYSTEM
from wellrun.insight.facts import OldChange
from wellrun.insight.models import Signal
from wellrun.jobs.recency import NEWS_PERIODS
from wellrun.reviews.actions import DecisionSpec, close_item_with, open_review
from wellrun.reviews.models import AgendaItem

pytestmark = pytest.mark.django_db

NEWEST = 47


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Any:
    with at():
        yield


@pytest.mark.parametrize(
    ("start", "kind"),
    [(NEWEST, "signal"), (NEWEST - NEWS_PERIODS + 1, "signal"), (NEWEST - NEWS_PERIODS, "long_standing")],
)
def test_what_first_fired_in_the_last_six_periods_is_news(start: int, kind: str) -> None:
    a_planned_system(roll_up="none")
    come(falls(0, start=start), cause="first_load")
    assert [row[0] for row in agenda()] == [kind]
    assert Signal.objects.get(status="open").long_standing is (kind == "long_standing")


@pytest.mark.parametrize(
    ("start", "last", "raised"),
    [
        (43, 44, ["signal"]),  # ended of late, and the change is among what the last six periods could show
        (38, 41, ["long_standing"]),  # the same by its own end, but long past by the clock
        (27, 40, []),  # the newest figure is seven periods old: nothing is asked of a series that has ended
    ],
)
def test_the_last_six_periods_are_those_of_the_clock(start: int, last: int, raised: list[str]) -> None:
    a_planned_system(roll_up="none")
    ended = [row for row in falls(0, start=start) if not (row[1] == "site-0" and row[2] > month(last))]
    come(ended, cause="first_load")
    assert [row[0] for row in agenda()] == raised


def test_old_changes_are_one_item_a_forum_at_the_forums_unit() -> None:
    planned = a_planned_system(roll_up="none")
    own = a_forum("site-0-flow", planned.sites[0], planned.post, measures=[planned.seen])
    come(falls(0, 1, 2, start=24), cause="first_load")
    assert agenda() == [("long_standing", "site-0", ""), ("long_standing", "system", "")]
    at_site, at_system = AgendaItem.objects.order_by("unit__key")
    assert at_site.review.forum == own
    assert [change["unit"] for change in at_system.facts["signals"]] == ["site-1", "site-2"]
    assert at_system.signals.count() == 2
    change = at_system.facts["signals"][0]
    assert set(change) == OldChange.__required_keys__
    assert (change["began"], change["period"], change["side"]) == (month(24).isoformat(), month(47).isoformat(), "low")


def test_a_change_that_is_over_is_no_question() -> None:
    a_planned_system(roll_up="none")
    come(falls(), cause="first_load")
    assert agenda() == []


def test_fresh_systemic_changes_are_raised_beside_old_ones() -> None:
    a_planned_system(6)
    old = rows("seen", "site-5", shifted(steady(5), 28, FALL))
    come([*falls(0, 1, 2, of=5), *old], cause="first_load")
    assert sorted(row[:2] for row in agenda()) == [("long_standing", "system"), ("signal", "system")]


def test_what_comes_to_light_later_is_an_item_however_long_it_has_been_there() -> None:
    a_planned_system(roll_up="none")
    come(falls(of=1), cause="first_load")
    come(falls(1, start=20), cause="import")
    assert agenda() == [("signal", "site-1", "local")]


def test_a_long_standing_change_is_not_asked_again_and_a_new_one_is() -> None:
    a_planned_system(roll_up="none")
    come(falls(0, start=24), cause="first_load")
    item = AgendaItem.objects.get()
    open_review(review=item.review, by=SYSTEM)
    close_item_with(item=item, outcome=DecisionSpec(text="New baseline", reason="It is real"), by=SYSTEM)
    come(rows("seen", "site-0", [v + FALL for v in steady(0, n=2)], first=48))
    assert agenda(status="open") == []
    with at(NOW, days=61):
        come(rows("seen", "site-0", [0.6], first=50))
    assert [row[:2] for row in agenda(status="open")] == [("signal", "site-0")]
