"""The measure library: complete, in own words, and in a shape that the records accept."""

import re

import pytest

from wellrun.demo.library import library_keys, read_measures
from wellrun.demo.site import DOMAINS, MeasureSpec

ALL = read_measures(library_keys())
SLUG = re.compile(r"[-a-z0-9_]{1,80}")


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.key)
def test_a_definition_says_everything_a_reader_needs(measure: MeasureSpec) -> None:
    assert SLUG.fullmatch(measure.key)
    assert measure.domain in DOMAINS
    assert len(measure.definition) > 40
    assert measure.definition.endswith(".")
    assert measure.numerator
    assert measure.source
    assert measure.licence
    assert measure.display_unit or measure.scoring == "ratio"


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.key)
def test_scoring_roll_up_and_bounds_fit_together(measure: MeasureSpec) -> None:
    assert measure.grain in ("day", "week", "month", "quarter", "event")
    assert measure.direction in ("up", "down", "band", "none")
    assert measure.bounded == (measure.scoring == "proportion")
    assert bool(measure.denominator) == (measure.scoring in ("proportion", "ratio", "rate"))
    if measure.roll_up == "ratio_of_sums":
        assert measure.denominator
    if measure.display_unit == "%":
        assert measure.multiplier == 100


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.key)
def test_nothing_that_is_only_like_a_standard_carries_its_name(measure: MeasureSpec) -> None:
    assert measure.conformance in ("approximation", "local")
    assert not re.search(r"HEDIS|CMS|NHS|CAHPS", measure.name + measure.definition)


def test_the_real_measures_name_their_licence() -> None:
    real = [measure for measure in ALL if measure.source.startswith("NHS England")]

    assert len(real) == 14
    assert {measure.licence for measure in real} == {"Open Government Licence v3.0"}


def test_the_generated_system_uses_measures_of_all_five_domains() -> None:
    generated = [measure for measure in ALL if not measure.source.startswith("NHS England")]

    assert 40 <= len(generated) <= 50
    assert {measure.domain for measure in generated} == set(DOMAINS)
    assert {measure.grain for measure in generated} == {"day", "week", "month", "quarter", "event"}
