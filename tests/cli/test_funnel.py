"""`wellrun funnel` from a file to an answer."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Wellrun
from tests.shared_data import GOLDEN, needs_shared

Figures = Callable[[str], Path]
COLUMNS = [
    *("unit", "value", "denominator", "expected", "lower_95", "upper_95", "lower_998", "upper_998", "z", "flag"),
    *("interval_lower", "interval_upper", "min_detectable"),
]
WARDS = "unit,numerator,denominator\nb,12,100\na,10,100\nc,9,100\nd,40,100\n"


def test_a_row_a_unit_by_name(wellrun: Wellrun, figures: Figures) -> None:
    rows = wellrun("funnel", figures(WARDS), "--format", "csv", "--no-overdispersion").rows
    assert list(rows[0]) == COLUMNS
    assert [row["unit"] for row in rows] == ["a", "b", "c", "d"]
    assert [row["flag"] for row in rows] == ["low_95", "", "low_95", "high"]
    assert float(rows[0]["expected"]) == pytest.approx(100 * 71 / 400)


def test_json_adds_what_is_true_of_the_whole_chart(wellrun: Wellrun, figures: Figures) -> None:
    found = wellrun("funnel", figures(WARDS), "--format", "json").objects
    assert list(found[0]) == [*COLUMNS, "phi", "tau2", "underpowered", "power_note"]
    assert found[0]["phi"] > 1
    assert found[0]["tau2"] > 0
    assert found[0]["underpowered"] is True
    assert found[0]["power_note"].startswith("underpowered: ")


@pytest.mark.parametrize(
    "words",
    [
        ("--kind", "ratio"),
        ("--kind", "standardised"),
        ("--kind", "standardised", "--transform", "sqrt"),
        ("--limits", "exact"),
        ("--limits", "exact", "--model", "multiplicative"),
        ("--kind", "standardised", "--limits", "exact"),
        ("--kind", "ratio", "--limits", "exact"),
    ],
)
def test_every_kind_has_lines_around_its_target(wellrun: Wellrun, figures: Figures, words: tuple[str, ...]) -> None:
    rows = wellrun("funnel", figures(WARDS), "--format", "csv", *words).rows
    for row in rows:
        low, inner, outer, high = (float(row[name]) for name in ("lower_998", "lower_95", "upper_95", "upper_998"))
        assert low <= inner < outer <= high


def test_periods_are_added_up_and_can_be_chosen(wellrun: Wellrun, figures: Figures) -> None:
    lines = "".join(f"{unit},2024-{month:02},{month},100\n" for unit in "ab" for month in range(1, 7))
    path = figures("unit,period,numerator,denominator\n" + lines)
    everything = wellrun("funnel", path, "--format", "csv").rows
    spring = wellrun("funnel", path, "--format", "csv", "--from", "2024-03", "--to", "2024-05").rows
    assert [row["denominator"] for row in everything] == ["600", "600"]
    assert [float(row["value"]) for row in spring] == [12 / 300, 12 / 300]


def test_observed_and_expected_are_understood(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("hospital,observed,expected\na,12,10.5\nb,0,3.2\n")
    rows = wellrun("funnel", path, "--kind", "standardised", "--format", "csv").rows
    assert [float(row["value"]) for row in rows] == [12 / 10.5, 0]
    assert float(rows[1]["interval_lower"]) == 0


def test_a_row_without_counts_is_told(wellrun: Wellrun, figures: Figures) -> None:
    ran = wellrun("funnel", figures(WARDS + "e,,\n"), "--format", "csv")
    assert [row["unit"] for row in ran.rows] == ["a", "b", "c", "d"]
    assert ran.err == "note: 1 row without a numerator or denominator counts nothing\n"


def test_units_with_fewer_periods_are_told(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("unit,period,numerator,denominator\na,2024-01,1,9\na,2024-02,1,9\nb,2024-02,1,9\n")
    said = wellrun("funnel", path, "--format", "csv").err
    assert said == "note: units have from 1 (b) to 2 periods: fewer cases, and maybe other seasons\n"


def test_a_table_for_reading_ends_with_the_power(wellrun: Wellrun, figures: Figures) -> None:
    said = wellrun("funnel", figures(WARDS)).out.decode()
    assert said.index(" a ") < said.index(" d ")
    assert "no flag is insufficient information, not acceptance" in said


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (
            "unit,numerator,denominator\na,5,0\n",
            (),
            "{path}, row 2, column denominator: 0 is not allowed: a rate needs cases",
        ),
        (
            "unit,numerator,denominator\na,5,4\n",
            (),
            (
                '{path}, row 2, column numerator: "5" is above the denominator: a proportion has no more hits than '
                "cases: use --kind ratio for one count over another, --kind standardised for observed over expected "
                "events"
            ),
        ),
        (
            "unit,observed,expected\na,1,2.5\n",
            (),
            (
                "{path}: a has 2.5 as denominator, and a proportion counts whole cases: use --kind ratio for one count "
                "over another, --kind standardised for observed over expected events"
            ),
        ),
        (
            "unit,numerator,denominator\na,-1,4\n",
            ("--kind", "ratio"),
            '{path}, row 2, column numerator: "-1" is not allowed: cases count from 0',
        ),
        (
            "unit,numerator,denominator\na,1,4\na,1,4\n",
            (),
            "{path}, row 3, column unit: a is already in row 2: name a column for period, or keep one row",
        ),
        (
            "unit,period,numerator,denominator\na,2024-01,1,4\na,2024-01,1,4\n",
            (),
            "{path}, row 3, column period: a already has 1 January 2024 in row 2",
        ),
        (
            "unit,numerator\na,1\n",
            (),
            "{path}: there is no column for denominator; the file has: unit, numerator: use --column field=header",
        ),
        (
            "who,numerator,denominator\na,1,2\n",
            (),
            "{path}: there is no column for unit; the file has: who, numerator, denominator: use --column field=header",
        ),
        (
            "measure,unit,numerator,denominator\nx,a,1,2\ny,a,1,2\n",
            (),
            "{path}: a funnel compares units by one measure, and there are 2: x, y; split the file",
        ),
        (
            WARDS,
            ("--from", "2024-01"),
            (
                "{path}: --from and --to need a column for period; the file has: unit, numerator, denominator: "
                "use --column field=header"
            ),
        ),
        (WARDS, ("--transform", "log"), "--transform log: a proportion is judged on arcsine"),
        (WARDS, ("--kind", "mean"), "--kind mean: must be one of proportion, ratio, standardised"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    wellrun: Wellrun, figures: Figures, text: str, words: tuple[str, ...], line: str
) -> None:
    path = figures(text)
    assert wellrun("funnel", path, *words).complaint == line.format(path=path)


@pytest.mark.shared
@needs_shared
def test_the_reference_file_is_read_as_it_lies_there(wellrun: Wellrun) -> None:
    words = ("--column", "numerator=breaches", "--column", "denominator=attendances", "--format", "csv")
    rows = wellrun("funnel", GOLDEN / "input_funnel_ae_type1.csv", *words).rows
    assert len(rows) == 130
    assert [row["unit"] for row in rows if row["flag"] in ("high", "low")] == ["RC9"]


def test_one_unit_is_not_the_middle_one(wellrun: Wellrun, figures: Figures) -> None:
    said = wellrun("funnel", figures("unit,numerator,denominator\na,3,10\n")).out.decode()
    assert "underpowered: the only unit would have to be at 2.8 times the target to be flagged 80 % of the time" in said
