"""`wellrun import`: a file of figures into the site."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from wellrun.cli import system
from wellrun.cli.options import columns

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

    bring = partial(
        import_path,
        path=file,
        source_key=source,
        mapping=columns(column),
        constants={name: text for name, text in (("measure", measure), ("unit", unit)) if text},
        dry_run=dry_run,
        by=SYSTEM,
    )
    if dry_run:
        result = bring().ingested
    else:
        with system.progress() as report:
            result = bring(progress=report).ingested
    for warning in result.warnings:
        print(warning.line(file.name), file=sys.stderr)
    counts = result.receipt
    print(
        f"{'Would bring' if dry_run else 'Brought'} {counts.rows_new:,} new, {counts.rows_corrected:,} corrected, "
        f"{counts.rows_unchanged:,} known already, {counts.rows_empty:,} empty; "
        f"{result.changed_series_ids.size:,} series changed"
    )
