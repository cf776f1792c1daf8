"""Small judged series for the tests of charts."""

from datetime import date

from wellrun.web.charts.data import Aim, ChartData, PhaseStart, PointKind
from wellrun.web.figures import PERCENT

WORSE, BETTER, QUIET = PointKind.CONCERN, PointKind.IMPROVEMENT, PointKind.COMMON_CAUSE


def months(n, year=2023):
    return [date(year + i // 12, i % 12 + 1, 1) for i in range(n)]


def ready_to_leave(**changes):
    """Eight months with a worsening at the end; usual level 14 %, usual range 10 % to 18 %, aim 10 %."""
    values = [0.14, 0.15, 0.13, 0.14, 0.16, 0.21, 0.22, 0.234]
    n = len(values)
    facts = {
        "title": "Beds occupied by patients ready to leave",
        "periods": months(n),
        "values": values,
        "kinds": [QUIET] * 5 + [WORSE] * 3,
        "form": PERCENT,
        "numerators": [v * 600 for v in values],
        "denominators": [600.0] * n,
        "reporting": [6] * n,
        "expected": [7] * n,
        "centre": [0.14] * n,
        "lower": [0.10] * n,
        "upper": [0.18] * n,
        "phases": [0] * n,
        "rules": [""] * 5 + ["outside_limits"] * 3,
        "aim": Aim(0.10),
    }
    return ChartData(**(facts | changes))


def bare(values, kinds=None, **changes):
    """A series nobody judged."""
    kinds = kinds or [QUIET] * len(values)
    return ChartData(title="Bare", periods=months(len(values)), values=values, kinds=kinds, **changes)


def two_phases():
    """Twelve months, a new baseline at the seventh."""
    return bare(
        [10.0, 12, 11, 10, 12, 11, 20, 22, 21, 20, 22, 21],
        centre=[11.0] * 6 + [21.0] * 6,
        lower=[8.0] * 6 + [18.0] * 6,
        upper=[14.0] * 6 + [24.0] * 6,
        phases=[0] * 6 + [1] * 6,
        phase_starts=[PhaseStart(1, date(2023, 7, 1), "two sites merged")],
    )
