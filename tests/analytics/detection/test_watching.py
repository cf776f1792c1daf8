"""What may be promised, and of whom."""

import pytest

from wellrun.analytics.detection.watching import season_length, watch_for
from wellrun.analytics.panel import Grain
from wellrun.lib.errors import UserError


@pytest.mark.parametrize(
    ("grain", "points"), [(Grain.DAY, 365), (Grain.WEEK, 52), (Grain.MONTH, 12), (Grain.QUARTER, 4)]
)
def test_the_horizon_is_one_year_unless_it_is_said(grain: Grain, points: int) -> None:
    assert watch_for(grain).horizon == points
    assert watch_for(grain, horizon=7).horizon == 7


@pytest.mark.parametrize(
    ("grain", "season", "length"),
    [
        (Grain.MONTH, "auto", 12),
        (Grain.QUARTER, "auto", 4),
        (Grain.DAY, "auto", 7),
        (Grain.WEEK, "auto", 1),
        (Grain.EVENT, "auto", 1),
        (Grain.MONTH, "none", 1),
        (Grain.QUARTER, "monthly", 4),
        (Grain.DAY, "weekly", 7),
    ],
)
def test_what_comes_round_again(grain: Grain, season: str, length: int) -> None:
    assert season_length(grain, season) == length


@pytest.mark.parametrize(
    ("grain", "season"), [(Grain.WEEK, "monthly"), (Grain.DAY, "monthly"), (Grain.MONTH, "weekly")]
)
def test_a_season_that_the_figures_cannot_show_is_refused(grain: Grain, season: str) -> None:
    with pytest.raises(UserError, match=f"A {season} season cannot be looked for in figures by {grain}"):
        season_length(grain, season)


@pytest.mark.parametrize(("baseline", "known"), [(12, False), (23, False), (24, True), (36, True)])
def test_a_season_of_months_is_not_learnt_from_one_year(baseline: int, known: bool) -> None:
    assert watch_for(Grain.MONTH, baseline=baseline, season="monthly").knows_season is known


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"baseline": 11}, "baseline_short"),
        ({"false_alarm": 0.0}, "false_alarm_unknown"),
        ({"false_alarm": 0.9}, "false_alarm_unknown"),
        ({"false_alarm": float("nan")}, "false_alarm_unknown"),
        ({"horizon": 0}, "horizon_unknown"),
        ({"fdr": 1.0}, "fdr_unknown"),
    ],
)
def test_what_cannot_be_promised_is_refused(wish: dict[str, float], code: str) -> None:
    with pytest.raises(UserError) as refused:
        watch_for(Grain.MONTH, **wish)  # type: ignore[arg-type]
    assert refused.value.code == code
