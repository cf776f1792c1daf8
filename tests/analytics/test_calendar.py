"""Grains and periods."""

import numpy as np
import pytest

from wellrun.analytics.calendar import Grain, infer_grain, period_date, period_number, period_range


@pytest.mark.parametrize(
    ("grain", "start", "end", "expected"),
    [
        (Grain.DAY, "2024-02-28", "2024-03-01", ["2024-02-28", "2024-02-29", "2024-03-01"]),
        (Grain.WEEK, "2024-01-03", "2024-01-15", ["2024-01-01", "2024-01-08", "2024-01-15"]),
        (Grain.MONTH, "2023-12-31", "2024-02-01", ["2023-12-01", "2024-01-01", "2024-02-01"]),
        (Grain.QUARTER, "2023-12-31", "2024-04-01", ["2023-10-01", "2024-01-01", "2024-04-01"]),
        (Grain.MONTH, "2024-02-01", "2024-01-01", []),
    ],
)
def test_a_range_holds_every_period_and_both_ends(grain: Grain, start: str, end: str, expected: list[str]) -> None:
    assert period_range(start, end, grain).astype(str).tolist() == expected


@pytest.mark.parametrize(("week_start", "expected"), [(0, "2024-01-01"), (6, "2024-01-07"), (5, "2024-01-06")])
def test_weeks_start_on_the_day_the_site_chose(week_start: int, expected: str) -> None:
    assert period_range("2024-01-07", "2024-01-07", Grain.WEEK, week_start).astype(str).tolist() == [expected]


@pytest.mark.parametrize("grain", [Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER])
def test_the_number_of_a_start_date_is_its_own_period(grain: Grain) -> None:
    numbers = np.arange(-900, 900, dtype=np.int64)
    assert (period_number(period_date(numbers, grain, 6), grain, 6) == numbers).all()


def test_events_have_no_periods() -> None:
    with pytest.raises(ValueError, match="events"):
        period_number(["2024-01-01"], Grain.EVENT)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2024-01-01", "2024-02-01", "2024-05-01"], Grain.MONTH),
        (["2024-01-31", "2024-02-29", "2024-05-31"], Grain.MONTH),
        (["2023-10-01", "2024-01-01", "2024-07-01"], Grain.QUARTER),
        (["2024-03-31", "2024-06-30"], Grain.QUARTER),
        (["2024-01-02", "2024-01-09", "2024-01-30"], Grain.WEEK),
        (["2024-01-02", "2024-01-03", "2024-01-09"], Grain.DAY),
        (["2024-01-02"], Grain.MONTH),
        ([], Grain.MONTH),
    ],
)
def test_the_grain_is_read_off_the_dates(dates: list[str], expected: Grain) -> None:
    assert infer_grain(dates) is expected
