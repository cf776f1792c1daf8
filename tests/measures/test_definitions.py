"""Defining measures, aims, sources and phases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import a_measure, a_series, a_unit
from tests.measures.small import a_source, coverage, month, phases, rows, series_of, take_in
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import UserError
from wellrun.measures.actions import (
    add_series,
    add_source,
    add_version,
    declare_feed,
    define_measure,
    rebuild_roll_up,
    set_target,
    start_phase,
)
from wellrun.measures.models import Feed, Measure, MeasureVersion, Observation, Phase, Receipt, Series, Target
from wellrun.organisation.models import Unit

pytestmark = pytest.mark.django_db

WAITS: dict[str, Any] = {
    "key": "waits",
    "domain": "access",
    "name": "Waits over four hours",
    "definition": "Those who waited longer than four hours.",
    "grain": "month",
    "scoring": "proportion",
    "direction": "down",
    "roll_up": "ratio_of_sums",
}


def code_of(call: Any, **facts: Any) -> str:
    with pytest.raises(UserError) as refusal, transaction.atomic():
        call(by=SYSTEM, **facts)
    return refusal.value.code


def test_a_measure_begins_with_its_first_version() -> None:
    measure = define_measure(**WAITS, bounded=True, exclusions=["Planned returns"], by=SYSTEM)
    version = MeasureVersion.objects.get(measure=measure)
    assert (version.number, version.effective_from, version.current) == (1, None, True)
    assert version.exclusions == ["Planned returns"]
    assert AuditEvent.objects.get().verb == "define_measure"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"grain": "year"}, "word_unknown"),
        ({"direction": "sideways"}, "word_unknown"),
        ({"scoring": "rate", "bounded": True}, "bounded_needs_proportion"),
    ],
)
def test_a_definition_that_cannot_be_is_refused(change: dict[str, Any], code: str) -> None:
    assert code_of(define_measure, **WAITS | change) == code
    assert not Measure.objects.exists()


def test_a_key_is_taken_once() -> None:
    define_measure(**WAITS, by=SYSTEM)
    assert code_of(define_measure, **WAITS) == "key_taken"


def test_a_new_version_keeps_what_it_does_not_name_and_has_every_series_judged_again() -> None:
    measure = define_measure(**WAITS, decimals=1, by=SYSTEM)
    series = a_series(a_unit("north"), measure)
    version = add_version(measure=measure, effective_from=date(2025, 4, 1), definition="Without minors.", by=SYSTEM)
    assert (version.number, version.decimals, version.definition) == (2, 1, "Without minors.")
    assert list(MeasureVersion.objects.filter(measure=measure, current=True)) == [version]
    series.refresh_from_db()
    assert series.data_revision == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"grain": "week"}, "other_measure"),
        ({"roll_up": "sum"}, "other_measure"),
        ({"scoring": "rate"}, "other_measure"),
        ({"effective_from": date(2025, 4, 1)}, "version_too_early"),
        ({"direction": "sideways"}, "word_unknown"),
    ],
)
def test_a_version_that_cannot_follow_is_refused(change: dict[str, Any], code: str) -> None:
    measure = define_measure(**WAITS, by=SYSTEM)
    add_version(measure=measure, effective_from=date(2025, 4, 1), name="Waits", by=SYSTEM)
    assert code_of(add_version, **{"measure": measure, "effective_from": date(2025, 5, 1)} | change) == code


def test_an_aim_replaces_the_one_before_and_the_same_again_changes_nothing() -> None:
    series = add_series(measure=a_measure(), unit=a_unit("north"), by=SYSTEM)
    first = set_target(series=series, value=0.78, source_text="National standard", by=SYSTEM)
    assert set_target(series=series, value=0.78, source_text="National standard", by=SYSTEM) == first
    second = set_target(series=series, low=0.8, high=0.9, by=SYSTEM)
    first.refresh_from_db()
    assert first.retired_at is not None
    assert Target.objects.get(series=series, retired_at=None) == second
    series.refresh_from_db()
    assert series.data_revision == 2


@pytest.mark.parametrize(
    "shape", [{}, {"value": 1.0, "low": 0.5, "high": 2.0}, {"low": 2.0, "high": 1.0}, {"low": 1.0}]
)
def test_an_aim_is_a_value_or_a_band(shape: dict[str, float]) -> None:
    series = a_series(a_unit("north"))
    assert code_of(set_target, series=series, **shape) == "target_shape"


def test_a_series_is_made_once() -> None:
    measure, unit = a_measure(), a_unit("north")
    assert add_series(measure=measure, unit=unit, by=SYSTEM) == add_series(measure=measure, unit=unit, by=SYSTEM)
    assert AuditEvent.objects.filter(verb="add_series").count() == 1


def test_a_phase_begins_with_its_period_and_a_reason() -> None:
    series = a_series(a_unit("north"))
    phase = start_phase(series=series, start=date(2025, 4, 17), reason=" New ward ", by=SYSTEM)
    assert (phase.start, phase.reason, phase.reason_kind, phase.derived) == (
        date(2025, 4, 1),
        "New ward",
        "process",
        False,
    )
    assert code_of(start_phase, series=series, start=date(2025, 4, 2), reason="Again") == "phase_exists"
    assert code_of(start_phase, series=series, start=date(2025, 5, 1), reason=" ") == "phase_needs_reason"
    early = {"start": date(2025, 5, 1), "baseline_end": date(2025, 4, 1), "reason": "Why not"}
    assert code_of(start_phase, series=series, **early) == "phase_baseline"


def test_a_source_and_what_it_promises() -> None:
    source = add_source(key="open-data", name="Open data", licence="Open", by=SYSTEM)
    measure = a_measure()
    declare_feed(source=source, measure=measure, lag_days=14, by=SYSTEM)
    declare_feed(source=source, measure=measure, lag_days=45, declared_end=date(2025, 6, 1), by=SYSTEM)
    feed = Feed.objects.get()
    assert (feed.lag_days, feed.declared_end) == (45, date(2025, 6, 1))
    assert code_of(add_source, key="open-data", name="Another") == "key_taken"


def test_a_merger_told_later_is_rolled_up_when_asked() -> None:
    top = a_unit("top")
    for key in ("a", "b"):
        a_unit(key, parent=top)
    a_measure("activity", scoring="count", roll_up="sum")
    take_in(rows("activity", "a", 5, 5, 9, 9, 9) + rows("activity", "b", 5, 5))
    assert [start for start, _, _ in phases("activity", "top")] == [month(2)]
    Unit.objects.filter(key="b").update(closed=month(2), successor=Unit.objects.get(key="a"))
    changed = rebuild_roll_up(by=SYSTEM)
    assert set(changed.tolist()) == {series_of("activity", "top").pk, series_of("activity", "a").pk}
    assert phases("activity", "top") == []
    assert [start for start, _, _ in phases("activity", "a")] == [month(2)]
    assert coverage("activity", "top") == [(2, 2), (2, 2), (1, 1), (1, 1), (1, 1)]
    assert rebuild_roll_up(by=SYSTEM).size == 0


@pytest.mark.parametrize(
    ("model", "facts"),
    [
        (Observation, {"period": month(0), "value": 0.5, "denominator": 0.0}),
        (Observation, {"period": month(0), "value": 0.5, "reporting": 3, "expected": 2}),
        (Observation, {"period": month(0), "value": 0.5, "revision": 0}),
        (Phase, {"number": 0, "start": month(0), "reason_kind": "process", "reason": "x"}),
        (Phase, {"number": 1, "start": month(0), "reason_kind": "process", "reason": ""}),
        (Phase, {"number": 1, "start": month(1), "reason_kind": "process", "reason": "x", "baseline_end": month(0)}),
        (Target, {}),
        (Target, {"value": 0.5, "low": 0.4, "high": 0.6}),
        (Target, {"low": 0.6, "high": 0.4}),
    ],
)
def test_the_database_refuses_what_must_not_be(model: Any, facts: dict[str, Any]) -> None:
    series = a_series(a_unit("north"))
    when = "2025-01-01T00:00Z"
    if model is Observation:
        counts = dict.fromkeys(("rows_read", "rows_new", "rows_corrected", "rows_unchanged", "size_bytes"), 0)
        receipt = Receipt.objects.create(source=a_source(), received_at=when, **counts)
        facts = facts | {"receipt": receipt, "recorded_at": when}
    else:
        facts = facts | {"created_at": when}
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.create(series=series, **facts)


def test_the_database_refuses_two_of_what_there_is_one_of() -> None:
    series = a_series(a_unit("north"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Series.objects.create(measure=series.measure, unit=series.unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureVersion.objects.create(measure=series.measure, number=1, grain="month", direction="up", roll_up="sum")
    Target.objects.create(series=series, value=1.0, created_at="2025-01-01T00:00Z")
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.create(series=series, value=2.0, created_at="2025-01-01T00:00Z")
