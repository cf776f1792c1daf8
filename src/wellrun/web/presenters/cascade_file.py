"""The cascade of a unit as a CSV file: one row for each place an objective stands at, and for what hangs below it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import numpy as np

from wellrun.jobs.in_force.cascade import CascadeRecords, cascade_records
from wellrun.strategy.models import ObjectiveParent
from wellrun.tables.write import write_columns
from wellrun.web.frame import Frame

_NUMBERS = ("rank", "baseline", "aim", "aim_low", "aim_high", "gap", "amount", "share")
_ORDER = (
    "kind",
    "key",
    "title",
    "unit",
    "rank",
    "parent",
    "amount",
    "share",
    "measure",
    "baseline",
    "aim",
    "aim_low",
    "aim_high",
    "gap",
    "post",
    "status",
    "due",
)  # fmt: skip


def cascade_file(frame: Frame) -> bytes:
    """Figures as stored; an objective that serves two has a row under each. Formulas in texts stay texts."""
    rows = list(_rows(cascade_records(frame)))
    columns: dict[str, Any] = {}
    for name in _ORDER:
        kind = np.float64 if name in _NUMBERS else object
        empty = np.nan if name in _NUMBERS else ""
        columns[name] = np.array([empty if row.get(name) is None else row[name] for row in rows], dtype=kind)
    out = io.BytesIO()
    write_columns(columns, out, "csv")
    return out.getvalue()


def _rows(records: CascadeRecords) -> Iterable[dict[str, Any]]:
    """The objectives in their order, then what is done for each."""
    for one in records.objectives.values():
        own = {
            "kind": "objective",
            "key": one.key,
            "title": one.title,
            "unit": one.unit.key,
            "rank": one.rank,
            "post": one.owner.key if one.owner else None,
            **_gap(records, one.pk),
        }
        for link in records.parents.get(one.pk, [None]):
            yield own | _taken(link)
        yield from _doing(records, one.pk, one.key)


def _gap(records: CascadeRecords, pk: Any) -> dict[str, Any]:
    gap = records.gaps.get(pk)
    if gap is None:
        return {}
    aim = gap.target
    said = {"measure": gap.version.measure.key, "baseline": aim.baseline, "aim": aim.value, "gap": gap.value}
    return said | {"aim_low": aim.low, "aim_high": aim.high}


def _taken(link: ObjectiveParent | None) -> dict[str, Any]:
    return {"parent": link.parent.key, "amount": link.amount, "share": link.share} if link else {}


def _doing(records: CascadeRecords, pk: Any, parent: str) -> Iterable[dict[str, Any]]:
    for each in records.initiatives.get(pk, ()):
        words = {"key": each.key, "title": each.title, "post": each.owner.key, "status": each.status}
        yield {"kind": "initiative", "parent": parent, "due": each.ends and each.ends.isoformat(), **words}
        yield from _actions(records, each.pk, each.key)
    yield from _actions(records, pk, parent)


def _actions(records: CascadeRecords, pk: Any, parent: str) -> Iterable[dict[str, Any]]:
    for each in records.actions.get(pk, ()):
        words = {"key": str(each.number), "title": each.title, "unit": each.unit.key, "post": each.post.key}
        yield {"kind": "action", "parent": parent, "status": each.status, "due": each.due.isoformat(), **words}
