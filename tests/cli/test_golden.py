"""`wellrun analyse` on the reference inputs, from every format, against the reference outputs."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.conftest import Wellrun
from tests.shared_data import GOLDEN, needs_shared
from wellrun.tables.write import Kind, write_columns

pytestmark = [pytest.mark.shared, needs_shared]

RULES = {
    "Common Cause": "",
    "Above UCL": "outside_limits",
    "Below LCL": "outside_limits",
    "7 Point Trend (Increasing)": "trend",
    "7 Point Trend (Decreasing)": "trend",
    "2 in 3 Above CL": "two_of_three",
    "2 in 3 Below CL": "two_of_three",
    "7 Points Above CL": "shift",
    "7 Points Below CL": "shift",
}
POINTS = {"special_cause_improvement": "improvement", "special_cause_concern": "concern"}


def reference(name: str, series: str) -> list[dict[str, str]]:
    """The rows of a reference output by series, then period, as `analyse` writes them."""
    with (GOLDEN / name).open(newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: (row[series], row["x"]))


def numbers(rows: list[dict[str, str]], column: str) -> Any:
    return np.array([float(row[column]) if row[column] not in ("", "NA") else np.nan for row in rows])


def assert_close(found: Any, expected: Any) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


@pytest.fixture
def departments(tmp_path: Path) -> dict[str, Path]:
    """The same 130 departments in every format that is read."""
    rows = reference("ptd_ae_type1_perf_target95.csv", "f")
    columns = {
        "series": np.array([row["f"] for row in rows], dtype=object),
        "period": np.array([row["x"] for row in rows], dtype="datetime64[D]"),
        "value": numbers(rows, "y"),
    }
    paths = {}
    kinds: tuple[Kind, ...] = ("csv", "parquet", "xlsx")
    for kind in kinds:
        paths[kind] = tmp_path / f"departments.{kind}"
        with paths[kind].open("wb") as out:
            write_columns(columns, out, kind)
    return paths


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_labels_and_limits_from_every_format(wellrun: Wellrun, departments: dict[str, Path], kind: str) -> None:
    expected = reference("ptd_ae_type1_perf_target95.csv", "f")
    words = ("--chart", "xmr", "--direction", "up", "--target", "0.95", "--format", "csv")
    found = wellrun("analyse", departments[kind], *words).rows
    assert [(row["series"], row["period"]) for row in found] == [(row["f"], row["x"]) for row in expected]
    assert [row["rule"] for row in found] == [RULES[row["special_cause_type"]] for row in expected]
    assert [row["point"] for row in found] == [POINTS.get(row["point_type"], "common_cause") for row in expected]
    for ours, theirs in (("value", "y"), ("centre", "mean_col"), ("lower", "lpl"), ("upper", "upl")):
        assert_close(numbers(found, ours), numbers(expected, theirs))


def test_without_screening(wellrun: Wellrun) -> None:
    name = "ptd_ae_type1_perf_noscreen.csv"
    words = ("--column", "series=f", "--column", "period=x", "--column", "value=y", "--no-screen", "--format", "csv")
    found, expected = wellrun("analyse", GOLDEN / name, *words).rows, reference(name, "f")
    assert [row["rule"] for row in found] == [RULES[row["special_cause_type"]] for row in expected]
    assert_close(numbers(found, "upper"), numbers(expected, "upl"))


def test_icons_of_every_department(wellrun: Wellrun, departments: dict[str, Path]) -> None:
    words = ("--direction", "up", "--target", "0.95", "--format", "json")
    found = {each["series"]: each for each in wellrun("analyse", departments["csv"], *words).objects}
    with (GOLDEN / "icons_ae_perf_target95.csv").open(newline="") as file:
        expected = {row["f"]: row for row in csv.DictReader(file)}
    assert found.keys() == expected.keys()
    assurances = {"consistent_fail": "consistently_fails", "consistent_pass": "consistently_passes"}
    for name, row in expected.items():
        ours = found[name]
        assert ours["assurance"] == assurances.get(row["assurance_type"], row["assurance_type"])
        assert ours["variation"].removesuffix("_high").removesuffix("_low") == POINTS.get(
            row["last_point_type"], "common_cause"
        )
        assert (ours["n"], ours["n_special"]) == (int(row["n"]), int(row["n_special"]))
        assert_close(
            [ours["centre"], ours["lower"], ours["upper"]], [float(row[k]) for k in ("mean_col", "lpl", "upl")]
        )


@pytest.mark.parametrize(
    ("chart", "name"), [("p", "qic_ae_type1_breaches_p.csv"), ("pp", "qic_ae_type1_breaches_pp.csv")]
)
def test_proportions_and_runs(wellrun: Wellrun, chart: str, name: str) -> None:
    columns = ("series=facet1", "period=x", "numerator=y.sum", "denominator=n")
    words = [word for column in columns for word in ("--column", column)]
    expected = reference(name, "facet1")
    found = wellrun("analyse", GOLDEN / name, "--chart", chart, "--format", "csv", *words).rows
    for ours, theirs in (("value", "y"), ("denominator", "n"), ("centre", "cl"), ("lower", "lcl"), ("upper", "ucl")):
        assert_close(numbers(found, ours), numbers(expected, theirs))
    last = {row["facet1"]: row for row in expected}
    for ours in wellrun("analyse", GOLDEN / name, "--chart", chart, "--format", "json", *words).objects:
        theirs = last[ours["series"]]
        assert ours["longest_run"] == int(theirs["longest.run"])
        assert ours["longest_run_max"] == int(theirs["longest.run.max"])
        assert ours["crossings"] == int(theirs["n.crossings"])
        assert ours["crossings_min"] == int(theirs["n.crossings.min"])
        assert ours["runs_signal"] == bool(int(theirs["runs.signal"]))


def test_degenerate_series_raise_no_signal(wellrun: Wellrun) -> None:
    words = ("--column", "series=case", "--column", "period=d", "--column", "value=v", "--format", "json")
    found = {each["series"]: each for each in wellrun("analyse", GOLDEN / "input_edge.csv", *words).objects}
    assert len(found) == 15
    assert found["constant20"]["status"] == found["zeros20"]["status"] == "constant"
    assert found["one_spike"]["status"] == "degenerate"
    assert found["short6"]["status"] == "trial_limits"
    assert found["constant20"]["n_special"] == 0
