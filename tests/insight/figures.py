"""Made-up figures for tests, taken in through the real reading and ingest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from wellrun.audit.actions import SYSTEM
from wellrun.jobs.reading import read_figures
from wellrun.measures.actions import ingest
from wellrun.measures.models import Source
from wellrun.measures.receiving import IngestResult

CASES = 10_000
# Steps around a level, never more than two in a row on one side: no rule fires on them, however often repeated.
_STEPS = (
    (1.0, -0.6, 0.3, -0.9, 0.7, -0.2, -0.5, 0.8, -1.0, 0.4, 0.6, -0.6),
    (-0.7, 0.9, -0.3, 0.5, -1.0, 0.2, 0.8, -0.4, 0.6, -0.8, -0.1, 0.3),
    (0.4, -0.9, 0.8, 0.1, -0.6, 1.0, -0.3, -0.7, 0.5, -0.2, 0.7, -0.8),
    (-0.2, 0.6, -0.8, 0.9, -0.5, -0.4, 1.0, -0.7, 0.3, 0.2, -0.9, 0.5),
    (0.8, -0.3, -0.6, 0.7, -0.9, 0.5, -0.1, 0.4, -0.8, 1.0, -0.5, -0.2),
    (-0.9, 0.3, 0.7, -0.5, 0.2, -0.8, 0.9, -0.6, -0.3, 0.6, -0.4, 0.8),
)

# One row of a file: measure key, unit key, period, value (None = an empty row).
Row = tuple[str, str, date, float | None]


def month(number: int) -> date:
    """The `number`-th month from October 2021: the 47th ended just before the moment of the tests."""
    return date(2021 + (number + 9) // 12, (number + 9) % 12 + 1, 1)


def steady(which: int, n: int = 48, level: float = 0.5, spread: float = 0.01) -> list[float]:
    """Shares that vary as by chance, so that no rule fires; `which` picks one of six ways."""
    return [level + spread * _STEPS[which % len(_STEPS)][at % 12] for at in range(n)]


def shifted(values: Sequence[float], start: int, size: float, stop: int | None = None) -> list[float]:
    """The same with `size` added from the month `start` on, until `stop`."""
    return [value + (size if start <= at < (stop or len(values)) else 0.0) for at, value in enumerate(values)]


def rows(measure: str, unit: str, values: Iterable[float | None], first: int = 0) -> list[Row]:
    """One row a month from the month `first` on."""
    return [(measure, unit, month(first + at), value) for at, value in enumerate(values)]


def arrive(
    figures: Iterable[Row], *, name: str = "figures.csv", withdraw: bool = False, counts: bool = True
) -> IngestResult:
    """Take the rows in, 10,000 cases each or values alone; `withdraw`: an empty row takes its figure back."""
    source = Source.objects.get_or_create(key="made-up", defaults={"name": "Made up"})[0]
    table, file = read_figures(as_csv(figures) if counts else values_as_csv(figures), name)
    return ingest(source=source, table=table, file=file, empty_withdraws=withdraw, by=SYSTEM)


def as_csv(figures: Iterable[Row]) -> bytes:
    """The rows as a file."""
    lines = [
        f"{measure},{unit},{period},," if value is None else f"{measure},{unit},{period},{round(value * CASES)},{CASES}"
        for measure, unit, period, value in figures
    ]
    return "\n".join(["measure,unit,period,numerator,denominator", *lines]).encode()


def values_as_csv(figures: Iterable[Row]) -> bytes:
    """The rows as a file of values without counts."""
    lines = [f"{measure},{unit},{period},{'' if value is None else value}" for measure, unit, period, value in figures]
    return "\n".join(["measure,unit,period,value", *lines]).encode()
