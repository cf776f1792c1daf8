"""Scope against a real database: siblings that moved alike, and the parent without the unit."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import a_measure, a_unit, at
from tests.insight.figures import arrive, rows, shifted, steady
from wellrun.insight.actions import evaluate
from wellrun.insight.models import Signal

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

FALL = -0.05
START = 44


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Any:
    with at():
        yield


def sites(moving: int, still: int, *, roll_up: str = "ratio_of_sums") -> None:
    """A system whose first `moving` sites fall at the end while `still` more do not."""
    system = a_unit("system", enterprise=True)
    a_measure("seen", roll_up=roll_up)
    for number in range(moving + still):
        unit = a_unit(f"site-{number}", parent=system)
        values = steady(number)
        arrive(rows("seen", unit.key, shifted(values, START, FALL) if number < moving else values))
    evaluate(cause="import")


def of(site: int) -> Signal:
    return Signal.objects.get(series__unit__key=f"site-{site}", status="open")


def counts(signal: Signal) -> tuple[str, int, int]:
    return signal.scope, signal.scope_same, signal.scope_of


CASES = [
    # moving, still, scope
    (1, 2, "unclear"),  # three have data, four are needed
    (3, 0, "unclear"),
    (1, 3, "local"),
    (2, 2, "systemic"),  # half of four
    (1, 5, "local"),
    (2, 4, "unclear"),  # some and not half
    (3, 3, "systemic"),
]


@pytest.mark.parametrize(("moving", "still", "scope"), CASES)
def test_without_a_parent_the_number_of_siblings_decides(moving: int, still: int, scope: str) -> None:
    sites(moving, still, roll_up="none")
    assert counts(of(0)) == (scope, moving, moving + still)


def test_the_parent_without_the_unit_decides_when_the_others_move_too_little_each() -> None:
    system = a_unit("system", enterprise=True)
    a_measure("seen")
    for number in range(6):
        unit = a_unit(f"site-{number}", parent=system)
        size = FALL if number == 0 else -0.012
        arrive(rows("seen", unit.key, shifted(steady(number), START, size)))
    evaluate(cause="import")
    assert not Signal.objects.filter(status="open", series__unit__key__in=["site-1", "site-2"]).exists()
    signal = of(0)
    assert (signal.scope, signal.scope_parent) == ("systemic", True)
    assert signal.scope_same < signal.scope_of / 2


def test_the_units_own_fall_is_taken_out_of_the_parent() -> None:
    sites(1, 5)
    assert Signal.objects.filter(series__unit__key="system", status="open").exists()
    assert (of(0).scope, of(0).scope_parent) == ("local", False)


def test_a_change_long_before_is_another_change() -> None:
    system = a_unit("system", enterprise=True)
    a_measure("seen")
    for number, start in enumerate((START, 36, 36, 36)):
        unit = a_unit(f"site-{number}", parent=system)
        arrive(rows("seen", unit.key, shifted(steady(number), start, FALL)))
    evaluate(cause="import")
    assert counts(of(0)) == ("local", 1, 4)
    assert counts(of(1)) == ("systemic", 3, 4)


def test_the_other_direction_is_another_change() -> None:
    system = a_unit("system", enterprise=True)
    a_measure("seen")
    for number, size in enumerate((FALL, -FALL, -FALL, 0.0)):
        unit = a_unit(f"site-{number}", parent=system)
        arrive(rows("seen", unit.key, shifted(steady(number), START, size)))
    evaluate(cause="import")
    assert counts(of(0)) == ("local", 1, 4)


def test_a_sibling_that_closed_before_does_not_count() -> None:
    system = a_unit("system", enterprise=True)
    a_measure("seen")
    for number in range(5):
        unit = a_unit(f"site-{number}", parent=system)
        values = shifted(steady(number), START, FALL) if number == 0 else steady(number)
        arrive(rows("seen", unit.key, values[:30] if number == 4 else values))
    evaluate(cause="import")
    assert of(0).scope_of == 4


def test_scope_follows_when_siblings_change_while_the_signal_is_open() -> None:
    sites(1, 3, roll_up="none")
    assert counts(of(0)) == ("local", 1, 4)
    arrive(rows("seen", "site-1", [value + FALL for value in steady(1)[START:]], first=START))
    found = evaluate(cause="import")
    assert counts(of(0)) == ("systemic", 2, 4)
    assert of(0).pk in found.rescoped


def test_a_signal_that_is_over_has_no_scope() -> None:
    sites(2, 2, roll_up="none")
    signal = of(0)
    with at(days=4 * 366):
        arrive(rows("seen", "site-0", steady(0), first=48))
    evaluate(cause="import")
    signal.refresh_from_db()
    assert (signal.status, *counts(signal)) == ("closed", "unclear", 0, 0)


def test_reference_units_are_judged_and_have_no_scope() -> None:
    england = a_unit("england", membership="reference")
    a_measure("seen")
    for number in range(4):
        unit = a_unit(f"trust-{number}", parent=england, membership="reference")
        arrive(rows("seen", unit.key, shifted(steady(number), START, FALL)))
    evaluate(cause="import")
    opened = Signal.objects.filter(status="open", series__unit__key__startswith="trust")
    assert opened.count() == 4
    assert set(opened.values_list("scope", "scope_of")) == {("unclear", 0)}


def test_more_signals_ask_no_more_statements() -> None:
    assert _statements("few", 4) == _statements("many", 12)


def _statements(name: str, moving: int) -> int:
    system = a_unit(name)
    a_measure(name)
    figures = []
    for number in range(moving):
        unit = a_unit(f"{name}-{number}", parent=system)
        figures += rows(name, unit.key, shifted(steady(number), START, FALL))
    arrive(figures)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        evaluate(cause="import")
    assert Signal.objects.filter(series__measure__key=name, scope="systemic").count() == moving
    return len(captured)
