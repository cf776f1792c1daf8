"""`wellrun analyse`: every chart and rule profile of the contract, and what is refused with a better choice."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow.csv as arrow_csv
import pyarrow.parquet as arrow_parquet
import pytest

from tests.cli.conftest import Wellrun
from tests.spec.test_days_between import AS_STATED, GAPS

Figures = Callable[[str], Path]


def fractions(counts: list[float], sizes: list[float]) -> str:
    lines = [
        f"s,{2020 + m // 12}-{m % 12 + 1:02},{count:g},{size:g}\n"
        for m, (count, size) in enumerate(zip(counts, sizes, strict=True))
    ]
    return "series,period,numerator,denominator\n" + "".join(lines)


def event_dates() -> list[np.datetime64]:
    return [np.datetime64("2023-01-01", "D") + int(days) for days in np.cumsum([0, *GAPS])]


COUNTS = [float(20 + (7 * m) % 11) for m in range(24)]
SIZES = [float(200 + (13 * m) % 50) for m in range(24)]


@pytest.mark.parametrize("chart", ["xmr", "i", "ip", "mr", "run", "p", "pp", "u", "up", "c", "oe", "oep"])
def test_each_chart_by_period_has_the_columns_of_the_contract(wellrun: Wellrun, figures: Figures, chart: str) -> None:
    path = figures(fractions(COUNTS, SIZES))
    rows = wellrun("analyse", path, "--chart", chart, "--format", "csv").rows
    (found,) = wellrun("analyse", path, "--chart", chart, "--format", "json").objects
    assert (found["chart"], found["chart_reason"], found["status"]) == (chart, "asked for", "ok")
    assert len(rows) == 24
    assert rows[-1]["denominator"] == f"{SIZES[-1]:g}"
    if chart != "run":
        assert float(rows[-1]["lower"]) < float(rows[-1]["centre"]) < float(rows[-1]["upper"])
        assert float(rows[-1]["centre"]) < float(rows[-1]["upper_near"]) < float(rows[-1]["upper"])
    judged = {"mr": abs(COUNTS[-1] / SIZES[-1] - COUNTS[-2] / SIZES[-2]), "c": COUNTS[-1]}
    assert float(rows[-1]["value"]) == pytest.approx(judged.get(chart, COUNTS[-1] / SIZES[-1]))


@pytest.mark.parametrize("chart", ["t", "g"])
def test_days_between_come_from_dates_alone_or_from_values(wellrun: Wellrun, figures: Figures, chart: str) -> None:
    dates = event_dates()
    texts = {
        "dates": "period\n" + "".join(f"{day}\n" for day in dates),
        "ones": "period,value\n" + "".join(f"{day},1\n" for day in dates),
        "values": "period,value\n"
        + "".join(f"{day},{gap}\n" for day, gap in zip(dates, ["", *map(int, GAPS)], strict=True)),
    }
    answers = [wellrun("analyse", figures(text), "--chart", chart, "--format", "csv").out for text in texts.values()]
    assert answers[0] == answers[1] == answers[2]
    (found,) = wellrun("analyse", figures(texts["ones"]), "--chart", chart, "--format", "json").objects
    assert (found["n"], found["status"]) == (12, "ok")
    assert round(found["centre"], 1) == AS_STATED[chart]["centre"]
    assert round(found["upper"], 1) == AS_STATED[chart]["upper"]


def test_days_between_are_recognised(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("period\n" + "".join(f"{day}\n" for day in event_dates()))
    (found,) = wellrun("analyse", path, "--chart", "t", "--every", "event", "--format", "json").objects
    assert found["chart"] == "t"
    path = figures("period,value\n" + "".join(f"{day},1\n" for day in event_dates()))
    (found,) = wellrun("analyse", path, "--every", "event", "--format", "json").objects
    assert (found["chart"], found["chart_reason"]) == ("t", "days since the event before: a t chart")


@pytest.mark.parametrize(("days", "variation"), [(100, "common_cause"), (140, "improvement_high")])
def test_the_time_that_runs_is_judged_at_the_date_given(
    wellrun: Wellrun, figures: Figures, days: int, variation: str
) -> None:
    dates = event_dates()
    path = figures("period\n" + "".join(f"{day}\n" for day in dates))
    as_of = str(dates[-1] + days)
    words = ("--chart", "t", "--direction", "up", "--as-of", as_of)
    (found,) = wellrun("analyse", path, *words, "--format", "json").objects
    assert (found["last_period"], found["last_value"], found["variation"]) == (as_of, float(days), variation)
    assert round(found["upper"], 1) == AS_STATED["t"]["upper"]
    assert wellrun("analyse", path, *words, "--format", "csv").rows[-1]["value"] == str(days)


REFUSED = [
    ("p", "period,value\n2024-01-01,21\n2024-01-22,9\n", "days between events"),
    ("u", "period,value\n2024-01-01,21\n2024-01-22,9\n", "days between events"),
    ("p", fractions([1, 0, 2, 0, 1, 0], [50] * 6), "use a t or g chart, or use a run chart"),
    ("u", fractions([1, 0, 2, 0, 1, 0], [50] * 6), "use a t or g chart, or use a run chart"),
    ("pp", fractions([20.5, 22], [50, 50]), "use an XmR chart, or an I' chart"),
    ("c", "period,value\n2024-01,2.5\n2024-02,3\n", "no whole numbers from 0 up: use an XmR chart"),
    ("ip", "period,value\n2024-01,2.5\n2024-02,3\n", "use an XmR chart for one value a period"),
    ("bcusum", "period,value\n2024-01-01,2\n2024-01-01,1\n", "values other than 0 and 1"),
    ("t", "period,value\n2024-01-01,-2\n2024-01-09,1\n", "below 0"),
]


@pytest.mark.parametrize(("chart", "text", "instead"), REFUSED)
def test_a_wrong_choice_is_refused_with_what_to_use(
    wellrun: Wellrun, figures: Figures, chart: str, text: str, instead: str
) -> None:
    assert instead in wellrun("analyse", figures(text), "--chart", chart).complaint


def test_counts_by_period_make_no_chart_of_events_and_events_none_by_period(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("period,value\n2024-01,2\n2024-02,3\n")
    assert "needs a row an event" in wellrun("analyse", path, "--chart", "t", "--every", "month").complaint
    path = figures("period,value\n2024-01-05,21\n2024-01-26,9\n")
    complaint = wellrun("analyse", path, "--chart", "p", "--every", "event").complaint
    assert "use a t chart (time between events) or a g chart" in complaint


def test_rare_counts_get_a_run_chart_by_themselves(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(fractions([1, 0, 2, 0, 1, 0] * 3, [50] * 18))
    (found,) = wellrun("analyse", path, "--format", "json").objects
    assert (found["chart"], found["lower"]) == ("run", None)
    assert 2 / 50 < found["upper"] < 6 / 50
    assert "use a t or g chart" in found["chart_reason"]


def test_rare_counts_without_denominators_get_it_too(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("period,value\n" + "".join(f"2024-{m:02},{n}\n" for m, n in enumerate([1, 0, 2, 0, 1, 0] * 2, 1)))
    (found,) = wellrun("analyse", path, "--format", "json").objects
    assert (found["chart"], found["lower"], found["n_special"]) == ("run", None, 0)
    assert (found["upper"], found["runs_signal"]) == (5, False)
    assert "use a t or g chart (--every event --chart t)" in found["chart_reason"]
    assert any("if they are none, use an XmR chart" in note for note in found["notes"])


def test_zeros_and_ones_by_period_say_what_suits_them(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("period,value\n" + "".join(f"2024-01-{day:02},{int(day % 7 == 0)}\n" for day in range(1, 31)))
    (found,) = wellrun("analyse", path, "--format", "json").objects
    assert (found["chart"], found["status"], found["lower"], found["n_special"]) == ("run", "ok", None, 0)
    assert "use a Bernoulli CUSUM" in found["chart_reason"]
    assert "use a t chart" in found["chart_reason"]


@pytest.mark.parametrize("figure", ["0.5", "-1"])
def test_what_is_no_count_somewhere_is_no_rare_count(wellrun: Wellrun, figures: Figures, figure: str) -> None:
    path = figures(
        "period,value\n" + "".join(f"2024-{m:02},{m % 3 // 2}\n" for m in range(1, 12)) + f"2024-12,{figure}\n"
    )
    (found,) = wellrun("analyse", path, "--format", "json").objects
    assert found["chart"] == "xmr"


def test_limits_without_width_are_no_signal_for_a_program(wellrun: Wellrun, figures: Figures) -> None:
    text = "period,value\n" + "".join(f"2024-01-{day:02},{50 if day == 16 else 5}\n" for day in range(1, 21))
    (found,) = wellrun("analyse", figures(text), "--format", "json").objects
    assert (found["status"], found["variation"], found["n_special"]) == ("degenerate", "common_cause", 0)
    assert not found["runs_signal"]


def test_a_rate_may_be_above_one_without_a_word(wellrun: Wellrun, figures: Figures) -> None:
    ran = wellrun("analyse", figures(fractions(COUNTS, [2.5] * 24)), "--chart", "u", "--format", "json")
    assert ran.err == ""
    assert ran.objects[0]["upper"] > 1


def test_an_i_prime_chart_takes_values_with_denominators(wellrun: Wellrun, figures: Figures) -> None:
    lines = "".join(f"2024-{m:02},{1 + m % 3},{10 * m}\n" for m in range(1, 13))
    rows = wellrun("analyse", figures("period,value,denominator\n" + lines), "--chart", "ip", "--format", "csv").rows
    assert [float(row["value"]) for row in rows[:3]] == [2, 3, 1]
    widths = [float(row["upper"]) - float(row["lower"]) for row in rows]
    assert widths == sorted(widths, reverse=True)


RAW = "period,value,lot\n" + "".join(
    f"2024-01-{1 + lot // 2:02},{10 + (lot * 5 + k * 3) % 7},{lot}\n" for lot in range(24) for k in range(4)
)


@pytest.mark.parametrize(("words", "points"), [((), 12), (("--subgroup", "lot"), 24)])
@pytest.mark.parametrize("chart", ["xbar", "s"])
def test_raw_measurements(wellrun: Wellrun, figures: Figures, chart: str, words: tuple[str, ...], points: int) -> None:
    rows = wellrun("analyse", figures(RAW), "--chart", chart, *words, "--format", "csv").rows
    assert len(rows) == points
    assert {row["denominator"] for row in rows} == {str(96 // points)}
    first = [10 + k * 3 % 7 for k in range(4)]
    if points == 24:
        assert float(rows[0]["value"]) == pytest.approx(np.mean(first) if chart == "xbar" else np.std(first, ddof=1))
    assert all(float(row["lower"]) < float(row["centre"]) < float(row["upper"]) for row in rows)


def test_cases_add_up_in_a_bernoulli_cusum(wellrun: Wellrun, figures: Figures) -> None:
    cases = [0, 0, 0, 0, 1] * 8 + [1] * 12
    text = "period,value\n" + "".join(f"2024-01-{1 + n // 3:02},{case}\n" for n, case in enumerate(cases))
    rows = wellrun("analyse", figures(text), "--chart", "bcusum", "--baseline", "40", "--format", "csv").rows
    marked = [n for n, row in enumerate(rows) if row["rule"]]
    assert marked
    assert marked[0] > 40
    assert {row["upper"] for row in rows} == {"3.5"}


def test_a_pareto_chart(wellrun: Wellrun, figures: Figures) -> None:
    lines = [("falls", 50), ("drugs", 30), ("falls", 20), ("beds", 5), ("food", 15)]
    text = "series,period,value\n" + "".join(f"{name},2024-{m + 1:02},{n}\n" for m, (name, n) in enumerate(lines))
    path = figures(text)
    rows = wellrun("analyse", path, "--chart", "pareto", "--format", "csv").rows
    assert [(row["series"], row["value"], row["vital"]) for row in rows] == [
        ("falls", "70", "true"),
        ("drugs", "30", "true"),
        ("food", "15", "false"),
        ("beds", "5", "false"),
    ]
    found = wellrun("analyse", path, "--chart", "pareto", "--format", "json").objects
    assert found[-1]["cumulative"] == pytest.approx(1)
    assert "vital few" in wellrun("analyse", path, "--chart", "pareto").out.decode()


def test_several_rules_of_a_point_are_joined(wellrun: Wellrun, figures: Figures) -> None:
    values = [5, 6, 5, 7, 5, 6, 4, 5, 6, 5, 7, 6, 12, 12, 12, 12, 12]
    path = figures("period,value\n" + "".join(f"{2024 + m // 12}-{m % 12 + 1:02},{v}\n" for m, v in enumerate(values)))
    words = ("--baseline", "12", "--format", "csv", "--rules")
    rows = wellrun("analyse", path, *words, "western-electric").rows
    assert [row["rule"] for row in rows[12:]] == [
        "outside_limits",
        "outside_limits;two_of_three",
        "outside_limits;two_of_three;four_of_five",
        "outside_limits;two_of_three;four_of_five",
        "outside_limits;two_of_three;four_of_five",
    ]
    assert [row["rule"] for row in wellrun("analyse", path, *words, "limits").rows[12:]] == ["outside_limits"] * 5
    assert "two_of_three" in wellrun("analyse", path, *words, "nelson").rows[-1]["rule"]
    assert wellrun("analyse", path, *words, "anhoej").rows[-1]["rule"] == "outside_limits"


def test_an_excluded_period_is_judged_by_the_limits_of_the_others(wellrun: Wellrun, figures: Figures) -> None:
    values = [5, 6, 5, 7, 5, 6, 4, 30, 6, 5, 7, 6, 5, 6]
    lines = [f"{2024 + m // 12}-{m % 12 + 1:02},{v}\n" for m, v in enumerate(values)]
    text = "period,value\n" + "".join(lines)
    missing = "period,value\n" + "".join(line for m, line in enumerate(lines) if m != 7)
    excluded = wellrun("analyse", figures(text), "--exclude", "2024-08", "--format", "csv").rows
    without = wellrun("analyse", figures(missing), "--format", "csv").rows
    assert [row["upper"] for row in excluded] == [row["upper"] for row in without]
    assert (excluded[7]["rule"], without[7]["rule"]) == ("outside_limits", "")


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_judged_in_parts_answers_as_one(
    wellrun: Wellrun, figures: Figures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    one, other = fractions(COUNTS, SIZES), fractions([5.5 * count for count in COUNTS[3:]], SIZES[3:])
    text = one + other.replace("s,", "t,").partition("\n")[2] + one.replace("s,", "u,").partition("\n")[2]
    options = ("--rebase", "2021-01-01", "--exclude", "2020-05-01", "--rules", "nelson")
    whole, parts = (tmp_path / f"{name}.{ending}" for name in ("whole", "parts"))
    wellrun("analyse", figures(text), *options, "--out", whole)
    monkeypatch.setattr("wellrun.cli.charts._POINTS_IN_PART", 30)
    wellrun("analyse", figures(text), *options, "--out", parts)
    reading = arrow_csv.read_csv if ending == "csv" else arrow_parquet.read_table
    assert reading(parts).to_pylist() == reading(whole).to_pylist()
    assert len(reading(parts)) == 24 + 21 + 24
