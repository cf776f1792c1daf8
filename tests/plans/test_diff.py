"""Two plans compared: each difference once, in words and for programs."""

from dataclasses import replace
from typing import Any

import pytest

from tests.plans.generated import generated_plan
from tests.plans.test_read import GOOD
from wellrun.plans.diff import Change, changes
from wellrun.plans.document import PlanDocument
from wellrun.plans.read import plan_of
from wellrun.plans.said import as_json, lines_of, summary
from wellrun.plans.write import digest, write_plan


def plan(**replaced: str) -> PlanDocument:
    text = GOOD
    for old, new in replaced.items():
        found = {"title": "Seen within four hours", "owner": "owner: chief-nurse", "rank": "rank: 1"}[old]
        text = text.replace(found, new)
    return plan_of(text, "plan.yaml")


def told(before: PlanDocument, after: PlanDocument) -> list[str]:
    return list(lines_of(changes(before, after)))


def test_equal_plans_do_not_differ() -> None:
    assert changes(plan(), plan()) == []
    assert summary([]) == "no difference"


def test_a_change_says_what_was_and_what_will_be() -> None:
    before, after = plan(), plan(title="Seen within two hours", rank="rank: 2")
    assert told(before, after) == [
        "Objectives",
        "  ~ four-hours: title Seen within four hours → Seen within two hours; rank 1 → 2",
    ]
    (change,) = as_json(changes(before, after))
    assert change == {
        "kind": "objective",
        "key": ["four-hours"],
        "change": "changed",
        "before": {"title": "Seen within four hours", "rank": 1},
        "after": {"title": "Seen within two hours", "rank": 2},
    }


def test_a_part_that_a_file_does_not_speak_of_is_no_difference() -> None:
    after = replace(plan(), posts=(), says=frozenset())
    assert changes(plan(), after) == []
    assert told(plan(), replace(after, says=frozenset({"posts"}))) == ["Posts", "  - chief-nurse: Chief nurse"]


def test_what_lies_in_what_goes_is_not_listed_with_it() -> None:
    drawn = next(one for one in map(generated_plan, range(50)) if one.plan.objectives[-1].measures)
    gone = replace(drawn, plan=replace(drawn.plan, objectives=drawn.plan.objectives[:-1]))
    key = drawn.plan.objectives[-1].key
    removed = [one for one in changes(drawn, gone) if one.row.path[0] == key]
    assert [(one.kind, one.verb) for one in removed] == [("objective", "removed")]


def test_another_order_of_roles_is_one_difference() -> None:
    drawn = next(one for one in map(generated_plan, range(50)) if len(one.plan.objectives[0].measures) > 1)
    first = drawn.plan.objectives[0]
    turned = replace(first, measures=first.measures[::-1])
    other = replace(drawn, plan=replace(drawn.plan, objectives=(turned, *drawn.plan.objectives[1:])))
    (change,) = changes(drawn, other)
    assert (change.kind, change.verb, change.subject) == ("role", "reordered", first.key)
    assert "in another order" in "".join(lines_of([change]))


@pytest.mark.parametrize("seed", range(20))
def test_differences_turn_around(seed: int) -> None:
    one, other = generated_plan(seed), generated_plan(seed + 1000)
    other = replace(other, plan=replace(other.plan, key=one.plan.key))
    there, back = changes(one, other), changes(other, one)
    turned = {"added": "removed", "removed": "added", "changed": "changed", "reordered": "reordered"}

    def outer(found: list[Change]) -> set[tuple[str, str, Any]]:
        return {(change.kind, change.verb, change.row.path) for change in found if not change.within}

    assert outer(there) == {(kind, turned[verb], path) for kind, verb, path in outer(back)}
    assert all(isinstance(line, str) for line in lines_of(there))
    assert len(as_json(there)) == len(there)


def test_the_day_and_work_on_its_way_make_no_other_plan() -> None:
    drawn = generated_plan(3)
    assert digest(replace(drawn, as_of=None)) == digest(drawn)
    moved = tuple(replace(one, last_update=None) for one in drawn.plan.initiatives)
    assert digest(replace(drawn, plan=replace(drawn.plan, initiatives=moved))) == digest(drawn)


def test_the_order_in_which_sets_are_written_makes_no_other_text() -> None:
    drawn = generated_plan(7)
    turned = replace(
        drawn,
        posts=drawn.posts[::-1],
        targets=drawn.targets[::-1],
        plan=replace(drawn.plan, objectives=drawn.plan.objectives[::-1], waivers=drawn.plan.waivers[::-1]),
    )
    assert write_plan(turned) == write_plan(drawn)
