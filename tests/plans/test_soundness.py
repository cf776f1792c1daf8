"""What a record cannot hold, and what does not fit together, is said before anything is written."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.plans.generated import generated_plan
from wellrun.plans import specs
from wellrun.plans.document import PlanDocument
from wellrun.plans.soundness import remarks

PLAN = specs.PlanSpec(
    key="p",
    name="P",
    starts=date(2026, 4, 1),
    ends=date(2027, 3, 31),
    domains=(specs.DomainSpec("d", "D"),),
    objectives=(
        specs.ObjectiveSpec("a", "d", "A", "top", "enterprise", rank=1),
        specs.ObjectiveSpec("b", "d", "B", "top", "team"),
    ),
)
POST = specs.PostSpec("post", "Post", "top")


def said(plan: specs.PlanSpec = PLAN, **parts: Any) -> str:
    return "; ".join(f"{one.place}: {one.what}" for one in remarks(PlanDocument(plan=plan, posts=(POST,), **parts)))


def with_objective(**fields: Any) -> specs.PlanSpec:
    return replace(PLAN, objectives=(replace(PLAN.objectives[0], **fields), PLAN.objectives[1]))


@pytest.mark.parametrize("seed", range(40))
def test_drawn_plans_are_sound(seed: int) -> None:
    assert list(remarks(generated_plan(seed))) == []


def test_a_sound_plan_has_no_remark() -> None:
    assert said() == ""


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"title": ""}, "title: say something here"),
        ({"title": "x" * 201}, "title: at most 200 characters fit here"),
        ({"key": "four hours"}, "is no key"),
        ({"rank": -1}, "rank: a whole number from 0"),
        ({"rank": None}, "an enterprise objective needs a rank"),
        ({"parents": ("a",)}, "names itself"),
        ({"contributions": (specs.ContributionSpec("b", 1.0, 0.5),)}, "an amount or a share of the gap, not both"),
        ({"contributions": (specs.ContributionSpec("b", share=1.5),)}, "a share is from 0 to 1"),
        ({"contributions": (specs.ContributionSpec("b", amount=float("inf")),)}, "a number is needed here"),
        ({"drivers": (specs.DriverSpec("x", "idea", "X"),)}, "hangs below a primary or a secondary one"),
        ({"drivers": (specs.DriverSpec("x", "idea", "X", "y"),)}, "there is no driver 'y'"),
        (
            {"quarters": (specs.SliceSpec(date(2026, 4, 1), "Q", (specs.KeyResultSpec("m", "top", 1, 2),)),)},
            "a key result is an aim on a measure of its objective",
        ),
    ],
)
def test_what_is_wrong_with_an_objective_is_said(fields: dict[str, Any], what: str) -> None:
    assert what in said(with_objective(**fields))


def test_a_closed_quarter_keeps_a_key_result_of_a_measure_the_objective_no_longer_has() -> None:
    pushed = specs.SliceSpec(date(2026, 4, 1), "Q", (specs.KeyResultSpec("ed_4h", "top", 1, 2),))
    assert "a key result is an aim on a measure of its objective" in said(with_objective(quarters=(pushed,)))
    assert said(with_objective(quarters=(replace(pushed, learning="It takes two"),))) == ""


def test_an_exception_ends_with_its_plan() -> None:
    waiver = specs.WaiverSpec("OBJ-02", "a", "No feed.", "post", date(2027, 3, 31))
    assert said(replace(PLAN, waivers=(waiver,))) == ""
    endless = replace(waiver, expires=date(2199, 1, 1))
    assert "waivers[0].expires: an exception ends with its plan, on 2027-03-31" in said(
        replace(PLAN, waivers=(endless,))
    )


def test_ranks_have_no_ties() -> None:
    second = replace(PLAN.objectives[1], level="enterprise", rank=1)
    assert "rank 1 is held by 'a'; there are no ties" in said(replace(PLAN, objectives=(PLAN.objectives[0], second)))


@pytest.mark.parametrize(
    ("part", "entry", "what"),
    [
        ("targets", specs.TargetSpec("m", "top"), "an aim is a value, or low and a high above it"),
        ("targets", specs.TargetSpec("m", "top", value=1.0, low=0.0, high=1.0), "an aim is a value"),
        ("links", specs.LinkSpec("l", "m", "n", "+", (9, 1), "strong", "s"), "say the least and the most days"),
        ("links", specs.LinkSpec("l", "m", "m", "+", (0, 1), "strong", "s"), "a link joins two measures"),
        ("trade_offs", specs.TradeOffSpec("t", "m", "up", "m", "up", "how", "s"), "no guard of itself"),
        (
            "obligations",
            specs.ObligationSpec("o", "O", "R", "C", "top", date(2026, 5, 1), met_on=date(2026, 4, 2)),
            "say what shows that it is met",
        ),
    ],
)
def test_what_is_wrong_with_a_part_of_the_site_is_said(part: str, entry: object, what: str) -> None:
    assert what in said(**{part: (entry,)})


def test_two_links_do_not_join_the_same_measures() -> None:
    links = tuple(specs.LinkSpec(key, "m", "n", "+", (0, 1), "strong", "s") for key in ("one", "other"))
    assert "the link 'one' says the same as 'other'" in said(links=links)
