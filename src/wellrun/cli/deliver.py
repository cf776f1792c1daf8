"""Where an answer goes: a file, or the standard output in the form asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from wellrun.lib.errors import UserError
from wellrun.tables.write import kind_of, write_parts, write_records

_NOTES_SHOWN = 10


def deliver(
    *,
    out: str | None,
    format: str,
    points: Callable[[], Mapping[str, Any] | Iterable[Mapping[str, Any]]],
    records: Callable[[], Iterable[Mapping[str, Any]]],
    table: Callable[[], None],
    notes: Sequence[str] = (),
) -> None:
    """Write `points`, whole or in parts (csv, parquet, xlsx), `records` (json) or show `table`; notes go to the
    standard error.

    Raises UserError when the file cannot be written.
    """
    if out is not None:
        kind = kind_of(Path(out))
        _to_file(
            Path(out),
            lambda stream: (
                write_records(records(), stream) if kind == "json" else write_parts(_parts(points()), stream, kind)
            ),
        )
    elif format == "csv":
        write_parts(_parts(points()), sys.stdout.buffer, "csv")
    elif format == "json":
        write_records(records(), sys.stdout.buffer)
    else:
        table()
    for note in notes[:_NOTES_SHOWN]:
        print(f"note: {note}", file=sys.stderr)
    if len(notes) > _NOTES_SHOWN:
        print(f"note: and {len(notes) - _NOTES_SHOWN} more", file=sys.stderr)


def _parts(points: Mapping[str, Any] | Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    return [points] if isinstance(points, Mapping) else points


def _to_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write beside `path` and put it in place whole: a run that is broken off leaves no half file."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as stream:
            write(stream)
        os.replace(beside, path)
    except OSError as error:
        raise UserError("out_unwritable", f"{path}: the file cannot be written ({error.strerror})") from None
    finally:
        beside.unlink(missing_ok=True)
