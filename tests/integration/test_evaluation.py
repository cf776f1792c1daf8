"""Evaluation against a real database: the same figures give the same states and signals, however they came."""

import random
from itertools import groupby
from typing import Any

import pytest
from django.db import transaction

from tests.factories import NOW, a_measure, a_unit, at
from tests.insight.figures import Row, arrive, month, rows, shifted, steady
from wellrun.audit.models import AuditEvent
from wellrun.insight.actions import evaluate
from wellrun.insight.models import EvaluationRun, SeriesState, Signal
from wellrun.measures.models import Series

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

MONTHS = 48
# What tells when and in which run something was found, not what was found.
_WHEN = {"_state", "id", "run_id", "found_at", "found_in_id", "data_revision"}


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Any:
    with at():
        yield


def a_system(sites: int = 4) -> None:
    """One system of sites, a share and a count that they report, both rolled up."""
    system = a_unit("system", enterprise=True)
    for number in range(sites):
        a_unit(f"site-{number}", parent=system)
    a_measure("seen")
    a_measure("waits", direction="down")


def many_stories() -> list[Row]:
    """Shifts up and down, one that ends, a spike, a gap and a late start, over four sites and two measures."""
    spike = steady(2)
    spike[30] += 0.06
    gap: list[float | None] = list(shifted(steady(3), 20, 0.05))
    gap[26:29] = [None] * 3
    return [
        *rows("seen", "site-0", shifted(steady(0), 36, -0.05)),
        *rows("seen", "site-1", shifted(steady(1), 14, 0.04, stop=24)),
        *rows("seen", "site-2", spike),
        *[row for row in rows("seen", "site-3", gap) if row[3] is not None],
        *rows("waits", "site-0", shifted(steady(4), 40, 0.03)),
        *rows("waits", "site-1", steady(5)),
        *rows("waits", "site-2", steady(0, n=MONTHS - 14), first=14),
        *rows("waits", "site-3", shifted(steady(1, n=9), 5, 0.1), first=MONTHS - 9),
    ]


def told(records: Any) -> list[dict[str, Any]]:
    """Records as facts, without when and where they were found."""
    facts = []
    for record in records.select_related("series__unit", "series__measure"):
        own = {name: value for name, value in vars(record).items() if name not in _WHEN}
        own["series_id"] = (record.series.measure.key, record.series.unit.key)
        facts.append(own)
    return sorted(facts, key=str)


def all_told() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return told(SeriesState.objects.all()), told(Signal.objects.exclude(status="withdrawn"))


def at_once() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What is found when everything comes in one file."""
    a_system()
    arrive(many_stories())
    evaluate(cause="import")
    return all_told()


def test_month_by_month_finds_what_is_found_at_once() -> None:
    expected = _in_a_discarded_database(at_once)
    a_system()
    by_month = sorted(many_stories(), key=lambda row: row[2])
    for _period, group in groupby(by_month, key=lambda row: row[2]):
        arrive(group)
        evaluate(cause="import")
    assert all_told() == expected
    assert not Signal.objects.filter(status="withdrawn").exists()
    assert len(expected[1]) >= 8


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shuffled_and_split_files_find_what_is_found_at_once(seed: int) -> None:
    expected = _in_a_discarded_database(at_once)
    a_system()
    figures = many_stories()
    random.Random(seed).shuffle(figures)
    for start in range(0, len(figures), 70):
        arrive(figures[start : start + 70])
        evaluate(cause="import")
    assert all_told() == expected


def test_nothing_new_evaluates_nothing_and_logs_nothing() -> None:
    a_system()
    arrive(many_stories())
    evaluate(cause="import")
    runs, logged = EvaluationRun.objects.count(), AuditEvent.objects.count()
    found = evaluate(cause="import")
    assert (found.run, found.series) == (None, 0)
    assert (EvaluationRun.objects.count(), AuditEvent.objects.count()) == (runs, logged)


def test_the_same_file_again_leaves_no_series_to_evaluate() -> None:
    a_system()
    arrive(many_stories())
    evaluate(cause="import")
    assert arrive(many_stories()).changed_nothing
    assert evaluate(cause="import").series == 0


def test_judging_again_on_request_finds_the_same_signals_and_changes_none() -> None:
    a_system()
    arrive(many_stories())
    evaluate(cause="import")
    before = list(Signal.objects.order_by("pk").values())
    states = told(SeriesState.objects.all())
    found = evaluate(series_ids=list(Series.objects.values_list("pk", flat=True)), cause="manual")
    assert (found.opened, found.closed, found.withdrawn, found.rescoped) == ((), (), (), ())
    assert list(Signal.objects.order_by("pk").values()) == before
    assert told(SeriesState.objects.all()) == states


def test_one_run_and_one_audit_row_an_evaluation() -> None:
    a_system()
    arrive(many_stories())
    logged = AuditEvent.objects.count()
    found = evaluate(cause="first_load")
    (event,) = AuditEvent.objects.filter(pk__gt=logged)
    assert found.run is not None
    assert (event.verb, event.data["series"], event.data["cause"]) == ("evaluate", found.series, "first_load")
    assert (found.run.signals_opened, found.run.finished_at) == (len(found.opened), NOW)
    assert found.series == Series.objects.count()


def test_only_what_changed_is_judged() -> None:
    a_system()
    arrive(many_stories())
    evaluate(cause="import")
    arrive(rows("seen", "site-1", [0.5], first=MONTHS))
    found = evaluate(cause="import")
    assert found.series == 2  # the site and the system above it


def test_a_correction_withdraws_a_signal_and_another_brings_it_back() -> None:
    a_system()
    fine = steady(0)
    wrong = list(fine)
    wrong[40] = 0.6
    arrive([row for site in range(4) for row in rows("seen", f"site-{site}", wrong if site == 0 else steady(site))])
    evaluate(cause="import")
    signals = Signal.objects.filter(series__unit__key="site-0")
    (signal,) = signals
    assert (signal.status, signal.first_fired, signal.side) == ("closed", month(40), "high")
    arrive(rows("seen", "site-0", [fine[40]], first=40))
    assert evaluate(cause="import").withdrawn == (signal.pk, *_of_the_system())
    signal.refresh_from_db()
    assert signal.status == "withdrawn"
    arrive(rows("seen", "site-0", [0.6], first=40))
    evaluate(cause="import")
    (back,) = signals.all()
    assert (back.pk, back.status) == (signal.pk, "closed")


def test_a_signal_that_comes_back_open_counts_as_opened() -> None:
    a_system(1)
    arrive(rows("seen", "site-0", shifted(steady(0), 44, 0.08)))
    evaluate(cause="import")
    signal = Signal.objects.get(series__unit__key="site-0")
    arrive(rows("seen", "site-0", steady(0)))
    assert signal.pk in evaluate(cause="import").withdrawn
    arrive(rows("seen", "site-0", shifted(steady(0), 44, 0.08)))
    assert signal.pk in evaluate(cause="import").opened


def test_a_series_without_figures_has_a_state_that_says_so() -> None:
    system = a_unit("system", enterprise=True)
    series = Series.objects.create(measure=a_measure("seen"), unit=system)
    evaluate(cause="import")
    state = SeriesState.objects.get(series=series)
    assert (state.status, state.points, state.change, state.aim) == ("insufficient_data", 0, "unknown", "no_aim")
    assert state.spark == []
    assert evaluate(cause="import").series == 0


def test_states_of_many_series_are_written_in_a_fixed_number_of_statements(django_assert_max_num_queries: Any) -> None:
    counts = []
    for sites in (2, 12):
        Signal.objects.all().delete()
        counts.append(_statements(sites, django_assert_max_num_queries))
    assert counts[0] == counts[1]


def _statements(sites: int, max_queries: Any) -> int:
    system = a_unit(f"system-{sites}")
    a_measure(f"m-{sites}")
    figures: list[Row] = []
    for number in range(sites):
        unit = a_unit(f"s-{sites}-{number}", parent=system)
        figures += rows(f"m-{sites}", unit.key, shifted(steady(number), 40, 0.05))
    arrive(figures)
    with max_queries(60) as context:
        found = evaluate(cause="import")
    assert len(found.opened) > sites
    return len(context)


def _of_the_system() -> list[Any]:
    """Ids of withdrawn signals of the system: what a site's spike shows above it goes with the spike."""
    return list(Signal.objects.filter(series__unit__key="system", status="withdrawn").values_list("pk", flat=True))


def _in_a_discarded_database(build: Any) -> Any:
    """What `build` gives, with all that it wrote rolled back."""
    with transaction.atomic():
        found = build()
        transaction.set_rollback(True)
    return found
