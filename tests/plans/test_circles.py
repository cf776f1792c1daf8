"""A circle is found wherever it hangs, once, and without walking a long chain again and again."""

from collections.abc import Iterator

import pytest

from tests.plans.test_read import GOOD, refusal
from wellrun.plans.circles import first_of_circles


@pytest.mark.parametrize(
    ("above", "firsts"),
    [
        ({}, set()),
        ({"a": [], "b": ["a"], "c": ["a", "b"]}, set()),
        ({"a": ["b"], "b": ["a"]}, {"a"}),
        ({"a": ["a"]}, set()),  # one that names itself is told by itself
        ({"a": [], "b": ["a", "c"], "c": ["b"]}, {"b"}),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, {"b"}),
        ({"a": ["b"], "b": ["a"], "c": ["a", "d"], "d": ["c", "nowhere"]}, {"a", "c"}),
        ({"a": ["b"], "b": ["c", "d"], "c": ["a"], "d": ["a"]}, {"a"}),
    ],
)
def test_each_circle_has_its_first_key(above: dict[str, list[str]], firsts: set[str]) -> None:
    assert first_of_circles(above) == firsts


class Counted(list[str]):
    """A list that says how often it was looked through."""

    times = 0

    def __iter__(self) -> Iterator[str]:
        type(self).times += 1
        return super().__iter__()


def test_a_long_chain_is_walked_once() -> None:
    chain = {f"o{n}": Counted([f"o{n - 1}"] if n else []) for n in range(5000)}
    assert first_of_circles(chain) == frozenset()
    assert Counted.times == len(chain)


def test_a_circle_below_an_objective_of_the_enterprise_is_refused() -> None:
    teams = "".join(
        f"  - {{key: {key}, domain: access, title: T, unit: top, level: team, parents: [{parents}]}}\n"
        for key, parents in (("x", "four-hours, y"), ("y", "x"))
    )
    assert "'x' would serve itself in a circle" in refusal(GOOD.replace("posts:\n", f"{teams}posts:\n")).sentence


def test_where_much_is_misspelt_the_first_hints_are_given() -> None:
    teams = "".join(
        f"  - {{key: t{n}, domain: acces, title: T, unit: top, level: team, parents: [four-hour]}}\n" for n in range(30)
    )
    problems = refusal(GOOD.replace("posts:\n", f"{teams}posts:\n")).params["problems"]
    assert len(problems) == 60
    assert [("did you mean" in one) for one in problems].count(True) == 20
