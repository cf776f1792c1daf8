"""What was said of the figures since the last sitting is listed when the forum sits next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.factories import NOW, a_domain, a_forum, a_measure, a_review, a_unit, a_user, at
from tests.insight.figures import arrive, month, rows, shifted, steady
from tests.web.planned import a_planned_world
from tests.web.reviewing import client_of, text_of
from tests.worlds import LAST_WEEK, World
from wellrun.accounts.models import User
from wellrun.jobs.baselines import approve_baseline, decline_baseline, exclude_point, include_point
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.actions import add_version, note_event, propose_baseline
from wellrun.measures.models import BaselineProposal, Series
from wellrun.reviews.models import Review
from wellrun.reviews.queries import said_since

pytestmark = pytest.mark.integration
START = 30


@pytest.fixture
def series(world: World) -> Series:
    with at(days=-30):
        a_planned_world(world)
        arrive(rows("seen", "north", shifted(steady(0), START, 0.05)), name="again.csv")
        evaluate_and_raise(cause="import")
    last = a_review(world.flow, LAST_WEEK, status="closed")
    Review.objects.filter(pk=last.pk).update(closed_at=LAST_WEEK + timedelta(hours=1))
    return Series.objects.get(unit=world.north, measure__key="seen")


@pytest.fixture
def analyst(world: World) -> User:
    return a_user("analyst", (world.system, "analyst"))


@pytest.fixture
def outsider(world: World) -> User:
    return a_user("outsider", (world.system, "chair"))


def proposed(series: Series, by: User, start: int = START) -> BaselineProposal:
    return propose_baseline(series=series, start=month(start), changed_on=month(start), reason="A new unit.", by=by)


def listed(world: World, reader: User | None = None) -> str:
    return text_of(client_of(reader or world.lead).get(f"/reviews/{world.review.pk}/last-time/"))


def test_all_that_was_said_stands_in_the_opening(series: Series, world: World, analyst: User, outsider: User) -> None:
    approve_baseline(proposal=proposed(series, analyst), by=outsider)
    exclude_point(series=series, period=month(5), reason="Two sites.", by=analyst)
    add_version(measure=series.measure, effective_from=date(2025, 10, 10), definition="Counted anew.", by=analyst)
    note_event(unit=world.system, starts_on=date(2025, 10, 9), text="A strike", by=world.chief)
    note_event(unit=world.north, measure=series.measure, starts_on=date(2025, 10, 9), text="A flood", by=analyst)
    said = listed(world)
    for sentence in (
        "Seen, North: a new baseline from Apr 2024 was approved; the aim is as it was. A new unit. Outsider, today",
        "Seen, North: the figure of Mar 2022 is left out. Two sites. Analyst, today",
        "Seen: definition version 2 came into force. Counted anew. Fri 10 Oct",
        "System: A strike 9 Oct 2025 Chief, today",
        "North, Seen: A flood 9 Oct 2025 Analyst, today",
    ):
        assert sentence in said
    assert "None is open, 5 notes on the figures" in said


def minutes_of(world: World) -> str:
    return text_of(client_of(world.lead).get(f"/reviews/{world.review.pk}/minutes/"))


def test_the_minutes_hold_the_proposal_and_the_approval(
    series: Series, world: World, analyst: User, outsider: User
) -> None:
    assert "Said of the figures" not in minutes_of(world)
    proposal = proposed(series, analyst)
    assert (
        "Said of the figures since the last review Seen, North: a new baseline from Apr 2024 is proposed and waits. "
        "A new unit. Analyst, today"
    ) in minutes_of(world)
    approve_baseline(proposal=proposal, by=outsider)
    exclude_point(series=series, period=month(5), reason="Two sites.", by=analyst)
    said = minutes_of(world)
    assert "a new baseline from Apr 2024 was approved; the aim is as it was. A new unit. Outsider, today" in said
    assert "the figure of Mar 2022 is left out. Two sites. Analyst, today" in said
    assert "Nothing was on the agenda" not in said


def test_what_became_of_it_is_what_is_listed(series: Series, world: World, analyst: User, outsider: User) -> None:
    proposed(series, analyst)
    assert "a new baseline from Apr 2024 is proposed and waits" in listed(world)
    decline_baseline(proposal=BaselineProposal.objects.get(), reason="No.", by=outsider)
    assert "a new baseline from Apr 2024 was declined" in listed(world)
    out = exclude_point(series=series, period=month(5), reason="Two sites.", by=analyst)
    include_point(exclusion=out, by=analyst)
    assert "the figure of Mar 2022 takes part again" in listed(world)


def test_what_was_said_before_the_last_sitting_was_listed_there(series: Series, world: World, analyst: User) -> None:
    with at(days=-10):
        note_event(unit=world.north, starts_on=date(2025, 9, 9), text="Long ago", by=analyst)
    with at(days=-8):
        exclude_point(series=series, period=month(5), reason="Two sites.", by=analyst)
    assert "Said of the figures" not in listed(world)
    assert "note on the figures" not in listed(world)


def test_a_closed_review_lists_what_was_said_until_then(series: Series, world: World, analyst: User) -> None:
    note_event(unit=world.north, starts_on=date(2025, 10, 9), text="A flood", by=analyst)
    Review.objects.filter(pk=world.review.pk).update(status="closed", closed_at=NOW + timedelta(hours=1))
    with at(days=2):
        note_event(unit=world.north, starts_on=date(2025, 10, 9), text="Too late", by=analyst)
        said = listed(world)
    assert "A flood" in said
    assert "Too late" not in said


def test_without_an_earlier_sitting_one_round_before_it_counts(series: Series, world: World, analyst: User) -> None:
    first = a_review(a_forum("young", world.north, world.lead_post, measures=[series.measure]), NOW)
    with at(days=-6):
        note_event(unit=world.north, starts_on=date(2025, 10, 1), text="Within", by=analyst)
    with at(days=-8):
        note_event(unit=world.north, starts_on=date(2025, 10, 1), text="Before", by=analyst)
    assert [one.text for one in said_since(first, None)] == ["Within"]


def test_other_measures_units_and_forums_are_not_listed(series: Series, world: World, analyst: User) -> None:
    other = a_measure("other", domain="quality")
    beside = Series.objects.get(unit=world.south, measure=series.measure)
    exclude_point(series=beside, period=month(5), reason="Elsewhere.", by=analyst)
    note_event(unit=world.south, starts_on=date(2025, 10, 9), text="Elsewhere", by=analyst)
    note_event(unit=world.north, measure=other, starts_on=date(2025, 10, 9), text="Another measure", by=analyst)
    assert "Said of the figures" not in listed(world)


def test_a_forum_of_a_domain_looks_at_its_measures(series: Series, world: World, analyst: User) -> None:
    forum = a_forum("access", world.system, world.chief_post, domains=[a_domain("access")])
    exclude_point(series=series, period=month(5), reason="Two sites.", by=analyst)
    assert [one.kind for one in said_since(a_review(forum, NOW + timedelta(hours=1)), None)] == ["left_out"]


def test_events_of_wards_below_are_listed_too(series: Series, world: World, analyst: User) -> None:
    ward = a_unit("ward", parent=world.north, kind="ward")
    note_event(unit=ward, starts_on=date(2025, 10, 9), text="A flood", by=analyst)
    assert "Ward: A flood" in listed(world)


def test_it_costs_one_statement_however_much_was_said(
    series: Series, world: World, analyst: User, django_assert_num_queries: Any
) -> None:
    for day in range(1, 8):
        note_event(unit=world.north, starts_on=date(2025, 10, day), text=f"Event {day}", by=analyst)
        exclude_point(series=series, period=month(day), reason="x", by=analyst)
    review = Review.objects.select_related("forum").get(pk=world.review.pk)
    with django_assert_num_queries(1):
        assert len(said_since(review, LAST_WEEK)) == 14
