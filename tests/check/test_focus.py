"""Focus rules: hits and near misses."""

from __future__ import annotations

import pytest

from tests.check.models import a_model, an_objective, judged

RANKS = {7: [], 8: ["warn"], 12: ["warn"], 13: ["error"]}


@pytest.mark.parametrize("count", RANKS)
def test_too_many_priorities_warn_above_seven_and_are_an_error_above_twelve(count: int) -> None:
    facts = a_model(objectives=tuple(an_objective(f"o{n}", rank=n) for n in range(1, count + 1)))
    found = [one.severity for one in judged(facts).found if one.rule == "FOC-01"]
    assert found == RANKS[count]
