"""What is doubted among new figures: a size that halves or doubles at once, and a month sent twice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from wellrun.measures.doubts import Asked, Sent, repeated, sudden

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


def test_a_new_level_waits_for_an_answer_however_long_it_stays() -> None:
    assert found(*CALM, *[165.0 + n for n in range(12)]) == [(12, at) for at in range(12, 24)]


def test_a_stretch_that_was_asked_about_is_measured_against_the_level_before_it() -> None:
    levels = np.array([[165.0 + n for n in range(24)]])
    assert sudden(levels) == []
    levels[0, :12] = np.nan
    told = sudden(levels, [Asked(0, -3, 410.0)])
    assert [(one.start, one.at, one.before) for one in told] == [(-3, at, 410.0) for at in range(12, 24)]


def test_a_stretch_is_over_once_the_old_level_is_back() -> None:
    levels = np.array([[np.nan] * 12 + CALM])
    assert [one.at for one in sudden(levels, [Asked(0, 2, 410.0)])] == []


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


def months(n: int, size: float) -> list[tuple[float, float]]:
    """So many months, no two alike, which vary the more the larger they are."""
    times = max(1, size // 400)
    return [(round(size * 0.7) + times * ((7 * at) % 61), size + times * ((11 * at) % 37)) for at in range(n)]


def repeats(unit_months: list[tuple[float, float]], older: int) -> list[tuple[int, int]]:
    """Where the month after the last is that of position `older`: position, and which it is said to repeat."""
    return [(one.at, one.same) for one in repeated(sent([[*unit_months, unit_months[older]]]))]


def test_a_large_figure_is_recognised_however_old_the_month_is_that_it_repeats() -> None:
    assert repeats(months(60, 12_000.0), 3) == [(60, 3)]


def test_a_smaller_one_as_far_back_as_chance_allows() -> None:
    assert repeats(months(18, 412.0), 14) == [(18, 14)]
    assert repeats(months(60, 1000.0), 45) == [(60, 45)]
    assert repeats(months(60, 1000.0), 3) == [], "of sixty months one may be alike by chance"
    assert repeats(months(18, 90.0), 4) == [], "too small to tell"


def test_three_units_that_send_an_old_month_again_are_recognised_at_any_age() -> None:
    units = [[*months(60, size), months(60, size)[3]] for size in (400.0, 450.0, 500.0)]
    told = repeated(sent(units))
    assert [(one.row, one.at, one.same, one.units) for one in told] == [(row, 60, 3, 3) for row in range(3)]


def test_the_newest_of_several_months_alike_is_named() -> None:
    alike = months(20, 12_000.0)
    alike[9] = alike[4]
    assert repeats(alike, 4)[-1] == (20, 9)


def test_a_figure_that_never_moves_repeats_itself_always() -> None:
    assert places(repeated(sent([[(280.0, 400.0)] * 10] * 5))) == []


def test_a_fixed_number_of_cases_is_no_evidence_alone() -> None:
    fixed = [[(above, 400.0) for above, _below in unit(n)] for n in range(3)]
    assert places(repeated(sent(fixed[:1]))) == []
    assert len(places(repeated(sent(fixed)))) == 3
