"""From a file of units to a funnel to an answer: what `wellrun funnel` does."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from wellrun.analytics.funnel.chart import Flag, Funnel, Limits, funnel
from wellrun.analytics.funnel.kinds import Kind, Transform
from wellrun.analytics.funnel.limits import Model
from wellrun.analytics.funnel.words import power_note
from wellrun.cli.deliver import check_out, deliver
from wellrun.cli.listing import listing, number
from wellrun.cli.series_file import read_input
from wellrun.lib.errors import UserError
from wellrun.tables.counts import Counts, read_counts
from wellrun.tables.errors import TableErrors
from wellrun.tables.labels import Labels


def run(
    file: str,
    *,
    kind: str,
    limits: str,
    model: str,
    transform: str,
    first: dt.date | None,
    last: dt.date | None,
    columns: Mapping[str, str],
    format: str,
    out: str | None,
) -> None:
    """Read, compare, answer. Raises UserError for what the person can mend."""
    check_out(out, file)
    counts = _read(file, kind=kind, first=first, last=last, columns=columns)
    found = funnel(
        counts.numerator[None],
        counts.denominator[None],
        kind=Kind(kind),
        transform=Transform(transform),
        model=Model(model),
        limits=Limits(limits),
    )
    deliver(
        out=out,
        format=format,
        points=lambda: rows(counts, found),
        records=lambda: records(counts, found),
        table=lambda: _show(counts, found),
        notes=counts.notes,
    )


def _read(file: str, *, kind: str, first: dt.date | None, last: dt.date | None, columns: Mapping[str, str]) -> Counts:
    """The units of a file. Raises FileError, TableErrors, UserError with the kind that would suit."""
    raw = read_input(file)

    def reading(*, bounded: bool) -> Counts:
        return read_counts(
            raw,
            mapping=columns,
            bounded=bounded,
            first=None if first is None else np.datetime64(first, "D"),
            last=None if last is None else np.datetime64(last, "D"),
        )

    try:
        counts = reading(bounded=kind == "proportion")
    except TableErrors as error:
        if kind != "proportion" or not _works(lambda: reading(bounded=False)):
            raise
        raise UserError(error.code, f"{error.sentence}: use {_OTHER_KINDS}", **error.params) from None
    if kind == "proportion":
        _refuse_parts_of_cases(counts, file)
    return counts


_OTHER_KINDS = "--kind ratio for one count over another, --kind standardised for observed over expected events"


def _refuse_parts_of_cases(counts: Counts, file: str) -> None:
    """Raises UserError `not_cases`: what is no whole number counts no cases."""
    odd = np.flatnonzero(counts.denominator != np.rint(counts.denominator))
    if odd.size:
        unit, size = counts.units[odd[0]], counts.denominator[odd[0]]
        sentence = (
            f"{file}: {unit} has {size:,.6g} as denominator, and a proportion counts whole cases: use {_OTHER_KINDS}"
        )
        raise UserError("not_cases", sentence)


def _works(reading: Callable[[], Counts]) -> bool:
    try:
        reading()
    except UserError:
        return False
    return True


def rows(counts: Counts, found: Funnel) -> dict[str, Any]:
    """A row a unit, by name."""
    flags = tuple(flag.word for flag in Flag)
    return {
        "unit": Labels(np.arange(len(counts.units)), counts.units),
        "value": found.value[0],
        "denominator": counts.denominator,
        "expected": found.expected[0],
        "lower_95": found.lower_95[0],
        "upper_95": found.upper_95[0],
        "lower_998": found.lower_998[0],
        "upper_998": found.upper_998[0],
        "z": found.z[0],
        "flag": Labels(found.flag[0].astype(np.int64), flags),
        "interval_lower": found.interval_lower[0],
        "interval_upper": found.interval_upper[0],
        "min_detectable": found.detectable[0],
    }


def records(counts: Counts, found: Funnel) -> Iterator[dict[str, Any]]:
    """The same as objects, each with what is true of the whole chart."""
    columns = rows(counts, found)
    whole = {
        "phi": _number(found.phi[0, 0]),
        "tau2": _number(found.tau2[0, 0]),
        "underpowered": bool(found.underpowered[0, 0]),
        "power_note": power_note(found),
    }
    for place in range(len(counts.units)):
        one = {name: _at(column, place) for name, column in columns.items()}
        yield {**one, **whole}


def _at(column: Any, place: int) -> Any:
    if isinstance(column, Labels):
        return column.names[int(column.codes[place])]
    return _number(column[place])


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _show(counts: Counts, found: Funnel) -> None:
    """One line a unit, in the order of names: a funnel is no league table."""
    lines = []
    for place, unit in enumerate(counts.units):
        spans = ((found.interval_lower, found.interval_upper), (found.lower_998, found.upper_998))
        texts = [f"{number(low[0, place])} to {number(high[0, place])}" for low, high in spans]
        flag = Flag(found.flag[0, place]).word.replace("_", " ")
        value, size = number(found.value[0, place]), number(counts.denominator[place])
        lines.append([unit, value, size, *texts, flag, number(found.detectable[0, place])])
    headings = (
        "unit",
        ">value",
        ">denominator",
        ">its 95 % interval",
        ">99.8 % limits",
        "flag",
        ">found from x target",
    )
    listing(headings, lines)
    print(f"target {number(found.target[0, 0])}, phi {number(found.phi[0, 0])}, tau2 {number(found.tau2[0, 0])}")
    print(power_note(found))
