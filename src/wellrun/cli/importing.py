"""`wellrun import`: a file of figures into the site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from wellrun.cli import system
from wellrun.lib.errors import UserError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def import_file(
    file: Annotated[Path, typer.Argument(help="CSV (also .gz), XLSX or Parquet: a long table of figures.")],
    source: Annotated[str, typer.Option(help="Key of the source the figures come from.")] = "own-files",
    column: Annotated[list[str] | None, typer.Option(help="field=header, over what is guessed; repeatable.")] = None,
    measure: Annotated[str, typer.Option(help="Key of the measure, for a file without that column.")] = "",
    unit: Annotated[str, typer.Option(help="Key of the unit, for a file without that column.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would bring, and change nothing.")] = False,
) -> None:
    """Import figures: all or nothing, then evaluate what changed. The same file again changes nothing."""
    system.start()
    system.migrate()
    from wellrun.audit.actions import SYSTEM
    from wellrun.jobs.imports import import_table, source_for, try_table
    from wellrun.jobs.reading import read_figures

    constants = {name: text for name, text in (("measure", measure), ("unit", unit)) if text}
    table, facts = read_figures(_bytes(file), file.name, mapping=_pairs(column or []), constants=constants)
    from_where = source_for(source, by=SYSTEM)
    if dry_run:
        result = try_table(source=from_where, table=table, file=facts, by=SYSTEM).ingested
    else:
        with system.progress() as report:
            result = import_table(source=from_where, table=table, file=facts, by=SYSTEM, progress=report).ingested
    for warning in result.warnings:
        print(warning.line(file.name), file=sys.stderr)
    counts = result.receipt
    print(
        f"{'Would bring' if dry_run else 'Brought'} {counts.rows_new:,} new, {counts.rows_corrected:,} corrected, "
        f"{counts.rows_unchanged:,} known already, {counts.rows_empty:,} empty; "
        f"{result.changed_series_ids.size:,} series changed"
    )


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise UserError("file_missing", f"{file} is not there.") from error
    except (IsADirectoryError, PermissionError) as error:
        raise UserError("file_unreadable", f"{file} cannot be read as a file.") from error


def _pairs(column: list[str]) -> dict[str, str]:
    pairs = {}
    for text in column:
        field, equals, header = text.partition("=")
        if not equals or not field or not header:
            raise UserError("column_option_unreadable", f"--column {text}: write field=header, like period=Month.")
        pairs[field] = header
    return pairs
