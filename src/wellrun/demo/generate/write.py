"""The generated health system as a site folder: deterministic from a seed and a size."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from math import isnan
from pathlib import Path
from typing import Any

from wellrun.demo.generate import DEFAULT_SEED
from wellrun.demo.generate.observations import (
    Blueprint,
    Row,
    event_rows,
    expected_blocks,
    plant,
    read_figures,
    rows_of,
    withhold,
)
from wellrun.demo.generate.organisation import FOLDER, organisation, sizes
from wellrun.demo.generate.planted import Correction, Planted, read_planted, truth
from wellrun.demo.holders import with_holders
from wellrun.demo.library import read_measures
from wellrun.demo.places import make_out
from wellrun.demo.read import assemble, read_parts, write_site
from wellrun.demo.site import FeedSpec, ObservationFile
from wellrun.lib.errors import UserError
from wellrun.lib.plain import read_yaml

HEADER = "measure,unit,period,numerator,denominator,value\n"


@dataclass(frozen=True)
class Generated:
    """What was written where."""

    folder: Path
    files: tuple[ObservationFile, ...]
    rows: int
    units: int
    measures: int


def generate(
    folder: Path, *, seed: int = DEFAULT_SEED, size: str = "demo", progress: Callable[[str], None] = lambda _: None
) -> Generated:
    """Write the demo system into `folder`: site files, observations, corrections and truth.json.

    The same seed and size give the same bytes. `progress` is told each file before it is written.
    Raises UserError for a size that is not there.
    """
    known = sizes()
    if size not in known:
        raise UserError("size_not_known", f"The size {size!r} is not one of {', '.join(known)}.")
    planted = read_planted()
    parts = with_holders(make_out(read_parts(FOLDER), read_yaml(FOLDER / "places.yaml")), planted.vacant_posts)
    measures = {spec.key: spec for spec in read_measures(parts.head.measures, FOLDER / "measures")}
    plan = Blueprint(organisation(known[size]), known[size], measures, parts.head.clock.date(), seed)

    by_source, shifts = _figures(plan, planted)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for file, rows in _contents(by_source, planted.corrections):
        progress(file.file)
        _write_rows(folder / file.file, rows)
        files.append(file)
    feeds = tuple(
        FeedSpec(source=spec.source, measure=spec.measure, lag_days=measures[spec.measure].data_lag_days)
        for spec in {spec.measure: spec for spec in read_figures()}.values()
    )
    site = assemble(replace(parts, feeds=feeds), plan.who.units, tuple(measures.values()))
    write_site(folder, site, files)
    facts = {"seed": seed, "size": size, "clock": site.clock.isoformat(), **asdict(plan.size)}
    _write_truth(folder / "truth.json", truth(planted, facts, shifts))
    total = sum(len(rows) for rows in by_source.values())
    return Generated(folder, tuple(files), total, len(site.units), len(site.measures))


def _figures(plan: Blueprint, planted: Planted) -> tuple[dict[str, list[Row]], list[dict[str, Any]]]:
    """The rows of every source, and what was planted where."""
    blocks = expected_blocks(plan)
    shifts = plant(blocks, planted, plan)
    withhold(blocks, planted, plan)
    by_source: dict[str, list[Row]] = {}
    for block in blocks:
        by_source.setdefault(block.spec.source, []).extend(rows_of(block, plan.seed))
    for source, row in event_rows(plan):
        by_source.setdefault(source, []).append(row)
    return by_source, shifts


def _contents(
    by_source: dict[str, list[Row]], correction: Correction
) -> Iterator[tuple[ObservationFile, Iterable[Row]]]:
    for source, rows in by_source.items():
        yield ObservationFile(f"observations-{source}.csv", source), rows
    for source, rows in by_source.items():
        corrected = list(_corrected(rows, correction))
        if corrected:
            for name in ("corrections.csv", "corrections-again.csv"):
                yield ObservationFile(name, source, correction=True), corrected


def _corrected(rows: list[Row], correction: Correction) -> Iterator[Row]:
    hit = [row for row in rows if (row.measure, row.unit) == (correction.measure, correction.unit)]
    for row in hit[-correction.periods :]:
        yield replace(row, numerator=float(round(row.numerator * correction.factor)))


def _write_rows(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        file.writelines(
            f"{row.measure},{row.unit},{row.period},{_cell(row.numerator)},"
            f"{_cell(row.denominator)},{_cell(row.value)}\n"
            for row in rows
        )


def _cell(number: float) -> str:
    if isnan(number):
        return ""
    return str(int(number)) if number.is_integer() else repr(number)


def _write_truth(path: Path, found: dict[str, Any]) -> None:
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
