"""A feed that comes three days late, then counts 165 instead of 412, then by another definition: data, no performance.

No performance signal comes of any of the three; a quality item does, and the new definition forces a phase with its
reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.factories import a_measure, at
from tests.measures.small import counted, month, series_of, take_in
from tests.spec.feed_story import CASES, COUNTED_OTHERWISE, FALLEN, HITS
from tests.web.reviewing import client_of, text_of
from tests.worlds import World, a_world
from wellrun.audit.actions import SYSTEM
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.clock import tick
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.actions import add_source, add_version, declare_feed
from wellrun.measures.models import Exclusion, Measure, QualityIssue
from wellrun.measures.queries import panel
from wellrun.reviews.models import AgendaItem

pytestmark = pytest.mark.django_db

LAST = len(CASES)
# July's figure is promised for 14 August.
DUE, THREE_DAYS_LATE = (datetime(2025, 8, day, 8, 0, tzinfo=UTC) for day in (14, 17))


@pytest.fixture
def world() -> Iterator[World]:
    with at():
        yield a_world()


@pytest.fixture
def feed(world: World) -> Measure:
    """Eighteen months of the feed, judged."""
    measure = a_measure("seen")
    world.flow.measures.add(measure)
    world.board.measures.add(measure)
    source = add_source(key="ward-system", name="Ward system", by=SYSTEM)
    declare_feed(source=source, measure=measure, lag_days=14, by=SYSTEM)
    come(*zip(HITS, CASES, strict=True), start=0)
    assert SeriesState.objects.get(series=series_of("seen", "north")).change == "none"
    return measure


def come(*pairs: tuple[float, float], start: int) -> None:
    take_in(counted("seen", "north", *pairs, start=start))
    evaluate_and_raise(cause="import")


def open_issues() -> set[tuple[str, str]]:
    rows = QualityIssue.objects.filter(resolved_at__isnull=True)
    return {(kind, f"{period:%Y-%m}") for kind, period in rows.values_list("kind", "period")}


def nothing_of_performance() -> None:
    assert not Signal.objects.exists()
    assert not AgendaItem.objects.filter(kind__in=("signal", "balancing", "long_standing")).exists()


def test_three_days_late_is_a_quality_item_until_it_comes(feed: Measure) -> None:
    with at(DUE):
        tick()
        assert open_issues() == set(), "due today is not late"
    with at(THREE_DAYS_LATE):
        tick()
        assert open_issues() == {("late", "2025-07")}
        nothing_of_performance()
        come((287, 410), start=LAST)
        tick()
        assert open_issues() == set()
    nothing_of_performance()


def test_a_denominator_from_412_to_165_without_a_closure_is_a_quality_item(world: World, feed: Measure) -> None:
    come(FALLEN, start=LAST)
    nothing_of_performance()
    assert ("sudden", "2025-07") in open_issues()
    left_out = Exclusion.objects.get(series=series_of("seen", "north"), lifted_at__isnull=True)
    assert left_out.period == month(LAST)
    queue = text_of(client_of(world.viewer).get("/u/north/data/quality/"))
    assert "to 165 at once in July 2025, and no closure or merger explains it." in queue
    assert "Until somebody says that it is right, it is not judged." in queue


def test_a_second_version_of_the_definition_forces_a_phase_with_a_reason(world: World, feed: Measure) -> None:
    add_version(measure=feed, effective_from=month(LAST), definition="Only those who stayed.", by=SYSTEM)
    come(*COUNTED_OTHERWISE, start=LAST)
    nothing_of_performance()
    (found,) = panel([series_of("seen", "north").pk])
    assert found.panel.phases[0].tolist() == [0] * LAST + [1, 1]
    assert found.version_number[0].tolist() == [1] * LAST + [2, 2]
    card = text_of(client_of(world.viewer).get("/u/north/measures/seen/"))
    assert "New baseline from Jul 2025: New definition, version 2." in card


def test_one_after_the_other_none_is_a_performance_signal(world: World, feed: Measure) -> None:
    with at(THREE_DAYS_LATE):
        tick()
        come(FALLEN, start=LAST)
    nothing_of_performance()
    add_version(measure=feed, effective_from=month(LAST + 1), definition="Only those who stayed.", by=SYSTEM)
    come(*COUNTED_OTHERWISE, start=LAST + 1)
    tick()
    nothing_of_performance()
    assert ("sudden", "2025-07") in open_issues()
    (found,) = panel([series_of("seen", "north").pk])
    assert found.panel.phases[0].tolist() == [0] * (LAST + 1) + [1, 1]
    assert "New definition, version 2." in text_of(client_of(world.viewer).get("/u/north/measures/seen/"))
