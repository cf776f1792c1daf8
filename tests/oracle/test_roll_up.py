"""Roll-up against its plain twin: however the figures came, there stands what a loop over the last of them gives."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import a_measure, a_unit, at
from tests.measures.small import Row, counted, known, month, phases, take_in
from tests.oracle.plain_roll_up import Figure, PlainTree, PlainUnit
from wellrun.organisation.models import Unit

pytestmark = pytest.mark.django_db

# Two hospitals in a system: a closing into a sibling, one into the other hospital, a chain of two, a late opening,
# one without a successor.
UNITS = [
    PlainUnit("top", None),
    PlainUnit("north", "top"),
    PlainUnit("south", "top"),
    PlainUnit("n1", "north"),
    PlainUnit("n2", "north", closed=month(6), successor="n1"),
    PlainUnit("n3", "north", closed=month(8), successor="s1"),
    PlainUnit("n4", "north", closed=month(3), successor="n2"),
    PlainUnit("s1", "south"),
    PlainUnit("s2", "south", opened=month(5)),
    PlainUnit("s3", "south", closed=month(7)),
]
NODES = ("top", "north", "south")
LEAVES = tuple(unit.key for unit in UNITS if unit.key[-1].isdigit())
MONTHS = 14


@st.composite
def edits(draw: st.DrawFn) -> list[list[tuple[str, int, Figure | None]]]:
    """Batches of (unit, month, figure or None to take it back); long runs of months, so that phases arise."""
    batches = []
    for _ in range(draw(st.integers(1, 5))):
        batch: dict[tuple[str, int], Figure | None] = {}
        for _ in range(draw(st.integers(1, 6))):
            unit = draw(st.sampled_from(LEAVES))
            first = draw(st.integers(0, MONTHS - 1))
            taken_back = draw(st.sampled_from([False, False, False, True]))
            for number in range(first, min(MONTHS, first + draw(st.sampled_from([1, 2, 3, 5, 14])))):
                if may_report(unit, number):
                    denominator = draw(st.sampled_from([10.0, 10.0, 13.0, 0.1]))
                    share = draw(st.sampled_from([0.7, 0.7, 0.0]))
                    batch[unit, number] = None if taken_back else (denominator * share, denominator)
        if batch:
            batches.append([(unit, number, figure) for (unit, number), figure in batch.items()])
    return batches


def may_report(unit: str, number: int) -> bool:
    """A unit that goes to the other hospital stops when it closes; the others may send a trace afterwards."""
    return not (unit == "n3" and number >= 8)


def make_units() -> None:
    made: dict[str, Unit] = {}
    for unit in UNITS:
        parent = made.get(unit.parent or "")
        made[unit.key] = a_unit(unit.key, parent=parent, opened=unit.opened, closed=unit.closed)
    for unit in UNITS:
        if unit.successor:
            Unit.objects.filter(key=unit.key).update(successor=made[unit.successor])


def lines(measure: str, found: list[tuple[str, int, Figure | None]]) -> Iterator[Row]:
    for unit, number, figure in found:
        yield from counted(measure, unit, figure, start=number)


# Definitions of the three ways in which a unit comes to report: with both counts, with a figure, with activity.
KINDS = {
    "ratio": {},
    "result": {"scoring": "count", "roll_up": "sum", "direction": "down"},
    "activity": {"scoring": "count", "roll_up": "sum", "direction": "none"},
}


@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(batches=edits())
def test_what_stands_is_what_the_last_figures_come_to(
    batches: list[list[tuple[str, int, Figure | None]]], kind: str
) -> None:
    with transaction.atomic(), at():
        make_units()
        a_measure("parts", **KINDS[kind])
        a_measure("whole", **KINDS[kind])
        last: dict[tuple[str, int], Figure] = {}
        for batch in batches:
            take_in(lines("parts", batch), empty_withdraws=True)
            last |= {(unit, number): figure for unit, number, figure in batch if figure}
            for unit, number, figure in batch:
                if figure is None:
                    last.pop((unit, number), None)
        take_in(lines("whole", [(*key, figure) for key, figure in last.items()]))
        figures = {(unit, month(number)): figure for (unit, number), figure in last.items()}
        plain = PlainTree(UNITS, from_activity(figures) if kind == "activity" else figures)
        for node in NODES:
            assert standing("parts", node) == standing("whole", node)
            assert phases("parts", node) == phases("whole", node)
            assert_plain("whole", node, plain, as_ratio=kind == "ratio")
        for leaf in LEAVES:
            assert phases("parts", leaf) == phases("whole", leaf)
        transaction.set_rollback(True)


def from_activity(figures: dict[tuple[str, date], Figure]) -> dict[tuple[str, date], Figure]:
    """The figures without the zeros that come before a unit's first activity."""
    begun: set[str] = set()
    kept = {}
    for (unit, period), figure in sorted(figures.items()):
        if figure[0] or unit in begun:
            begun.add(unit)
            kept[unit, period] = figure
    return kept


def standing(measure: str, unit: str) -> list[tuple[object, ...]]:
    return [
        (period, row.value, row.numerator, row.denominator, row.reporting, row.expected, row.judged)
        for period, row in known(measure, unit).items()
        if row.value is not None
    ]


def assert_plain(measure: str, key: str, plain: PlainTree, *, as_ratio: bool) -> None:
    node = plain.node(key)
    found = {period: row for period, row in known(measure, key).items() if row.value is not None}
    wanted = node.rows if node else {}
    assert list(found) == sorted(wanted)
    for period, row in found.items():
        twin = wanted[period]
        value = twin.numerator / twin.denominator
        assert row.value == pytest.approx(value if as_ratio else value_of_count(plain, key, period))
        assert (row.reporting, row.expected, row.judged) == (twin.reporting, twin.expected, twin.judged), period
    kinds = [(start, "merger" if merger else "reporting") for start, merger, _, _ in (node.phases if node else [])]
    assert [(start, kind) for start, kind, _ in phases(measure, key)] == kinds


def value_of_count(plain: PlainTree, key: str, period: date) -> float:
    """A count is kept as its ratio of numerator and denominator here."""
    below = [leaf for leaf in plain.leaves if (leaf, period) in plain.figures and plain.counts_for(leaf, key)]
    return sum(numerator / denominator for numerator, denominator in (plain.figures[leaf, period] for leaf in below))
