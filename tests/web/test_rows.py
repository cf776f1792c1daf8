"""A measure as a row: what a stored state becomes on a page."""

from wellrun.insight.models import SeriesState
from wellrun.measures.models import Measure, MeasureVersion, Series
from wellrun.organisation.models import Unit
from wellrun.web.presenters.rows import measure_row


def test_a_newest_figure_of_too_few_units_is_drawn_as_not_judged():
    spark = [["2025-05-01", 0.5, "common_cause"], ["2025-06-01", 0.9, "missing"]]
    series = Series(state=SeriesState(spark=spark, value=0.5, centre=0.5, change="none", aim="no_aim"))
    version = MeasureVersion(measure=Measure(key="beds"), name="Beds", grain="month", direction="down")
    row = measure_row(Unit(key="north"), version, series)
    assert row.spark.count("mark-hollow") == 1
