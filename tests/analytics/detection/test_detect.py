"""What is found, what is not, and what is said of it."""

from typing import Any

import numpy as np
import pytest

from wellrun.analytics.detection.across import q_values
from wellrun.analytics.detection.codes import Arm, Doubt, Family, Status
from wellrun.analytics.detection.detect import detect, p_values
from wellrun.analytics.detection.watching import watch_for
from wellrun.analytics.detection.words import adjusted_for, notes
from wellrun.analytics.panel import Floats, Grain, Panel, period_range
from wellrun.lib.errors import UserError


def panel_of(values: Any, cases: Any = None) -> Panel:
    wide = np.atleast_2d(np.asarray(values, dtype=np.float64))
    periods = period_range("2015-01-01", "2034-12-01", Grain.MONTH)[: wide.shape[1]]
    labels = tuple(f"series {i}" for i in range(len(wide)))
    if cases is None:
        return Panel(labels, Grain.MONTH, periods, wide)
    sizes = np.broadcast_to(np.asarray(cases, dtype=np.float64), wide.shape).copy()
    return Panel(labels, Grain.MONTH, periods, wide / sizes, numerators=wide, denominators=sizes)


def noise(n: int = 60, seed: int = 3) -> Floats:
    return np.random.default_rng(seed).normal(50, 5, n)


def plain(**wish: Any) -> Any:
    return watch_for(Grain.MONTH, **{"season": "none", **wish})


def test_a_lasting_change_is_found_with_its_side_start_and_size() -> None:
    y = noise()
    y[40:] += 12.0
    found = detect(panel_of([y, 100 - y]), plain())
    assert (found.status == Status.OK).all()
    assert (found.first_alarm >= 40).all()
    assert (found.first_alarm <= 45).all()
    assert found.direction.tolist() == [1, -1]
    assert (np.abs(found.change_at - 40) <= 2).all()
    assert (np.sign(found.size_sd) == found.direction).all()
    assert (found.p_value < 0.3).all()


def test_one_wild_point_is_found_by_itself() -> None:
    y = noise()
    y[40] += 50.0
    found = detect(panel_of(y), plain())
    assert (found.first_alarm[0], found.arm[0], found.change_at[0]) == (40, Arm.SHEWHART, 40)


def test_a_slow_drift_is_found_by_all_its_points() -> None:
    y = noise()
    y[30:] += np.linspace(0, 15, 30)
    found = detect(panel_of(y), plain())
    assert found.first_alarm[0] > 30
    assert found.arm[0] == Arm.EWMA


def test_what_goes_on_as_before_raises_nothing() -> None:
    found = detect(panel_of(noise(36)), plain(false_alarm=0.01))
    assert (found.first_alarm[0], found.direction[0], found.change_at[0]) == (-1, 0, -1)
    assert np.isnan(found.size_sd[0])
    assert 0.01 < found.p_value[0] <= 1


@pytest.mark.parametrize("value", [5.0, 0.1, 1e9])
def test_a_constant_baseline_is_never_an_alarm(value: float) -> None:
    found = detect(panel_of([value] * 40 + [value + 3] * 4), plain(family="normal"))
    assert (found.status[0], found.first_alarm[0]) == (Status.CONSTANT, -1)
    (said,) = notes(found, 0)
    assert said.startswith("every value of the baseline is the same, or no two of its points follow one another: ")
    assert adjusted_for(found, 0) == []


def test_a_baseline_of_nothing_but_zeros_is_judged_as_counts() -> None:
    found = detect(panel_of([0.0] * 30 + [6.0]), plain())
    assert (found.family[0], found.first_alarm[0]) == (Family.POISSON, 30)


@pytest.mark.parametrize(("baseline", "status"), [(12, Status.INSUFFICIENT_DATA), (24, Status.OK), (36, Status.OK)])
def test_a_season_needs_two_years(baseline: int, status: Status) -> None:
    found = detect(panel_of(noise()), watch_for(Grain.MONTH, baseline=baseline, season="monthly"))
    assert found.status[0] == status
    if status == Status.INSUFFICIENT_DATA:
        assert "cannot be learnt from a baseline of 12: it needs 24 points" in notes(found, 0)[0]
    else:
        assert adjusted_for(found, 0) == ["season", "autocorrelation"]


def test_a_season_is_no_change() -> None:
    months = 30 * np.cos(2 * np.pi * np.arange(72) / 12)
    found = detect(panel_of(noise(72) + months), watch_for(Grain.MONTH, season="monthly", false_alarm=0.001))
    assert found.first_alarm[0] == -1


def test_a_baseline_with_gaps_needs_each_month_twice() -> None:
    y = noise()
    y[[2, 14]] = np.nan
    found = detect(panel_of(y), watch_for(Grain.MONTH, season="monthly"))
    assert found.status[0] == Status.INSUFFICIENT_DATA
    assert notes(found, 0) == ["the baseline does not have every part of the season twice"]


def test_too_few_points_are_said_to_be_too_few() -> None:
    short, empty = detect(panel_of([noise(20), [np.nan] * 20]), plain()), detect(panel_of(np.empty((2, 0))), plain())
    assert (short.status == Status.INSUFFICIENT_DATA).all()
    assert notes(short, 0) == ["20 of the 24 points of a baseline are there"]
    assert (empty.status == Status.INSUFFICIENT_DATA).all()


@pytest.mark.parametrize(("n", "baseline"), [(12, 12), (20, 12), (24, 12), (25, 24), (60, 24)])
def test_up_to_24_points_a_watch_starts_by_itself_and_says_so(n: int, baseline: int) -> None:
    found = detect(panel_of(noise(n)), plain(baseline=None))
    assert (found.status[0], found.baseline[0], found.n_judged[0]) == (Status.OK, baseline, n - baseline)
    said = " ".join(notes(found, 0))
    assert f"the first {baseline} points are the baseline" in said
    assert ("self-starting: " in said) is (baseline == 12)


def test_series_of_all_lengths_are_watched_at_once_as_each_alone() -> None:
    rows = np.full((4, 60), np.nan)
    for row, n in enumerate((11, 20, 24, 60)):
        rows[row, :n] = noise(n, seed=row)
    for wish in ({"false_alarm": 0.4}, {"fdr": 0.4}):
        found = detect(panel_of(rows), plain(baseline=None, **wish))
        assert found.status.tolist() == [Status.INSUFFICIENT_DATA, *[Status.OK] * 3]
        assert notes(found, 0) == ["11 of the 12 points of a baseline are there"]
        for row, baseline in ((1, 12), (2, 12), (3, 24)):
            alone = detect(panel_of(rows[row]), plain(baseline=baseline, false_alarm=0.4))
            if "fdr" not in wish:
                assert found.first_alarm[row] == alone.first_alarm[0]
                assert found.p_value[row] == pytest.approx(alone.p_value[0], nan_ok=True)


def test_two_years_of_months_are_still_needed_for_their_season() -> None:
    found = detect(panel_of(noise(20)), watch_for(Grain.MONTH, baseline=None))
    assert found.status[0] == Status.INSUFFICIENT_DATA
    assert notes(found, 0) == ["20 of the 24 points of a baseline are there"]


def test_nothing_is_judged_in_the_baseline_itself() -> None:
    found = detect(panel_of(noise(24)), plain())
    assert found.status[0] == Status.OK
    assert np.isnan(found.p_value[0])
    assert "no point after the baseline yet: nothing is judged" in notes(found, 0)


def test_what_each_series_is_taken_for() -> None:
    random = np.random.default_rng(1)
    counts = random.poisson(2, (1, 40))
    spread = random.negative_binomial(1, 0.2, (1, 40))
    families = detect(panel_of(np.vstack([noise(40)[None], counts, spread])), plain()).family
    assert families.tolist() == [Family.NORMAL, Family.POISSON, Family.NORMAL]
    share = detect(panel_of(random.binomial(30, 0.1, (1, 40)), 30), plain())
    assert share.family[0] == Family.BINOMIAL
    assert adjusted_for(share, 0) == ["denominator"]


def test_a_large_denominator_does_not_make_an_alarm_of_its_own() -> None:
    """A share that is steady while its cases double."""
    random = np.random.default_rng(1)
    cases = np.where(np.arange(60) < 30, 400, 4000)
    found = detect(panel_of(random.binomial(cases, 0.3)[None], cases), plain(false_alarm=0.01))
    assert found.first_alarm[0] == -1


def test_mostly_successes_are_judged_as_the_failures_they_mirror() -> None:
    random = np.random.default_rng(1)
    hits = random.binomial(30, 0.1, (5, 48))
    hits[:, 36:] = random.binomial(30, 0.4, (5, 12))
    few, many = (detect(panel_of(each, 30), plain(family="binomial")) for each in (hits, 30 - hits))
    np.testing.assert_array_equal(few.first_alarm, many.first_alarm)
    np.testing.assert_array_equal(few.direction, -many.direction)


@pytest.mark.parametrize(
    ("values", "cases", "family", "sentence"),
    [
        ([1.5] * 30, None, "poisson", "series 0 holds numbers that are no counts, so it is not poisson: use normal."),
        ([-1.0] * 30, None, "poisson", "series 0 holds numbers that are no counts, so it is not poisson: use normal."),
        (
            [3.0] * 30,
            None,
            "binomial",
            "A binomial series needs numerators and denominators: use poisson for counts, normal for measured values.",
        ),
        (
            [3.0] * 30,
            2,
            "binomial",
            "series 0 has more hits than cases, so it is not binomial: use poisson for events over exposure.",
        ),
        (
            [3.0] * 30,
            9.5,
            "binomial",
            (
                "series 0 has denominators that are no whole numbers of cases, so it is not binomial: use poisson for "
                "events over exposure."
            ),
        ),
    ],
)
def test_a_family_that_cannot_be_is_refused(values: Any, cases: Any, family: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        detect(panel_of(values, cases), plain(family=family))
    assert refused.value.sentence == sentence


def test_more_hits_than_cases_after_the_baseline_are_all_of_them() -> None:
    counts = np.random.default_rng(1).binomial(30, 0.1, 40).astype(float)
    counts[30] = 45
    found = detect(panel_of(counts, 30), plain())
    assert (found.family[0], found.first_alarm[0]) == (Family.BINOMIAL, 30)


def test_a_figure_below_0_among_counts_does_not_end_the_watch() -> None:
    counts = np.random.default_rng(1).poisson(2, 60).astype(float)
    counts[30], counts[31] = -1, 2.5
    counts[50:] += 9
    found = detect(panel_of(counts), plain())
    assert (found.family[0], found.n_judged[0]) == (Family.POISSON, 36)
    assert found.first_alarm[0] in (50, 51)


def test_exposure_that_is_not_whole_makes_a_rate_which_keeps_its_promise() -> None:
    """Few events over broken days, with never more events than days: no cases out of cases."""
    random = np.random.default_rng(3)
    days = random.uniform(3, 9, (4_000, 36))
    found = detect(panel_of(random.poisson(days * 0.35), days), plain())
    assert not (found.family == Family.BINOMIAL).any()
    assert (found.first_alarm >= 0).mean() == pytest.approx(0.05, abs=0.012)


def test_a_false_discovery_rate_gives_q_values_and_no_yearly_promise() -> None:
    random = np.random.default_rng(1)
    y = random.normal(50, 5, (200, 40))
    y[:20, 30:] += 25
    panel = panel_of(y)
    found = detect(panel, plain(fdr=0.1))
    alarmed = found.first_alarm >= 0
    promised = found.doubt == Doubt.NONE
    assert promised.mean() > 0.9
    np.testing.assert_array_equal(alarmed[:20], promised[:20])
    assert (found.q_value[alarmed] <= 0.1).all()
    assert alarmed[20:].mean() < 0.1
    assert "this is no promise for one series over a year" in notes(found, 0)[-1]
    assert np.isnan(p_values(panel, plain())[:, :24]).all()


def test_q_values_are_those_of_benjamini_and_hochberg() -> None:
    p = np.array([[0.01, np.nan], [0.04, 0.5], [0.03, np.nan], [0.9, 0.2]])
    expected = [[0.04, np.nan], [0.16 / 3, 0.5], [0.16 / 3, np.nan], [0.9, 0.4]]
    np.testing.assert_allclose(q_values(p), expected)


def test_long_tails_show_with_a_season_taken_out_and_seasons_do_not_look_like_them() -> None:
    random = np.random.default_rng(4)
    month = np.arange(36) % 12
    told = [
        (detect(panel_of(y), watch_for(Grain.MONTH)).doubt == Doubt.LONG_TAILS).mean()
        for y in (
            random.exponential(10, (2_000, 36)),
            random.normal(50, 5, (2_000, 36)),
            random.normal(50, 5, (2_000, 36)) + 10 * (month == 11),
            random.normal(50, 5, (2_000, 36)) + 5 * np.cos(month * np.pi / 6),
        )
    ]
    assert told[0] > 0.5
    assert max(told[1:]) < 0.05


def test_long_tails_in_a_baseline_are_said_and_nothing_is_promised() -> None:
    skewed = np.random.default_rng(2).exponential(10, (40, 60))
    skewed[:, 50:] += 60
    found = detect(panel_of(skewed), plain())
    told = found.doubt == Doubt.LONG_TAILS
    assert told.mean() > 0.5
    row = int(np.flatnonzero(told & (found.first_alarm >= 0))[0])
    assert np.isnan(found.p_value[row])
    said = notes(found, row)
    assert any(note.startswith("no rate of false alarms is promised of this series: its baseline has") for note in said)
    assert not any("with probability" in note for note in said)


def test_counts_that_spread_wider_than_chance_are_promised_nothing() -> None:
    counts = np.random.default_rng(2).negative_binomial(1, 0.25, (30, 60))
    found = detect(panel_of(counts), plain())
    assert (found.doubt == Doubt.UNEVEN_COUNTS).mean() > 0.7
    row = int(np.flatnonzero(found.doubt == Doubt.UNEVEN_COUNTS)[0])
    assert any("its counts are small and spread wider than chance" in note for note in notes(found, row))
    asked = detect(panel_of(counts), plain(family="normal"))
    assert not (asked.doubt == Doubt.UNEVEN_COUNTS).any()


def test_counts_that_spread_a_little_wider_than_chance_need_more_to_alarm() -> None:
    counts = np.array([2, 5, 1, 6, 2, 4, 1, 5, 3, 7, 0, 4, 2, 6, 1, 5, 2, 3, 5, 1, 6, 3, 2, 5, 9], dtype=float)
    even = np.array([3, 4, 2, 4, 3, 4, 2, 4, 3, 5, 2, 4, 3, 4, 3, 4, 3, 3, 4, 3, 4, 3, 3, 4, 9], dtype=float)
    wide, narrow = (p_values(panel_of(y), plain(family="poisson"))[0, 24] for y in (counts, even))
    assert counts[:24].sum() == pytest.approx(even[:24].sum(), abs=4)
    assert wide > narrow


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"false_alarm": 0.001}, "within 12 points a baseline of 24 points tells too little of a series for less than"),
        ({"baseline": 12, "false_alarm": 0.01}, "a baseline of 12 points tells too little of a series for less than"),
        ({"horizon": 400}, "within 400 points nothing was simulated, 365 are the most"),
    ],
)
def test_what_cannot_be_promised_is_said_in_place_of_a_rate(wish: dict[str, Any], sentence: str) -> None:
    y = noise()
    y[40:] += 30
    found = detect(panel_of(y), plain(**wish))
    assert found.first_alarm[0] >= 40
    assert np.isnan(found.p_value[0])
    last = notes(found, 0)[-1]
    assert last.startswith("no rate of false alarms is promised: ")
    assert sentence in last


@pytest.mark.parametrize(("good", "sentence"), [("up", "for the worse"), ("down", "for the better"), ("none", None)])
def test_which_way_is_good_is_said(good: str, sentence: str | None) -> None:
    y = noise()
    y[40:] -= 20
    said = notes(detect(panel_of(y), plain()), 0, good)
    assert any("the change is " in note for note in said) is (sentence is not None)
    assert sentence is None or said[-1] == f"the change is {sentence}"
