"""What is wrong with data is a question about data: it raises an issue or a new phase, never a performance signal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

import pytest

from tests.factories import a_measure, a_series, a_unit, a_user, at
from tests.measures.small import counted, month, phases, series_of, take_in
from tests.spec.feed_story import CASES, HITS
from tests.web.reviewing import client_of, text_of
from tests.worlds import World, a_world
from wellrun.access.models import Level
from wellrun.audit.actions import SYSTEM
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.clock import tick
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.jobs.reading import read_figures
from wellrun.measures.actions import add_source, add_version, declare_feed, include_point
from wellrun.measures.models import Exclusion, Measure, QualityIssue
from wellrun.measures.queries import panel
from wellrun.reviews.models import AgendaItem
from wellrun.tables.errors import TableErrors

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LAST = len(CASES)


@pytest.fixture
def world() -> Iterator[World]:
    with at():
        yield a_world()


def seen(world: World, **version: object) -> Measure:
    """A share that the flow review of the north and the board list."""
    measure = a_measure("seen", **version)
    world.flow.measures.add(measure)
    world.board.measures.add(measure)
    return measure


def history(unit: str, scale: float = 1.0, months: int = LAST) -> None:
    pairs = [(round(hit * scale), round(case * scale)) for hit, case in zip(HITS, CASES, strict=True)]
    take_in(counted("seen", unit, *pairs[:months]))


def come(unit: str, *pairs: tuple[float, float], start: int = LAST) -> None:
    take_in(counted("seen", unit, *pairs, start=start))
    evaluate_and_raise(cause="import")


def issues(*kinds: str) -> list[tuple[str, str, date]]:
    rows = QualityIssue.objects.filter(resolved_at__isnull=True).order_by("period", "kind", "unit__key")
    found = rows.values_list("kind", "unit__key", "period")
    return [row for row in found if not kinds or row[0] in kinds]


def nothing_is_raised() -> None:
    assert not Signal.objects.exists()
    assert not AgendaItem.objects.filter(kind__in=("signal", "balancing", "long_standing")).exists()


def left_out(unit: str) -> list[date]:
    rows = Exclusion.objects.filter(series=series_of("seen", unit), lifted_at__isnull=True)
    return list(rows.values_list("period", flat=True))


def test_a_denominator_that_falls_is_asked_about_and_not_judged(world: World) -> None:
    seen(world)
    history("north")
    evaluate_and_raise(cause="import")
    come("north", (70, 165))  # 42 %: far outside the usual range, if it were to be believed
    nothing_is_raised()
    assert ("sudden", "north", month(LAST)) in issues()
    assert left_out("north") == [month(LAST)]
    assert SeriesState.objects.get(series=series_of("seen", "north")).last_period == month(LAST - 1)
    card = text_of(client_of(world.viewer).get("/u/north/measures/seen/"))
    assert "What is counted went from" in card
    assert "Until somebody says that it is right, it is not judged" in card
    assert "Half or double at once" in text_of(client_of(world.viewer).get("/u/north/data/quality/"))


def test_who_says_that_it_is_right_has_it_judged(world: World) -> None:
    seen(world)
    history("north")
    come("north", (70, 165))
    analyst = a_user("analyst", (world.north, Level.ANALYST))
    include_point(exclusion=Exclusion.objects.get(series=series_of("seen", "north")), by=analyst)
    evaluate_and_raise(cause="import")
    assert Signal.objects.filter(series=series_of("seen", "north")).exists()
    assert not issues("sudden")
    come("north", (71, 166), start=LAST + 1)
    assert left_out("system") == [], "the sum is judged with its part"


def test_a_correction_is_judged_again_by_itself(world: World) -> None:
    seen(world)
    history("north")
    come("north", (70, 165))
    come("north", (287, 410))
    nothing_is_raised()
    assert issues("sudden") == []
    assert left_out("north") == []
    assert SeriesState.objects.get(series=series_of("seen", "north")).last_period == month(LAST)


def test_what_is_in_doubt_of_one_unit_is_in_doubt_in_the_sum_where_it_weighs(world: World) -> None:
    seen(world)
    history("north")
    history("south", 40.0)
    a_unit("east", parent=world.north)
    evaluate_and_raise(cause="import")
    take_in(counted("seen", "north", (70, 165), start=LAST) + counted("seen", "south", (11480, 16480), start=LAST))
    evaluate_and_raise(cause="import")
    nothing_is_raised()
    assert left_out("north") == [month(LAST)]
    assert left_out("system") == [], "one fortieth of the sum"
    come("south", (2800, 6600), start=LAST + 1)
    nothing_is_raised()
    assert left_out("system") == [month(LAST + 1)]
    assert "South: What is counted went from" in text_of(client_of(world.chief).get("/u/system/measures/seen/"))


@pytest.fixture
def _years_later(world: World) -> Iterator[None]:
    with at(datetime(2028, 6, 1, 8, 0, tzinfo=UTC)):
        yield


def less(number: int) -> tuple[float, float]:
    """A month of the lower level: 42 % of about 165."""
    return 70 + number % 3, 165 + number % 5


@pytest.mark.usefixtures("_years_later")
def test_a_level_that_nobody_answers_for_waits_however_long_it_stays(world: World) -> None:
    seen(world)
    history("north")
    for number in range(20):
        come("north", less(number), start=LAST + number)
        assert issues("sudden") == [("sudden", "north", month(LAST))], "one question, not one every month"
        assert left_out("north") == [month(LAST + each) for each in range(number + 1)]
    nothing_is_raised()
    assert SeriesState.objects.get(series=series_of("seen", "north")).last_period == month(LAST - 1)
    queue = text_of(client_of(world.viewer).get("/u/north/data/quality/"))
    assert "It has waited for an answer for 20 months." in queue


@pytest.mark.usefixtures("_years_later")
def test_an_answer_after_a_long_wait_takes_all_in_and_is_not_asked_again(world: World) -> None:
    seen(world)
    history("north")
    for number in range(9):
        come("north", less(number), start=LAST + number)
    analyst = a_user("analyst", (world.north, Level.ANALYST))
    some = Exclusion.objects.filter(series=series_of("seen", "north"), lifted_at__isnull=True).order_by("period")[3]
    include_point(exclusion=some, by=analyst)
    for number in range(9, 24):
        come("north", less(number), start=LAST + number)
        assert issues("sudden") == []
    assert left_out("north") == []
    assert Signal.objects.filter(series=series_of("seen", "north")).exists()


@pytest.mark.usefixtures("_years_later")
def test_once_the_old_level_is_back_only_the_months_between_wait(world: World) -> None:
    seen(world)
    history("north")
    for number in range(14):
        come("north", less(number), start=LAST + number)
    for number in range(14, 30):
        come("north", (HITS[number % 18] + 2, CASES[number % 18] + 3), start=LAST + number)
        assert issues("sudden") == [("sudden", "north", month(LAST))]
    assert left_out("north") == [month(LAST + each) for each in range(14)]
    nothing_is_raised()


def test_a_unit_that_closes_has_a_reason_to_count_less(world: World) -> None:
    seen(world)
    history("north")
    type(world.north).objects.filter(pk=world.north.pk).update(closed=month(LAST))
    come("north", (115, 165))
    assert issues("sudden") == []


def test_a_month_sent_again_under_a_new_name_is_asked_about(world: World) -> None:
    seen(world)
    units = ["north", "south", "east", "west"]
    for key in units[2:]:
        a_unit(key, parent=world.system)
    for number, key in enumerate(units):
        history(key, 1 + 0.37 * number)
    scaled = [1 + 0.37 * number for number in range(len(units))]
    evaluate_and_raise(cause="import")
    again = [
        row
        for key, scale in zip(units, scaled, strict=True)
        for row in counted("seen", key, (round(HITS[-1] * scale), round(CASES[-1] * scale)), start=LAST)
    ]
    take_in(again, name="october.csv")
    evaluate_and_raise(cause="import")
    nothing_is_raised()
    assert {unit for _kind, unit, _period in issues("repeated")} == set(units)
    assert {period for _kind, _unit, period in issues("repeated")} == {month(LAST)}
    assert all(left_out(key) == [month(LAST)] for key in [*units, "system"])
    assert "repeat those of" in text_of(client_of(world.viewer).get("/u/north/measures/seen/"))


@pytest.mark.parametrize("older", [3, 10, 16])
def test_an_older_month_sent_again_is_asked_about_wherever_it_lies(world: World, older: int) -> None:
    seen(world)
    history("north", 10.0)
    evaluate_and_raise(cause="import")
    come("north", (10 * HITS[older], 10 * CASES[older]))
    nothing_is_raised()
    assert issues("repeated") == [("repeated", "north", month(LAST))]
    assert left_out("north") == [month(LAST)]
    card = text_of(client_of(world.viewer).get("/u/north/measures/seen/"))
    assert f"The figure of {month(LAST):%B %Y} is that of {month(older):%B %Y}, numerator and denominator." in card


def test_the_same_month_twice_in_a_file_is_refused_by_row(world: World) -> None:
    seen(world)
    text = "measure,unit,period,numerator,denominator\n" + "seen,north,2025-06-01,287,410\n" * 2
    with pytest.raises(TableErrors, match="already has 1 June 2025 in row 2"):
        read_figures(text.encode(), "twice.csv")


def test_data_that_stop_become_late_and_say_nothing_of_performance(world: World) -> None:
    measure = seen(world)
    source = add_source(key="ward-system", name="Ward system", by=SYSTEM)
    declare_feed(source=source, measure=measure, lag_days=14, by=SYSTEM)
    history("north")  # up to June 2025; July was due on 14 August, August on 14 September
    evaluate_and_raise(cause="import")
    tick()
    nothing_is_raised()
    assert issues("late") == [("late", "north", month(LAST))]


def test_a_feed_three_days_late_is_late_until_it_comes(world: World) -> None:
    measure = seen(world)
    source = add_source(key="ward-system", name="Ward system", by=SYSTEM)
    declare_feed(source=source, measure=measure, lag_days=14, by=SYSTEM)
    history("north")
    with at(datetime(2025, 8, 17, 8, 0, tzinfo=UTC)):
        tick()
        assert issues("late") == [("late", "north", month(LAST))]
        come("north", (287, 410))
    nothing_is_raised()
    assert issues("late") == []


def test_a_change_of_who_reports_begins_a_phase_of_the_whole(world: World) -> None:
    seen(world)
    history("north")
    history("south", 0.8)
    low = a_unit("east", parent=world.system)
    evaluate_and_raise(cause="import")
    same = list(zip(HITS[:3], CASES[:3], strict=True))
    # The east joins with a much lower share: the whole falls by a good deal, and nobody got worse.
    take_in(
        [
            *counted("seen", "north", *same, start=LAST),
            *counted("seen", "south", *((round(h * 0.8), round(c * 0.8)) for h, c in same), start=LAST),
            *counted("seen", low.key, (120, 400), (124, 410), (118, 396), start=LAST),
        ]
    )
    evaluate_and_raise(cause="import")
    nothing_is_raised()
    assert [(start, kind) for start, kind, _reason in phases("seen", "system")] == [(month(LAST), "reporting")]


def story(world: World, version_from: int, *later: tuple[float, float]) -> Sequence[str]:
    """Three days late, then much less is counted, then a new definition."""
    measure = seen(world)
    source = add_source(key="ward-system", name="Ward system", by=SYSTEM)
    declare_feed(source=source, measure=measure, lag_days=14, by=SYSTEM)
    history("north")
    evaluate_and_raise(cause="import")
    with at(datetime(2025, 8, 17, 8, 0, tzinfo=UTC)):
        tick()
        assert issues("late") == [("late", "north", month(LAST))]
        come("north", (70, 165))
    nothing_is_raised()
    add_version(measure=measure, effective_from=month(version_from), definition="Only those who stayed.", by=SYSTEM)
    come("north", *later, start=version_from)
    tick()
    return [kind for kind, _unit, _period in issues()]


def test_late_then_a_fallen_denominator_then_a_new_definition_is_no_signal(world: World) -> None:
    kinds = story(world, LAST + 1, (70, 168), (66, 160))
    nothing_is_raised()
    assert "sudden" in kinds
    (found,) = panel([series_of("seen", "north").pk])
    assert found.version_number[0].tolist() == [1] * (LAST + 1) + [2, 2]
    assert found.panel.phases[0].tolist() == [0] * (LAST + 1) + [1, 1]
    card = text_of(client_of(world.viewer).get("/u/north/measures/seen/"))
    assert "New definition, version 2." in card


def test_a_series_without_figures_is_left_alone(world: World) -> None:
    a_series(world.north, seen(world))
    evaluate_and_raise(cause="import")
    nothing_is_raised()
