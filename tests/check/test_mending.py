"""What a finding offers: a fix that names the record to be mended, and where in a plan file that is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.check.models import a_measure, an_objective, roles
from tests.check.rows import answer_of
from tests.check.test_rules import ROWS
from wellrun.check.facts import ModelFacts, ObjectiveFacts
from wellrun.check.mending import in_file
from wellrun.check.rule import Fix, Hit, registered


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
# Of two initiatives that have begun neither begins on another day.
NOT_ALWAYS = {"INI-03"}


def test_every_other_rule_offers_a_form() -> None:
    hits: dict[str, list[Fix | None]] = {row.rule: [] for row in ROWS}
    for row in ROWS:
        answer = answer_of(row)
        if isinstance(answer, Hit):
            hits[row.rule].append(answer.fix)
    assert {rule for rule, fixes in hits.items() if any(fix is None for fix in fixes)} == WITHOUT_A_FORM | NOT_ALWAYS
    assert {rule for rule, fixes in hits.items() if not any(fixes)} == WITHOUT_A_FORM | NOT_ALWAYS


WARD = {"measure": "stay", "unit": "ward"}


def an_aim_out_of_reach(*objectives: ObjectiveFacts) -> ModelFacts:
    """The aim of a ward that is always missed, with these objectives beside it."""
    row = next(row for row in ROWS if row.what == "always missed, and nothing done" and row.rule == "MEA-04")
    plan = replace(row.facts.plan, domains=("access",))
    return replace(row.facts, plan=plan, measures=(a_measure(domain="access"),), objectives=objectives)


@pytest.mark.parametrize(
    ("objectives", "fix"),
    [
        (
            (an_objective("flow", domain="access"), an_objective("held", unit="hospital", roles=roles(stay="lag"))),
            Fix("add_initiative", {"objective": "held", **WARD}),
        ),
        (
            (an_objective("far", roles=roles(stay="lag")), an_objective("near", unit="ward", roles=roles(stay="lead"))),
            Fix("add_initiative", {"objective": "near", **WARD}),
        ),
        (
            (an_objective("guards", roles=roles(stay="balancing")), an_objective("aims", roles=roles(stay="lead"))),
            Fix("add_initiative", {"objective": "aims", **WARD}),
        ),
        (
            (an_objective("flow", domain="access"), an_objective("other", unit="other", roles=roles(stay="lag"))),
            Fix("add_measure", {"objective": "flow", "measure": "stay"}),
        ),
        (
            (an_objective("flow", domain="finance"), an_objective("other", unit="other", domain="access")),
            Fix("add_objective", {"domain": "access", "unit": "ward"}),
        ),
    ],
    ids=["it has the measure", "the nearest", "who guards it comes last", "it is of the domain", "there is none"],
)
def test_an_aim_out_of_reach_leads_to_an_initiative_or_to_what_lacks_for_one(
    objectives: tuple[ObjectiveFacts, ...], fix: Fix
) -> None:
    facts = an_aim_out_of_reach(*objectives)
    answer = registered()["MEA-04"].answer(facts, facts.targets[0], {})
    assert isinstance(answer, Hit)
    assert answer.fix == fix


def test_a_file_is_told_of_a_guard_of_the_library_under_the_key_that_it_may_write() -> None:
    fix = Fix("add_measure", {"objective": "agency", "role": "balancing", "measure": "w.shift_fill"})
    assert in_file(fix) == "objectives › agency › measures: {role: balancing, measure: shift_fill}"
