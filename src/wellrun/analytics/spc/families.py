"""Charts that one kernel judges together: what they judge of a panel, and how they make limits and lines of it."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.analytics.spc.blocks.judged import Judged
from wellrun.analytics.spc.charts.c import c_limits
from wellrun.analytics.spc.charts.counted.choice import counted_limits, counted_lines
from wellrun.analytics.spc.charts.counted.numbers import number_limits, number_lines
from wellrun.analytics.spc.charts.i_prime import i_prime_limits, i_prime_lines
from wellrun.analytics.spc.charts.limits import LimitsOf, LinesOf, floored, straight
from wellrun.analytics.spc.charts.mr import mr_limits
from wellrun.analytics.spc.charts.observed_expected import observed_expected_limits, observed_expected_lines
from wellrun.analytics.spc.charts.rare.bernoulli import bernoulli_limits, bernoulli_lines
from wellrun.analytics.spc.charts.rare.g import g_limits
from wellrun.analytics.spc.charts.rare.t import t_limits, t_lines
from wellrun.analytics.spc.charts.run import run_limits
from wellrun.analytics.spc.charts.subgroups.s import s_limits, s_lines
from wellrun.analytics.spc.charts.subgroups.x_bar import x_bar_limits, x_bar_lines
from wellrun.analytics.spc.charts.xmr import xmr_limits
from wellrun.analytics.spc.codes import Chart


@dataclass(frozen=True, slots=True)
class Family:
    """Charts of one kind.

    `sized`: limits follow the denominator of the period. `only_limits`: neighbouring points depend on one another, so
    that no rule but the limits may be judged. `has_runs`: whether runs about the centre mean anything.
    """

    charts: tuple[Chart, ...]
    judged: Judged
    limits: LimitsOf
    lines: LinesOf
    sized: bool = False
    only_limits: bool = False
    has_runs: bool = True


COUNTED = Family(
    (Chart.P, Chart.PP, Chart.U, Chart.UP, Chart.AUTO_RATE, Chart.AUTO_RATIO, Chart.AUTO_EXPECTED),
    Judged.RATIO,
    counted_limits,
    counted_lines,
    sized=True,
)
MEASURED = Family((Chart.XMR, Chart.I), Judged.VALUE, xmr_limits, straight)
NUMBERS = Family((Chart.AUTO_COUNT,), Judged.VALUE, number_limits, number_lines)
RUNS = Family((Chart.RUN,), Judged.VALUE, run_limits, straight)
FAMILIES = (
    COUNTED,
    MEASURED,
    RUNS,
    Family((Chart.IP,), Judged.RATIO, i_prime_limits, i_prime_lines, sized=True),
    Family((Chart.MR,), Judged.RANGE, mr_limits, floored, only_limits=True),
    Family((Chart.C,), Judged.COUNT, c_limits, floored),
    NUMBERS,
    Family((Chart.G,), Judged.VALUE, g_limits, floored),
    Family((Chart.T,), Judged.VALUE, t_limits, t_lines),
    Family((Chart.OE, Chart.OEP), Judged.RATIO, observed_expected_limits, observed_expected_lines, sized=True),
    Family((Chart.BCUSUM,), Judged.SUM, bernoulli_limits, bernoulli_lines, only_limits=True, has_runs=False),
)
X_BAR = Family((Chart.XBAR,), Judged.SUBGROUP, x_bar_limits, x_bar_lines, sized=True)
S = Family((Chart.S,), Judged.SUBGROUP, s_limits, s_lines, sized=True)
