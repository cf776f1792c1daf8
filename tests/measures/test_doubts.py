"""What is doubted among new figures: a size that halves or doubles at once, and a month sent twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from wellrun.measures.doubts import Sent, repeated, sudden

CALM = [412.0, 405.0, 420.0, 398.0, 415.0, 409.0, 401.0, 418.0, 411.0, 403.0, 422.0, 408.0]


def found(*levels: float) -> list[tuple[int, int]]:
    return [(one.start, one.at) for one in sudden(np.array([levels]))]


@pytest.mark.parametrize(
    ("levels", "why", "answer"),
    [
        ([*CALM, 165.0], "less than half", [(12, 12)]),
        ([*CALM, 900.0], "more than twice", [(12, 12)]),
        ([*CALM, 210.0], "not less than half", []),
        ([*CALM, 165.0, 170.0, 160.0], "a level that stays is one doubt", [(12, 12), (12, 13), (12, 14)]),
        ([*CALM, 165.0, 410.0, 404.0], "what follows is the old level again", [(12, 12)]),
        ([*(level / 10 for level in CALM), 12.0], "too small to tell from chance", []),
        ([*[np.nan] * 7, *CALM[:5], 165.0], "too few before", []),
        ([*CALM, np.nan, 165.0], "a missing one is passed over", [(13, 13)]),
        (CALM, "too short", []),
    ],
)
def test_a_size_that_halves_or_doubles_at_once(levels: list[float], why: str, answer: list[tuple[int, int]]) -> None:
    assert found(*levels) == answer, why


def test_a_new_level_is_the_level_after_half_a_year() -> None:
    assert [at for _start, at in found(*CALM, *[165.0 + n for n in range(12)])] == [12, 13, 14, 15, 16, 17, 18]


def sent(units: list[list[tuple[float, float]]]) -> Sent:
    above, below = (np.array([[pair[part] for pair in unit] for unit in units]) for part in (0, 1))
    return Sent(above / below, above, below)


def unit(which: int, size: float = 400.0, *, twice: bool = True) -> list[tuple[float, float]]:
    """Nine months that move, and the last of them again."""
    months = [(size * 0.7 + (7 * n * (which + 3)) % 41, size + (11 * n * (which + 2)) % 37) for n in range(9)]
    return [*months, months[-1] if twice else (months[0][0] + 3, months[0][1] + 5)]


def places(told: Any) -> list[tuple[int, int, int]]:
    return [(one.row, one.at, one.units) for one in told]


def test_a_month_that_three_units_send_twice_is_doubted_in_each() -> None:
    assert places(repeated(sent([unit(n, 60.0) for n in range(3)]))) == [(0, 9, 3), (1, 9, 3), (2, 9, 3)]


def test_two_units_of_small_numbers_may_be_chance() -> None:
    assert places(repeated(sent([unit(n, 60.0) for n in range(2)]))) == []


def test_less_than_half_of_those_who_sent_is_no_file_sent_twice() -> None:
    units = [*(unit(n, 60.0) for n in range(3)), *(unit(n, 60.0, twice=False) for n in range(3, 8))]
    assert places(repeated(sent(units))) == []


def test_one_unit_with_large_counts_is_doubted_alone() -> None:
    assert places(repeated(sent([unit(1), unit(2, twice=False)]))) == [(0, 9, 1)]


def test_a_figure_that_never_moves_repeats_itself_always() -> None:
    assert places(repeated(sent([[(280.0, 400.0)] * 10] * 5))) == []


def test_a_fixed_number_of_cases_is_no_evidence_alone() -> None:
    fixed = [[(above, 400.0) for above, _below in unit(n)] for n in range(3)]
    assert places(repeated(sent(fixed[:1]))) == []
    assert len(places(repeated(sent(fixed)))) == 3
