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


def check_out(out: str | None, file: str) -> None:
    """Refuse an answer that would take the place of the file it comes from, whatever name or link leads to it.

    `file`: - is the standard input. Raises UserError `out_is_input`, and the one of an ending that is none.
    """
    if out is None:
        return
    path = Path(out)
    kind_of(path)
    try:
        there = path.stat()
        source = os.fstat(sys.stdin.fileno()) if file == "-" else Path(file).stat()
    except (OSError, ValueError):
        return
    if os.path.samestat(there, source):
        what = "the standard input" if file == "-" else file
        raise UserError("out_is_input", f"--out {out}: this is {what} itself, which is not written over")


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
    """Write beside `path` and put it in place whole: a run that is broken off leaves no half file.

    A link stays one: what it leads to is written.
    """
    place = Path(os.path.realpath(path))
    # A name of this run alone: no file that is there already is written over.
    beside = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as stream:
            write(stream)
        os.replace(beside, place)
    except OSError as error:
        raise UserError("out_unwritable", f"{path}: the file cannot be written ({error.strerror})") from None
    finally:
        beside.unlink(missing_ok=True)
