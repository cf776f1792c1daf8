"""Four-hour performance that is steady and short of its target: expected variation, consistently fails."""

import numpy as np
import pytest

from tests.spec.panels import daily
from wellrun.analytics.spc.codes import Assurance, Status, Variation
from wellrun.analytics.spc.firings import firings
from wellrun.analytics.spc.judge import judge
from wellrun.analytics.spc.replay import signals

# Twenty-four months between 70.6 and 73.4.
MONTHS = [
    *(71.9, 72.6, 71.3, 71.9, 72.2, 72.9, 71.0, 73.4, 70.6, 72.4, 73.0, 72.8),
    *(73.4, 72.4, 72.2, 72.5, 71.3, 73.3, 71.5, 71.1, 73.4, 72.1, 71.1, 73.4),
]
TARGET = 78.0


def test_the_story_has_its_figures() -> None:
    assert (min(MONTHS), max(MONTHS)) == (70.6, 73.4)
    judged = judge(daily(MONTHS))
    lines = [judged.centre[0, 0], judged.lower[0, 0], judged.upper[0, 0]]
    assert [round(float(line), 1) for line in lines] == [72.2, 69.0, 75.4]


def test_expected_variation_that_consistently_fails() -> None:
    judged = judge(daily(MONTHS), baseline=24, direction="up", target=TARGET)
    assert judged.status.tolist() == [Status.OK]
    assert judged.variation.tolist() == [Variation.COMMON_CAUSE]
    assert judged.assurance.tolist() == [Assurance.CONSISTENTLY_FAILS]
    assert not judged.rule.any()


@pytest.mark.parametrize("n", [13, 20, 24])
def test_nothing_is_there_to_explain_in_any_month(n: int) -> None:
    panel = daily(MONTHS[:n])
    assert len(signals(panel, firings(panel))) == 0
    assert not np.isnan(judge(panel, baseline=24).upper).any()
