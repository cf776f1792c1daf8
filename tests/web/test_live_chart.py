"""The interactive chart: a specification that Vega accepts, on the geometry of the drawing, with a table beside it."""

import json

import pytest

from tests.web.chart_samples import bare, ready_to_leave, two_phases
from wellrun.analytics.spc.codes import Rule
from wellrun.insight.rule_words import RULES
from wellrun.web.charts.data import Aim, EventFlag
from wellrun.web.charts.figure import chart_figure
from wellrun.web.charts.layout import lay_out
from wellrun.web.charts.vega import control_chart_vega
from wellrun.web.parts import Cell


@pytest.fixture(scope="module")
def vega():
    return pytest.importorskip("vl_convert", reason="left out: the build extras are not installed")


@pytest.mark.parametrize(
    "data",
    [ready_to_leave(), two_phases(), bare([1.0]), bare([1.0, None, 2.0]), ready_to_leave(aim=Aim(low=0.08, high=0.12))],
    ids=["judged", "two phases", "one figure", "gap", "band"],
)
def test_vega_draws_every_figure(data, vega):
    spec = json.loads(json.dumps(control_chart_vega(data), allow_nan=False).replace("token(", "").replace(')"', '"'))
    drawing = vega.vegalite_to_svg(spec, vl_version="6.4")
    marks = drawing.split("mark-symbol")[1].split("</g>")[0]
    assert marks.count("<path") == len(data.present())


def test_vega_draws_every_flag(vega):
    data = ready_to_leave(events=[EventFlag(1, 0, "A strike"), EventFlag(2, 5, "A flood")])
    spec = json.loads(json.dumps(control_chart_vega(data), allow_nan=False).replace("token(", "").replace(')"', '"'))
    flags = vega.vegalite_to_svg(spec, vl_version="6.4").split("mark-symbol")[1].split("</g>")[0]
    assert flags.count("<path") == 2


def test_the_live_chart_has_the_frame_of_the_drawing():
    data = ready_to_leave()
    spec, frame = control_chart_vega(data, 760, 300), lay_out(data, 760, 300)
    padding = spec["padding"]
    assert spec["width"] + padding["left"] + padding["right"] == pytest.approx(760, abs=0.2)
    assert spec["height"] + padding["top"] + padding["bottom"] == pytest.approx(300, abs=0.2)
    assert padding["left"] == pytest.approx(frame.left, abs=0.1)


def test_a_point_says_period_figure_counts_coverage_and_rule_in_words():
    last = control_chart_vega(ready_to_leave())["datasets"]["points"][-1]
    assert (last["title"], last["value"]) == ("Aug 2023", "23.4\u00a0%")
    facts = dict(last["facts"])
    assert facts["State"] == "Worsening"
    assert facts["Why"] == "Outside the usual range"
    assert facts["Counted"] == "140.4 of 600"
    assert facts["Reporting"] == "6 of 7"


def test_every_rule_is_said_in_words() -> None:
    data = ready_to_leave(rules=[""] * 7 + ["long_run"])
    facts = dict(control_chart_vega(data)["datasets"]["points"][-1]["facts"])
    assert facts["Why"] == "An unusually long run on one side of the usual level"
    assert [rule.word for rule in Rule if rule is not Rule.NONE and rule.word not in RULES] == []


def test_colours_come_from_the_stylesheet_only():
    text = json.dumps(control_chart_vega(ready_to_leave()))
    assert "token(bad)" in text
    assert "#" not in text.replace('"$schema"', "")


def test_the_table_has_a_row_for_every_period_the_latest_first():
    table = chart_figure(bare([1.0, None, 3.0]), "c").table
    assert [row[0] for row in table.rows] == ["Mar 2023", "Feb 2023", "Jan 2023"]
    assert [row[1] for row in table.rows] == ["3", "no figure", "1"]


def test_the_table_gives_the_reason_beside_the_state():
    row = chart_figure(ready_to_leave(), "c").table.rows[0]
    assert row[2] == Cell("Worsening", "Outside the usual range")


def test_a_chart_without_figures_does_not_wake():
    assert chart_figure(bare([None]), "c").live is None


def test_the_key_names_the_marks_that_are_there():
    assert chart_figure(ready_to_leave(), "c").keys == [("mark-none", "No change"), ("mark-bad", "Worsening")]
