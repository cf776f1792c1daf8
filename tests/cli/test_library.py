"""The measure library from the command line: looked through without a site, adopted from into one."""

from pathlib import Path

import pytest

from tests.cli.conftest import Wellrun
from tests.factories import a_unit
from wellrun.audit.models import AuditEvent
from wellrun.cli import system
from wellrun.library.folder import DEFINITIONS
from wellrun.measures.models import Measure


def test_it_is_listed_and_narrowed_down(wellrun: Wellrun) -> None:
    assert len(wellrun("library", "list").out.splitlines()) == 96
    found = wellrun("library", "list", "readmission", "--setting", "payer").out.decode()
    assert found.split("\t")[0] == "q.pcr"
    assert len(wellrun("library", "list", "--tier", "extended").out.splitlines()) == 18
    weekly = wellrun("library", "list", "--role", "balancing", "--cadence", "weekly").out.decode()
    assert weekly.split("\t")[0] == "w.overtime"
    assert weekly.count("\n") == 1
    assert len(wellrun("library", "list", "--domain", "workforce").out.splitlines()) == 12


def test_a_definition_is_shown_with_what_is_unconfirmed_and_contested(wellrun: Wellrun) -> None:
    shown = wellrun("library", "show", "a.los_oe").out.decode()

    assert shown.startswith("key: los_oe\n")
    assert "# unconfirmed: GMLOS (CMS MS-DRG table 5)" in shown
    assert "# L11: a.dbn + a.los_oe, 0 to 30 days, contested; sign differs by service line" in shown
    assert "needs a guard on q.readmit30: too-early discharge" in shown
    assert "no measure “unknown”" in wellrun("library", "show", "unknown").complaint


def test_what_is_shown_is_a_definition_that_passes(wellrun: Wellrun, tmp_path: Path) -> None:
    path = tmp_path / "los_oe.yaml"
    path.write_bytes(wellrun("library", "show", "los_oe").out)

    assert "Length of stay" in wellrun("library", "check", path).out.decode()
    path.write_text(path.read_text().replace("grain: week", "grain: hour"))
    assert ", grain: 'hour' is not one of" in wellrun("library", "check", path).complaint


def test_the_schema_is_printed(wellrun: Wellrun) -> None:
    assert b'"additionalProperties": false' in wellrun("library", "schema").out
    for name in ("measure", "links", "trade-offs"):
        assert wellrun("library", "schema", name).out == (DEFINITIONS / f"{name}.schema.json").read_bytes()


@pytest.mark.django_db
def test_measures_are_adopted_once(wellrun: Wellrun, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "migrate", lambda: None)
    a_unit("system", enterprise=True)

    said = wellrun("library", "adopt", "q.readmit30", "a.los_oe").out.decode()

    assert "q.readmit30: adopted as readmit30; the library has B01 between it and others here" in said
    assert "q.readmit30: was here before as readmit30" in wellrun("library", "adopt", "q.readmit30").out.decode()
    assert "no measure “nope”" in wellrun("library", "adopt", "a.dbn", "nope").complaint
    assert set(Measure.objects.values_list("key", flat=True)) == {"readmit30", "los_oe"}
    assert AuditEvent.objects.filter(verb="adopt_measure", actor="Console").count() == 2
