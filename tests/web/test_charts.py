"""The drawn control chart: marks where the figures are, gaps as gaps, labels that can be read."""

import math
import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.chart_samples import BETTER, QUIET, WORSE, bare, months, ready_to_leave, two_phases
from wellrun.web.charts.control import control_chart_svg
from wellrun.web.charts.data import Aim, ChartData, EventFlag, PhaseStart, PointKind
from wellrun.web.charts.figure import chart_table
from wellrun.web.charts.layout import LINE, lay_out
from wellrun.web.charts.scales import date_ticks, keep_apart, round_ticks, text_width

SVG = "{http://www.w3.org/2000/svg}"


def drawn(data, **size):
    return ElementTree.fromstring(control_chart_svg(data, **size))


def of_class(root, name):
    return [node for node in root.iter() if name in node.get("class", "").split()]


def words(root):
    return [node.text for node in root.iter(f"{SVG}text")]


def test_each_figure_has_one_mark_of_the_shape_its_state_has():
    root = drawn(ready_to_leave(kinds=[QUIET] * 4 + [BETTER] + [WORSE] * 3))
    assert [node.tag for node in of_class(root, "mark-none")] == [f"{SVG}circle"] * 4
    assert [node.tag for node in of_class(root, "mark-good")] == [f"{SVG}path"]
    assert [node.tag for node in of_class(root, "mark-bad")] == [f"{SVG}rect"] * 3


def test_marks_stand_at_their_period_and_level():
    data = ready_to_leave()
    frame = lay_out(data, 760, 300)
    marks = of_class(drawn(data), "mark-none")
    for i, mark in enumerate(marks):
        assert float(mark.get("cx")) == pytest.approx(frame.x(i), abs=0.06)
        assert float(mark.get("cy")) == pytest.approx(frame.y(data.values[i] * 100), abs=0.06)


def test_a_figure_nobody_judged_is_hollow():
    root = drawn(bare([1.0, 2.0], kinds=[QUIET, PointKind.NOT_JUDGED]))
    assert len(of_class(root, "mark-hollow")) == 1


def test_a_figure_that_is_left_out_is_a_cross_with_its_reason_in_the_table():
    data = bare([1.0, 2.0], kinds=[QUIET, PointKind.LEFT_OUT], reasons=["", "Two sites"])
    assert [node.tag for node in of_class(drawn(data), "mark-out")] == [f"{SVG}path"]
    (newest, *_) = chart_table(data).rows
    assert (newest[2].text, newest[2].small) == ("Left out", "Two sites")


def test_each_event_has_its_number_below_its_period_and_makes_room_for_it():
    data = ready_to_leave(events=[EventFlag(1, 0, "A strike"), EventFlag(2, 5, "A flood")])
    root, frame = drawn(data), lay_out(data, 760, 300)
    flags = of_class(root, "flag-words")
    assert [node.text for node in flags] == ["1", "2"]
    assert [float(node.get("x")) for node in flags] == [pytest.approx(frame.x(at), abs=0.06) for at in (0, 5)]
    assert frame.bottom < lay_out(ready_to_leave(), 760, 300).bottom
    assert "1: A strike" in [node.text for node in root.iter(f"{SVG}title")]


def test_events_that_lie_close_share_a_flag():
    data = bare([1.0] * 60, events=[EventFlag(n, 30 + n, f"Event {n}") for n in (1, 2, 3)])
    assert [flag.words for flag in lay_out(data, 340, 250).flags] == ["1–3"]


def test_an_event_after_the_newest_figure_stands_at_the_edge():
    data = bare([1.0, 2.0], events=[EventFlag(1, 9, "Today")])
    frame = lay_out(data, 760, 300)
    assert frame.flags[0].x == frame.right


def test_a_missing_period_breaks_the_line_and_shows_as_a_hole():
    root = drawn(bare([1.0, 2.0, None, math.nan, 3.0, 4.0]))
    assert len(of_class(root, "line")) == 2
    assert len(of_class(root, "no-data")) == 1
    assert len(of_class(root, "mark-none")) == 4


def test_missing_periods_at_the_ends_are_no_holes():
    assert of_class(drawn(bare([None, 1.0, 2.0, None])), "no-data") == []


def test_limits_of_a_phase_end_where_the_next_begins():
    root = drawn(two_phases())
    (usual,) = of_class(root, "usual")
    assert usual.get("d").count("M") == 2, "one pen-down a phase"
    (divider,) = of_class(root, "divider")
    first, second = re.findall(r"M([\d.]+) [\d.]+H([\d.]+)", usual.get("d"))
    assert first[1] == divider.get("x1") == second[0]


def test_limits_that_follow_the_denominator_are_steps():
    root = drawn(bare([1.0, 2.0, 1.5], upper=[3.0, 3.5, 3.2]))
    (limit,) = of_class(root, "limit")
    assert limit.get("d").count("V") == 2


def test_a_limit_that_stays_is_one_stroke():
    (usual,) = of_class(drawn(bare([1.0, 2.0, 1.5], centre=[1.5] * 3)), "usual")
    assert re.fullmatch(r"M[\d.]+ [\d.]+H[\d.]+", usual.get("d"))


def test_a_new_baseline_says_when_and_why():
    assert "Jul 23: two sites merged" in words(drawn(two_phases()))


def test_lines_are_labelled_at_their_ends_with_their_level():
    said = words(drawn(ready_to_leave()))
    for label in ("upper limit 18.0 %", "usual level 14.0 %", "lower limit 10.0 %", "aim 10.0 %"):
        assert label.replace(" %", "\u00a0%") in said


def test_a_narrow_chart_is_brief():
    assert "upper 18.0\u00a0%" in words(drawn(ready_to_leave(), width=340, height=250))


def test_a_band_is_drawn_as_a_band():
    root = drawn(ready_to_leave(aim=Aim(low=0.08, high=0.12)))
    (band,) = of_class(root, "aim-band")
    assert float(band.get("height")) > 0
    assert len(of_class(root, "aim")) == 2


def test_without_figures_the_chart_says_so():
    for data in (bare([]), bare([None, None, math.nan])):
        root = drawn(data)
        assert "No figures yet" in words(root)
        assert not of_class(root, "mark-none")


def test_one_figure_is_one_mark_and_no_line():
    root = drawn(bare([5.0]))
    assert len(of_class(root, "mark-none")) == 1
    assert of_class(root, "line") == []


@pytest.mark.parametrize("level", [0.0, 5.0, -3.0, 1e-9, 1e9, 1e-300, 1e300])
def test_a_constant_stands_inside_the_plot(level):
    data = bare([level] * 5)
    frame = lay_out(data, 760, 300)
    assert frame.top <= frame.y(level) <= frame.bottom


def test_hostile_words_are_text_only():
    hostile = '<script>alert("1")</script>\x00\x0b]]>&\'"'
    data = ready_to_leave(
        title=hostile, phases=[0] * 4 + [1] * 4, phase_starts=[PhaseStart(1, date(2023, 5, 1), hostile)]
    )
    root = drawn(data)
    assert root.find(f"{SVG}title").text == '<script>alert("1")</script>]]>&\'"'
    assert not list(root.iter(f"{SVG}script"))


def test_no_style_attribute_stands_in_the_way_of_a_strict_policy():
    for data in (ready_to_leave(), two_phases()):
        assert not [node for node in drawn(data).iter() if "style" in node.attrib]


def test_it_has_a_name_and_a_description():
    root = drawn(ready_to_leave())
    assert root.get("role") == "img"
    by_id = {node.get("id"): node.text for node in root.iter() if node.get("id")}
    assert by_id[root.get("aria-labelledby")] == "Beds occupied by patients ready to leave"
    assert "the latest is 23.4\u00a0%" in by_id[root.get("aria-describedby")]
    assert "3 points marked worsening" in by_id[root.get("aria-describedby")]


def test_two_charts_on_a_page_share_no_id():
    wide, narrow = (control_chart_svg(ready_to_leave(), width=w) for w in (760, 340))
    ids = [set(re.findall(r'id="([^"]+)"', text)) for text in (wide, narrow)]
    assert ids[0].isdisjoint(ids[1])


def test_lengths_that_differ_are_refused():
    with pytest.raises(ValueError, match="another length"):
        ChartData(title="", periods=months(2), values=[1.0, 2.0], kinds=[QUIET] * 2, centre=[1.0])


levels = st.floats(0, 1, allow_nan=False)


@given(levels, levels, levels, levels, st.sampled_from([(760, 300), (340, 250), (760, 200), (340, 190)]))
def test_end_labels_never_overlap(lower, centre, upper, aim, size):
    data = ready_to_leave(centre=[centre] * 8, lower=[lower] * 8, upper=[upper] * 8, aim=Aim(aim))
    frame = lay_out(data, *size)
    places = sorted(label.y for label in frame.labels)
    assert len(places) == 4
    assert all(b - a >= LINE - 1e-6 for a, b in pairwise(places))
    assert frame.top - 1e-6 <= places[0]
    assert places[-1] <= frame.bottom + 1e-6


@given(st.lists(st.floats(-50, 350), max_size=12), st.floats(1, 20))
def test_what_is_kept_apart_keeps_its_order(wanted, gap):
    placed = keep_apart(wanted, gap, 0, 300)
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    assert all(placed[b] - placed[a] >= gap - 1e-6 for a, b in pairwise(order))
    assert all(p >= -1e-6 for p in placed)


@given(st.integers(1, 140), st.sampled_from([280.0, 640.0]))
def test_dates_on_the_axis_never_overlap(n, wide):
    step = wide / n
    ticks = date_ticks(months(n), "month", step)
    for (a, left), (b, right) in pairwise(ticks):
        assert (b - a) * step >= (text_width(left) + text_width(right)) / 2


@given(st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(2, 6))
def test_round_ticks_enclose_what_is_drawn(low, span, about):
    ticks = round_ticks(low, low + span, about)
    slack = 1e-6 * max(abs(low), span, 1)
    assert ticks.low <= low + slack
    assert ticks.high >= low + span - slack
    assert 2 <= len(ticks.levels) <= 2 * about + 3


@given(st.sets(st.integers(1, 35), max_size=6), st.booleans())
def test_words_of_phases_cross_neither_words_nor_lines(starts, narrow):
    ordinals = [sum(i >= s for s in starts) for i in range(36)]
    reasons = [PhaseStart(k, months(36)[s], "the department began to report") for k, s in enumerate(sorted(starts), 1)]
    data = bare([float(i) for i in range(36)], phases=ordinals, phase_starts=reasons)
    dividers = lay_out(data, 340 if narrow else 760, 300).dividers
    assert len(dividers) == len(starts)
    for one in dividers:
        begin, end = _span(one)
        for other in dividers:
            if other is one:
                continue
            other_begin, other_end = _span(other)
            assert one.row != other.row or end <= other_begin or other_end <= begin
            assert not (begin < other.x < end and other.row <= one.row)


def _span(divider):
    wide = text_width(divider.words)
    return (divider.x - 5 - wide, divider.x - 5) if divider.ends_at else (divider.x + 5, divider.x + 5 + wide)
