"""`wellrun detect` from a file to an answer."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.parquet as arrow_parquet
import pytest

from tests.cli.conftest import Wellrun
from tests.cli.kinds_of_files import KINDS

Figures = Callable[[str], Path]

FIELDS = ["series", "status", "first_alarm", "direction", "p_value", "q_value", "size_sd", "change_estimated_at", "arm"]
FIELDS += ["adjusted_for", "notes"]


def a_file(figures: Figures, months: int = 48) -> Path:
    """A ward that rises for good in its 37th month, one that goes on as it was, and one of twenty months."""
    random = np.random.default_rng(11)
    lines = ["series,period,value"]
    for name, step, n in (("moved", 12.0, months), ("still", 0.0, months), ("young", 0.0, 20)):
        for month in range(n):
            value = 50 + 4 * random.normal() + step * (month >= 36)
            lines.append(f"{name},{2020 + month // 12}-{month % 12 + 1:02},{value}")
    return figures("\n".join(lines) + "\n")


def some_counts(figures: Figures) -> Path:
    """Falls among bed days, of a rate that trebles in its 31st month."""
    random = np.random.default_rng(4)
    falls = random.poisson(np.where(np.arange(40) >= 30, 9.0, 3.0))
    rows = [f"{2020 + month // 12}-{month % 12 + 1:02},{count},600" for month, count in enumerate(falls)]
    return figures("\n".join(["period,numerator,denominator", *rows]) + "\n")


def some_days(figures: Figures, n: int = 60) -> Path:
    random = np.random.default_rng(5)
    first = dt.date(2026, 1, 5)
    rows = [f"{first + dt.timedelta(days=day)},{40 + 3 * random.normal() + 6 * (day % 7 > 4)}" for day in range(n)]
    return figures("\n".join(["period,value", *rows]) + "\n")


def test_an_object_a_series_as_the_contract_says(wellrun: Wellrun, figures: Figures) -> None:
    found = wellrun("detect", a_file(figures), "--season", "none", "--format", "json").objects
    assert [each["series"] for each in found] == ["moved", "still", "young"]
    moved, still, young = found
    assert list(moved) == FIELDS
    assert (moved["status"], moved["direction"], moved["adjusted_for"]) == ("ok", "up", ["autocorrelation"])
    assert "2023-01-01" <= moved["first_alarm"] <= "2023-06-01"
    assert "2022-11-01" <= moved["change_estimated_at"] <= moved["first_alarm"]
    assert moved["arm"] in ("ewma", "shewhart")
    assert moved["p_value"] < 0.2
    assert moved["q_value"] is None
    assert moved["size_sd"] > 1
    promise = "a series that goes on as in its baseline raises an alarm within 12 points with probability 0.05"
    assert promise + ", counted from the 13th, and anew from the 25th" in moved["notes"]
    nothing = ("first_alarm", "direction", "q_value", "size_sd", "change_estimated_at", "arm")
    assert [still[name] for name in nothing] == [None] * 6
    assert 0.05 < still["p_value"] <= 1
    assert (young["status"], young["adjusted_for"]) == ("ok", ["autocorrelation"])
    assert young["notes"][1].startswith("self-starting: the first 12 points are the baseline")
    assert young["notes"][-1] == promise + ", counted from the 13th"
    assert moved["notes"][1] == (
        "the first 24 points are the baseline; those from the 13th on were judged when they came, by a shorter one "
        "(self-starting), and raised no alarm"
    )
    young = wellrun("detect", a_file(figures), "--format", "json").objects[2]
    assert (young["status"], young["p_value"], young["adjusted_for"]) == ("insufficient_data", None, [])
    assert young["notes"] == ["20 of the 24 points of a baseline are there"]


def test_a_row_a_series(wellrun: Wellrun, figures: Figures) -> None:
    words = ("--season", "none", "--baseline", "24", "--format", "csv")
    moved, still, young = wellrun("detect", a_file(figures), *words).rows
    assert list(moved) == FIELDS[:-1]
    assert (moved["direction"], moved["adjusted_for"]) == ("up", "autocorrelation")
    assert (still["status"], still["first_alarm"], still["size_sd"], still["arm"]) == ("ok", "", "", "")
    assert young["status"] == "insufficient_data"


def test_a_table_for_reading_says_each_series_in_a_line(wellrun: Wellrun, figures: Figures) -> None:
    words = ("--season", "none", "--baseline", "24", "--direction", "down")
    said = wellrun("detect", a_file(figures), *words).out.decode()
    for words in ("moved", "the change is for the worse", "no alarm", "insufficient data", "20 of the 24 points"):
        assert words in said


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx"])
def test_the_answer_can_go_to_a_file(wellrun: Wellrun, figures: Figures, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"answer.{ending}"
    assert wellrun("detect", a_file(figures), "--out", path).code == 0
    assert path.stat().st_size > 50


def test_a_parquet_file_keeps_dates_as_dates_and_numbers_as_numbers(
    wellrun: Wellrun, figures: Figures, tmp_path: Path
) -> None:
    path = tmp_path / "answer.parquet"
    wellrun("detect", a_file(figures), "--season", "none", "--out", path)
    moved, still, _ = arrow_parquet.read_table(path).to_pylist()
    assert isinstance(moved["first_alarm"], dt.date)
    assert isinstance(moved["p_value"], float)
    assert (still["first_alarm"], still["size_sd"], still["q_value"]) == (None, None, None)


@pytest.mark.parametrize(
    ("words", "status"),
    [(("--season", "monthly"), "insufficient_data"), ((), "insufficient_data"), (("--season", "none"), "ok")],
)
def test_one_year_of_months_teaches_no_season(
    wellrun: Wellrun, figures: Figures, words: tuple[str, ...], status: str
) -> None:
    ran = wellrun("detect", a_file(figures), "--baseline", "12", *words, "--format", "json")
    moved = ran.objects[0]
    assert moved["status"] == status
    if status == "insufficient_data":
        assert moved["first_alarm"] is None
        assert len(moved["notes"]) == 1
        assert moved["notes"][0].endswith("needs 24 points; where nothing comes round, say so with --season none")
    else:
        assert any(note.startswith("self-starting: ") for note in moved["notes"])


def test_two_years_teach_one_and_it_is_said(wellrun: Wellrun, figures: Figures) -> None:
    moved = wellrun("detect", a_file(figures), "--season", "monthly", "--format", "json").objects[0]
    assert (moved["status"], moved["adjusted_for"]) == ("ok", ["season", "autocorrelation"])


def test_days_have_a_week(wellrun: Wellrun, figures: Figures) -> None:
    path = some_days(figures)
    (found,) = wellrun("detect", path, "--baseline", "21", "--format", "json").objects
    assert found["adjusted_for"] == ["season", "autocorrelation"]
    assert "within 365 points" in found["notes"][-1]
    (weekly,) = wellrun("detect", path, "--baseline", "21", "--season", "weekly", "--format", "json").objects
    assert weekly == found


def test_a_horizon_belongs_to_the_promise(wellrun: Wellrun, figures: Figures) -> None:
    path = a_file(figures)
    short, long = (
        wellrun("detect", path, "--season", "none", "--horizon", horizon, "--format", "json").objects[0]
        for horizon in ("6", "60")
    )
    assert "within 6 points with probability 0.05" in short["notes"][-1]
    assert "within 60 points with probability 0.05" in long["notes"][-1]
    assert short["first_alarm"] <= long["first_alarm"]


def test_a_stricter_promise_is_never_earlier(wellrun: Wellrun, figures: Figures) -> None:
    path = a_file(figures)
    strict, loose = (
        wellrun("detect", path, "--season", "none", "--false-alarm", chance, "--format", "json").objects[0]
        for chance in ("0.01", "0.3")
    )
    assert loose["first_alarm"] <= (strict["first_alarm"] or "9999")
    assert "with probability 0.01" in strict["notes"][-1]


def test_a_false_discovery_rate_gives_q_values(wellrun: Wellrun, figures: Figures) -> None:
    found = wellrun("detect", a_file(figures), "--season", "none", "--fdr", "0.1", "--format", "json").objects
    moved, still, _ = found
    assert moved["q_value"] <= 0.1
    assert still["q_value"] > 0.1
    assert "no promise for one series over a year" in moved["notes"][-1]
    assert not any("with probability" in note for note in moved["notes"])


@pytest.mark.parametrize(
    ("family", "said"),
    [
        ("auto", "judged exactly as cases out of cases (binomial)"),
        ("poisson", "judged exactly as counts (Poisson)"),
        ("binomial", "judged exactly as cases out of cases (binomial)"),
        ("normal", "judged as measured values: tails longer than their baseline shows make false alarms likelier"),
    ],
)
def test_what_it_is_taken_for_can_be_said(wellrun: Wellrun, figures: Figures, family: str, said: str) -> None:
    words = ("--season", "none", "--family", family, "--format", "json")
    (found,) = wellrun("detect", some_counts(figures), *words).objects
    assert found["notes"][0] == said
    assert (found["direction"], found["adjusted_for"][0]) == ("up", "denominator")
    assert found["first_alarm"] >= "2022-07-01"


def test_each_decision_uses_the_rows_up_to_it(wellrun: Wellrun, figures: Figures) -> None:
    path = a_file(figures)
    whole = wellrun("detect", path, "--season", "none", "--format", "json").objects[0]
    words = ("--season", "none", "--as-of", whole["first_alarm"], "--format", "json")
    then = wellrun("detect", path, *words).objects[0]
    assert {**then, "notes": []} == {**whole, "notes": []}
    before = wellrun("detect", path, "--season", "none", "--as-of", "2022-12", "--format", "json").objects[0]
    assert before["first_alarm"] is None


@pytest.mark.parametrize(("direction", "said"), [("up", "for the better"), ("down", "for the worse")])
def test_which_way_is_good_is_said_of_an_alarm(wellrun: Wellrun, figures: Figures, direction: str, said: str) -> None:
    words = ("--season", "none", "--direction", direction, "--format", "json")
    moved, still, _ = wellrun("detect", a_file(figures), *words).objects
    assert moved["notes"][-1] == f"the change is {said}"
    assert not any("the change is" in note for note in still["notes"])


def test_columns_of_other_names_and_a_grain(wellrun: Wellrun, figures: Figures) -> None:
    text = a_file(figures).read_text().replace("series,period,value", "Ward,Month,Wait")
    words = ("--column", "series=Ward", "--column", "period=Month", "--column", "value=Wait", "--every", "month")
    found = wellrun("detect", figures(text), *words, "--season", "none", "--format", "json").objects
    assert [each["series"] for each in found] == ["moved", "still", "young"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--baseline", "11"), "A baseline needs at least 12 points, not 11."),
        (("--false-alarm", "0.9"), "A false-alarm probability lies from 0.0001 to 0.5, which 0.9 does not."),
        (("--horizon", "0"), "A horizon is at least one period, not 0."),
        (("--fdr", "1"), "A false-discovery rate lies between 0 and 1, which 1 does not."),
        (
            ("--season", "weekly"),
            "A weekly season cannot be looked for in figures by month: use none, or leave it to auto.",
        ),
        (
            ("--family", "binomial"),
            "figures.csv: a binomial series needs numerators and denominators: use poisson for counts, normal for",
        ),
        (
            ("--family", "poisson"),
            "figures.csv: moved holds numbers that are no counts, so it is not poisson: use normal",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    wellrun: Wellrun, figures: Figures, words: tuple[str, ...], sentence: str
) -> None:
    assert sentence in wellrun("detect", a_file(figures), *words).complaint


@pytest.mark.parametrize("option", ["--season", "--family", "--direction", "--every", "--format"])
def test_a_word_that_is_none_of_them_is_refused_with_those_there_are(
    wellrun: Wellrun, figures: Figures, option: str
) -> None:
    complaint = wellrun("detect", a_file(figures), option, "odd").complaint
    assert option in complaint
    assert "odd" in complaint


def test_a_bad_cell_is_one_line_with_its_row_and_column(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("period,value\n2024-01,1\n2024-02,much\n")
    assert wellrun("detect", path).complaint == (
        f'{path}, row 3, column value: "much" is not a number; leave the cell empty where there is none'
    )


def test_rows_that_are_perhaps_events_are_told(wellrun: Wellrun, figures: Figures) -> None:
    for command in ("detect", "segments"):
        said = wellrun(command, figures(KINDS["cases between"])).err
        assert (
            said
            == "note: most days have no row: if each row is an event, --every event judges them one after another\n"
        )
        assert wellrun(command, figures(KINDS["cases between"]), "--every", "event").err == ""


def test_a_period_with_several_rows_is_refused_with_what_takes_them(wellrun: Wellrun, figures: Figures) -> None:
    complaint = wellrun("detect", figures(KINDS["measurements"])).complaint
    assert complaint.endswith("is already in row 2 (and 35 more): --every event takes each row for an event of its own")
    twice = KINDS["proportions"] + "2022-01,3,200\n"
    assert wellrun("segments", figures(twice)).complaint.endswith(
        "add the counts of a period up, so that each has one row"
    )


def test_a_rate_may_be_above_one_without_a_word(wellrun: Wellrun, figures: Figures) -> None:
    for command in ("analyse", "detect", "segments"):
        assert wellrun(command, figures(KINDS["rates"]), "--format", "json").err == ""


def test_a_baseline_without_neighbours_is_not_said_to_be_constant(wellrun: Wellrun, figures: Figures) -> None:
    words = ("--baseline", "12", "--season", "none", "--format", "json")
    (found,) = wellrun("detect", figures(KINDS["cases between"]), *words).objects
    assert "or no two of its points follow one another" in found["notes"][0]


def test_one_point_is_one_point(wellrun: Wellrun, figures: Figures) -> None:
    found = wellrun("detect", a_file(figures), "--horizon", "1", "--format", "json").objects
    assert any("within 1 point with probability" in note for each in found for note in each["notes"])


def test_an_alarm_stands_once_there_are_more_than_24_points(wellrun: Wellrun, figures: Figures) -> None:
    random = np.random.default_rng(2)
    lines = [f"{2020 + t // 12}-{t % 12 + 1:02},{50 + 4 * random.normal() + 20 * (t >= 17)}" for t in range(40)]
    found = [
        wellrun(
            "detect", figures("\n".join(["period,value", *lines[:n]])), "--season", "none", "--format", "json"
        ).objects
        for n in (24, 25, 40)
    ]
    assert "2021-06-01" <= found[0][0]["first_alarm"] <= "2021-12-01"
    assert found[0] == found[1] == found[2]
    words = ("--season", "none", "--baseline", "24", "--format", "json")
    (asked,) = wellrun("detect", figures("\n".join(["period,value", *lines])), *words).objects
    assert asked["first_alarm"] is None
    assert asked["notes"][1] == "the first 24 points are the baseline"


@pytest.mark.parametrize("n", [12, 30])
@pytest.mark.parametrize("words", [(), ("--fdr", "0.2"), ("--baseline", "12")])
def test_of_events_nothing_is_promised_and_their_chart_is_named(
    wellrun: Wellrun, figures: Figures, words: tuple[str, ...], n: int
) -> None:
    days = np.cumsum(np.random.default_rng(3).integers(5, 40, n)).tolist()
    lines = [f"{dt.date(2024, 1, 1) + dt.timedelta(days=day)},{day % 37 + 3}" for day in days]
    path = figures("\n".join(["period,value", *lines]))
    (found,) = wellrun("detect", path, "--every", "event", *words, "--format", "json").objects
    assert (found["p_value"], found["q_value"]) == (None, None)
    assert found["notes"][-1].endswith("wellrun analyse --chart t --every event")
    assert not any("with probability" in note or "expected to be false" in note for note in found["notes"])
