"""A rule profile a measure: state, signals and scope by the same rules, and their name beside every signal."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.factories import a_measure, a_unit, a_user, at
from tests.insight.figures import arrive, month, rows, shifted, steady
from tests.web.reviewing import client_of, text_of
from wellrun.accounts.models import User
from wellrun.analytics.spc.codes import Profile
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.lib.errors import UserError
from wellrun.measures.actions import judge_by
from wellrun.measures.models import Measure, MeasureVersion

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

# The steady figures go up and down in turn and never far, which only Nelson's rules mind.
TOO_STEADY = {"fourteen_alternating", "fifteen_near_centre"}
RISING = [*steady(0, n=42), *(0.49 + 0.004 * at for at in range(6))]
NINE_HIGH = [*steady(0, n=39), *(0.505 + 0.001 * (at % 2) for at in range(9))]
ONE_OUTSIDE = shifted(steady(0), 47, 0.06)


def found(values: list[float], profile: str) -> set[str]:
    """The rules of the open signals of one series of values, judged by a profile; not those on what is too steady."""
    with at():
        measure = a_measure("seen", roll_up="none", rule_profile=profile)
        a_unit("site", kind="site")
        arrive(rows("seen", "site", values), counts=False)
        evaluate_and_raise(cause="import")
    assert MeasureVersion.objects.get(measure=measure).rule_profile == profile
    assert {state.profile for state in SeriesState.objects.all()} == {profile}
    assert {signal.profile for signal in Signal.objects.all()} <= {profile}
    return open_rules()


def open_rules() -> set[str]:
    return {rule for signal in Signal.objects.filter(status="open") for rule in signal.rules} - TOO_STEADY


@pytest.mark.parametrize(
    ("profile", "rules"),
    [("nhs", set()), ("nelson", {"six_trending"}), ("western-electric", set()), ("anhoej", set()), ("limits", set())],
)
def test_six_that_rise_in_a_row(profile: str, rules: set[str]) -> None:
    assert found(RISING, profile) == rules


@pytest.mark.parametrize(
    ("profile", "rules"),
    [
        ("nhs", {"shift"}),
        ("nelson", {"nine_on_one_side"}),
        ("western-electric", {"eight_on_one_side"}),
        ("limits", set()),
    ],
)
def test_nine_in_a_row_on_one_side(profile: str, rules: set[str]) -> None:
    assert found(NINE_HIGH, profile) == rules


@pytest.mark.parametrize("profile", ["nhs", "nelson", "western-electric", "limits"])
def test_one_outside_the_limits_is_seen_by_every_profile_with_limits(profile: str) -> None:
    assert found(ONE_OUTSIDE, profile) == {"outside_limits"}


def test_another_profile_judges_anew_names_itself_and_takes_back_what_the_rules_before_had_found() -> None:
    assert found(RISING, "nhs") == set()
    seen = Measure.objects.get()
    with at():
        assert judge_by(measure=seen, profile="nelson", by=SYSTEM)
        assert not judge_by(measure=seen, profile="nelson", by=SYSTEM)
        assert evaluate_and_raise(cause="manual").series_evaluated == 1
        assert open_rules() == {"six_trending"}
        signal = Signal.objects.filter(status="open").latest("last_fired")
        assert (signal.profile, signal.last_fired) == ("nelson", month(47))
        said = text_of(client_of(a_user("analyst", (signal.series.unit, "analyst"))).get("/u/site/measures/seen/"))
        assert "Nelson rules" in said
        assert "Found by the Nelson rules: fifteen in a row close to the usual level; six in a row" in said
        assert "NHS rules" not in said
        assert judge_by(measure=seen, profile="nhs", by=SYSTEM)
        evaluate_and_raise(cause="manual")
        said = text_of(client_of(User.objects.get()).get("/u/site/measures/seen/"))
        assert "NHS rules" in said
        # A signal keeps the name of the rules it was found by.
        assert "six in a row, each beyond the one before. First marked Feb 2023; taken back" in said
    assert {each.status for each in Signal.objects.all()} == {"withdrawn"}
    assert [event.data["rules"] for event in AuditEvent.objects.filter(verb="judge_by")] == ["nelson", "nhs"]


def test_rules_that_nobody_knows_are_refused() -> None:
    with pytest.raises(UserError, match="nhs, western-electric"):
        judge_by(measure=a_measure("seen"), profile="trend", by=SYSTEM)


def test_the_database_knows_the_profiles_too() -> None:
    version = MeasureVersion.objects.get(measure=a_measure("seen"))
    with pytest.raises(IntegrityError, match="measure_rule_profile_known"), transaction.atomic():
        MeasureVersion.objects.filter(pk=version.pk).update(rule_profile="trend")
    for profile in Profile:
        MeasureVersion.objects.filter(pk=version.pk).update(rule_profile=profile.word)
