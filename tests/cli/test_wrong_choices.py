"""Every chart on every kind of file: it is drawn, or refused in one line that says what to use instead."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Wellrun
from tests.cli.kinds_of_files import COUNTS, DAYS, EVENTS, KINDS, MONTHS, counts, values
from wellrun.cli.analyse import CHARTS

Figures = Callable[[str], Path]

WITH_COUNTS = ("ip", "p", "pp", "u", "up", "oe", "oep")
BY_VALUE = ("run", "xmr", "i", "mr")
BY_EVENT = ("g", "t", "bcusum")
RAW = ("xbar", "s")
EVERY = tuple(chart for chart in CHARTS if chart != "pareto")

NO_DENOMINATORS = "needs a numerator and a denominator for every value: use an XmR chart"
NO_COUNT = "row 2, column value: the series has values that are no whole numbers from 0 up: use an XmR chart"
NOT_COUNTS = (
    "row 2, column numerator: the series has counts that are no whole numbers from 0 up: use an XmR chart, or an I'"
)
BY_MONTH = "the rows go by month, and a {} chart needs a row an event with the day it was on: use a u or c chart"
CASES = "needs a row a case, 0 or 1: use a p chart for cases counted by period; --every event takes every row"
LONE = "needs several single measurements a period, and the series has no two in any: use an XmR chart"
NOT_RAW = "needs a row a measurement in a column value, and the file has numerators and denominators: use a p chart"
RARE = "too few for limits by period: write one row an event and use a t or g chart, or use a run chart"
ABOVE = "above the denominator: a proportion has no more hits than cases (and"
ROW_AN_EVENT = "chart counts events by period: use a t chart (time between events) or a g chart"
NO_FIGURES = "use --column field=header, or --chart t or g for dates of events alone"
AGAIN = "is already in row 2 (and {} more): use --chart xbar or s for several measurements a period, --every event"
NOT_0_OR_1 = "the series has values other than 0 and 1: a Bernoulli CUSUM needs one row a case; use a p chart"
YES_OR_NO = "all values are 0 or 1, which a{} chart does not suit: use a Bernoulli CUSUM for a row a case, a p chart"
BELOW_0 = (
    "row 3, column value: the series has a value below 0, which no time or count between events can be: use an XmR"
)
NO_EVENT = "a numerator over a denominator is a count by period and no event: use a p chart"

_values = dict.fromkeys(WITH_COUNTS, NO_DENOMINATORS) | dict.fromkeys(RAW, LONE)
_by_month = {"g": BY_MONTH.format("g"), "t": BY_MONTH.format("t"), "bcusum": CASES}
_counted = dict.fromkeys(RAW, NOT_RAW) | _by_month
_no_counts = dict.fromkeys(("p", "pp", "u", "up", "c", "oe", "oep"), NOT_COUNTS)
_no_figures = dict.fromkeys(set(EVERY) - {"g", "t", *RAW}, NO_FIGURES)

# By kind of file and chart, what a refusal says; every other chart is drawn.
REFUSED: dict[str, dict[str, str]] = {
    "values": {**_values, **_by_month, "c": NO_COUNT},
    "values below 0": {**_values, **_by_month, "c": NO_COUNT},
    "shares as values": {**_values, **_by_month, "c": NO_COUNT},
    "proportions": _counted,
    "rates": {**_counted, "p": ABOVE, "pp": ABOVE},
    "ratios of amounts": {**_counted, **_no_counts},
    "numerators below 0": {**_counted, **_no_counts, **dict.fromkeys(("p", "pp"), "a proportion counts hits from 0")},
    "observed and expected": {**_counted, "p": ABOVE, "pp": ABOVE},
    "counts": {**_values, **_by_month},
    "rare counts": {**_values, **_by_month, "c": RARE},
    "rare counts of cases": {**_counted, **dict.fromkeys(("p", "pp", "u", "up", "c"), RARE)},
    "counts by day": {
        **_values,
        **dict.fromkeys(
            ("g", "t"), "2 events or more in the median day, too many for a chart of times between: use a c"
        ),
        "bcusum": CASES,
    },
    "rare counts by day": {**_values, "c": RARE, "bcusum": CASES},
    "dates of events": {**_no_figures, **dict.fromkeys(RAW, "there is no column for value")},
    "months of events": {**_no_figures, **_by_month, "bcusum": NO_FIGURES}
    | dict.fromkeys(RAW, "there is no column for value"),
    "days between": {
        **dict.fromkeys(RAW, LONE),
        **dict.fromkeys(("p", "pp", "u", "up", "c"), ROW_AN_EVENT),
        "oe": "an O/E chart counts events",
        "oep": "an overdispersed O/E chart counts",
        "ip": NO_DENOMINATORS,
        "bcusum": f"row 3, column value: {NOT_0_OR_1}",
    },
    "cases between": {**_values, "bcusum": f"row 2, column value: {NOT_0_OR_1}"},
    "times below 0": {
        **_values,
        "c": NO_COUNT.replace("row 2", "row 3"),
        "g": BELOW_0,
        "t": BELOW_0,
        "bcusum": NOT_0_OR_1,
    },
    "counts on odd days": {**dict.fromkeys(RAW, NOT_RAW), "g": NO_EVENT, "t": NO_EVENT, "bcusum": NOT_0_OR_1},
    "measurements": {
        **dict.fromkeys(set(EVERY) - {"g", "t", *RAW}, AGAIN.format(35)),
        "bcusum": NOT_0_OR_1,
    },
    "cases of yes or no": {
        **dict.fromkeys(set(EVERY) - {*BY_EVENT, *RAW}, AGAIN.format(47)),
        "xbar": YES_OR_NO.format("n x-bar"),
        "s": YES_OR_NO.format("n S"),
    },
    "months of yes or no": {
        **_values,
        **_by_month,
        "c": RARE,
        "xbar": YES_OR_NO.format("n x-bar"),
        "s": YES_OR_NO.format("n S"),
    },
    "one point": {**_values, "bcusum": NOT_0_OR_1},
    "one fraction": {**dict.fromkeys(RAW, NOT_RAW), "g": NO_EVENT, "t": NO_EVENT, "bcusum": NOT_0_OR_1},
    "constant": {**_values, **_by_month},
    "constant fractions": _counted,
    "all missing": {**dict.fromkeys(WITH_COUNTS, NO_DENOMINATORS), **_by_month},
    "all missing fractions": _counted,
}

# What the words must never be: an article before the wrong sound, a number before the wrong noun, no name at all.
UGLY = re.compile(
    r"\b[Aa] (I|I'|MR|O/E|S|XmR|x-bar|overdispersed)\b|\b[Aa]n (p|p'|u|u'|c|g|t|run|Bernoulli)\b|\b1 \w+s are\b"
    r"|: {2}|  |None|nan|\bauto\b"
)


def answered(wellrun: Wellrun, figures: Figures, kind: str, chart: str) -> Ran:
    return wellrun("analyse", figures(KINDS[kind]), "--chart", chart, "--format", "json")


@pytest.mark.parametrize("chart", EVERY)
@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_drawn_or_refused_with_what_to_use(
    wellrun: Wellrun, figures: Figures, kind: str, chart: str
) -> None:
    ran = answered(wellrun, figures, kind, chart)
    if chart in REFUSED[kind]:
        complaint = ran.complaint
        assert complaint.startswith(str(figures(KINDS[kind])))
        assert REFUSED[kind][chart] in complaint
        assert not UGLY.search(complaint)
        return
    assert ran.code == 0, ran.err
    (found,) = ran.objects
    assert chart in (found["chart"], "auto")
    for said in (found["chart_reason"], *found["notes"], *ran.err.splitlines()):
        assert not UGLY.search(said), said


@pytest.mark.parametrize(
    ("kind", "charts", "said"),
    [
        ("rare counts", ("xmr", "i", "mr"), "if these are counts, they are rare events (median below 2 a period)"),
        ("rare counts", ("auto",), "were taken for counts: if they are none, use an XmR chart"),
        (
            "rare counts of cases",
            ("xmr", "i", "mr", "ip"),
            "fewer than 2 events in the median period: limits by period",
        ),
        ("rare counts of cases", ("oe", "oep"), "the limits are exact, but only a rise can lie outside them"),
        ("proportions", ("c",), "leaves the denominators out, which go from 200 to 249: use a u chart"),
        ("days between", ("xmr", "i", "mr"), "times between rare events lie far to one side of their mean: a t chart"),
        ("days between", ("auto",), "values are the days since the row before: each row was taken for an event"),
        ("cases between", ("auto", "xmr", "c"), "most days have no row: if each row is an event, --every event judges"),
        ("cases between", ("g", "t"), "they are not the days between the dates of the rows"),
        ("rare counts by day", ("g", "t"), "counts by day were taken as a row an event, 18 in all"),
        ("one point", ("auto", "xmr", "i", "c", "run"), "fewer than 2 points: nothing to judge by"),
        ("all missing", ("auto", "xmr", "i", "mr", "c", "run", *RAW), "there is no point to judge"),
        ("constant", ("xmr", "i", "mr", "run"), "every value is the same"),
    ],
)
def test_what_would_fit_better_is_noted(
    wellrun: Wellrun, figures: Figures, kind: str, charts: tuple[str, ...], said: str
) -> None:
    for chart in charts:
        (found,) = answered(wellrun, figures, kind, chart).objects
        assert any(said in note for note in found["notes"]), (chart, found["notes"])


@pytest.mark.parametrize("kind", ["values", "proportions", "counts", "constant"])
def test_a_moving_range_that_cannot_be_is_not_missing(wellrun: Wellrun, figures: Figures, kind: str) -> None:
    (found,) = answered(wellrun, figures, kind, "mr").objects
    assert not any("missing" in note for note in found["notes"])


def test_a_gap_is_missing_once_in_a_chart_of_moving_ranges(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(values(MONTHS, [5, 6, "", 7, *COUNTS[4:]]))
    (found,) = wellrun("analyse", path, "--chart", "mr", "--format", "json").objects
    assert any(note.startswith("1 missing before the last point") for note in found["notes"])


@pytest.mark.parametrize("chart", ["g", "t"])
def test_a_row_is_an_event_when_somebody_says_so(wellrun: Wellrun, figures: Figures, chart: str) -> None:
    path = figures(values(MONTHS, COUNTS))
    (found,) = wellrun("analyse", path, "--chart", chart, "--every", "event", "--format", "json").objects
    assert (found["chart"], found["n"]) == (chart, 24)


@pytest.mark.parametrize("chart", ["g", "t"])
def test_the_grain_of_the_rows_refuses_a_chart_of_events_too(wellrun: Wellrun, figures: Figures, chart: str) -> None:
    complaint = wellrun("analyse", figures(values(MONTHS, COUNTS)), "--chart", chart, "--every", "month").complaint
    assert f"the series has a row a period, and a {chart} chart needs a row an event" in complaint
    assert "use a u or c chart for counts by period" in complaint


def test_rows_with_figures_nearly_every_week_are_weeks(wellrun: Wellrun, figures: Figures) -> None:
    weeks = [DAYS[7 * week] for week in range(8) if week != 3]
    complaint = wellrun("analyse", figures(values(weeks, [4, 2, 7, 3, 5, 6, 4])), "--chart", "t").complaint
    assert "the rows go by week" in complaint


@pytest.mark.parametrize("chart", ["g", "t"])
def test_counts_by_day_give_the_same_chart_as_a_row_an_event(wellrun: Wellrun, figures: Figures, chart: str) -> None:
    by_day = dict.fromkeys(DAYS, 0) | {DAYS[day]: n for day, n in ((3, 1), (9, 2), (10, 1), (31, 1), (44, 1), (58, 1))}
    events = [day for day, n in by_day.items() for _ in range(n)]
    ways = {"counts": values(by_day, by_day.values()), "events": "period\n" + "".join(f"{day}\n" for day in events)}
    answers = [wellrun("analyse", figures(text), "--chart", chart, "--format", "csv").out for text in ways.values()]
    assert answers[0] == answers[1]
    explicit = wellrun("analyse", figures(ways["counts"]), "--chart", chart, "--every", "day", "--format", "csv").out
    assert explicit == answers[0]


def test_a_time_over_a_day_of_which_nothing_is_known_is_missing(wellrun: Wellrun, figures: Figures) -> None:
    found: dict[str, object] = dict.fromkeys(DAYS, 0)
    found |= {DAYS[3]: 1, DAYS[9]: 1, DAYS[20]: 1, DAYS[12]: ""}
    rows = wellrun("analyse", figures(values(found, found.values())), "--chart", "t", "--format", "csv").rows
    assert [(row["period"], row["value"]) for row in rows] == [(DAYS[3], ""), (DAYS[9], "6"), (DAYS[20], "")]


def test_counts_by_day_of_several_series(wellrun: Wellrun, figures: Figures) -> None:
    lines = [f"{name},{day},{int(n % step == 0)}" for name, step in (("a", 7), ("b", 90)) for n, day in enumerate(DAYS)]
    text = "series,period,value\n" + "\n".join(lines) + "\nc,2024-01-01,0\n"
    found = wellrun("analyse", figures(text), "--chart", "t", "--format", "json").objects
    assert [(each["series"], each["n"]) for each in found] == [("a", 8), ("b", 0), ("c", 0)]


def test_counts_by_day_that_are_none_make_no_chart_of_times(wellrun: Wellrun, figures: Figures) -> None:
    complaint = wellrun("analyse", figures(values(DAYS, [0.5, *[0] * 59])), "--chart", "t").complaint
    assert "the rows go by day and hold no counts" in complaint
    assert "use an XmR chart" in complaint


def test_a_lone_measurement_has_no_limits_and_that_is_said(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(values([*MONTHS[:12], *MONTHS[:11]], [*COUNTS[:12], *COUNTS[12:23]]))
    (found,) = wellrun("analyse", path, "--chart", "xbar", "--format", "json").objects
    assert "1 subgroup of one measurement: no spread, and no limits there" in found["notes"]


def test_nothing_is_written_before_a_refusal(
    wellrun: Wellrun, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wellrun.cli.charts._POINTS_IN_PART", 24)
    lines = [
        f"{name},{m},{c + odd}" for name, odd in (("a", 0), ("b", 0.5)) for m, c in zip(MONTHS, COUNTS, strict=True)
    ]
    path = figures("series,period,value\n" + "\n".join(lines) + "\n")
    complaint = wellrun("analyse", path, "--chart", "c", "--format", "csv").complaint
    assert complaint.startswith(f"{path}, row 26, column value: b has values that are no whole numbers")


@pytest.mark.parametrize("words", [("--chart", "auto"), ("--chart", "xmr"), ("--chart", "xbar")])
def test_an_aim_without_a_good_direction_is_said_to_do_nothing(
    wellrun: Wellrun, figures: Figures, words: tuple[str, ...]
) -> None:
    path = figures(KINDS["measurements" if "xbar" in words else "values"])
    said = "--target is compared with nothing: --direction up or down says which way is good"
    ran = wellrun("analyse", path, *words, "--target", "60", "--format", "json")
    assert ran.err == f"note: {said}\n"
    assert said in ran.objects[0]["notes"]
    assert ran.objects[0]["assurance"] is None
    assert wellrun("analyse", path, *words, "--target", "60", "--direction", "up", "--format", "json").err == ""


def test_columns_of_other_names_are_named_as_the_file_names_them(wellrun: Wellrun, figures: Figures) -> None:
    path = figures(counts(MONTHS, [0.5, *COUNTS[1:]], [50] * 24).replace("numerator", "Falls"))
    complaint = wellrun("analyse", path, "--chart", "p", "--column", "numerator=Falls").complaint
    assert ", row 2, column Falls: " in complaint


def test_events_on_one_day_each_week_are_no_weeks(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("period\n" + "".join(f"{date}\n" for date in EVENTS[:3]))
    (found,) = wellrun("analyse", path, "--chart", "t", "--format", "json").objects
    assert found["n"] == 2


@pytest.mark.parametrize(("kind", "chart"), [("values", "mr"), ("cases of yes or no", "bcusum")])
def test_an_aim_of_values_is_none_of_other_points(wellrun: Wellrun, figures: Figures, kind: str, chart: str) -> None:
    words = ("--chart", chart, "--target", "0.2", "--direction", "down")
    (found,) = wellrun("analyse", figures(KINDS[kind]), *words, "--format", "json").objects
    assert found["assurance"] is None
    assert "the aim is compared with nothing: the points are not the values it is an aim for" in found["notes"]


@pytest.mark.parametrize("chart", ["p", "pp"])
def test_a_proportion_is_one_of_whole_cases(wellrun: Wellrun, figures: Figures, chart: str) -> None:
    path = figures(counts(MONTHS, COUNTS, [50.5] * 24))
    complaint = wellrun("analyse", path, "--chart", chart).complaint
    assert complaint == (
        f"{path}, row 2, column denominator: 50.5 is no number of cases: use a u chart for events over exposure, an "
        "O/E chart for observed over expected events"
    )


@pytest.mark.parametrize(("kind", "chart"), [("values", "xmr"), ("measurements", "xbar"), ("dates of events", "t")])
def test_a_phase_that_never_begins_is_refused(wellrun: Wellrun, figures: Figures, kind: str, chart: str) -> None:
    complaint = wellrun("analyse", figures(KINDS[kind]), "--chart", chart, "--rebase", "2050-01").complaint
    assert complaint == "--rebase 2050-01-01: no period starts on or after that day"
