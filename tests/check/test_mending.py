"""What a finding offers: a fix that names the record to be mended, and where in a plan file that is."""

from __future__ import annotations

import pytest

from tests.check.rows import answer_of
from tests.check.test_rules import ROWS
from wellrun.check.mending import in_file
from wellrun.check.rule import Fix, Hit


@pytest.mark.parametrize(
    ("case", "fix"),
    [
        ("the 30 is not said", Fix("set_contribution", {"parent": "flow", "child": "site-1"})),
        ("without the 30", Fix("offer_down", {"objective": "flow"})),
    ],
)
def test_a_gap_that_is_not_taken_on_is_mended_by_who_says_nothing_or_by_one_more_unit(case: str, fix: Fix) -> None:
    row = next(one for one in ROWS if (one.rule, one.what) == ("OBJ-08", case))
    answer = answer_of(row)
    assert isinstance(answer, Hit)
    assert answer.fix == fix


@pytest.mark.parametrize(
    ("fix", "place"),
    [
        (Fix("add_caveat", {"link": "L05"}), "links › L05 › caveat"),
        (Fix("say_structural", {"link": "L05"}), "links › L05 › grade"),
        (Fix("meet", {"obligation": "report"}), "obligations › report › met_on"),
        (Fix("set_limit", {"measure": "occupancy"}), "limits: {measure: occupancy}"),
        (Fix("offer_down", {"objective": "flow"}), ""),
    ],
)
def test_what_a_plan_file_says_is_mended_there(fix: Fix, place: str) -> None:
    assert in_file(fix) == place


# No one form mends these: priorities are given up one by one, figures and load are talked about, what is past is past.
WITHOUT_A_FORM = {"FOC-01", "FOC-02", "FOC-05", "MEA-05", "OWN-05", "PRV-02", "REV-04", "REV-05", "REV-06"}


def test_every_other_rule_offers_a_form() -> None:
    hits: dict[str, list[Fix | None]] = {row.rule: [] for row in ROWS}
    for row in ROWS:
        answer = answer_of(row)
        if isinstance(answer, Hit):
            hits[row.rule].append(answer.fix)
    assert {rule for rule, fixes in hits.items() if any(fix is None for fix in fixes)} == WITHOUT_A_FORM
