"""The plan as a file from the command line: written, compared, applied, refused on one line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import Wellrun
from tests.factories import at
from tests.jobs.plan_code import test_apply
from tests.jobs.plan_code.worlds import an_empty_site, applied, nothing_found
from wellrun.audit.models import AuditEvent
from wellrun.check.models import CheckRun
from wellrun.cli import system
from wellrun.jobs.plan_code import apply as applying
from wellrun.plans.read import plan_of
from wellrun.plans.write import write_plan
from wellrun.strategy.models import Objective, Plan

PLAN = test_apply.with_plan(stage="active")


@pytest.fixture(autouse=True)
def site(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A site whose plan says PLAN, with a model check that is content."""
    monkeypatch.setattr(system, "migrate", lambda: None)
    monkeypatch.setattr(applying, "verdict_of", nothing_found)
    with at():
        an_empty_site()
        applied(PLAN)
        yield


def a_file(folder: Path, old: str = "", new: str = "") -> Path:
    path = folder / "plan.yaml"
    path.write_text(write_plan(PLAN).replace(old, new) if old else write_plan(PLAN))
    return path


def test_an_export_is_applied_to_the_same_site_without_a_change(wellrun: Wellrun, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    assert wellrun("plan", "export", "--out", path).code == 0
    assert wellrun("plan", "export").out == path.read_bytes()
    assert wellrun("plan", "diff", path, "--check").out == b"No difference.\n"
    assert wellrun("plan", "apply", path).out == b"No difference.\n"


def test_a_difference_is_shown_tried_and_applied_by_the_console(wellrun: Wellrun, tmp_path: Path) -> None:
    path = a_file(tmp_path, "No falls", "Fewer falls")
    told = b"Objectives\n  ~ no-falls: title No falls \xe2\x86\x92 Fewer falls\n1 changed.\n"
    assert (wellrun("plan", "diff", path).out, wellrun("plan", "diff", path, "--check").code) == (told, 1)
    tried = wellrun("plan", "apply", path, "--dry-run")
    assert tried.out == told + b"Nothing was changed: this was a dry run.\n"
    assert Objective.objects.filter(title="No falls").exists()
    assert not CheckRun.objects.exists()
    assert wellrun("plan", "apply", path).out == told
    assert CheckRun.objects.exists()  # the findings follow what was applied
    assert Objective.objects.filter(title="Fewer falls").exists()
    assert AuditEvent.objects.get(verb="change_objective").actor == "Console"


def test_a_program_reads_the_differences(wellrun: Wellrun, tmp_path: Path) -> None:
    ran = wellrun("plan", "diff", a_file(tmp_path, "No falls", "Fewer falls"), "--format", "json")
    (change,) = ran.objects
    assert (change["kind"], change["key"], change["before"]) == ("objective", ["no-falls"], {"title": "No falls"})


def test_two_files_are_compared_without_a_site(wellrun: Wellrun, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(a_file(tmp_path, "No falls", "Fewer falls").read_text())
    ran = wellrun("plan", "diff", a_file(tmp_path), "--against", other)
    assert b"Fewer falls \xe2\x86\x92 No falls" in ran.out


def test_a_wrong_key_is_told_with_its_line_and_the_nearest(wellrun: Wellrun, tmp_path: Path) -> None:
    path = a_file(tmp_path, "unit: system\n    level", "unit: sistem\n    level")
    ran = wellrun("plan", "apply", path)
    assert ran.code == 2
    assert "there is no unit 'sistem'; did you mean 'system'?" in ran.err
    assert "plan.yaml, line " in ran.err
    assert ran.err.endswith("2 things are wrong.\n")


def test_an_unknown_plan_is_refused_with_those_there_are(wellrun: Wellrun) -> None:
    complaint = wellrun("plan", "export", "--plan", "nothing").complaint
    assert complaint == "There is no plan “nothing”; there are: plan-2025."


def test_a_file_that_is_not_there_is_said(wellrun: Wellrun, tmp_path: Path) -> None:
    assert wellrun("plan", "diff", tmp_path / "none.yaml").complaint.endswith("none.yaml is not there.")


def test_the_schema_is_printed(wellrun: Wellrun) -> None:
    schema = json.loads(wellrun("plan", "schema").out)
    Draft202012Validator.check_schema(schema)


def test_what_is_exported_is_the_plan(wellrun: Wellrun) -> None:
    text = wellrun("plan", "export", "--plan", "plan-2025").out.decode()
    assert plan_of(text, "plan.yaml").plan.name == "Plan 2025"


def test_the_next_cycle_begins_as_a_draft_with_the_objectives_of_the_last(wellrun: Wellrun) -> None:
    cycle = ("--name", "Plan 2026", "--starts", "2026-04-01", "--ends", "2027-03-31")
    assert wellrun("plan", "clone", "plan-2026", *cycle).out == b"The draft plan-2026 has 2 objectives of plan-2025.\n"
    assert Plan.objects.get(key="plan-2026").stage == "draft"
    again = wellrun("plan", "clone", "plan-2026", *cycle)
    assert again.code != 0
    assert "already in use" in again.err
