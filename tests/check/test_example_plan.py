"""The example plan that comes with Wellrun can be executed, and says what it sets aside."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.shared_data import ROOT
from wellrun.check.engine import check
from wellrun.check.from_file import facts_of
from wellrun.cli.main import main
from wellrun.plans.read import read_plan

ENGLAND = ROOT / "definitions" / "england"
DAY = date(2025, 10, 14)


def test_the_example_passes_and_everything_found_is_set_aside(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(ENGLAND), "--as-of", DAY.isoformat(), "--format", "json"]) == 0
    assert [one for one in json.loads(capsys.readouterr().out) if not one["waived"]] == []


def test_every_waiver_of_the_example_is_needed_and_runs_out_with_the_plan() -> None:
    document = read_plan(ENGLAND)
    found = {(one.rule, one.subject) for one in check(facts_of(document, DAY)).found}
    waivers = document.plan.waivers

    assert {(one.rule, one.subject) for one in waivers} == found
    assert len(waivers) == len(found)
    assert all(DAY < one.expires <= document.plan.ends for one in waivers)
    assert {one.post for one in waivers} <= {one.key for one in document.posts}
    assert all(len(one.reason) > 40 for one in waivers)


def test_the_example_passes_while_its_waivers_run() -> None:
    runs_out = min(one.expires for one in read_plan(ENGLAND).plan.waivers)

    assert main(["check", str(ENGLAND), "--as-of", runs_out.isoformat()]) == 0
