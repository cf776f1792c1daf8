"""Rule profiles against their plain twins: the marks of a whole chart, and what fires as points come."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.made_up_series import panel_of, panels
from tests.oracle.plain_charts import Series, plain_judge
from tests.oracle.plain_profiles import Completed, Found, plain_anhoej_ended, plain_anhoej_marked
from wellrun.analytics.spc.codes import Rule, rule_bit
from wellrun.analytics.spc.firings import firings
from wellrun.analytics.spc.judge import judge

PROFILES = ["western-electric", "nelson", "limits", "anhoej"]
SHORT = panels(counts=False, longest=60)


def bits(found: Found, side: int | None = None) -> int:
    return sum({rule_bit(rule) for rule, of in found if side is None or of == side})


def at_centre(found: Found, value: float | None, centre: float) -> Found:
    """Rules without a side fire on that of their point."""
    if value is None:
        return found
    return {(rule, side or (1 if value >= centre else -1)) for rule, side in found}


@pytest.mark.parametrize("profile", PROFILES)
@settings(max_examples=80, deadline=None)
@given(series=SHORT, baseline=st.sampled_from([None, 12]))
def test_marks_of_a_whole_chart(profile: str, series: list[Series], baseline: int | None) -> None:
    judged = judge(panel_of(series), chart="xmr", rules=profile, baseline=baseline)
    for i, each in enumerate(series):
        plain = plain_judge(each, "xmr", baseline, True)
        for t in range(len(each.values)):
            if profile == "anhoej":
                found = plain_anhoej_marked(each, plain, t)
            else:
                found = Completed(each, plain, t).rules(profile)
            all_rules = judged.rules[i, t] if judged.rules is not None else 0
            if profile != "limits":
                assert all_rules == bits(found), (t, found)
            first = min((rule for rule, _ in found), default=Rule.NONE)
            assert judged.rule[i, t] == first
            sides = {side for rule, side in found if rule == first}
            if sides == {0}:
                assert judged.point[i, t] in (3, 4)
            elif sides:
                assert judged.side[i, t] == max(sides)


@pytest.mark.parametrize("profile", PROFILES)
@settings(max_examples=40, deadline=None)
@given(series=SHORT, baseline=st.sampled_from([12, 24]))
def test_what_fires_is_what_every_prefix_would_have_said(profile: str, series: list[Series], baseline: int) -> None:
    fired = firings(panel_of(series), chart="xmr", rules=profile, baseline=baseline)
    for i, each in enumerate(series):
        for t in range(len(each.values)):
            known = each.until(t + 1)
            plain = plain_judge(known, "xmr", baseline, True)
            chart = plain.charts[each.phases[t]]
            n = sum(plain.points[k] is not None and each.phases[k] == each.phases[t] for k in range(t + 1))
            found: Found = set()
            if n >= 12 and chart.status == "ok":
                ended = (
                    plain_anhoej_ended(known, plain, t)
                    if profile == "anhoej"
                    else Completed(known, plain, t).rules(profile)
                )
                found = at_centre(ended, plain.points[t], chart.centre)
            assert (fired.high[i, t], fired.low[i, t]) == (bits(found, 1), bits(found, -1)), (t, found)


def test_profiles_side_by_side_are_those_of_each_alone() -> None:
    random = np.random.default_rng(5)
    values = random.normal(10, 1, (5, 60)).cumsum(axis=1) / 5
    series = [Series(row.tolist(), [0] * 60) for row in values]
    panel = panel_of(series)
    names = ["nhs", *PROFILES]
    together = judge(panel, rules=names)
    fired = firings(panel, rules=names)
    for i, name in enumerate(names):
        alone = judge(panel.take([i]), rules=name)
        for what in ("rule", "side", "point", "centre"):
            np.testing.assert_array_equal(getattr(together, what)[i], getattr(alone, what)[0])
        if alone.rules is not None and together.rules is not None:
            np.testing.assert_array_equal(together.rules[i], alone.rules[0])
        np.testing.assert_array_equal(fired.high[i], firings(panel.take([i]), rules=name).high[0])
    assert all(together.rule[i].any() for i in range(5))
