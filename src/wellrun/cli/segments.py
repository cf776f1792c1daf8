"""`wellrun segments`: where did the level change, looking back?"""

from __future__ import annotations

from typing import Annotated

import typer

from wellrun.cli import options

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def segments(
    file: options.File = "-",
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Leave out periods that start after this date.")
    ] = None,
    every: options.Every = "auto",
    column: options.Column = None,
    format: options.Format = "table",
    out: options.Out = None,
) -> None:
    """Where did the level change? Looks back over each series of FILE and proposes where a new baseline might begin.

    FILE is a long table: period, value (or numerator and denominator) and, for more than one series,
    series (or measure and unit). It proposes and never rebases. --format csv gives a row a change, json an object a
    series.
    """
    # Arrays and readers are imported here, so that --help does not wait for them.
    from wellrun.cli.segmenting import run

    run(
        file,
        as_of=options.day("--as-of", as_of) if as_of else None,
        every=options.one_of("--every", every, options.GRAINS),
        columns=options.columns(column),
        format=options.one_of("--format", format, options.FORMATS),
        out=out,
    )
