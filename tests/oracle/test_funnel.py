"""Funnels against their plain twin; exact lines, intervals and power against SciPy's own distributions."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.oracle.plain_funnel import plain_dispersion, plain_place, plain_spread, plain_target
from tests.oracle.plain_funnel_lines import PlainFunnel, flag, gamma_share
from wellrun.analytics.funnel import quantiles
from wellrun.analytics.funnel.chart import Flag, Limits, contours, funnel
from wellrun.analytics.funnel.intervals import clopper_pearson, garwood
from wellrun.analytics.funnel.kinds import TRANSFORMS, Kind
from wellrun.analytics.funnel.limits import Model

TAILS = (0.001, 0.025, 0.975, 0.999)
CASES = [(kind, transform) for kind, transforms in TRANSFORMS.items() for transform in transforms]


@st.composite
def units_of(draw: st.DrawFn, kind: Kind) -> list[tuple[float, float]]:
    n = draw(st.integers(4, 12))
    below = [float(draw(st.integers(1, 400))) for _ in range(n)]
    if kind is Kind.PROPORTION:
        return [(float(draw(st.integers(0, int(each)))), each) for each in below]
    return [(float(draw(st.integers(0, 600))), each) for each in below]


@pytest.mark.parametrize(("kind", "transform"), CASES)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_dispersion_and_z_are_the_formulas_unit_by_unit(kind: Kind, transform: str, data: st.DataObject) -> None:
    units = data.draw(units_of(kind))
    together = sum(above for above, _ in units) / sum(below for _, below in units)
    if together == 0 or (kind is Kind.RATIO and min(above for above, _ in units) == 0 and len(units) < 3):
        return
    above, below = (np.array([[unit[i] for unit in units]]) for i in (0, 1))
    found = funnel(above, below, kind=kind, transform=transform)  # type: ignore[arg-type]
    phi, tau2 = plain_dispersion(units, kind, transform)
    np.testing.assert_allclose((found.phi[0, 0], found.tau2[0, 0]), (phi, tau2), rtol=1e-9, atol=1e-12)
    target = plain_target(units, kind, transform)
    z = [
        (plain_place(each, kind, transform) - target) / plain_spread(each, kind, transform, together) for each in units
    ]
    np.testing.assert_allclose(found.z[0], z, rtol=1e-9, atol=1e-9)


@st.composite
def small_units(draw: st.DrawFn, kind: Kind) -> list[tuple[float, float]]:
    """Few units of few cases: alike, one far off, without a hit, all of them hits, or with differences of their own."""
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    n, most = draw(st.integers(1, 6)), draw(st.sampled_from([3, 20, 40]))
    below = random.integers(1, most, n, endpoint=True).astype(float)
    if kind is Kind.STANDARDISED and draw(st.booleans()):
        below = random.uniform(0.2, most, n)
    share = np.clip(
        draw(st.sampled_from([0.02, 0.3, 0.95])) * random.gamma(draw(st.sampled_from([4, 400])), 1, n), 0, 1e9
    )
    share = share / share.mean() * draw(st.sampled_from([0.05, 0.4, 0.9]))
    if kind is Kind.PROPORTION:
        above = random.binomial(below.astype(int), np.minimum(share, 1)).astype(float)
    else:
        above = random.poisson(below * share * (2 if kind is Kind.STANDARDISED else 1)).astype(float)
    if draw(st.booleans()):
        above[0] = 0.0 if draw(st.booleans()) else np.floor(below[0])
    return list(zip(above.tolist(), below.tolist(), strict=True))


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(("kind", "transform"), CASES)
@settings(max_examples=15, deadline=None)
@given(st.data(), st.sampled_from(list(Model)))
def test_lines_flags_intervals_and_power_unit_by_unit(
    kind: Kind, transform: str, exact: bool, data: st.DataObject, model: Model
) -> None:
    units = data.draw(small_units(kind))
    # A chart of its own beside it, and what is no unit, must not matter.
    holes, beside = [(np.nan, 9.0), (3.0, np.nan), (3.0, 0.0)], [(4.0, 9.0)] * (len(units) + 3)
    wide = np.array([[*units, *holes], beside])
    limits = Limits.EXACT if exact else Limits.TRANSFORMED
    found = funnel(wide[..., 0], wide[..., 1], kind=kind, transform=transform, model=model, limits=limits)  # type: ignore[arg-type]
    assert found.flag[0, len(units) :].tolist() == [Flag.NONE] * 3
    if kind is not Kind.STANDARDISED and not sum(above for above, _ in units):
        assert set(found.flag[0, : len(units)].tolist()) == {Flag.INSIDE}
        return
    plain = PlainFunnel(units, kind, transform, model, exact)
    # With more, lines lie at counts that nobody adds up to one by one.
    assume(plain.tau2 < 1 and not plain.phi > 9)
    expected = [plain.judged(unit) for unit in units]
    assume(plain.nearest > 1e-10)
    lines = np.stack([found.lower_998[0], found.lower_95[0], found.upper_95[0], found.upper_998[0]])
    for i, one in enumerate(expected):
        np.testing.assert_allclose(lines[:, i], one.lines, rtol=1e-7, atol=1e-9)
        np.testing.assert_allclose(found.z[0, i], one.z, rtol=1e-9, atol=1e-9)
        if exact or all(abs(held - line) > 1e-9 for line in one.lines for held in plain.held(units[i])):
            assert Flag(found.flag[0, i]).name.lower() == one.flag
        np.testing.assert_allclose((found.interval_lower[0, i], found.interval_upper[0, i]), one.interval, rtol=1e-6)
        np.testing.assert_allclose(found.detectable[0, i], one.detectable, rtol=1e-6)
    np.testing.assert_allclose(found.middle[0, 0], plain.middle, rtol=1e-6)
    at_target = [(plain.target * below, below) for _, below in units]
    if kind is not Kind.RATIO or not exact:
        sizes = np.array([[below for _, below in units]] * 2)
        for line, tail in zip(contours(found, sizes), TAILS, strict=True):
            np.testing.assert_allclose(line[0], [plain.line(unit, tail) for unit in at_target], rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("model", [Model.ADDITIVE, Model.MULTIPLICATIVE])
@pytest.mark.parametrize(("kind", "transform"), CASES)
@pytest.mark.parametrize("seed", range(3))
def test_exact_lines_of_units_that_truly_differ(kind: Kind, transform: str, seed: int, model: Model) -> None:
    random = np.random.default_rng(seed)
    below = random.integers(40, 120, 9).astype(float)
    above = np.minimum(random.poisson(below * 0.4 * random.gamma(8, 1 / 8, 9)), below - 1).astype(float)
    if kind is Kind.STANDARDISED:
        below = below * above.sum() / below.sum()
    units = list(zip(above.tolist(), below.tolist(), strict=True))
    found = funnel(above[None], below[None], kind=kind, transform=transform, model=model, limits=Limits.EXACT)  # type: ignore[arg-type]
    plain = PlainFunnel(units, kind, transform, model, True)
    assert plain.tau2 > 0
    lines = np.stack([found.lower_998[0], found.lower_95[0], found.upper_95[0], found.upper_998[0]])
    np.testing.assert_allclose(lines.T, [[plain.line(unit, tail) for tail in TAILS] for unit in units], rtol=1e-9)


def test_a_gamma_is_added_up_to_what_scipy_says() -> None:
    for shape, x in ((0.4, 0.1), (3.0, 2.5), (80.0, 120.0)):
        assert gamma_share(shape, x) == pytest.approx(float(stats.gamma.cdf(x, shape)), rel=1e-12)
    assert flag([1.0], [0.0, 1.0, 1.0, 2.0]) == "inside"


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("p", [0.002, 0.05, 0.5, 0.97])
def test_quantiles_are_those_of_scipy(tail: float, p: float) -> None:
    n = np.array([1, 2, 3, 10, 50, 199, 200, 201, 250, 1000, 3000, 12_000], dtype=np.float64)
    share = np.full(n.size, p)
    np.testing.assert_array_equal(quantiles.binomial(tail, n, share), np.maximum(stats.binom.ppf(tail, n, p), 0))
    np.testing.assert_array_equal(quantiles.poisson(tail, n * p), np.maximum(stats.poisson.ppf(tail, n * p), 0))
    for alike in (0.001, 0.03, 0.3):
        a, b, shape = p * (1 / alike - 1), (1 - p) * (1 / alike - 1), 1 / alike
        expected = np.maximum(stats.betabinom.ppf(tail, n, a, b), 0)
        np.testing.assert_array_equal(quantiles.beta_binomial(tail, n, share, np.full(n.size, alike)), expected)
        expected = np.maximum(stats.nbinom.ppf(tail, shape, shape / (shape + n * p)), 0)
        np.testing.assert_array_equal(quantiles.poisson_gamma(tail, n * p, np.full(n.size, shape)), expected)


def test_what_is_unknown_has_no_quantile() -> None:
    one = np.array([np.nan, 10.0])
    assert np.isnan(quantiles.binomial(0.975, one, np.array([0.2, 0.2]))).tolist() == [True, False]
    assert np.isnan(quantiles.poisson(0.975, one)).tolist() == [True, False]


def test_intervals_are_exact() -> None:
    hits, cases = np.array([0.0, 1, 7, 20, 20]), np.array([12.0, 12, 30, 20, 400])
    lower, upper = clopper_pearson(hits, cases)
    for i in range(hits.size):
        known = stats.binomtest(int(hits[i]), int(cases[i])).proportion_ci(method="exact")
        np.testing.assert_allclose((lower[i], upper[i]), (known.low, known.high), rtol=1e-9, atol=1e-12)
    low, high = garwood(hits)
    np.testing.assert_allclose(low, np.nan_to_num(stats.chi2.ppf(0.025, 2 * hits) / 2), rtol=1e-9)
    np.testing.assert_allclose(high, stats.chi2.ppf(0.975, 2 * hits + 2) / 2, rtol=1e-9)


@pytest.mark.parametrize("limits", list(Limits))
@pytest.mark.parametrize("kind", [Kind.PROPORTION, Kind.STANDARDISED])
def test_at_the_smallest_detectable_multiple_four_of_five_samples_are_above(kind: Kind, limits: Limits) -> None:
    below = np.array([[20.0, 60, 200, 800]])
    above = np.round(below * 0.15) if kind is Kind.PROPORTION else below + 1
    found = funnel(above, below, kind=kind, limits=limits, model=Model.NONE)
    line = np.floor(found.upper_998 * below + 1e-9)
    true = found.detectable * found.target
    share = stats.binom.sf(line, below, true) if kind is Kind.PROPORTION else stats.poisson.sf(line, below * true)
    np.testing.assert_allclose(share, 0.8, atol=1e-9)
