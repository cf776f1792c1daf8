"""`wellrun import`: a file of figures into the site."""

from __future__ import annotations

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
    from wellrun.jobs.imports import import_path

    with system.progress() as report:
        brought = import_path(
            path=file,
            source_key=source,
            mapping=_pairs(column or []),
            constants={name: text for name, text in (("measure", measure), ("unit", unit)) if text},
            dry_run=dry_run,
            by=SYSTEM,
            progress=report,
        )
    for line in brought.lines():
        print(line)


def _pairs(column: list[str]) -> dict[str, str]:
    pairs = {}
    for text in column:
        field, equals, header = text.partition("=")
        if not equals or not field or not header:
            raise UserError("column_option_unreadable", f"--column {text}: write field=header, like period=Month.")
        pairs[field] = header
    return pairs
