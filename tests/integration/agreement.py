"""What the check of an exported plan file and that of its site have to say alike, and what only a site can know."""

from __future__ import annotations

from pathlib import Path

from wellrun.check.engine import Verdict, check
from wellrun.check.from_file import facts_of
from wellrun.jobs.model_check import SiteCheck
from wellrun.jobs.plan_code.export import export_plan
from wellrun.plans.read import read_plan
from wellrun.plans.write import write_plan
from wellrun.strategy.models import Plan

Said = dict[tuple[str, str], str]

# A file says "not checked" of these, each time or where it does not define the measure itself.
FIGURES = {"MEA-03", "MEA-04", "MEA-05", "MEA-06", "MEA-10", "MEA-12"}
PEOPLE_AND_SITTINGS = {"OWN-05", "OWN-07", "REV-03", "OKR-03"}
RHYTHM = {"OBJ-02", "MEA-07", "REV-01", "REV-02"}
UNITS_ABOVE = {"DEC-03", "DEC-04", "OBL-04"}
# Of these there is nothing in a file to be asked about.
WORK = {"ACT-01", "ACT-02", "ACT-03", "REV-04", "REV-05", "REV-06", "PRV-02"}
WRITTEN_BESIDE_THE_PLAN = {"PRV-01", "PRV-03"}
# Open exchanges are no part of a file.
OFFERS = {"PLN-05"}
# What breaks these is refused when the file is read, before it is checked.
REFUSED = {"OBJ-10", "OKR-01"}

NAMED = FIGURES | PEOPLE_AND_SITTINGS | RHYTHM | UNITS_ABOVE | WORK | WRITTEN_BESIDE_THE_PLAN | OFFERS | REFUSED


def both(plan: Plan, folder: Path) -> tuple[Verdict, Verdict]:
    """What the check says of the file that is exported, read from the disk, and of the site."""
    path = folder / "plan.yaml"
    path.write_text(write_plan(export_plan(plan)), encoding="utf-8")
    document = read_plan(path)
    assert document.as_of is not None
    return check(facts_of(document, document.as_of)), SiteCheck(plan).verdict()


def found(verdict: Verdict) -> Said:
    """By rule and subject how heavy it is, and whether it is set aside."""
    return {
        (one.rule, one.subject): f"{one.severity} {'waived' if one.waiver else ''}".strip() for one in verdict.found
    }


def skipped(verdict: Verdict) -> set[tuple[str, str]]:
    return {(one.rule, one.subject) for one in verdict.skipped}


def require_agreement(file: Verdict, live: Verdict) -> None:
    """What the file finds the site finds; what only the site finds is not checked in the file, or not in it."""
    in_file, on_site = found(file), found(live)
    assert {named: on_site.get(named) for named in in_file} == in_file
    for rule, subject in set(on_site) - set(in_file):
        if rule in WORK | OFFERS or (rule in WRITTEN_BESIDE_THE_PLAN and "/" not in subject):
            continue
        assert (rule, subject) in skipped(file), f"the file says {rule} of {subject} is kept, and the site does not"
    unsaid = {rule for rule, _subject in skipped(file) - skipped(live)}
    assert unsaid <= FIGURES | PEOPLE_AND_SITTINGS | RHYTHM | UNITS_ABOVE
