"""How long evaluation takes, as ratios in one run: after one in a hundred series changed, and beside judging alone.

    python -m scripts.bench evaluation

A hundred measures in sixty wards of six sites, rolled up, sixty months: 6,700 series, every one watched early as well.
"One feed" changes all series of one measure (67 of 6,700); "scattered" changes single wards of 22 measures, which are
66 series with what is rolled up from them, and bear on the scope of signals in a fifth of the families.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

N_MEASURES, N_SITES, N_WARDS, N_MONTHS = 100, 6, 10, 60
# The months that everything has at first; later ones come feed by feed, and the quickest of them counts.
KNOWN = 57
CASES = 400
NO_BAR = float("inf")


def run() -> list[tuple[str, float, float]]:
    """Ratios with their bars."""
    _start()
    values = _values()
    _arrive(values[:, :, :KNOWN], 0)
    full = min(_timed(_evaluate), _timed(_evaluate_all))
    kernel = min(_timed(_kernel) for _ in range(2))
    again = _timed(_evaluate)
    feed = min(_after(lambda m=month: _arrive(values[:1, :, m : m + 1], m)) for month in range(KNOWN, N_MONTHS))
    scattered = min(_after(lambda m=month: _arrive_scattered(values, m)) for month in range(KNOWN, N_MONTHS))
    return [
        ("evaluation after one feed (1 % of series) over all", feed / full, 0.03),
        ("evaluation after 1 % of series, scattered, over all", scattered / full, NO_BAR),
        ("evaluation with nothing new over all", again / full, 0.01),
        ("evaluation of all over judging in memory", full / kernel, NO_BAR),
    ]


def _start() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellrun.config.settings")
    Path(os.environ["WELLRUN_HOME"]).mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _define()


def _define() -> None:
    from wellrun.audit.actions import SYSTEM
    from wellrun.measures.actions import add_source, define_measure
    from wellrun.organisation.actions import add_units
    from wellrun.organisation.models import Unit

    system = Unit(key="system", name="System", kind="system", enterprise=True)
    sites = [Unit(key=f"site-{s}", name=f"Site {s}", kind="site", parent=system) for s in range(N_SITES)]
    wards = [
        Unit(key=f"ward-{s}-{w}", name=f"Ward {s} {w}", kind="ward", parent=site)
        for s, site in enumerate(sites)
        for w in range(N_WARDS)
    ]
    add_units(units=[system, *sites, *wards], by=SYSTEM)
    add_source(key="made-up", name="Made up", by=SYSTEM)
    for number in range(N_MEASURES):
        define_measure(
            key=f"measure-{number}",
            domain="access",
            name=f"Measure {number}",
            definition="Made up.",
            grain="month",
            scoring="proportion",
            bounded=True,
            direction="up",
            roll_up="ratio_of_sums",
            early_detection=True,
            by=SYSTEM,
        )


def _values() -> np.ndarray[Any, Any]:
    """(measure, ward, month): shares around a half; a tenth of the series shift for good at some time."""
    random = np.random.default_rng(7)
    shape = (N_MEASURES, N_SITES * N_WARDS, N_MONTHS)
    shares = 0.5 + random.normal(0, 0.02, shape)
    shifts = random.random(shape[:2]) < 0.1
    start = random.integers(24, N_MONTHS, shape[:2])
    shares += np.where(shifts[..., None] & (np.arange(N_MONTHS) >= start[..., None]), -0.1, 0)
    return np.asarray(np.round(np.clip(shares, 0, 1) * CASES))


def _arrive(numerators: np.ndarray[Any, Any], first: int) -> None:
    measures, wards, months = numerators.shape
    _ingest(
        (measure, ward, first + month, numerators[measure, ward, month])
        for measure in range(measures)
        for ward in range(wards)
        for month in range(months)
    )


def _arrive_scattered(values: np.ndarray[Any, Any], month: int) -> None:
    _ingest((10 + n, n * 2, month, values[10 + n, n * 2, month]) for n in range(22))


def _ingest(rows: Iterable[tuple[int, int, int, float]]) -> None:
    from wellrun.audit.actions import SYSTEM
    from wellrun.jobs.reading import read_figures
    from wellrun.measures.actions import ingest
    from wellrun.measures.models import Source

    lines = [
        f"measure-{measure},ward-{ward // N_WARDS}-{ward % N_WARDS},{_month(month)},{int(count)},{CASES}"
        for measure, ward, month, count in rows
    ]
    data = "\n".join(["measure,unit,period,numerator,denominator", *lines]).encode()
    table, file = read_figures(data, "made-up.csv")
    ingest(source=Source.objects.get(), table=table, file=file, by=SYSTEM)


def _month(number: int) -> date:
    return date(2020 + number // 12, number % 12 + 1, 1)


def _evaluate() -> None:
    from wellrun.insight.actions import evaluate

    evaluate(cause="import")


def _evaluate_all() -> None:
    """Judge everything once more, as a restore or a change of rules would."""
    from wellrun.insight.actions import evaluate
    from wellrun.measures.models import Series

    evaluate(series_ids=list(Series.objects.values_list("pk", flat=True)), cause="manual")


def _after(arrival: Callable[[], None]) -> float:
    arrival()
    return _timed(_evaluate)


_panels: list[Any] = []


def _kernel() -> None:
    """Judging and replaying the same panels, which are in memory already."""
    from wellrun.analytics.spc.firings import firings
    from wellrun.analytics.spc.judge import judge
    from wellrun.analytics.spc.replay import signals

    for panel in _panels or _read_panels():
        judge(panel, baseline=24, direction="up")
        signals(panel, firings(panel))


def _read_panels() -> list[Any]:
    from wellrun.measures.models import Series
    from wellrun.measures.queries import panel

    _panels.extend(each.panel for each in panel(list(Series.objects.values_list("pk", flat=True))))
    return _panels


def _timed(what: Callable[[], None]) -> float:
    if what is _kernel:
        _read_panels()
    start = time.perf_counter()
    what()
    return time.perf_counter() - start
