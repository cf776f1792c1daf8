"""What depends on the day alone, worked out once a day."""

import numpy as np
import pytest

from wellrun.analytics import days
from wellrun.analytics.calendar import Grain, period_number
from wellrun.analytics.days import distinct_days, looked_up, pieces


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rows count as many, and pieces are small."""
    monkeypatch.setattr(days, "_MANY_ROWS", 2)
    monkeypatch.setattr(days, "_ROWS_IN_PIECE", 3)


def a_column(*texts: str) -> days.Dates:
    return np.array(texts, dtype="datetime64[D]")


def test_pieces_cover_every_row_once(many: None) -> None:
    assert [number for piece in pieces(7) for number in range(7)[piece]] == list(range(7))


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("grain", [Grain.DAY, Grain.WEEK, Grain.MONTH, Grain.QUARTER])
def test_a_long_column_is_numbered_as_each_of_its_days_is(grain: Grain) -> None:
    column = np.datetime64("1969-12-20") + np.random.default_rng(1).integers(0, 40, 200)
    alone = [int(period_number(day, grain, 6)) for day in column]
    assert period_number(column, grain, 6).tolist() == alone


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    "column",
    [
        a_column("2025-01-31", "NaT", "2025-02-01", "2025-02-01"),
        a_column("NaT", "NaT", "NaT"),
        a_column("1900-01-01", "2199-12-31", "2025-02-01"),
        a_column("2025-02-01"),
        a_column(),
    ],
    ids=["one that is missing", "all missing", "far apart", "one row", "no row"],
)
def test_columns_that_no_table_fits_are_asked_about_as_they_are(column: days.Dates) -> None:
    found = looked_up(column, lambda them: them + 1)
    assert np.array_equal(found, column + 1, equal_nan=True)


@pytest.mark.usefixtures("many")
def test_different_days_rise_and_leave_out_missing_ones() -> None:
    column = a_column("2025-02-01", "NaT", "2025-01-31", "2025-02-01", "1969-12-31")
    assert distinct_days(column).astype(str).tolist() == ["1969-12-31", "2025-01-31", "2025-02-01"]


def test_days_very_far_apart_are_sorted_and_not_marked() -> None:
    column = a_column("2025-02-01", "-20000-01-01", "2025-02-01")
    assert distinct_days(column).astype(str).tolist() == ["-20000-01-01", "2025-02-01"]
