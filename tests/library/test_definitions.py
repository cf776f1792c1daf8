"""The measure library and what lies beside it: complete, in own words, and in a shape that the records accept."""

import re
from pathlib import Path

import pytest

from wellrun.demo.library import DEFINITIONS, ENGLISH, library_keys, read_measure, read_measures
from wellrun.lib.plain import to_plain, write_yaml
from wellrun.library import library
from wellrun.library.definition import MeasureSpec
from wellrun.library.programmes import programme_in
from wellrun.library.words import DOMAINS

DEMO = DEFINITIONS / "demo" / "measures"
BESIDE = tuple(sorted((*ENGLISH.glob("*.yaml"), *DEMO.glob("*.yaml"))))
ALL = (*read_measures(library_keys()), *map(read_measure, BESIDE))
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
    assert measure.bounded == (measure.scoring == "proportion")
    assert measure.denominator or measure.scoring in ("count", "continuous")
    assert measure.may_pass_one <= (measure.scoring == "ratio")
    if measure.scoring == "continuous" and measure.tier:
        assert measure.roll_up == "none"


@pytest.mark.parametrize("measure", ALL, ids=lambda measure: measure.key)
def test_nothing_that_is_only_like_a_standard_carries_its_name(measure: MeasureSpec) -> None:
    assert measure.conformance in ("approximation", "local")
    assert not programme_in(measure.name)
    assert not programme_in(measure.definition)
    assert not programme_in(measure.display_unit)


@pytest.mark.parametrize("path", [DEFINITIONS / "measures" / f"{key}.yaml" for key in library_keys()] + list(BESIDE))
def test_a_definition_goes_to_an_object_and_back_to_the_same_bytes(path: Path, tmp_path: Path) -> None:
    write_yaml(tmp_path / "again.yaml", to_plain(read_measure(path)))

    assert (tmp_path / "again.yaml").read_text() == path.read_text()


def test_every_file_of_the_library_is_a_measure_of_it() -> None:
    assert sorted(spec.key for spec in library().measures) == library_keys()
    assert not any(read_measure(path).tier for path in BESIDE)


def test_the_real_measures_name_their_licence() -> None:
    real = [read_measure(path) for path in ENGLISH.glob("*.yaml")]

    assert len(real) == 14
    assert {measure.licence for measure in real} == {"Open Government Licence v3.0"}


@pytest.mark.parametrize("path", BESIDE, ids=lambda path: path.stem)
def test_what_lies_beside_the_library_is_known_to_it_or_to_nobody(path: Path) -> None:
    measure = read_measure(path)

    assert not measure.library_id or library().find(measure.library_id)


def test_a_measure_is_found_by_its_id_and_by_its_key() -> None:
    assert library().get("q.readmit30") is library().get("readmit30")
    assert library().find("q.readmit31") is None


def test_links_and_trade_offs_are_found_from_either_end() -> None:
    assert {"L14", "L19", "L30"} <= {link.id for link in library().links_of("q.mortality_oe")}
    assert [trade.id for trade in library().trade_offs_of("q.readmit30")] == ["B01", "B09"]
    assert library().links_of("nothing.known") == ()


def test_a_contested_link_carries_its_caveat() -> None:
    contested = [link for link in library().links if link.is_contested]

    assert [link.id for link in contested] == ["L10", "L11"]
    assert all(link.note for link in contested)


def test_a_recalled_identifier_is_not_confirmed() -> None:
    standards = [standard for spec in library().measures for standard in spec.standards]

    assert sum(standard.is_confirmed for standard in standards) == 39
    assert sum(not standard.is_confirmed for standard in standards) == 30
