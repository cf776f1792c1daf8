"""Ingest on a real database: whatever the order and the parts, the same figures stand."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from django.db import connection

from tests.factories import NOW, a_measure, a_unit, at
from tests.measures.england import FILE, england_file, england_records, england_site, england_table
from tests.measures.small import Row, counted, known, month, phases, rows, series_of, take_in
from tests.shared_data import needs_shared
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.audit.queries import first_broken_event
from wellrun.measures.actions import ingest
from wellrun.measures.models import Exclusion, Observation, Phase, QualityIssue, Receipt, Series, SupersededObservation
from wellrun.measures.queries import panel
from wellrun.organisation.models import Unit
from wellrun.tables.errors import TableErrors
from wellrun.tables.long import LongTable

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def standing() -> dict[str, list[tuple[Any, ...]]]:
    """Every live row, phase and open issue under its keys, without what only says when and in which file."""
    return {
        "figures": sorted(
            Observation.objects.filter(value__isnull=False).values_list(
                "series__measure__key",
                "series__unit__key",
                "series__stratum",
                "period",
                "value",
                "numerator",
                "denominator",
                "reporting",
                "expected",
                "judged",
            ),
            key=str,
        ),
        "series": sorted(Series.objects.values_list("measure__key", "unit__key", "stratum", "derived")),
        "phases": sorted(
            Phase.objects.values_list("series__measure__key", "series__unit__key", "start", "number", "reason")
        ),
        "issues": sorted(
            QualityIssue.objects.filter(resolved_at__isnull=True).values_list(
                "kind", "measure__key", "unit__key", "stratum", "period"
            )
        ),
    }


def clear() -> None:
    """Take all figures away again, as no product does."""
    for model in (QualityIssue, Exclusion, Phase, SupersededObservation, Observation, Series, Receipt):
        model.objects.all().delete()


def a_region() -> None:
    region = a_unit("region")
    for name in ("north", "south"):
        system = a_unit(name, parent=region)
        for number in range(3):
            a_unit(f"{name}{number}", parent=system)
    Unit.objects.filter(key="north2").update(closed=month(9), successor=Unit.objects.get(key="north1"))
    a_measure("share")
    a_measure("activity", scoring="count", roll_up="sum", direction="none")


def figures() -> list[Row]:
    """Eighteen months of five trusts, some late, some with a jump, fractions that do not add up exactly."""
    found: list[Row] = []
    for at_unit, unit in enumerate(("north0", "north1", "north2", "south0", "south1")):
        last = 9 if unit == "north2" else 18
        start = 4 if unit == "south1" else 0
        pairs = [(0.1 * at_unit + 0.3 * n, 70.1 + n * 0.7) for n in range(start, last)]
        found += counted("share", unit, *pairs, start=start)
        found += rows(
            "activity", unit, *[100.3 if n < 14 else 240.1 + at_unit for n in range(start, last)], start=start
        )
    return found


def test_shuffled_or_in_ten_parts_a_file_leaves_the_same() -> None:
    a_region()
    lines = figures()
    take_in(lines)
    whole = standing()
    assert whole["issues"]
    assert whole["phases"]
    for seed in (1, 2, 3):
        shuffled = lines[:]
        random.Random(seed).shuffle(shuffled)
        clear()
        take_in(shuffled)
        assert standing() == whole
        clear()
        for part in range(10):
            take_in(shuffled[part::10])
        assert standing() == whole


def test_ten_times_the_same_file_writes_once() -> None:
    a_region()
    first = take_in(figures())
    before = standing(), Observation.objects.count()
    for _ in range(9):
        assert take_in(figures()).changed_nothing
    assert (standing(), Observation.objects.count()) == before
    assert not SupersededObservation.objects.exists()
    assert set(Observation.objects.values_list("revision", "receipt_id")) == {(1, first.receipt.pk)}
    assert Receipt.objects.count() == 10
    assert first_broken_event() is None
    assert AuditEvent.objects.filter(verb="ingest").count() == 10


def test_what_was_known_before_a_correction_can_be_read_again() -> None:
    a_region()
    with at(NOW):
        take_in(counted("share", "north0", (1, 2), (1, 2)) + counted("share", "north1", (1, 2)))
    with at(NOW, days=2):
        take_in(counted("share", "north0", (1, 4)) + counted("share", "south0", (1, 2)))
    with at(NOW, days=4):
        take_in(counted("share", "north0", None), empty_withdraws=True)
    ids = [series_of("share", unit).pk for unit in ("north0", "north", "region")]

    def as_of(days: float) -> list[list[float]]:
        moment = NOW if days == 0 else NOW.replace(day=NOW.day + int(days))
        found = panel(ids, as_of=moment)
        return np.round(found[0].panel.values, 3).tolist() if found else []

    assert panel(ids, as_of=NOW.replace(day=NOW.day - 1)) == []
    assert as_of(0) == as_of(1) == [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5]]
    assert as_of(2) == as_of(3) == [[0.25, 0.5], [0.333, 0.5], [0.375, 0.5]]
    np.testing.assert_equal(as_of(4), [[np.nan, 0.5], [0.5, 0.5], [0.5, 0.5]])
    (now,) = panel(ids)
    np.testing.assert_equal(np.round(now.panel.values, 3).tolist(), as_of(4))
    assert now.panel.labels == ("share/north0/total", "share/north/total", "share/region/total")


def test_a_refused_file_leaves_no_trace() -> None:
    a_region()
    with pytest.raises(TableErrors):
        take_in([*figures(), *rows("share", "nowhere", 0.5)])
    assert [model.objects.count() for model in (Observation, Series, Receipt)] == [0, 0, 0]
    assert not AuditEvent.objects.filter(verb="ingest").exists()


def test_statements_do_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    a_region()
    with django_assert_max_num_queries(80):
        take_in(figures())
    with django_assert_max_num_queries(80):
        take_in(
            [row for number in range(5) for row in rows("activity", "north0", *[7.0] * 60, start=60 * number - 280)]
        )


def take_in_england(table: LongTable) -> Any:
    from wellrun.measures.models import Source

    return ingest(source=Source.objects.get(), table=table, file=england_file(), by=SYSTEM)


@needs_shared
@pytest.mark.shared
def test_the_real_figures_are_taken_in_as_they_are() -> None:
    with at():
        england_records(england_site())
        result = take_in_england(england_table())
        again = take_in_england(england_table())
    receipt = result.receipt
    assert (receipt.file_name, receipt.rows_read, receipt.rows_new) == (FILE.name, 89_905, 89_905)
    assert (receipt.rows_corrected, receipt.rows_unchanged, receipt.rows_empty) == (0, 0, 0)
    assert again.changed_nothing
    assert (again.receipt.rows_unchanged, again.receipt.rows_derived, again.issues) == (89_905, 0, ())
    assert_greater_manchester()
    assert_quality(result.issues)


def assert_greater_manchester() -> None:
    june = known("ae_attendances", "QOP")[month(17)]
    # The Christie has no emergency department: its noughts neither count as reporting nor begin a phase.
    assert (june.value, june.reporting, june.expected) == (125_455, 6, 6)
    assert [start for start, _, _ in phases("ae_attendances", "QOP")] == [month(-75)]
    waits = known("ae_4h_performance", "QOP")
    assert waits[month(17)].value == pytest.approx(0.6891, abs=1e-4)
    assert not any(month(-57) <= period < month(-33) for period in waits)  # April 2019 to March 2021 is absent
    assert [(start, kind) for start, kind, _ in phases("ae_4h_performance", "QOP")] == [(month(-75), "reporting")]
    ((start, kind, reason),) = phases("ae_4h_performance", "RM3")
    assert (start, kind) == (month(-27), "merger")
    assert "took over Pennine Acute Hospitals NHS Trust" in reason


def assert_quality(issues: tuple[QualityIssue, ...]) -> None:
    above = {(issue.unit.key, issue.period) for issue in issues if issue.kind == "above_denominator"}
    assert above == {("RJZ", month(4)), ("RXF", month(12))}
    jumps = {(issue.unit.key, issue.measure.key): issue for issue in issues if issue.kind == "jump"}
    kettering = jumps["RNQ", "ae_attendances"]
    assert kettering.period == month(2)
    assert kettering.detail["ratio"] == pytest.approx(1.94, abs=0.01)
    assert ("RM3", "ae_attendances") not in jumps  # a merger explains it


def test_the_engine_is_that_of_the_database() -> None:
    from wellrun.measures.bulk import engine

    assert type(engine()).__name__ == {"postgresql": "PostgresEngine", "sqlite": "SqliteEngine"}[connection.vendor]
