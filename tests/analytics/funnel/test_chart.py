"""What a funnel says of units whose truth is plain."""

import numpy as np
import pytest
from scipy import stats

from wellrun.analytics.funnel.chart import Flag, Limits, contours, funnel
from wellrun.analytics.funnel.kinds import Kind, Transform
from wellrun.analytics.funnel.limits import Z_OUTER, Model
from wellrun.analytics.funnel.words import power_note
from wellrun.analytics.panel import Floats


def row(*values: float) -> Floats:
    return np.array([values], dtype=np.float64)


ALIKE = np.full((1, 12), 200.0)
CHANCE = row(30, 34, 27, 31, 25, 36, 29, 33, 28, 30, 32, 26)


def test_units_that_differ_as_chance_makes_them_have_no_tau_and_no_flag() -> None:
    found = funnel(CHANCE, ALIKE, kind=Kind.PROPORTION)
    assert found.tau2[0, 0] == 0
    assert set(found.flag[0].tolist()) == {Flag.INSIDE}


@pytest.mark.parametrize("limits", list(Limits))
def test_a_unit_far_off_is_flagged_on_its_side(limits: Limits) -> None:
    above = CHANCE.copy()
    above[0, 0], above[0, 1] = 80, 3
    found = funnel(above, ALIKE, kind=Kind.PROPORTION, limits=limits, model=Model.NONE)
    assert (found.flag[0, 0], found.flag[0, 1]) == (Flag.HIGH, Flag.LOW)


@pytest.mark.parametrize("model", [Model.ADDITIVE, Model.MULTIPLICATIVE])
@pytest.mark.parametrize("limits", list(Limits))
@pytest.mark.parametrize("kind", list(Kind))
def test_overdispersion_widens_every_line(kind: Kind, limits: Limits, model: Model) -> None:
    above = row(10, 60, 25, 50, 15, 45, 20, 55, 30, 40, 35, 12)
    below = np.full((1, 12), 40.0) if kind is Kind.STANDARDISED else ALIKE
    wide = funnel(above, below, kind=kind, limits=limits, model=model)
    narrow = funnel(above, below, kind=kind, limits=limits, model=Model.NONE)
    assert wide.phi[0, 0] > 2
    assert (wide.lower_998 <= wide.lower_95).all()
    assert (wide.upper_95 <= wide.upper_998).all()
    assert (wide.lower_998 < narrow.lower_998).all()
    assert (wide.upper_998 > narrow.upper_998).all()


def test_additive_and_multiplicative_lines_are_their_formulas() -> None:
    above = row(10, 60, 25, 50, 15, 45, 20, 55, 30, 40, 35, 12)
    place = np.arcsin(np.sqrt(above.sum() / ALIKE.sum()))
    spread = 1 / (2 * np.sqrt(200))
    added = funnel(above, ALIKE, kind=Kind.PROPORTION)
    expected = np.sin(place + 1.959964 * np.sqrt(spread**2 + added.tau2[0, 0])) ** 2
    np.testing.assert_allclose(added.upper_95, expected)
    multiplied = funnel(above, ALIKE, kind=Kind.PROPORTION, model=Model.MULTIPLICATIVE)
    expected = np.sin(place - 3.090232 * spread * np.sqrt(multiplied.phi[0, 0])) ** 2
    np.testing.assert_allclose(multiplied.lower_998, expected)


def test_without_overdispersion_lines_of_a_standardised_ratio_come_from_chi_square() -> None:
    found = funnel(row(5, 5), row(5, 5), kind=Kind.STANDARDISED, model=Model.NONE)
    # Half the 2.5 % quantile of chi-square with 10 degrees, and the 97.5 % one with 12, over 5.
    np.testing.assert_allclose(found.lower_95[0], 3.2469728 / 10, rtol=1e-6)
    np.testing.assert_allclose(found.upper_95[0], 23.3366642 / 10, rtol=1e-6)


def test_exact_lines_are_uneven_where_numbers_are_small() -> None:
    found = funnel(CHANCE / 10, ALIKE / 10, kind=Kind.PROPORTION, limits=Limits.EXACT, model=Model.NONE)
    assert (found.upper_998 - found.target > found.target - found.lower_998).all()


def test_a_unit_on_an_exact_line_is_inside() -> None:
    below = np.full((1, 5), 100.0)
    found = funnel(row(10, 10, 10, 10, 10), below, kind=Kind.PROPORTION, limits=Limits.EXACT, model=Model.NONE)
    on = np.round(found.upper_998[0, 0] * 100)
    again = funnel(row(on, 40 - on, 10, 0, 0), below, kind=Kind.PROPORTION, limits=Limits.EXACT, model=Model.NONE)
    assert again.target[0, 0] == 0.1
    assert again.flag[0, 0] == Flag.HIGH_95


def test_what_is_no_unit_changes_nothing() -> None:
    holes = np.concatenate([CHANCE, row(np.nan, 5, 5)], axis=1)
    below = np.concatenate([ALIKE, row(100, np.nan, 0)], axis=1)
    found, without = (funnel(a, b, kind=Kind.PROPORTION) for a, b in ((holes, below), (CHANCE, ALIKE)))
    np.testing.assert_allclose(found.phi, without.phi)
    np.testing.assert_allclose(found.upper_998[:, :12], without.upper_998)
    assert found.flag[0, 12:].tolist() == [Flag.NONE] * 3
    assert np.isnan(found.detectable[0, 12:]).all()


def test_charts_are_judged_the_same_in_any_company() -> None:
    rng = np.random.default_rng(2)
    below = rng.integers(20, 500, (6, 15)).astype(np.float64)
    above = rng.binomial(below.astype(int), 0.2).astype(np.float64)
    together = funnel(above, below, kind=Kind.PROPORTION, limits=Limits.EXACT)
    for chart in range(6):
        alone = funnel(above[chart : chart + 1], below[chart : chart + 1], kind=Kind.PROPORTION, limits=Limits.EXACT)
        np.testing.assert_array_equal(alone.upper_998[0], together.upper_998[chart])
        np.testing.assert_array_equal(alone.flag[0], together.flag[chart])


def test_nobody_at_all_is_no_error() -> None:
    none = funnel(row(0, 0, 0), row(50, 60, 70), kind=Kind.PROPORTION)
    assert set(none.flag[0].tolist()) == {Flag.INSIDE}
    empty = funnel(row(np.nan), row(np.nan), kind=Kind.STANDARDISED)
    assert power_note(empty) == "no unit to compare"


def test_five_expected_events_cannot_find_a_doubling_and_it_is_said() -> None:
    events, five = row(4, 6, 5, 5, 7), np.full((1, 5), 5.0)
    found = funnel(events, five, kind=Kind.STANDARDISED, model=Model.NONE, limits=Limits.EXACT)
    assert found.underpowered[0, 0]
    # Above the line are 14 events or more, which a mean of 17 makes in four of five samples.
    assert found.detectable[0, 0] == pytest.approx(17 / 5, abs=0.01)
    assert power_note(found).startswith("underpowered: the middle one of 5 units would have to be at 3.4 times")
    assert power_note(found).endswith("no flag is insufficient information, not acceptance")


def test_many_expected_events_can() -> None:
    found = funnel(row(400, 410, 395), np.full((1, 3), 400.0), kind=Kind.STANDARDISED, model=Model.NONE)
    assert not found.underpowered[0, 0]
    assert power_note(found).startswith("the middle one of 3 units would be flagged 80 % of the time at 1.2 times")


def test_a_unit_that_could_never_be_flagged_has_no_smallest_multiple() -> None:
    found = funnel(row(1, 1, 2), row(2, 2, 2), kind=Kind.PROPORTION)
    assert np.isnan(found.detectable).all()
    assert "too small to be flagged 80 % of the time at any value" in power_note(found)


def test_contours_pass_through_the_lines_of_the_units() -> None:
    for kind in (Kind.PROPORTION, Kind.STANDARDISED):
        for limits in Limits:
            found = funnel(CHANCE * 2, ALIKE / 2, kind=kind, limits=limits)
            lines = contours(found, ALIKE / 2)
            np.testing.assert_allclose(lines[0], found.lower_998)
            np.testing.assert_allclose(lines[3], found.upper_998)


def test_a_scale_that_a_kind_has_not_is_refused() -> None:
    with pytest.raises(ValueError, match="proportion has no log scale"):
        funnel(CHANCE, ALIKE, kind=Kind.PROPORTION, transform=Transform.LOG)


def test_lines_of_a_broken_number_of_cases_end() -> None:
    found = funnel(
        np.array([[3.0, 5, 8, 1, 4]]),
        np.array([[10.5, 20.25, 31.0, 12.75, 19.0]]),
        kind=Kind.PROPORTION,
        limits=Limits.EXACT,
    )
    assert (found.upper_998[0] <= 1).all()
    assert (found.lower_998[0] <= found.value[0]).all()


def test_the_flag_of_a_ratio_is_that_of_its_z_also_without_a_hit() -> None:
    rng = np.random.default_rng(20261)
    below = rng.integers(1, 40, (200, 9)).astype(float)
    above = rng.poisson(below * 0.2).astype(float)
    chart = funnel(above, below, kind=Kind.RATIO, model=Model.NONE)
    assert (above == 0).any()
    np.testing.assert_array_equal(chart.flag == Flag.LOW, chart.z < -Z_OUTER)
    np.testing.assert_array_equal(chart.flag == Flag.HIGH, chart.z > Z_OUTER)


@pytest.mark.parametrize("kind", [Kind.RATIO, Kind.STANDARDISED])
@pytest.mark.parametrize("expected", [0.5, 1.0, 2.0])
def test_no_event_where_few_are_expected_is_nothing_to_be_flagged_for(kind: Kind, expected: float) -> None:
    """Of units that are alike one in five hundred may be flagged; with one event expected a third have none."""
    above = np.random.default_rng(4).poisson(expected, (500, 20)).astype(np.float64)
    below = np.full(above.shape, expected if kind is Kind.STANDARDISED else 1000.0)
    found = funnel(above, below, kind=kind)
    for side in (Flag.LOW, Flag.HIGH):
        assert (found.flag == side).mean() < 0.01
    assert (found.flag[above == 0] != Flag.HIGH_95).all()


def test_where_nobody_has_an_event_nobody_is_flagged() -> None:
    found = funnel(row(0, 0, 0), row(50, 60, 70), kind=Kind.RATIO)
    assert set(found.flag[0].tolist()) == {Flag.INSIDE}
    assert np.isnan(found.z).all()


def test_a_ratio_is_found_from_the_count_that_is_flagged() -> None:
    above, below = row(12, 30, 20, 25), row(4, 12, 8, 9)
    found = funnel(above, below, kind=Kind.RATIO, model=Model.NONE)
    line, total = found.upper_998[0, 1], 42
    flagged = [k for k in range(total) if min(k / (total - k), (k + 0.5) / (total - k + 0.5)) > line]
    reached = found.detectable[0, 1] * found.target[0, 0]
    assert stats.binom.sf(flagged[0] - 1, total, reached / (1 + reached)) == pytest.approx(0.8)
