"""`wellrun segments` from a file to an answer."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Wellrun
from tests.shared_data import GOLDEN, needs_shared

Figures = Callable[[str], Path]


def a_file(figures: Figures) -> Path:
    """A ward that steps up in its fifteenth month, one that does not, and one of four months."""
    rng = np.random.default_rng(4)
    lines = ["series,period,value"]
    for name, step, n in (("moved", 9, 30), ("still", 0, 30), ("young", 0, 4)):
        for month in range(n):
            value = 50 + rng.normal() + step * (month >= 14)
            lines.append(f"{name},{2022 + month // 12}-{month % 12 + 1:02},{value}")
    return figures("\n".join(lines) + "\n")


def test_an_object_a_series_with_its_changes_and_proposals(wellrun: Wellrun, figures: Figures) -> None:
    moved, still, young = wellrun("segments", a_file(figures), "--format", "json").objects
    assert list(moved) == ["series", "status", "changes", "notes"]
    (change,) = moved["changes"]
    assert list(change) == ["period", "index", "before", "after", "support"]
    assert (change["period"], change["index"]) == ("2023-03-01", 14)
    assert change["before"] == pytest.approx(50, abs=1)
    assert change["after"] == pytest.approx(59, abs=1)
    assert 0.99 < change["support"] <= 1
    assert "proposal: a new baseline from 2023-03-01" in moved["notes"][0]
    assert (still["status"], still["changes"]) == ("ok", [])
    assert (young["status"], young["changes"]) == ("insufficient_data", [])
    assert young["notes"] == ["fewer than 12 points: too few to look for a change of level"]


def test_a_row_a_change(wellrun: Wellrun, figures: Figures) -> None:
    (row,) = wellrun("segments", a_file(figures), "--format", "csv").rows
    assert list(row) == ["series", "period", "index", "before", "after", "slope_before", "slope_after", "support"]
    assert (row["series"], row["period"], row["slope_before"]) == ("moved", "2023-03-01", "0")


def test_a_table_for_reading_names_every_series(wellrun: Wellrun, figures: Figures) -> None:
    said = wellrun("segments", a_file(figures)).out.decode()
    for words in ("moved", "2023-03-01", "a new baseline may be proposed", "still", "no change of level", "too few"):
        assert words in said


def test_lines_have_slopes_in_the_table_and_in_words(wellrun: Wellrun, figures: Figures) -> None:
    rng = np.random.default_rng(1)
    lines = [
        f"{2018 + m // 12}-{m % 12 + 1:02},{30 + 0.5 * m + (m >= 30) * (0.6 * (m - 30) - 8) + rng.normal() / 8}\n"
        for m in range(60)
    ]
    path = figures("period,value\n" + "".join(lines))
    said = wellrun("segments", path).out.decode()
    assert "slope before" in said
    assert "above 0.99" in said
    (found,) = wellrun("segments", path, "--format", "json").objects
    assert "until then it rose by 0." in found["notes"][0]
    assert list(found["changes"][0]) == ["period", "index", "before", "after", "support"]


def test_what_starts_later_can_be_left_out(wellrun: Wellrun, figures: Figures) -> None:
    found = wellrun("segments", a_file(figures), "--as-of", "2023-02", "--format", "json").objects
    assert [each["changes"] for each in found] == [[], [], []]


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "xlsx"])
def test_the_answer_can_go_to_a_file(wellrun: Wellrun, figures: Figures, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"answer.{ending}"
    assert wellrun("segments", a_file(figures), "--out", path).code == 0
    assert path.stat().st_size > 50


def test_a_file_without_changes_has_a_header_only(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("period,value\n2024-01,1\n2024-02,2\n")
    assert wellrun("segments", path, "--format", "csv").out.count(b"\n") == 1


def test_a_bad_cell_is_one_line_with_its_row_and_column(wellrun: Wellrun, figures: Figures) -> None:
    path = figures("period,value\n2024-01,1\n2024-02,much\n")
    assert wellrun("segments", path).complaint == (
        f'{path}, row 3, column value: "much" is not a number; leave the cell empty where there is none'
    )


@pytest.mark.shared
@needs_shared
def test_of_the_odd_series_only_the_step_has_a_change(wellrun: Wellrun) -> None:
    words = ("--column", "series=case", "--column", "period=d", "--column", "value=v", "--format", "json")
    found = wellrun("segments", GOLDEN / "input_edge.csv", *words).objects
    assert [each["series"] for each in found if each["changes"]] == ["step"]
