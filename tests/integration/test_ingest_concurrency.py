"""Eight imports at once with overlapping keys: each is acknowledged whole, and none is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import a_measure, a_unit
from tests.measures.small import Row, counted, known, rows, take_in, values
from wellrun.audit.queries import first_broken_event
from wellrun.measures.models import Observation, Receipt, Series, SupersededObservation

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

WRITERS = 8
MONTHS = 12
UNITS = ("a", "b", "c", "d")


def a_system() -> None:
    top = a_unit("top")
    for key in UNITS:
        a_unit(key, parent=top)
    a_measure("activity", scoring="count", roll_up="sum")
    a_measure("share")


def at_once(work: Callable[[int], None]) -> None:
    """Run `work(0)` to `work(7)` in threads that start together."""
    start = Barrier(WRITERS)

    def one(number: int) -> None:
        try:
            start.wait()
            work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        for outcome in [pool.submit(one, number) for number in range(WRITERS)]:
            outcome.result()


def figures_of(writer: int) -> list[Row]:
    """Every writer has a month of its own in every series, and says something else about the first month."""
    shared = [row for unit in UNITS for row in rows("activity", unit, float(writer))]
    own = [row for unit in UNITS for row in rows("activity", unit, 100.0 + writer, start=1 + writer)]
    ratios = [row for unit in UNITS for row in counted("share", unit, (writer + 1, 10), start=1 + writer)]
    return shared + own + ratios


def test_overlapping_imports_lose_nothing() -> None:
    a_system()
    at_once(lambda writer: take_in(figures_of(writer), f"{writer}.csv"))
    for unit in UNITS:
        assert values("activity", unit)[1:] == [100.0 + writer for writer in range(WRITERS)]
        first = next(iter(known("activity", unit).values()))
        history = SupersededObservation.objects.filter(series_id=first.series_id, period=first.period)
        told = [*history.order_by("revision").values_list("value", flat=True), first.value]
        assert first.revision == WRITERS
        assert sorted(told) == [float(writer) for writer in range(WRITERS)]
    assert Series.objects.count() == 2 * (len(UNITS) + 1)
    assert Receipt.objects.count() == WRITERS
    assert first_broken_event() is None


def test_the_rolled_up_figures_are_those_of_the_last_word() -> None:
    a_system()
    at_once(lambda writer: take_in(figures_of(writer), f"{writer}.csv"))
    for measure in ("activity", "share"):
        for period, row in known(measure, "top").items():
            below = Observation.objects.filter(series__measure__key=measure, period=period).exclude(
                series__unit__key="top"
            )
            if measure == "activity":
                assert row.value == sum(each.value or 0 for each in below)
            else:
                assert row.numerator == sum(each.numerator or 0 for each in below)
            assert (row.reporting, row.expected) == (len(UNITS), len(UNITS))


def test_eight_times_the_same_file_at_once_writes_once() -> None:
    a_system()
    at_once(lambda writer: take_in(figures_of(0), "same.csv"))
    assert set(Observation.objects.values_list("revision", flat=True)) == {1}
    assert not SupersededObservation.objects.exists()
    news = sorted(Receipt.objects.values_list("rows_new", flat=True))
    assert news == [0] * (WRITERS - 1) + [len(figures_of(0))]


def test_imports_of_different_measures_in_crossing_order_do_not_wait_in_a_ring() -> None:
    a_system()

    def both(writer: int) -> None:
        first, second = ("activity", "share") if writer % 2 else ("share", "activity")
        for number in range(3):
            take_in(
                [
                    {**rows(first, "a", 0.5 if first == "share" else 5, start=number)[0]},
                    {**rows(second, "b", 0.5 if second == "share" else 5, start=number)[0]},
                ]
            )

    at_once(both)
    assert len(values("activity", "a")) == len(values("share", "b")) == 3
