"""Dates as people write them, as long as there is no doubt."""

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables.reading import cells, refused_rows
from wellrun.tables.dates import DateOrder, dates

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-01-31", "2025-01-31"),
        ("2025-1-5", "2025-01-05"),
        ("2025/01/31", "2025-01-31"),
        ("2025-01-31 00:00:00", "2025-01-31"),
        ("2025-01-31T23:59:59.5Z", "2025-01-31"),
        ("2025-01-31T10:00+01:00", "2025-01-31"),
        ("2025-02", "2025-02-01"),
        ("31/01/2025", "2025-01-31"),
        ("31.01.2025", "2025-01-31"),
        ("31-01-2025 00:00", "2025-01-31"),
        ("05/05/2025", "2025-05-05"),
        ("Jan 2025", "2025-01-01"),
        ("Jan-25", "2025-01-01"),
        ("jan-25", "2025-01-01"),
        ("January 2025", "2025-01-01"),
        ("Sept. 2025", "2025-09-01"),
        ("May-99", "1999-05-01"),
        ("31 Jan 2025", "2025-01-31"),
        ("31-Dec-69", "2069-12-31"),
        (" 2025-01 ", "2025-01-01"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_each_shape_is_understood(text: str, day: str) -> None:
    column = cells([text])
    assert str(dates(column)[0]) == day
    assert refused_rows(column) == []


@pytest.mark.parametrize(
    "text",
    ["", "NA", "2025", "202501", "2025-02-29", "2025-00", "Foo 2025", "1/2/25", "32/01/2025", "2025-01-31x", "3300-01"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    column = cells([text])
    assert np.isnat(dates(column)[0])
    assert refused_rows(column) == [2]


def test_shapes_may_be_mixed() -> None:
    assert dates(cells(["2025-01-31", "Feb 2025", "31/03/2025"])).astype(str).tolist() == [
        "2025-01-31",
        "2025-02-01",
        "2025-03-31",
    ]


@pytest.mark.parametrize(
    ("texts", "order", "days"),
    [
        (["13/02/2025", "01/02/2025"], "auto", ["2025-02-13", "2025-02-01"]),
        (["02/13/2025", "01/02/2025"], "auto", ["2025-02-13", "2025-01-02"]),
        (["01/02/2025"], "day", ["2025-02-01"]),
        (["01/02/2025"], "month", ["2025-01-02"]),
        (["01/01/2025"], "auto", ["2025-01-01"]),
    ],
)
def test_the_order_of_day_and_month_is_that_of_the_column(texts: list[str], order: DateOrder, days: list[str]) -> None:
    column = cells(texts)
    assert dates(column, order).astype(str).tolist() == days
    assert refused_rows(column) == []


@pytest.mark.parametrize("pattern", ["01/{month:02}/{year}", "{month:02}/01/{year}"])
def test_more_than_a_year_of_month_starts_settles_the_order(pattern: str) -> None:
    months = [(2024 + month // 12, month % 12 + 1) for month in range(14)]
    column = cells([pattern.format(year=year, month=month) for year, month in months])
    assert dates(column).astype("datetime64[M]").astype(str).tolist() == [f"{y}-{m:02}" for y, m in months]
    assert refused_rows(column) == []


def test_a_year_of_month_starts_may_be_twelve_days_of_january() -> None:
    column = cells([f"01/{month:02}/2025" for month in range(1, 13)])
    dates(column)
    assert refused_rows(column) == list(range(3, 14))


def test_typed_dates_are_taken() -> None:
    moment = dt.datetime(2025, 3, 4, 23, 30, tzinfo=dt.UTC)
    for kind in (pa.date32(), pa.date64(), pa.timestamp("ns"), pa.timestamp("ms", tz="UTC")):
        value = moment.date() if pa.types.is_date(kind) else moment
        assert str(dates(cells([value], kind))[0]) == "2025-03-04"


def test_a_moment_counts_on_its_local_day() -> None:
    moment = dt.datetime(2025, 6, 30, 23, 30, tzinfo=dt.UTC)
    assert str(dates(cells([moment], pa.timestamp("s", tz="Europe/London")))[0]) == "2025-07-01"


def test_a_missing_typed_date_and_an_odd_year_are_refused() -> None:
    column = cells([None, dt.date(25, 1, 1)], pa.date32())
    dates(column)
    assert refused_rows(column) == [2, 3]


@given(st.lists(DAYS, min_size=1))
def test_iso_dates_come_back(days: list[dt.date]) -> None:
    assert dates(cells([day.isoformat() for day in days])).tolist() == days


@given(st.lists(DAYS, min_size=1), st.sampled_from([("day", "%d/%m/%Y"), ("month", "%m/%d/%Y")]))
def test_dates_in_a_stated_order_come_back(days: list[dt.date], shape: tuple[DateOrder, str]) -> None:
    order, pattern = shape
    assert dates(cells([day.strftime(pattern) for day in days]), order).tolist() == days


@given(st.lists(DAYS, min_size=1), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_in_no_order_a_date_is_right_or_refused(days: list[dt.date], pattern: str) -> None:
    column = cells([day.strftime(pattern) for day in days])
    found = dates(column)
    starts = len(days) >= 13 and all(day.day == 1 for day in days)
    for day, read in zip(days, found.tolist(), strict=True):
        assert starts or read is None or read == day
