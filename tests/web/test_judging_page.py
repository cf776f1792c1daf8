"""By what a measure is judged: who sees and who changes it, what is told before it is done, and the way back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import a_measure, a_user
from tests.insight.figures import arrive, rows, steady
from tests.measures.test_rule_profiles import RISING
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.access.models import Level
from wellrun.accounts.models import User
from wellrun.audit.models import AuditEvent
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.models import Measure, MeasureVersion

PATH = "/u/north/measures/seen/judging/"
NELSON = {"rules": "nelson", "confirmed": "yes"}


@pytest.fixture
def seen(world: World) -> Measure:
    measure = a_measure("seen", scoring="continuous", roll_up="none")
    arrive([*rows("seen", "north", RISING), *rows("seen", "south", steady(1))], counts=False)
    evaluate_and_raise(cause="import")
    return measure


@pytest.fixture
def analyst(world: World, seen: Measure) -> User:
    return a_user("analyst", (world.system, Level.ANALYST))


def version() -> MeasureVersion:
    return MeasureVersion.objects.get(measure__key="seen", current=True)


def post(who: User, **body: str) -> str:
    return text_of(client_of(who).post(PATH, body, follow=True))


def test_all_who_see_the_unit_read_how_it_is_judged(world: World, seen: Measure) -> None:
    said = text_of(client_of(world.viewer).get(PATH))
    assert "Judged by the NHS rules, in every unit that has it." in said
    assert "an analyst of all of them can change it" in said
    assert "Show what it would do" not in said
    assert "By which rules it is judged" in text_of(client_of(world.viewer).get("/u/north/measures/seen/"))


def test_nothing_is_done_before_it_is_told_what_it_does(analyst: User) -> None:
    said = post(analyst, rules="nelson", early="on")
    for sentence in (
        "Seen, by the Nelson rules and early detection. Nothing is done yet.",
        "It is judged by the Nelson rules instead of the NHS rules, its whole past too.",
        "No change is open now; others may be found.",
        "2 series are watched for early changes as well: by chance alone about 0.1 false alarms a year over all",
        "A forum hears of what is found so within its alarm budget",
        "Its 2 series are judged anew at once.",
        "Figures, aims and baselines stay as they are.",
    ):
        assert sentence in said
    assert version().rule_profile == "nhs"
    assert not AuditEvent.objects.filter(verb="judge_by").exists()


def test_it_is_done_judged_at_once_kept_in_the_log_and_put_back(analyst: User) -> None:
    said = post(analyst, **NELSON)
    assert "Judged by the Nelson rules from now on; 2 series were judged anew." in said
    assert "14 Oct 2025, Analyst: judged by the Nelson rules" in said
    assert set(SeriesState.objects.filter(series__measure__key="seen").values_list("profile", flat=True)) == {"nelson"}
    assert set(Signal.objects.filter(status="open").values_list("profile", flat=True)) == {"nelson"}
    event = AuditEvent.objects.get(verb="judge_by")
    assert (event.data["rules"], event.data["was"]) == ("nelson", "nhs")
    assert "Put it back to the NHS rules" in said
    back = post(analyst, rules="nhs")
    assert "found while it was judged by the Nelson rules" in back
    assert "Judged by the NHS rules from now on" in post(analyst, rules="nhs", confirmed="yes")
    assert not Signal.objects.filter(status="open").exists()


def test_both_at_once_go_back_at_once(analyst: User) -> None:
    said = post(analyst, **NELSON, early="on")
    assert "Judged by the Nelson rules and early detection from now on" in said
    assert "Put it back to the NHS rules" in said
    assert "early detection" not in said[said.index("Put it back to") :][:40]
    assert version().early_detection
    assert "It is watched for early changes no more." in post(analyst, rules="nelson")


def test_what_is_so_already_is_said(analyst: User) -> None:
    assert "It is judged so already." in post(analyst, rules="nhs")


def test_an_analyst_of_one_unit_does_not_decide_for_all(world: World, seen: Measure) -> None:
    own = a_user("own", (world.north, Level.ANALYST))
    assert client_of(own).post(PATH, NELSON).status_code == 403
    assert version().rule_profile == "nhs"


def test_nor_does_a_chair_choose_what_counts_as_a_change(world: World, seen: Measure) -> None:
    assert client_of(a_user("chair", (world.system, Level.CHAIR))).post(PATH, NELSON).status_code == 403


def test_rules_that_nobody_knows_are_refused(analyst: User) -> None:
    assert client_of(analyst).post(PATH, {"rules": "mine"}).status_code == 422


def test_days_between_events_are_not_watched(world: World, analyst: User, seen: Measure) -> None:
    MeasureVersion.objects.filter(measure=seen).update(grain="event")
    assert "are not watched" in text_of(client_of(analyst).get(PATH))
    assert "It is judged so already." in post(analyst, rules="nhs", early="on")


@pytest.mark.parametrize("path", ["/u/south/measures/seen/judging/", "/u/north/measures/nothing/judging/"])
def test_what_is_not_ones_own_is_not_there(world: World, seen: Measure, path: str) -> None:
    assert client_of(world.viewer).get(path).status_code == 404


def test_it_costs_the_same_for_any_number_of_series(analyst: User, django_assert_max_num_queries: Any) -> None:
    client = client_of(analyst)
    client.get(PATH)
    with django_assert_max_num_queries(20):
        client.get(PATH)
