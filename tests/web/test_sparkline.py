"""The sparkline of a row."""

import math
from xml.etree import ElementTree

import pytest

from wellrun.web.charts.data import PointKind
from wellrun.web.charts.sparkline import HEIGHT, WIDTH, SparkPoint, sparkline

SVG = "{http://www.w3.org/2000/svg}"


def drawn(points, **options):
    return ElementTree.fromstring(sparkline(points, **options))


def of_class(root, name):
    return [node for node in root.iter() if name in node.get("class", "").split()]


def points(*values, kind=PointKind.COMMON_CAUSE, centre=None):
    return [SparkPoint(value, kind, centre) for value in values]


def test_only_points_that_mean_something_and_the_last_are_marked():
    row = [*points(1.0, 2.0), SparkPoint(9.0, PointKind.CONCERN), SparkPoint(0.5, PointKind.IMPROVEMENT), *points(2.0)]
    root = drawn(row)
    assert len(of_class(root, "mark-bad")) == len(of_class(root, "mark-good")) == len(of_class(root, "mark-none")) == 1


def test_it_shows_the_last_24_periods():
    root = drawn(points(*(float(i) for i in range(40))))
    (line,) = of_class(root, "line")
    assert line.get("d").count("L") == 23


def test_a_missing_period_is_a_gap():
    assert len(of_class(drawn(points(1.0, 2.0, None, math.nan, 3.0, 2.0)), "line")) == 2


def test_each_phase_has_its_usual_level():
    root = drawn([*points(1.0, 2.0, centre=1.5), *points(8.0, 9.0, centre=8.5)])
    first, second = of_class(root, "usual")
    assert float(first.get("y1")) > float(second.get("y1")), "the higher level stands higher"
    assert first.get("x2") == second.get("x1")


def test_one_usual_level_throughout_may_be_given_beside_the_points():
    assert len(of_class(drawn(points(1.0, 2.0, 3.0), centre=2.0), "usual")) == 1


@pytest.mark.parametrize("values", [[5.0], [5.0] * 30, [1e300, -1e300], [0.0, 1e-300]])
def test_whatever_the_figures_it_stays_in_its_box(values):
    for node in drawn(points(*values)).iter(f"{SVG}circle"):
        assert 0 <= float(node.get("cx")) <= WIDTH
        assert 0 <= float(node.get("cy")) <= HEIGHT


@pytest.mark.parametrize("row", [[], points(None, math.nan)])
def test_without_figures_it_is_empty_and_says_so(row):
    root = drawn(row)
    assert len(list(root)) == 0
    assert root.get("aria-label") == "No figures yet"


def test_its_words_count_the_marks():
    row = [*points(1.0, 2.0), SparkPoint(9.0, PointKind.CONCERN)]
    assert drawn(row).get("aria-label") == "3 figures: 1 marked worsening, 0 marked improving"
    assert drawn(row, label='"><script>').get("aria-label") == '"><script>'


def test_kinds_may_come_as_their_words():
    assert len(of_class(drawn([SparkPoint(1.0, "concern"), SparkPoint(2.0, "common_cause")]), "mark-bad")) == 1
