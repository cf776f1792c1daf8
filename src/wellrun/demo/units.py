"""The organisation as a table: one unit a row, a parent before its children or after, as it comes."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from wellrun.demo.site import UnitSpec
from wellrun.lib.errors import UserError

COLUMNS = ("key", "name", "kind", "parent", "enterprise", "membership", "opened", "closed", "successor", "remark")


def read_units(path: Path) -> tuple[UnitSpec, ...]:
    """The units of `path`; UserError names the row and column that is wrong."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in COLUMNS[:3] if name not in (reader.fieldnames or ())]
            if missing:
                raise UserError("units_column_missing", f"{path.name} needs a column {missing[0]!r}.")
            return tuple(_unit(path, reader.line_num, row) for row in reader)
    except FileNotFoundError:
        raise UserError("site_file_missing", f"{path.name} is not in {path.parent}.", file=path.name) from None


def write_units(path: Path, units: tuple[UnitSpec, ...]) -> None:
    """Write `units` so that `read_units` gives them back."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([_cell(getattr(unit, name)) for name in COLUMNS] for unit in units)


def _unit(path: Path, line: int, row: dict[str, str]) -> UnitSpec:
    text = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if not text["key"] or not text["name"] or not text["kind"]:
        raise UserError("unit_incomplete", f"{path.name}, row {line}: key, name and kind are needed.")
    return UnitSpec(
        key=text["key"],
        name=text["name"],
        kind=text["kind"],
        parent=text["parent"] or None,
        enterprise=text["enterprise"].lower() in ("yes", "true", "1"),
        membership=text["membership"] or "member",
        opened=_date(path, line, "opened", text["opened"]),
        closed=_date(path, line, "closed", text["closed"]),
        successor=text["successor"] or None,
        remark=text["remark"],
    )


def _date(path: Path, line: int, column: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UserError(
            "unit_date_wrong", f"{path.name}, row {line}, column {column}: {text!r} is not a date like 2025-10-14."
        ) from None


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
