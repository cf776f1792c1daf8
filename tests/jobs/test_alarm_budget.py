"""A forum hears of what was found early only as far as it said; what it does not hear of is written down."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import a_forum, a_measure, a_post, a_unit, a_user, an_objective, at
from tests.insight.figures import Row, arrive
from tests.insight.noise import chance, drifted, week, weekly
from wellrun.access.models import Level
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.agenda import raise_items
from wellrun.jobs.alarm_budget import at_most, watched_by_forum
from wellrun.jobs.change_budget import change_alarm_budget
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.jobs.rooms import Rooms
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.reviews.actions import add_forum
from wellrun.reviews.models import AgendaItem, Forum, UnraisedSignal

WEEKS = 48


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Any:
    with at():
        yield


def a_forum_that_watches(budget: float = 1.0, *, sites: int = 5) -> Forum:
    """A system of sites whose lead measure is watched early, and the forum that looks at it."""
    system = a_unit("system", enterprise=True)
    for number in range(sites):
        a_unit(f"site-{number}", parent=system)
    post = a_post("chief", system)
    seen = a_measure("seen", grain="week", roll_up="none", early_detection=True)
    an_objective("access", system, post, roles={"lead": seen})
    return a_forum("flow", system, post, measures=[seen], false_alarms_a_month=budget)


def figures(stop: int = WEEKS) -> list[Row]:
    """Site 0 drifts so little that no rule sees it; the others vary without any rule firing in this stretch."""
    steady_ones = (14, 11, 19, 33)
    found = weekly("seen", "site-0", drifted(84, 38, -0.012)[:stop])
    for site, which in enumerate(steady_ones, start=1):
        found += weekly("seen", f"site-{site}", quiet(which)[:stop])
    return found


def quiet(which: int) -> list[float]:
    """The same chance figures, drawn to the middle: no rule and no watch fires."""
    return [0.5 + 0.8 * max(-0.012, min(0.012, value - 0.5)) for value in chance(which)]


def come(rows: list[Row]) -> Any:
    arrive(rows)
    return evaluate_and_raise(cause="import")


def early() -> Signal:
    return Signal.objects.get(series__unit__key="site-0", status="open")


@pytest.mark.parametrize(
    ("budget", "n_watched", "expected"),
    [
        (1, 12, 0.05),  # twelve series may raise one a month each: the watch itself promises less
        (1, 240, 0.05),
        (1, 480, 0.025),
        (0.5, 480, 0.0125),
        (4, 4800, 0.01),
        (0, 10, 0.0),
        (1, 0, 0.05),
    ],
)
def test_the_budget_over_what_is_watched_is_the_chance_a_forum_hears_of(
    budget: float, n_watched: int, expected: float
) -> None:
    assert at_most(budget, n_watched) == pytest.approx(expected)


@pytest.mark.django_db
def test_what_the_budget_allows_is_raised() -> None:
    a_forum_that_watches()
    come(figures())
    (item,) = AgendaItem.objects.all()
    signal = early()
    assert [link.signal for link in item.signals.all()] == [signal]
    assert signal.rules == ["early_detection"]
    told = item.facts["early"]
    assert (told["p"], told["q"], told["watched"]) == (signal.p_value, signal.q_value, 5)
    assert not UnraisedSignal.objects.exists()


@pytest.mark.django_db
def test_beyond_the_budget_it_is_seen_and_not_raised() -> None:
    forum = a_forum_that_watches(budget=0.001)
    come(figures())
    assert not AgendaItem.objects.exists()
    (kept,) = UnraisedSignal.objects.all()
    assert (kept.signal, kept.forum) == (early(), forum)
    assert kept.at_most == pytest.approx(0.001 * 12 / 5)
    assert early().chance > kept.at_most
    logged = AuditEvent.objects.count()
    assert raise_items().items == []
    assert AuditEvent.objects.count() == logged


@pytest.mark.django_db
def test_it_becomes_an_item_when_it_grows_stronger() -> None:
    a_forum_that_watches(budget=0.003)  # 0.0072
    come(figures(stop=WEEKS - 1))
    assert early().chance > 0.0072
    assert UnraisedSignal.objects.filter(signal=early()).exists()
    come(figures())
    assert early().chance < 0.0072
    assert [item.unit.key for item in AgendaItem.objects.all()] == ["site-0"]
    assert not UnraisedSignal.objects.exists()


@pytest.mark.django_db
def test_it_becomes_an_item_when_a_fixed_rule_fires() -> None:
    a_forum_that_watches(budget=0)
    come(figures())
    assert not AgendaItem.objects.exists()
    signal = early()
    come([("seen", "site-0", week(WEEKS), 0.4)][:0] or weekly("seen", "site-0", [0.45], first=WEEKS - 1))
    again = early()
    assert again.pk == signal.pk
    assert "outside_limits" in again.rules
    (item,) = AgendaItem.objects.all()
    assert [link.signal for link in item.signals.all()] == [again]


@pytest.mark.django_db
def test_signals_of_fixed_rules_need_no_budget() -> None:
    forum = a_forum_that_watches(budget=0)
    come(weekly("seen", "site-1", [*quiet(14)[:-1], 0.4]))
    assert AgendaItem.objects.get().review.forum == forum


@pytest.mark.django_db
def test_every_series_that_would_come_to_the_forum_counts_as_watched() -> None:
    forum = a_forum_that_watches()
    come(figures())
    assert SeriesState.objects.filter(watched=True).count() == 5
    assert watched_by_forum(Rooms()) == {forum.pk: 5}
    assert watched_by_forum(Rooms(), within=forum.unit_id) == {forum.pk: 5}


@pytest.mark.django_db
def test_another_budget_is_written_down_and_raises_at_once() -> None:
    forum = a_forum_that_watches(budget=0)
    come(figures())
    chair = a_user("chair", (forum.unit, Level.CHAIR))
    raised = change_alarm_budget(forum=forum, false_alarms_a_month=1.0, by=chair)
    assert [item.unit.key for item in raised.items] == ["site-0"]
    event = AuditEvent.objects.get(verb="set_alarm_budget")
    assert (event.data["before"], event.data["after"]) == (0.0, 1.0)
    change_alarm_budget(forum=forum, false_alarms_a_month=1.0, by=chair)
    assert AuditEvent.objects.filter(verb="set_alarm_budget").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [-1.0, 101.0, 5e-324, 0.0009, float("nan"), float("inf")])
def test_a_budget_is_a_number_of_alarms(wrong: float) -> None:
    forum = a_forum_that_watches()
    admin = a_user("admin", (forum.unit, Level.ADMINISTRATOR))
    with pytest.raises(UserError) as refused:
        change_alarm_budget(forum=forum, false_alarms_a_month=wrong, by=admin)
    assert refused.value.code == "alarm_budget_unknown"


@pytest.mark.django_db
def test_a_forum_is_not_set_up_with_a_budget_that_is_none() -> None:
    watching = a_forum_that_watches()
    same = {name: getattr(watching, name) for name in ("unit", "tier", "cadence", "first_start", "chair", "sponsor")}
    with pytest.raises(UserError) as refused:
        add_forum(key="other", name="Other", **same, false_alarms_a_month=5e-324, by=SYSTEM)
    assert refused.value.code == "alarm_budget_unknown"


@pytest.mark.django_db
def test_only_those_who_chair_or_administer_change_it() -> None:
    forum = a_forum_that_watches()
    with pytest.raises(Refused):
        change_alarm_budget(forum=forum, false_alarms_a_month=2.0, by=a_user("analyst", (forum.unit, Level.ANALYST)))
    with pytest.raises(NotFound):
        change_alarm_budget(forum=forum, false_alarms_a_month=2.0, by=a_user("stranger"))
