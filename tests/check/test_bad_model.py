"""The model with seven faults: the check finds these and no others, and mending one takes exactly one away."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wellrun.check.engine import check
from wellrun.check.from_file import facts_of
from wellrun.cli.main import main
from wellrun.lib.plain import read_yaml, yaml_of
from wellrun.plans.read import plan_of

MODEL = Path(__file__).parent / "bad-model.yaml"
FAULTS = {
    "FOC-01": ("error", "seeded"),
    "OBJ-05": ("warn", "new-module"),
    "OWN-03": ("error", "ed_boarding_4h"),
    "MEA-02": ("error", "cg_access/trust"),
    "OBJ-04": ("error", "less-agency"),
    "INI-01": ("error", "bed-meetings"),
    "OWN-06": ("error", "colorectal/trust"),
}
Plan = dict[str, Any]


def found_in(plain: Plan) -> dict[str, tuple[str, str]]:
    document = plan_of(yaml_of(plain), MODEL.name)
    assert document.as_of
    verdict = check(facts_of(document, document.as_of))
    assert len({one.rule for one in verdict.found}) == len(verdict.found)
    return {one.rule: (one.severity, one.subject) for one in verdict.found}


def seven_priorities(plain: Plan) -> None:
    del plain["plan"]["objectives"][7:]


def an_outcome(plain: Plan) -> None:
    plain["plan"]["objectives"][2]["title"] = "Clinicians find what they need in one record"


def another_team(plain: Plan) -> None:
    plain["plan"]["objectives"][0]["contributors"].append({"team": "Bed management", "handoff": "bed_ready_by_noon"})


def more_figures(plain: Plan) -> None:
    plain["targets"][1]["baseline_points"] = 12


def a_guard(plain: Plan) -> None:
    plain["plan"]["objectives"][1]["measures"].append({"measure": "shift_fill", "role": "balancing"})


def a_measure(plain: Plan) -> None:
    target = {"measure": "ed_boarding_4h", "unit": "trust", "direction": "down", "change": 0.05, "delay_days": 14}
    plain["plan"]["initiatives"][0]["targets"] = [target]


def no_post(plain: Plan) -> None:
    del plain["targets"][2]["post"]


MENDED: dict[str, Callable[[Plan], None]] = {
    "FOC-01": seven_priorities,
    "OBJ-05": an_outcome,
    "OWN-03": another_team,
    "MEA-02": more_figures,
    "OBJ-04": a_guard,
    "INI-01": a_measure,
    "OWN-06": no_post,
}


def test_the_seven_faults_are_found_and_nothing_else() -> None:
    assert found_in(read_yaml(MODEL)) == FAULTS


@pytest.mark.parametrize("rule", FAULTS)
def test_mending_one_takes_exactly_one_away(rule: str) -> None:
    plain = read_yaml(MODEL)
    MENDED[rule](plain)
    assert found_in(plain) == {key: said for key, said in FAULTS.items() if key != rule}


def test_a_guard_before_the_same_forum_is_as_good() -> None:
    plain = read_yaml(MODEL)
    plain["forums"][2]["measures"] = ["agency", "overtime"]
    assert "OBJ-04" not in found_in(plain)


def test_the_command_ends_with_1_and_answers_as_the_contract_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(MODEL), "--format", "json"]) == 1
    answers = json.loads(capsys.readouterr().out)
    assert {one["rule"] for one in answers} == set(FAULTS)
    for one in answers:
        assert list(one) == ["rule", "severity", "subject", "message", "rationale", "reference", "waived"]
        assert one["waived"] is False
    assert [one["severity"] for one in answers] == ["error"] * 6 + ["warn"]


def test_the_command_ends_with_0_when_only_a_warning_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = read_yaml(MODEL)
    for rule in FAULTS.keys() - {"OBJ-05"}:
        MENDED[rule](plain)
    path = tmp_path / "plan.yaml"
    path.write_text(yaml_of(plain))
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr().out
    assert "As of 2026-04-15: fit to execute. Errors 0, warnings 1," in said
    assert "Not checked (OWN-07): Who holds a post is known on a running site only." in said


def test_a_waiver_sets_aside_what_may_be_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = read_yaml(MODEL)
    plain["plan"]["waivers"] = [
        {"rule": rule, "subject": subject, "reason": "Said on purpose.", "post": "owner-1", "expires": "2026-04-15"}
        for rule, (_, subject) in FAULTS.items()
    ]
    path = tmp_path / "plan.yaml"
    path.write_text(yaml_of(plain).replace("'2026-04-15'", "2026-04-15"))
    assert main(["check", str(path), "--format", "json"]) == 1
    answers = json.loads(capsys.readouterr().out)
    assert {one["rule"] for one in answers if one["waived"]} == {"FOC-01", "OBJ-04", "OBJ-05"}
    assert main(["check", str(path), "--format", "json", "--as-of", "2026-04-16"]) == 1
    assert not any(one["waived"] for one in json.loads(capsys.readouterr().out))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda plain: plain.pop("plan"), "the part 'plan' is missing"),
        (lambda plain: plain["forums"][0].update(cadence="now and then"), "has the cadence 'now and then'"),
    ],
)
def test_a_plan_that_cannot_be_read_ends_with_2_and_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Callable[[Plan], Any], said: str
) -> None:
    plain = read_yaml(MODEL)
    change(plain)
    path = tmp_path / "plan.yaml"
    path.write_text(yaml_of(plain))
    assert main(["check", str(path)]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "Name a plan file, or say --live"),
        (["--live", str(MODEL)], "Name a plan file, or say --live"),
        (["--live", "--as-of", "2026-04-15"], "--live checks for today"),
        ([str(MODEL), "--format", "csv"], "must be one of table, json"),
        (["/nowhere/plan.yaml"], "is not there"),
    ],
)
def test_what_cannot_be_checked_is_said_in_one_line(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *words]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
