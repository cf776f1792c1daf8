"""What the documentation says of chance is what the product's own replay gives on figures in which nothing happens."""

import re
from collections.abc import Callable

import numpy as np
import pytest

from tests.shared_data import ROOT
from wellrun.analytics.panel import Floats, Grain, Panel, period_range
from wellrun.analytics.spc.replay import firings, signals

PAGE = (ROOT / "docs" / "explanation" / "what-a-signal-is.md").read_text()
SERIES, PERIODS = 4000, 60
Draw = Callable[[np.random.Generator], Floats]


def leaning(rng: np.random.Generator) -> Floats:
    """Each point leans on the one before, by 0.4."""
    values = rng.normal(size=(SERIES, PERIODS))
    for period in range(1, PERIODS):
        values[:, period] += 0.4 * values[:, period - 1]
    return values


CASES: dict[str, Draw] = {
    "independent, normal": lambda rng: rng.normal(size=(SERIES, PERIODS)),
    "rare counts": lambda rng: rng.poisson(2, size=(SERIES, PERIODS)).astype(np.float64),
    "leaning on the one before": leaning,
}


@pytest.mark.parametrize("words", CASES)
def test_the_share_of_quiet_series_with_a_signal_is_as_the_page_says(words: str) -> None:
    said = re.search(rf"^\|[^|]*{words}[^|]*\| (\d+) % \|$", PAGE, re.MULTILINE)
    assert said, words
    panel = Panel(
        labels=tuple(map(str, range(SERIES))),
        grain=Grain.MONTH,
        periods=period_range(np.datetime64("2020-01"), np.datetime64("2024-12"), Grain.MONTH),
        values=CASES[words](np.random.default_rng(1)),
    )
    found = signals(panel, firings(panel, chart="xmr"))
    share = 100 * np.unique(found.series).size / SERIES
    assert share == pytest.approx(float(said[1]), abs=2)
