"""`wellrun check`: is a plan fit to execute?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wellrun.cli import options

FORMATS = ("table", "json")

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def check(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="A plan file in YAML, or a folder of them.")],
    format: Annotated[str, typer.Option(metavar="FORMAT", help="On the standard output: table or json.")] = "table",
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="The day it is checked for; by default the plan's own as_of.", show_default=False
        ),
    ] = None,
) -> None:
    """Is a plan fit to execute? What every rule of the model check finds in PLAN, without a site or a database.

    Exit 1 when an error stands that no waiver sets aside.
    """
    # The rules and the library are imported here, so that --help does not wait for them.
    from wellrun.cli.checking import run

    day = options.day("--as-of", as_of) if as_of else None
    if not run(plan, day, options.one_of("--format", format, FORMATS)):
        raise typer.Exit(1)
