"""`wellrun analyse` from a file to an answer."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.parquet as arrow_parquet
import pytest

from tests.cli.conftest import Wellrun
from wellrun.cli.analyse import CHARTS
from wellrun.tables.read import read_table

POINT_COLUMNS = [
    *("series", "period", "value", "denominator", "phase", "centre", "lower", "upper", "lower_near", "upper_near"),
    *("rule", "point"),
]
SERIES_FIELDS = [
    *("series", "n", "chart", "chart_reason", "status", "variation", "assurance", "last_period", "last_value"),
    *("centre", "lower", "upper", "n_special", "sigma_z", "longest_run", "longest_run_max", "crossings"),
    *("crossings_min", "runs_signal", "notes"),
]

Figures = Callable[[str], Path]


def months(values: str, series: str = "s", start: int = 2024) -> str:
    """Lines of a series with a value a month; _ is missing, . is absent."""
    lines = []
    for place, value in enumerate(values.split()):
        if value != ".":
            period = f"{start + place // 12}-{place % 12 + 1:02}"
            lines.append(f"{series},{period},{'' if value == '_' else value}\n")
    return "".join(lines)


HEADER = "series,period,value\n"
STEADY = "5 6 5 7 5 6 4 5 6 5 7 6 5 6"


def test_a_row_a_point(wellrun: Wellrun, figures: Figures) -> None:
    ran = wellrun("analyse", figures(HEADER + months(STEADY + " 30")), "--format", "csv", "--direction", "down")
    assert list(ran.rows[0]) == POINT_COLUMNS
    assert len(ran.rows) == 15
    last = ran.rows[-1]
    assert (last["series"], last["period"], last["value"], last["denominator"]) == ("s", "2025-03-01", "30", "")
    assert (last["phase"], last["rule"], last["point"]) == ("1", "outside_limits", "concern")
    assert float(last["lower"]) < float(last["centre"]) < float(last["upper"]) < 30


def test_an_object_a_series(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(HEADER + months(STEADY, "b") + months("1 2 3", "a"))
    first, second = wellrun("analyse", path, "--format", "json", "--target", "20", "--direction", "up").objects
    assert list(first) == list(second) == SERIES_FIELDS
    assert (first["series"], first["n"], first["status"]) == ("a", 3, "trial_limits")
    assert (second["series"], second["chart"], second["status"], second["assurance"]) == (
        *("b", "xmr", "ok", "consistently_fails"),
    )
    assert (second["last_period"], second["last_value"], second["sigma_z"]) == ("2025-02-01", 6.0, None)


def test_order_of_rows_does_not_matter(wellrun: Wellrun, figures: Figures) -> None:
    lines = (months(STEADY, "b") + months(STEADY, "a")).splitlines(keepends=True)
    ordered = wellrun("analyse", figures(HEADER + "".join(lines)), "--format", "csv").out
    shuffled = wellrun("analyse", figures(HEADER + "".join(reversed(lines))), "--format", "csv").out
    assert ordered == shuffled
    assert [line.split(b",")[0] for line in ordered.splitlines()[1:]] == [b"a"] * 14 + [b"b"] * 14


def test_absent_and_empty_are_both_missing(wellrun: Wellrun, figures: Figures) -> None:
    absent = wellrun("analyse", figures(HEADER + months("5 6 . . 5 6 7 5")), "--format", "csv")
    empty = wellrun("analyse", figures(HEADER + months("5 6 _ _ 5 6 7 5")), "--format", "csv")
    assert absent.out == empty.out
    assert [row["value"] for row in absent.rows] == ["5", "6", "", "", "5", "6", "7", "5"]
    assert [row["point"] for row in absent.rows][2:4] == ["", ""]


def test_a_late_start_is_no_gap_and_a_gap_is_told(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(HEADER + months("1 2 1 2 1 2 1 2", "early") + months(". . . 1 . 2 1 2", "late"))
    early, late = wellrun("analyse", path, "--format", "json").objects
    assert not any("missing" in note for note in early["notes"])
    assert [note for note in late["notes"] if "missing" in note] == [
        "1 missing before the last point: a gap ends runs and moving ranges"
    ]
    assert [row["period"] for row in wellrun("analyse", path, "--format", "csv").rows if row["series"] == "late"] == [
        f"2024-{month:02}-01" for month in range(4, 9)
    ]


def test_as_of_leaves_out_what_starts_later(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(HEADER + months(STEADY))
    rows = wellrun("analyse", path, "--format", "csv", "--as-of", "2024-06-15").rows
    assert rows[-1]["period"] == "2024-06-01"
    assert (
        wellrun("analyse", path, "--as-of", "2020-01").complaint
        == f"{path}: no period starts on or before 1 January 2020"
    )


def test_each_rebase_starts_a_phase(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(HEADER + months(STEADY))
    rows = wellrun("analyse", path, "--format", "csv", "--rebase", "2024-05", "--rebase", "2024-09-01").rows
    assert [row["phase"] for row in rows] == ["1"] * 4 + ["2"] * 4 + ["3"] * 6


def test_a_baseline_fixes_the_limits(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(HEADER + months(STEADY[:23] + " 50 60 70"))
    baseline = [row["upper"] for row in wellrun("analyse", path, "--format", "csv", "--baseline", "12").rows]
    before = [row["upper"] for row in wellrun("analyse", path, "--format", "csv", "--as-of", "2024-12").rows]
    assert set(baseline) == set(before)
    assert wellrun("analyse", path, "--baseline", "3").complaint == "A baseline needs at least 12 points, not 3."


def test_screening_can_be_left_out(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(HEADER + months("5 6 5 6 5 6 5 6 5 40 5 6 5 6"))
    screened, plain = (
        wellrun("analyse", path, "--format", "json", word).objects[0]["upper"] for word in ("--screen", "--no-screen")
    )
    assert screened < plain


def test_a_band_has_two_ends(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(HEADER + months(STEADY))
    found = wellrun("analyse", path, "--format", "json", "--direction", "band", "--target", "0,20").objects
    assert found[0]["assurance"] == "consistently_passes"


@pytest.mark.parametrize("chart", ["p", "pp", "auto", "xmr", "i", "run"])
def test_each_chart_that_is_built_is_drawn(wellrun: Wellrun, figures: Figures, chart: str) -> None:
    lines = [f"s,{2023 + m // 12}-{m % 12 + 1:02},{20 + m % 5},{200 + m % 7}\n" for m in range(24)]
    path = figures("series,period,numerator,denominator\n" + "".join(lines))
    found = wellrun("analyse", path, "--format", "json", "--chart", chart).objects[0]
    assert found["chart"] == (chart if chart != "auto" else "p")
    row = wellrun("analyse", path, "--format", "csv", "--chart", chart).rows[0]
    assert (float(row["value"]), row["denominator"]) == (20 / 200, "200")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ["--chart", "pie"],
            f"--chart pie: must be one of {', '.join(CHARTS)}",
        ),
        (["--rules", "mine"], "--rules mine: must be one of nhs, western-electric, nelson, anhoej, limits"),
        (["--subgroup", "lot"], "--subgroup lot: only --chart xbar and --chart s have subgroups"),
        (["--exclude", "2024-02-02"], "--exclude 2024-02-02: no period starts on that day"),
        (["--direction", "left"], "--direction left: must be one of up, down, band, none"),
        (["--every", "year"], "--every year: must be one of auto, day, week, month, quarter, event"),
        (["--format", "xml"], "--format xml: must be one of table, csv, json"),
        (["--target", "high"], "--target high: write one number, or two with a comma, as in 0.85,0.92"),
        (["--target", "nan"], "--target nan: write one number, or two with a comma, as in 0.85,0.92"),
        (["--target", "1,2"], "--target 1,2: a band has two ends and --direction band, others have one"),
        (["--direction", "band"], "--direction band: give the two ends of the band with --target X,Y"),
        (["--direction", "band", "--target", "2,1"], "--target 2,1: the lower end comes first"),
        (["--as-of", "yesterday"], "--as-of yesterday: write a date as 2025-01-31 or 2025-01"),
        (["--rebase", "2025-02-30"], "--rebase 2025-02-30: write a date as 2025-01-31 or 2025-01"),
        (["--column", "period"], "--column period: write field=header, as in period=Month"),
        (["--column", "a=b", "--column", "a=c"], "--column a=c: a is given twice"),
        (["--out", "chart.png"], "chart.png: the ending decides the format; use .csv, .json, .parquet or .xlsx"),
    ],
)
def test_a_word_that_is_not_understood(wellrun: Wellrun, figures: Figures, words: list[str], line: str) -> None:
    assert wellrun("analyse", figures(HEADER + months(STEADY)), *words).complaint == line


def test_a_bad_cell_is_one_line_with_its_row_and_column(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("period,numerator,denominator\n" + "2025-01,1,2\n" + "2025-02,1,0\n")
    assert wellrun("analyse", path).complaint == (
        f"{path}, row 3, column denominator: 0 is not allowed: a rate needs cases"
    )


def test_a_missing_column_says_how_to_name_it(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("when,value\n2025-01,1\n")
    assert wellrun("analyse", path).complaint == (
        f"{path}: there is no column for period; the file has: when, value: use --column field=header"
    )
    assert wellrun("analyse", path, "--column", "period=when", "--format", "csv").code == 0


def test_a_numerator_above_its_denominator_is_an_error_in_a_p_chart_and_a_note_elsewhere(
    wellrun: Wellrun, figures: Figures
) -> None:
    path = figures("period,numerator,denominator\n2025-01,1,2\n2025-02,3,2\n2025-03,1,2\n")
    assert wellrun("analyse", path, "--chart", "p").complaint == (
        f'{path}, row 3, column numerator: "3" is above the denominator: a proportion has no more hits than cases: '
        "use a u chart for events over exposure, an XmR or I' chart for a ratio of amounts"
    )
    ran = wellrun("analyse", path, "--format", "json")
    sentence = "is above the denominator: look whether both count the same cases"
    assert ran.err == f"note: {path}, row 3, column numerator: {sentence}\n"
    assert f"row 3, column numerator: {sentence}" in ran.objects[0]["notes"]


def test_a_value_that_is_not_its_fraction_is_told(wellrun: Wellrun, figures: Figures) -> None:
    lines = "".join(f"2024-{m:02},{m},20,{100 - m}\n" for m in range(1, 13))
    found = wellrun("analyse", figures("period,numerator,denominator,value\n" + lines), "--format", "json").objects[0]
    assert found["last_value"] == 12 / 20
    assert "value differs from numerator / denominator; the chart judges numerator / denominator" in found["notes"]


def test_events_come_one_by_one(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("period,value\n2025-01-05,3\n2025-01-05,4\n2025-03-09,2\n")
    rows = wellrun("analyse", path, "--every", "event", "--format", "csv").rows
    assert [row["period"] for row in rows] == ["2025-01-05", "2025-01-05", "2025-03-09"]


@pytest.mark.parametrize(("every", "count"), [("auto", 2), ("day", 32), ("week", 5), ("month", 2), ("quarter", 0)])
def test_the_grain_says_what_is_missing(wellrun: Wellrun, figures: Figures, every: str, count: int) -> None:
    ran = wellrun("analyse", figures("period,value\n2025-01-01,3\n2025-02-01,4\n"), "--every", every, "--format", "csv")
    assert len(ran.rows) == count if count else ran.code == 2


def test_a_stray_date_does_not_fill_the_memory(wellrun: Wellrun, figures: Figures) -> None:
    lines = "".join(f"s{n},2025-01-{n % 28 + 1:02},1\n" for n in range(1000))
    path = figures(f"{HEADER}{lines}stray,1900-01-01,1\n")
    assert wellrun("analyse", path).complaint == (
        f"{path}: 1,001 series by day from 1900-01-01 to 2025-01-28 is too much for one run: split the file, or look "
        "for a date that is far from the others"
    )


def test_the_standard_input_is_read(wellrun: Wellrun, figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEADER + months(STEADY)
    expected = wellrun("analyse", figures(text), "--format", "csv").out
    for words in (["-"], []):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert wellrun("analyse", *words, "--format", "csv").out == expected
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert wellrun("analyse", "-").complaint == "standard input: the file is empty"


def test_a_table_for_reading(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(HEADER + months(STEADY, "[bold]ward") + months("5 5 5", "b"))
    said = wellrun("analyse", path, "--target", "6", "--direction", "up").out.decode()
    assert "[bold]ward" in said
    assert "XmR" in said
    assert "inconsistent" in said
    assert "constant" in said


def test_a_long_table_is_cut_and_says_so(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(HEADER + "".join(f"s{n:03},2025-01,1\n" for n in range(250)))
    said = wellrun("analyse", path).out.decode()
    assert "s199" in said
    assert "s200" not in said
    assert "and 50 more series: --format csv, --format json or --out FILE gives all of them" in said


@pytest.mark.parametrize("kind", ["csv", "json", "parquet", "xlsx"])
def test_the_answer_can_go_to_a_file(wellrun: Wellrun, figures: Figures, tmp_path: Path, kind: str) -> None:
    path = figures(HEADER + months(STEADY, "=b") + months(STEADY, "a"))
    out = tmp_path / f"answer.{kind}"
    ran = wellrun("analyse", path, "--out", out)
    assert (ran.code, ran.out, ran.err) == (0, b"", "")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == sorted(["figures.csv", out.name])
    if kind == "json":
        assert json.loads(out.read_text()) == wellrun("analyse", path, "--format", "json").objects
        return
    table = read_table(out)
    assert list(table.headers) == POINT_COLUMNS
    centre = [float(row["centre"]) for row in wellrun("analyse", path, "--format", "csv").rows]
    assert np.asarray(table.column("centre")).astype(float).tolist() == centre


def test_types_of_a_parquet_answer(wellrun: Wellrun, figures: Figures, tmp_path: Path) -> None:
    out = tmp_path / "answer.parquet"
    wellrun("analyse", figures(HEADER + months(STEADY)), "--out", out)
    kinds = {field.name: str(field.type) for field in arrow_parquet.read_schema(out)}
    assert kinds["period"] == "date32[day]"
    assert kinds["value"] == kinds["lower_near"] == "double"


def test_a_file_that_cannot_be_written_is_refused(wellrun: Wellrun, figures: Figures, tmp_path: Path) -> None:
    out = tmp_path / "nowhere" / "answer.csv"
    complaint = wellrun("analyse", figures(HEADER + months(STEADY)), "--out", out).complaint
    assert complaint == f"{out}: the file cannot be written (No such file or directory)"
