"""A file of figures goes the whole way to the agendas, or changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import at
from tests.insight.figures import as_csv, rows, steady
from tests.jobs.plans import FALL, START, a_planned_system, agenda, falls
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.insight.models import EvaluationRun, SeriesState
from wellrun.jobs.imports import IMPORT_STEPS, import_path
from wellrun.lib.errors import NotFound, UserError
from wellrun.measures.models import Observation, Receipt, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """Figures of a planned system in which one site falls at the end."""
    with at():
        a_planned_system(roll_up="none")
        path = tmp_path / "seen.csv"
        path.write_bytes(as_csv(falls(0)))
        yield path


def test_a_file_goes_from_figures_to_an_item_in_one_call(file: Path) -> None:
    brought = import_path(path=file, by=SYSTEM)
    assert agenda() == [("signal", "site-0", "local")]
    assert EvaluationRun.objects.get().cause == "import"
    assert brought.lines() == [
        "seen.csv: 192 rows read; 192 new, 0 corrected, 0 as known.",
        "4 series judged, 1 new signals, 1 new items.",
    ]


def test_the_same_file_again_evaluates_nothing_and_raises_nothing(file: Path) -> None:
    import_path(path=file, by=SYSTEM)
    brought = import_path(path=file, by=SYSTEM)
    assert brought.lines() == [
        "seen.csv: 192 rows read; 0 new, 0 corrected, 192 as known.",
        "0 series judged, 0 new signals, 0 new items.",
    ]
    assert EvaluationRun.objects.count() == 1
    assert len(agenda()) == 1


def test_a_trial_says_what_would_come_and_keeps_nothing(file: Path) -> None:
    import_path(path=file, dry_run=True, by=SYSTEM)
    logged = AuditEvent.objects.count()
    brought = import_path(path=file, dry_run=True, by=SYSTEM)
    assert brought.lines() == [
        "seen.csv: 192 rows read; 192 new, 0 corrected, 0 as known.",
        "This was a trial: nothing has changed.",
    ]
    assert not Observation.objects.exists()
    assert not Receipt.objects.exists()
    assert not SeriesState.objects.exists()
    assert AuditEvent.objects.count() == logged


def test_a_file_with_one_bad_row_changes_nothing(file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"\nseen,nowhere,2024-01-01,1,2")
    with pytest.raises(UserError):
        import_path(path=file, by=SYSTEM)
    assert not Observation.objects.exists()
    assert agenda() == []


def test_columns_and_missing_labels_can_be_named(file: Path) -> None:
    figures = [value + (FALL if month >= START else 0) for month, value in enumerate(steady(1))]
    lines = [f"{day};{value:.4f}" for (_m, _u, day, value) in rows("seen", "site-1", figures)]
    file.write_text("\n".join(["Month;Share", *lines]))
    import_path(
        path=file,
        mapping={"period": "Month", "value": "Share"},
        constants={"measure": "seen", "unit": "site-1"},
        by=SYSTEM,
    )
    assert agenda() == [("signal", "site-1", "unclear")]


def test_steps_are_told_in_order(file: Path) -> None:
    told: list[str] = []
    import_path(path=file, by=SYSTEM, progress=lambda step, _done, _total: told.append(step))
    steps = list(dict.fromkeys(told))
    assert steps == [step for step in IMPORT_STEPS if step in steps]
    assert {"check", "evaluate", "raise"} <= set(steps)


def test_an_unknown_source_is_refused_and_that_of_own_files_is_made(file: Path) -> None:
    with pytest.raises(NotFound) as refusal:
        import_path(path=file, source_key="elsewhere", by=SYSTEM)
    assert refusal.value.code == "source_unknown"
    import_path(path=file, by=SYSTEM)
    assert Source.objects.get().key == "own-files"
