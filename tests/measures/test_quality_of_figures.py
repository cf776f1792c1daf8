"""What figures say about themselves: nothing but hits, a late start, a jump below, files of tomorrow."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.factories import NOW, a_measure, a_unit, at
from tests.measures.small import a_source, counted, month, rows, series_of, take_in
from wellrun.audit.actions import SYSTEM
from wellrun.insight.standing import note_sentence
from wellrun.lib import clock
from wellrun.measures.actions import declare_feed, raise_late_issues
from wellrun.measures.models import Measure, QualityIssue
from wellrun.measures.queries import data_notes
from wellrun.organisation.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def system() -> Unit:
    system = a_unit("system")
    for name in ("north", "south"):
        a_unit(name, parent=system)
    return system


def open_issues(kind: str) -> list[tuple[str, date, dict[str, Any]]]:
    found = QualityIssue.objects.filter(kind=kind, resolved_at=None, unit__key__in=("north", "south"))
    return [(issue.unit.key, issue.period, issue.detail) for issue in found.order_by("unit__key")]


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([(30, 30)] * 12, [("north", month(0), {"count": 12, "until": "2024-12-01"})]),
        ([(30, 30)] * 11, []),
        ([(19, 19)] * 12, []),
        ([(30, 30)] * 11 + [(29, 30)] + [(30, 30)] * 2, []),
        ([(29, 30)] + [(30, 30)] * 13, [("north", month(1), {"count": 13, "until": "2025-02-01"})]),
    ],
    ids=["a dozen", "eleven", "small", "a miss between", "a miss before"],
)
def test_a_dozen_figures_of_nothing_but_hits_are_asked_about(
    pairs: list[tuple[float, float]], found: list[tuple[str, date, dict[str, Any]]]
) -> None:
    a_measure("seen")
    take_in(counted("seen", "north", *pairs))
    assert open_issues("all_hits") == found


def test_a_stretch_of_hits_goes_on_as_one_and_ends_with_a_correction() -> None:
    a_measure("seen")
    take_in(counted("seen", "north", *[(30, 30)] * 12) + counted("seen", "south", *[(30, 31)] * 12))
    take_in(counted("seen", "north", (40, 40), start=12))
    assert open_issues("all_hits") == [("north", month(0), {"count": 13, "until": "2025-01-01"})]
    take_in(counted("seen", "north", (29, 30), start=6))
    assert open_issues("all_hits") == []


def test_a_ratio_may_be_one_for_as_long_as_it_likes() -> None:
    a_measure("occupancy", scoring="ratio", bounded=False)
    take_in(counted("occupancy", "north", *[(30, 30)] * 15))
    assert open_issues("all_hits") == []


@pytest.mark.parametrize(
    ("start", "opened", "is_late"),
    [(3, None, False), (4, None, True), (8, month(8), False), (8, month(5), False), (8, month(4), True)],
)
def test_a_series_begins_late_beside_the_others_and_after_its_unit_opened(
    start: int, opened: date | None, is_late: bool
) -> None:
    a_measure("seen")
    Unit.objects.filter(key="south").update(opened=opened)
    take_in(rows("seen", "north", *[0.5] * 12) + rows("seen", "south", 0.5, 0.5, start=start))
    raise_late_issues(by=SYSTEM)
    assert open_issues("late_start") == ([("south", month(start), {"others": "2024-01-01"})] if is_late else [])
    assert raise_late_issues(by=SYSTEM) == []
    take_in(rows("seen", "south", *[0.5] * start))
    raise_late_issues(by=SYSTEM)
    assert open_issues("late_start") == []


def test_the_sum_tells_of_a_jump_directly_below_and_the_unit_of_its_own() -> None:
    a_measure("activity", scoring="count", roll_up="sum", direction="none", bounded=False)
    take_in(rows("activity", "north", *[900.0] * 20) + rows("activity", "south", *[100.0] * 14, *[220.0] * 6))
    (above,) = [note for note in data_notes(series_of("activity", "system")) if note.kind == "jump"]
    said = "the size of what is counted jumped in March 2025, from 100 to 220, and no merger explains it."
    assert note_sentence(above, "month") == f"In {Unit.objects.get(key='south').name} {said}"
    (own,) = [note for note in data_notes(series_of("activity", "south")) if note.kind == "jump"]
    assert note_sentence(own, "month") == f"T{said[1:]}"


def test_a_figure_that_is_here_before_a_standing_clock_allows_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_measure("seen", data_lag_days=45)
    declare_feed(source=a_source(), measure=Measure.objects.get(key="seen"), by=SYSTEM)
    take_in(rows("seen", "north", 0.5, 0.5, start=19))
    series = series_of("seen", "north")
    with at(NOW):
        assert [note.kind for note in data_notes(series)] == []
    monkeypatch.setattr(clock, "_standing_file", tmp_path / "clock.json")
    clock.set_standing(tmp_path / "clock.json", NOW)
    with at(NOW):
        (note,) = data_notes(series)
    assert note_sentence(note, "month") == (
        "The figure of September 2025 is here early: its source sends it by 14 November 2025. "
        "These files were put together later."
    )
