"""`wellrun migrate`: the database in this version's shape."""

from __future__ import annotations

import typer

from wellrun.cli import system

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def migrate() -> None:
    """Bring the database of WELLRUN_HOME (or WELLRUN_DATABASE_URL) to this version's shape."""
    system.start()
    system.migrate()
    print("The database is up to date.")
