"""From a file to watched series to an answer: what `wellrun detect` does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wellrun.analytics.calendar import Dates
from wellrun.analytics.detection.codes import Arm, Status
from wellrun.analytics.detection.detect import detect
from wellrun.analytics.detection.found import Detection
from wellrun.analytics.detection.watching import watch_for
from wellrun.analytics.detection.words import adjusted_for, notes
from wellrun.analytics.panel import Panel
from wellrun.analytics.spc.codes import words
from wellrun.cli.deliver import check_out, deliver
from wellrun.cli.series_file import in_file, panel_of, read_series, sparse_remark
from wellrun.lib.errors import UserError
from wellrun.tables.labels import Labels

_WAYS = {1: "up", 0: None, -1: "down"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked of `wellrun detect`, understood."""

    file: str
    baseline: int | None
    false_alarm: float
    horizon: int | None
    fdr: float | None
    season: str
    family: str
    direction: str
    as_of: dt.date | None
    every: str
    columns: Mapping[str, str]
    format: str
    out: str | None


def run(wish: Wish) -> None:
    """Read, watch, answer. Raises UserError for what the person can mend."""
    check_out(wish.out, wish.file)
    table = read_series(wish.file, every=wish.every, columns=wish.columns, as_of=wish.as_of)
    panel = panel_of(table)
    watch = watch_for(
        panel.grain,
        baseline=wish.baseline,
        false_alarm=wish.false_alarm,
        horizon=wish.horizon,
        season=wish.season,
        family=wish.family,
        fdr=wish.fdr,
    )
    try:
        found = detect(panel, watch)
    except UserError as refusal:
        raise in_file(refusal, table.file, str(refusal.params.get("series", ""))) from None
    deliver(
        out=wish.out,
        format=wish.format,
        points=lambda: rows(found, panel),
        records=lambda: records(found, panel, wish.direction),
        table=lambda: _show(found, panel, wish.direction),
        notes=[
            *table.notes,
            *(sparse_remark(table) if wish.every == "auto" else ()),
            *(warning.line(table.file) for warning in table.warnings),
        ],
    )


def rows(found: Detection, panel: Panel) -> dict[str, Any]:
    """A row a series, by name."""
    every = np.arange(panel.n_series)
    done = [" ".join(adjusted_for(found, series)) for series in _one_of_each(found)]
    kinds = np.unique(_kinds(found), return_inverse=True)[1]
    return {
        "series": Labels(every, found.labels),
        "status": _labels(words(Status, np.arange(3, dtype=np.int8)), found.status),
        "first_alarm": _dates(panel, found.first_alarm),
        "direction": Labels((found.direction + 1).astype(np.int64), ("down", "", "up")),
        "p_value": found.p_value,
        "q_value": found.q_value,
        "size_sd": found.size_sd,
        "change_estimated_at": _dates(panel, found.change_at),
        "arm": _labels(["", *words(Arm, np.array([1, 2], dtype=np.int8))], found.arm),
        "adjusted_for": Labels(kinds.ravel().astype(np.int64), tuple(done)),
    }


def records(found: Detection, panel: Panel, direction: str) -> Iterator[dict[str, Any]]:
    """The objects of the contract, one a series, by name; what does not exist is None."""
    alarms, changes = (_texts(_dates(panel, index)) for index in (found.first_alarm, found.change_at))
    for series, label in enumerate(found.labels):
        yield {
            "series": label,
            "status": Status(found.status[series]).word,
            "first_alarm": alarms[series],
            "direction": _WAYS[int(found.direction[series])],
            "p_value": _or_none(found.p_value[series]),
            "q_value": _or_none(found.q_value[series]),
            "size_sd": _or_none(found.size_sd[series]),
            "change_estimated_at": changes[series],
            "arm": Arm(found.arm[series]).word if found.arm[series] else None,
            "adjusted_for": adjusted_for(found, series),
            "notes": notes(found, series, direction),
        }


def _show(found: Detection, panel: Panel, direction: str) -> None:
    """One line a series."""
    # Drawing tables takes a library of its own, which files do not wait for.
    from wellrun.cli.listing import listing, number

    lines = []
    for line in records(found, panel, direction):
        figures = [number(np.nan if line[name] is None else line[name]) for name in ("p_value", "q_value", "size_sd")]
        said = line["notes"][-1] if line["status"] != "ok" or line["direction"] else "no alarm"
        lines.append(
            [line["series"], line["status"].replace("_", " "), line["first_alarm"] or "", line["direction"] or ""]
        )
        lines[-1] += [*figures, line["change_estimated_at"] or "", said]
    listing(("series", "status", "first alarm", "way", ">p", ">q", ">size in sd", "changed about", "reading"), lines)


def _kinds(found: Detection) -> NDArray[np.int64]:
    """(S,) equal where the same was removed."""
    kinds: NDArray[np.int64] = found.family.astype(np.int64) + 10 * (found.status != Status.OK)
    return kinds


def _one_of_each(found: Detection) -> list[int]:
    return [int(series) for series in np.unique(_kinds(found), return_index=True)[1]]


def _dates(panel: Panel, index: NDArray[np.int64]) -> Dates:
    """(S,) the date of each series' period, NaT where there is none."""
    none = np.datetime64("NaT", "D")
    if not panel.n_periods:
        return np.full(index.shape, none)
    dates = panel.dates[np.arange(panel.n_series), np.maximum(index, 0)]
    return np.where(index >= 0, dates, none)


def _texts(dates: Dates) -> list[str | None]:
    return [None if text == "NaT" else text for text in dates.astype(str).tolist()]


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _labels(names: Any, codes: NDArray[np.int8]) -> Labels:
    return Labels(codes.astype(np.int64), tuple(str(name) for name in names))
