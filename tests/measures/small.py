"""Small imports for tests: a few rows as a person would write them, taken in as any file is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

import numpy as np

from wellrun.audit.actions import SYSTEM
from wellrun.measures.actions import ingest
from wellrun.measures.models import Observation, Phase, Series, Source
from wellrun.measures.receiving import FileFacts, IngestResult
from wellrun.tables.labels import Labels
from wellrun.tables.long import LongTable

Row = dict[str, Any]


def month(number: int) -> date:
    """The first of the month `number` months after January 2024."""
    return date(2024 + number // 12, number % 12 + 1, 1)


def rows(measure: str, unit: str, *values: float | None, start: int = 0, **same: Any) -> list[Row]:
    """One row a value, from month `start` on."""
    return [
        {"measure": measure, "unit": unit, "period": month(start + at), "value": value, **same}
        for at, value in enumerate(values)
    ]


def counted(measure: str, unit: str, *pairs: tuple[float, float] | None, start: int = 0, **same: Any) -> list[Row]:
    """One row a (numerator, denominator), from month `start` on."""
    return [
        {
            "measure": measure,
            "unit": unit,
            "period": month(start + at),
            "numerator": pair[0] if pair else None,
            "denominator": pair[1] if pair else None,
            **same,
        }
        for at, pair in enumerate(pairs)
    ]


def long_table(found: Iterable[Row], name: str = "figures.csv") -> LongTable:
    """The rows as `tables` would hand them over, numbered from 2 as in a file."""
    lines = list(found)
    return LongTable(
        file=name,
        series=labels([f"{line['measure']}/{line['unit']}" for line in lines]),
        measure=labels([line["measure"] for line in lines]),
        unit=labels([line["unit"] for line in lines]),
        stratum=labels([line.get("stratum", "total") for line in lines]),
        period=np.array([line["period"] for line in lines], dtype="datetime64[D]"),
        value=numbers(lines, "value"),
        numerator=numbers(lines, "numerator"),
        denominator=numbers(lines, "denominator"),
        rows=np.arange(2, len(lines) + 2),
        has=frozenset({"measure", "unit", "period", "value"}),
        rhythm=None,
    )


def labels(texts: list[str]) -> Labels:
    names, codes = np.unique(np.array(texts, dtype=str), return_inverse=True)
    return Labels(codes.astype(np.int64), tuple(names.tolist()))


def numbers(lines: list[Row], name: str) -> Any:
    return np.array([line.get(name) for line in lines], dtype=np.float64)


def a_source(key: str = "hospital") -> Source:
    """The same source when asked twice."""
    return Source.objects.get_or_create(key=key, defaults={"name": key.capitalize()})[0]


def take_in(found: Iterable[Row], name: str = "figures.csv", **options: Any) -> IngestResult:
    """Ingest the rows as a file."""
    table = long_table(found, name)
    file = FileFacts(name, sha256(name.encode()).hexdigest(), table.n_rows)
    return ingest(source=a_source(), table=table, file=file, by=SYSTEM, **options)


def known(measure: str, unit: str, stratum: str = "total") -> dict[date, Observation]:
    """The live rows of a series by period."""
    found = Observation.objects.filter(
        series__measure__key=measure, series__unit__key=unit, series__stratum=stratum
    ).order_by("period")
    return {row.period: row for row in found}


def values(measure: str, unit: str) -> list[float | None]:
    """The live values of a series in order."""
    return [row.value for row in known(measure, unit).values()]


def coverage(measure: str, unit: str) -> list[tuple[int | None, int | None]]:
    """(reporting, expected) in order."""
    return [(row.reporting, row.expected) for row in known(measure, unit).values()]


def hollow(measure: str, unit: str) -> list[date]:
    """The periods that are not judged."""
    return [period for period, row in known(measure, unit).items() if not row.judged]


def phases(measure: str, unit: str) -> list[tuple[date, str, str]]:
    """(start, kind, reason) of a series in order."""
    found = Phase.objects.filter(series__measure__key=measure, series__unit__key=unit).order_by("start")
    return list(found.values_list("start", "reason_kind", "reason"))


def series_of(measure: str, unit: str, stratum: str = "total") -> Series:
    """A series by its keys."""
    return Series.objects.get(measure__key=measure, unit__key=unit, stratum=stratum)
