"""Every figure of the generated system: expected values, what is planted in them, and what the sources send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.demo.generate.figures import FigureSpec, Floats, draw, stream, usual_values
from wellrun.demo.generate.organisation import FOLDER, Organisation, Size
from wellrun.demo.generate.periods import Dates, complete_periods, period_ends
from wellrun.demo.generate.planted import Planted, hit_units, in_force, put_link
from wellrun.demo.site import MeasureSpec
from wellrun.lib.plain import from_plain, read_yaml


@dataclass(frozen=True)
class Blueprint:
    """Who there is, what is measured, until when, and the seed of all chance."""

    who: Organisation
    size: Size
    measures: dict[str, MeasureSpec]
    today: date
    seed: int


@dataclass
class Block:
    """One measure in one group of units; arrays are (unit, period), `sent` says which rows there are."""

    spec: FigureSpec
    measure: MeasureSpec
    units: list[str]
    weights: Floats
    periods: Dates
    available: int  # periods whose delay has passed
    values: Floats
    sent: NDArray[np.bool_]


@dataclass(frozen=True)
class Row:
    """One observation as a source sends it; NaN where it sends none."""

    measure: str
    unit: str
    period: str
    numerator: float
    denominator: float
    value: float


def read_figures() -> tuple[FigureSpec, ...]:
    """The lines of figures.yaml."""
    plain = read_yaml(FOLDER / "figures.yaml")
    return tuple(from_plain(FigureSpec, line, f"figures.yaml[{n}]") for n, line in enumerate(plain))


def expected_blocks(plan: Blueprint) -> list[Block]:
    """The expected values of every figure that has periods, before anything is planted."""
    blocks = []
    for spec in read_figures():
        measure = plan.measures[spec.measure]
        if measure.grain == "event":
            continue
        periods = complete_periods(measure.grain, plan.today, plan.size.months, plan.size.days)
        ready = period_ends(measure.grain, periods) + measure.data_lag_days <= np.datetime64(plan.today)
        reporting = plan.who.reporting[spec.units]
        rng = stream(plan.seed, f"{spec.measure}/{spec.units}")
        values = usual_values(rng, spec, len(reporting), periods, measure.grain)
        blocks.append(
            Block(
                spec=spec,
                measure=measure,
                units=list(reporting),
                weights=np.array(list(reporting.values()))[:, np.newaxis],
                periods=periods,
                available=int(ready.sum()),
                values=values,
                sent=np.broadcast_to(ready, values.shape).copy(),
            )
        )
    return blocks


def plant(blocks: list[Block], planted: Planted, plan: Blueprint) -> list[dict[str, Any]]:
    """Put shifts and links into the expected values; returns what was put where, for truth.json."""
    by_measure = {(block.measure.key, block.spec.units): block for block in blocks}
    for link in planted.links:
        lead = next(block for block in blocks if block.measure.key == link.lead)
        lag = by_measure[link.lag, lead.spec.units]
        put_link(lead.values, lag.values, link)
    put = []
    for shift in planted.shifts:
        hit = hit_units(shift, plan.who.reporting, plan.seed)
        block = next(b for b in blocks if b.measure.key == shift.measure and set(hit) <= set(b.units))
        when = in_force(shift, block.periods, block.available)
        block.values[np.ix_(np.isin(block.units, hit), when)] += shift.size
        changed = block.periods[when & (np.arange(block.periods.size) < block.available)]
        put.append(
            {
                "name": shift.name,
                "says": shift.says,
                "measure": shift.measure,
                "units": list(hit),
                "first_period": str(changed[0]),
                "last_period": str(changed[-1]),
                "size": shift.size,
                "direction": shift.direction,
                "scope": shift.scope,
            }
        )
    return put


def withhold(blocks: list[Block], planted: Planted, plan: Blueprint) -> None:
    """Take away what no source sends: outages, late feeds, and rows lost by chance."""
    parents = {unit.key: unit.parent for unit in plan.who.units}
    for block in blocks:
        rng = stream(plan.seed, f"missing/{block.measure.key}/{block.spec.units}")
        block.sent &= rng.random(block.sent.shape) >= planted.missing_share
        for outage in planted.outages:
            if outage.source == block.spec.source and block.measure.grain == "day":
                below = np.array([_is_below(unit, outage.unit, parents) for unit in block.units])
                first, last = np.datetime64(outage.first), np.datetime64(outage.last)
                block.sent[np.ix_(below, (block.periods >= first) & (block.periods <= last))] = False
        for late in planted.late:
            if late.measure == block.measure.key and late.unit in block.units:
                block.sent[block.units.index(late.unit), block.available - late.periods :] = False


def rows_of(block: Block, seed: int) -> list[Row]:
    """What the source sends, unit by unit, in order of period."""
    rng = stream(seed, f"draw/{block.measure.key}/{block.spec.units}")
    drawn = draw(rng, block.measure.scoring, block.spec, block.values, block.weights, judged_on=block.measure.judged_on)
    value, numerator, denominator = (numbers.tolist() for numbers in drawn)
    periods = block.periods.astype(str).tolist()
    key = block.measure.key
    return [
        Row(key, unit, periods[t], numerator[u][t], denominator[u][t], value[u][t])
        for u, unit in enumerate(block.units)
        for t in np.flatnonzero(block.sent[u]).tolist()
    ]


def event_rows(plan: Blueprint) -> Iterator[tuple[str, Row]]:
    """One (source, row) an event, dated by it: the days since the one before, at random around the usual gap."""
    start = (np.datetime64(plan.today, "M") - plan.size.months).astype("datetime64[D]")
    for spec in read_figures():
        if plan.measures[spec.measure].grain != "event":
            continue
        known_until = np.datetime64(plan.today) - plan.measures[spec.measure].data_lag_days
        for unit, weight in plan.who.reporting[spec.units].items():
            rng = stream(plan.seed, f"{spec.measure}/{unit}")
            gaps = np.ceil(rng.exponential(spec.level / weight, size=plan.size.months * 6)).astype(np.int64)
            for day, gap in zip(start + np.cumsum(gaps), gaps.tolist(), strict=True):
                if day < known_until:
                    yield spec.source, Row(spec.measure, unit, str(day), np.nan, np.nan, float(gap))


def _is_below(unit: str | None, top: str, parents: dict[str, str | None]) -> bool:
    while unit is not None and unit != top:
        unit = parents[unit]
    return unit == top
