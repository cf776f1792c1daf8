"""How figures and dates are written."""

import math
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wellrun.insight.display import span_words
from wellrun.web import dates
from wellrun.web.figures import PERCENT, FigureFormat, coverage, figure, figure_range
from wellrun.web.templatetags.wellrun_parts import thousands


@pytest.mark.parametrize(
    ("value", "form", "words"),
    [
        (0.689, PERCENT, "68.9 %"),
        (2688.0, FigureFormat(), "2,688"),
        (1234567.891, FigureFormat(1, 2), "1,234,567.89"),
        (0.0, PERCENT, "0.0 %"),
        (-0.0001, PERCENT, "0.0 %"),
        (-0.05, PERCENT, "−5.0 %"),
        (0.6885, PERCENT, "68.9 %"),
        (1.005, FigureFormat(1, 2), "1.01"),
        (2.5, FigureFormat(), "3"),
        (12.34, FigureFormat(1, 1, "min"), "12.3 min"),
        (0.000123, FigureFormat(1000, 2, "per 1,000"), "0.12 per 1,000"),
        (1e15, FigureFormat(), "1,000,000,000,000,000"),
        (1e300, FigureFormat(1, 1), "1.000e+300"),
    ],
)
def test_a_figure_reads_as_its_definition_says(value, form, words):
    assert figure(value, form).replace("\u00a0", " ") == words


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_what_is_missing_says_so(value):
    assert figure(value, PERCENT) == "no figure"


def test_a_unit_never_wraps_away_from_its_number():
    assert figure(0.5, PERCENT) == "50.0\u00a0%"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12), st.integers(0, 4))
def test_no_figure_reads_minus_zero_and_none_is_off_by_more_than_half_a_step(value, decimals):
    words = figure(value, FigureFormat(1, decimals))
    read = float(words.replace(",", "").replace("−", "-"))
    assert not (words.startswith("−") and read == 0)
    assert abs(read - value) <= 0.5 * 10**-decimals + 1e-9 * max(1, abs(value))


def test_ranges_say_which_end_is_open():
    assert figure_range(0.105, 0.191, PERCENT) == "10.5\u00a0% to 19.1\u00a0%"
    assert figure_range(None, 0.191, PERCENT) == "up to 19.1\u00a0%"
    assert figure_range(0.105, math.nan, PERCENT) == "from 10.5\u00a0%"
    assert figure_range(None, None, PERCENT) == "no figure"


def test_coverage_is_silent_where_nothing_was_rolled_up():
    assert coverage(6, 7) == "6 of 7"
    assert coverage(None, 7) == coverage(6, None) == ""


def test_dates_are_said_as_people_say_them():
    when = date(2025, 10, 14)
    assert dates.day(when) == "Tue 14 Oct"
    assert dates.day(when, year=True) == "Tue 14 Oct 2025"
    assert dates.moment(datetime(2025, 10, 14, 9, tzinfo=UTC)) == "Tue 14 Oct, 09:00"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (date(2025, 10, 14), "today"),
        (date(2025, 10, 15), "tomorrow"),
        (date(2025, 10, 13), "yesterday"),
        (date(2025, 10, 20), "Mon 20 Oct"),
        (date(2026, 1, 5), "Mon 5 Jan 2026"),
    ],
)
def test_a_date_near_today_is_said_in_a_word(when, words):
    assert dates.day_near(when, date(2025, 10, 14)) == words


@pytest.mark.parametrize(
    ("grain", "long", "short"),
    [
        ("month", "Nov 2025", "Nov 25"),
        ("quarter", "Nov to Jan 2026", "Nov–Jan 26"),
        ("week", "week of 1 Nov 2025", "1 Nov 25"),
        ("day", "1 Nov 2025", "1 Nov 25"),
    ],
)
def test_a_period_is_named_by_its_grain(grain, long, short):
    assert dates.period(date(2025, 11, 1), grain) == long
    assert dates.period_short(date(2025, 11, 1), grain) == short


def test_counts_above_999_have_a_separator_in_sentences_and_templates() -> None:
    assert thousands(12480) == "12,480"
    assert span_words(1200, "day") == "1,200 days"
    assert span_words(1, "month") == "1 month"
