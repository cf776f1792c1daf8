"""What differs between two plans: added, removed, changed, put in another order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from wellrun.lib.plain import Plain, to_plain
from wellrun.plans.canonical import settled
from wellrun.plans.document import PlanDocument
from wellrun.plans.flat import KINDS, PART_OF, Row, rows_of

ORDERED = ("domain", "role", "contributor", "driver", "key_result")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `fields` are those that differ; `within` says that what holds it was added too."""

    kind: str
    verb: str  # added | removed | changed | reordered
    old: Row | None
    new: Row | None
    fields: tuple[str, ...] = ()
    within: bool = False

    @property
    def row(self) -> Row:
        """The fact as it will be, or as it was where it goes."""
        row = self.new or self.old
        assert row is not None
        return row

    @property
    def subject(self) -> str:
        """The keys of the fact."""
        return self.row.subject

    @property
    def before(self) -> dict[str, Plain]:
        """What was: all of what goes, the fields that differ of what changes, by name."""
        return self._facts(self.old)

    @property
    def after(self) -> dict[str, Plain]:
        """What will be, likewise."""
        return self._facts(self.new)

    def _facts(self, row: Row | None) -> dict[str, Plain]:
        if row is None:
            return {}
        if self.verb == "reordered":
            return {"order": list(row.spec)}
        if self.verb == "changed":
            return {name: _plain(getattr(row.spec, name)) for name in self.fields}
        return {name: _plain(value) for name, value in to_plain(row.spec).items()}


def changes(before: PlanDocument, after: PlanDocument) -> list[Change]:
    """What makes `after` of `before`, in the order of the file.

    A part of the site that `after` does not speak of is left as it is. What lies in an entry that goes is not listed
    with it. The day of a plan, what it was exported from and how work in hand goes are no differences.
    """
    old, new = _rows(before, after.says), _rows(after, after.says)
    found = [*_removed(old, new), *_added_or_changed(old, new), *_reordered(old, new)]
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.verb == "reordered"))


def _rows(document: PlanDocument, says: frozenset[str]) -> dict[Any, Row]:
    """Every fact by its name, of what `says` speaks of; a plan without a key is none yet."""
    rows = {row.name: row for row in rows_of(settled(document)) if row.path != ("",)}
    return {name: row for name, row in rows.items() if row.kind not in PART_OF or PART_OF[row.kind] in says}


def _removed(old: dict[Any, Row], new: dict[Any, Row]) -> Iterator[Change]:
    gone = {name for name in old if name not in new}
    for name in old:
        if name in gone and not _lies_in(old[name], gone, old):
            yield Change(name[0], "removed", old[name], None)


def _added_or_changed(old: dict[Any, Row], new: dict[Any, Row]) -> Iterator[Change]:
    fresh = {name for name in new if name not in old}
    for name, row in new.items():
        if name in fresh:
            yield Change(name[0], "added", None, row, within=_lies_in(row, fresh, new))
        elif differing := _differing(old[name].spec, row.spec):
            yield Change(name[0], "changed", old[name], row, differing)


def _lies_in(row: Row, names: Iterable[Any], rows: dict[Any, Row]) -> bool:
    return row.owner is not None and (row.owner in names or _lies_in(rows[row.owner], names, rows))


def _differing(old: Any, new: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(new) if getattr(old, one.name) != getattr(new, one.name))


def _reordered(old: dict[Any, Row], new: dict[Any, Row]) -> Iterator[Change]:
    """Lists whose order says something, where what both hold stands in another order."""
    was, will = _lists(old), _lists(new)
    for name, order in will.items():
        both = set(order) & set(was.get(name, ()))
        if [key for key in was.get(name, ()) if key in both] != [key for key in order if key in both]:
            kind, owner = name
            path = owner[1] if owner else ("all",)
            yield Change(kind, "reordered", Row(kind, path, tuple(was[name])), Row(kind, path, tuple(order)))


def _lists(rows: dict[Any, Row]) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for row in rows.values():
        if row.kind in ORDERED:
            found.setdefault((row.kind, row.owner), []).append(row.path[-1] if row.owner is None else _own(row))
    return found


def _own(row: Row) -> str:
    assert row.owner is not None
    return " / ".join(row.path[len(row.owner[1]) :])


def _plain(value: Any) -> Plain:
    """A value that JSON holds: dates as text."""
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return to_plain(value) if hasattr(value, "__dataclass_fields__") else value
