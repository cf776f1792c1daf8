"""`--out` of the analyst's tools: an answer never takes the place of the file it comes from."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Wellrun
from tests.cli.kinds_of_files import KINDS

Figures = Callable[[str], Path]

FUNNEL = "unit,numerator,denominator\n" + "".join(f"u{n},{10 + n},100\n" for n in range(12))
COMMANDS = {
    "analyse": ("analyse",),
    "xbar": ("analyse", "--chart", "xbar"),
    "pareto": ("analyse", "--chart", "pareto"),
    "detect": ("detect",),
    "segments": ("segments",),
    "funnel": ("funnel",),
}


def text_for(name: str) -> str:
    return {"funnel": FUNNEL, "xbar": KINDS["measurements"]}.get(name, KINDS["values"])


@pytest.mark.parametrize("way", ["same", "dotted", "symlink", "hard link", "link to folder"])
@pytest.mark.parametrize("name", COMMANDS)
def test_the_file_itself_is_refused(wellrun: Wellrun, figures: Figures, tmp_path: Path, name: str, way: str) -> None:
    path = figures(text_for(name))
    out = tmp_path / "other.csv"
    if way == "same":
        out = path
    elif way == "dotted":
        out = tmp_path / "." / "figures.csv"
    elif way == "symlink":
        out.symlink_to(path)
    elif way == "hard link":
        os.link(path, out)
    else:
        (tmp_path / "link").symlink_to(tmp_path)
        out = tmp_path / "link" / "figures.csv"
    complaint = wellrun(*COMMANDS[name], path, "--out", out).complaint
    assert complaint == f"--out {out}: this is {path} itself, which is not written over"
    assert path.read_text() == text_for(name)


def test_the_standard_input_is_not_written_over_either(
    wellrun: Wellrun, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = figures(KINDS["values"])
    with path.open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        complaint = wellrun("analyse", "-", "--out", path).complaint
    assert complaint == f"--out {path}: this is the standard input itself, which is not written over"
    assert path.read_text() == KINDS["values"]


def test_what_comes_through_a_pipe_may_be_written_anywhere(
    wellrun: Wellrun, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = figures(KINDS["values"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes())))
    assert wellrun("analyse", "-", "--out", path).code == 0
    assert path.read_text().startswith("series,period,value,denominator")


def test_another_file_is_written_and_a_link_to_it_stays_one(wellrun: Wellrun, figures: Figures, tmp_path: Path) -> None:
    target, link = tmp_path / "answer.csv", tmp_path / "link.csv"
    target.write_text("old\n")
    link.symlink_to(target)
    assert wellrun("analyse", figures(KINDS["values"]), "--out", link).code == 0
    assert link.is_symlink()
    assert target.read_text().startswith("series,period")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["answer.csv", "figures.csv", "link.csv"]


@pytest.mark.parametrize("name", COMMANDS)
def test_an_ending_that_is_none_is_refused_before_anything_is_read(wellrun: Wellrun, tmp_path: Path, name: str) -> None:
    complaint = wellrun(*COMMANDS[name], tmp_path / "nowhere.csv", "--out", tmp_path / "chart.png").complaint
    assert "the ending decides the format; use .csv, .json, .parquet or .xlsx" in complaint
