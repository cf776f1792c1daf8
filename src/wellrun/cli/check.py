"""`wellrun check`: is a plan fit to execute?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wellrun.cli import options
from wellrun.lib.errors import UserError

FORMATS = ("table", "json")

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def check(
    plan: Annotated[
        Path | None,
        typer.Argument(metavar="PLAN", help="A plan file in YAML, or a folder of them.", show_default=False),
    ] = None,
    live: Annotated[bool, typer.Option("--live", help="The plan in force on this site instead of a file.")] = False,
    format: Annotated[str, typer.Option(metavar="FORMAT", help="On the standard output: table or json.")] = "table",
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="The day it is checked for; by default the plan's own as_of.", show_default=False
        ),
    ] = None,
) -> None:
    """Is a plan fit to execute? What every rule of the model check finds in PLAN, without a site or a database.

    Exit 1 when an error stands that no waiver sets aside. With --live, what the check says of the site's own plan, with
    its figures, holders and reviews; nothing is kept.
    """
    shape = options.one_of("--format", format, FORMATS)
    day = options.day("--as-of", as_of) if as_of else None
    if live == (plan is not None):
        raise UserError("check_one_plan", "Name a plan file, or say --live for the plan in force on this site.")
    if live and day is not None:
        raise UserError("check_live_today", "--live checks for today: leave --as-of out.")
    # The rules and the library are imported here, so that --help does not wait for them.
    from wellrun.cli.checking import check_file, check_site

    is_fit = check_file(plan, day, shape) if plan is not None else check_site(shape)
    if not is_fit:
        raise typer.Exit(1)
