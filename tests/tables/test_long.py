"""From a table to observations."""

import gzip
from datetime import date

import numpy as np
import pytest

from tests.shared_data import ENGLAND, needs_shared
from tests.tables.broken_files import parquet
from tests.tables.reading import long
from wellrun.analytics.calendar import Grain
from wellrun.lib.errors import UserError
from wellrun.tables.errors import RowError, TableErrors
from wellrun.tables.long import Reading, read_long
from wellrun.tables.read import read_table


def test_a_series_is_its_own_column_else_measure_unit_and_stratum() -> None:
    assert long("series,measure,period,value\ns,m,2025-01,1\n").series.names == ("s",)
    assert long("measure,unit,period,value\nm,u,2025-01,1\n").series.names == ("m/u",)
    assert long("measure,unit,stratum,period,value\nm,u,adult,2025-01,1\n").series.names == ("m/u/adult",)
    assert long("measure,unit,stratum,period,value\nm,u,,2025-01,1\n").series.names == ("m/u",)
    assert long("org_code,period,value\nu,2025-01,1\n").series.names == ("u",)
    assert long("period,value\n2025-01,1\n").series.names == ("",)


def test_what_the_file_lacks_has_its_default() -> None:
    table = long("series,period,value\ns,2025-01,1\n")
    assert (table.measure.names, table.unit.names, table.stratum.names) == (("",), ("",), ("total",))
    assert table.has == {"series", "period", "value"}
    assert np.isnan(table.numerator).all()
    assert np.isnan(table.denominator).all()


def test_a_constant_stands_for_a_column() -> None:
    table = long("unit,period,value\nu,2025-01,1\n", constants={"measure": "m"}, need=("measure", "unit", "period"))
    assert (table.measure.names, table.series.names) == (("m",), ("m/u",))


def test_a_missing_value_is_numerator_over_denominator() -> None:
    table = long("period,numerator,denominator,value\n2025-01,1,4,\n2025-02,1,4,0.3\n2025-03,,4,\n")
    assert table.value[:2].tolist() == [0.25, 0.3]
    assert np.isnan(table.value[2])


@pytest.mark.parametrize(
    ("bounded", "refused"), [(False, False), (True, True), ({"share"}, True), ({"other"}, False), (set(), False)]
)
def test_a_numerator_above_its_denominator(bounded: bool | set[str], refused: bool) -> None:
    data = "measure,period,numerator,denominator\nshare,2025-01,1,2\nshare,2025-02,3,2\n"
    if refused:
        with pytest.raises(TableErrors, match='FILE, row 3, column numerator: "3" is above the denominator'):
            long(data, bounded=bounded)
    else:
        sentence = "is above the denominator: look whether both count the same cases"
        assert long(data, bounded=bounded).warnings == (RowError(3, "numerator", sentence),)


@pytest.mark.parametrize(
    ("grain", "starts"),
    [
        (None, ["2025-02-26", "2025-05-03"]),
        (Grain.DAY, ["2025-02-26", "2025-05-03"]),
        (Grain.WEEK, ["2025-02-24", "2025-04-28"]),
        (Grain.MONTH, ["2025-02-01", "2025-05-01"]),
        (Grain.QUARTER, ["2025-01-01", "2025-04-01"]),
        (Grain.EVENT, ["2025-02-26", "2025-05-03"]),
    ],
)
def test_a_period_is_the_date_on_which_it_starts(grain: Grain | None, starts: list[str]) -> None:
    table = long("period,value\n2025-02-26,1\n2025-05-03,2\n", grain=grain)
    assert table.period.astype(str).tolist() == starts


def test_weeks_start_as_the_site_says_or_as_the_dates_do() -> None:
    sundays = "period,value\n2025-01-05,1\n2025-01-12,2\n"
    assert str(long(sundays, grain=Grain.WEEK).period[0]) == "2024-12-30"
    assert str(long(sundays, grain=Grain.WEEK, week_start=6).period[0]) == "2025-01-05"
    table = long(sundays, grain="auto", week_start="auto")
    assert table.period.astype(str).tolist() == ["2025-01-05", "2025-01-12"]
    assert table.rhythm is not None
    assert (table.rhythm.grain, table.rhythm.week_start) == (Grain.WEEK, 6)


def test_each_measure_may_have_its_grain() -> None:
    data = "measure,period,value\nm,2025-01-20,1\nw,2025-01-22,1\nother,2025-01-22,1\nother,2025-01-23,1\n"
    table = long(data, grain={"m": Grain.MONTH, "w": Grain.WEEK})
    assert table.period.astype(str).tolist() == ["2025-01-01", "2025-01-20", "2025-01-22", "2025-01-23"]
    assert table.rhythm is None


def test_two_events_may_share_a_day() -> None:
    assert long("period,value\n2025-01-20,1\n2025-01-20,2\n", grain=Grain.EVENT).n_rows == 2


def test_every_repeat_names_the_first_row() -> None:
    data = "series,period,value\nb,2025-01,1\na,2025-01,1\nb,2025-01-31,2\nb,2025-01-15,3\na,2025-02,1\n"
    with pytest.raises(TableErrors) as refused:
        long(data, grain=Grain.MONTH)
    assert refused.value.lines == (
        "FILE, row 4, column period: b already has 1 January 2025 in row 2",
        "FILE, row 5, column period: b already has 1 January 2025 in row 2",
    )


def test_a_file_without_series_names_the_period_alone() -> None:
    with pytest.raises(TableErrors, match="FILE, row 3, column period: 1 January 2025 is already in row 2"):
        long("period,value\n2025-01,1\n2025-01,2\n", grain="auto")


def test_measure_and_unit_that_would_read_alike_are_refused() -> None:
    with pytest.raises(UserError, match="name two series alike: give a column series"):
        long("measure,unit,period,value\na/b,c,2025-01,1\na,b/c,2025-01,1\n")


def test_until_leaves_out_what_starts_later() -> None:
    table = long("series,period,value\na,2025-01,1\nb,2025-02,2\na,2025-03,3\n").until(np.datetime64("2025-01-31"))
    assert (table.series.names, table.value.tolist(), table.rows.tolist()) == (("a",), [1.0], [2])
    with pytest.raises(UserError, match="FILE: no period starts on or before 31 December 2024"):
        table.until(np.datetime64("2024-12-31"))


def test_text_of_a_parquet_file_is_taken_as_it_is() -> None:
    table = long(parquet({"series": ["'=1"], "period": ["2025-01"], "value": ["1,5"]}))
    assert (table.series.names, table.value.tolist()) == (("'=1",), [1.5])


@needs_shared
@pytest.mark.shared
def test_the_real_figures_are_read_whole() -> None:
    path = ENGLAND / "measures_long.csv.gz"
    table = read_long(read_table(path), Reading(need=("measure", "unit", "period"), grain=Grain.MONTH))
    lines = gzip.decompress(path.read_bytes()).count(b"\n")
    assert table.n_rows == lines - 1 == 89_905
    assert len(table.measure.names) == 14
    assert [warning.row for warning in table.warnings] == [35_386, 38_578]
    assert table.notes == ()


@pytest.mark.parametrize(
    ("grain", "day", "sentence"),
    [
        ("month", "1989-12-01", "1 December 1989 is too far back: figures are taken from 1 January 1990 on"),
        ("month", "1990-01-01", ""),
        ("month", "2025-11-01", ""),
        (
            "month",
            "2025-12-01",
            "1 December 2025 lies in the future: figures are taken up to the period after this one",
        ),
        ("quarter", "2026-01-01", ""),
        ("quarter", "2026-04-01", "1 April 2026 lies in the future: figures are taken up to the period after this one"),
        ("day", "2025-10-15", ""),
        ("day", "2025-10-16", "16 October 2025 lies in the future: figures are taken up to the period after this one"),
        (
            "event",
            "2025-10-16",
            "16 October 2025 lies in the future: figures are taken up to the period after this one",
        ),
        ("event", "2025-10-15", ""),
        ("week", "2025-10-20", ""),
        ("week", "2025-10-27", "27 October 2025 lies in the future: figures are taken up to the period after this one"),
    ],
)
def test_periods_far_back_or_far_ahead_are_refused_by_row(grain: str, day: str, sentence: str) -> None:
    reading = {"grain": Grain(grain), "today": date(2025, 10, 14)}
    if not sentence:
        assert long(f"period,value\n{day},1\n", **reading).n_rows == 1
        return
    with pytest.raises(TableErrors) as refusal:
        long(f"period,value\n{day},1\n", **reading)
    assert refusal.value.lines == (f"FILE, row 2, column period: {sentence}",)
