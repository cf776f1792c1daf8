"""`wellrun detect`: how early could we have known, at a stated probability of a false alarm?"""

from __future__ import annotations

from typing import Annotated

import typer

from wellrun.cli import options

FAMILIES = ("auto", "normal", "binomial", "poisson")
SEASONS = ("auto", "monthly", "weekly", "none")
GOOD_WAYS = ("up", "down", "band", "none")

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def detect(
    file: options.File = "-",
    baseline: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="The first N points say what is usual; at least 12. By default 24, and fewer for points within them.",
            show_default=False,
        ),
    ] = None,
    false_alarm: Annotated[
        float, typer.Option(metavar="P", help="Probability of any alarm on one series that does not change.")
    ] = 0.05,
    horizon: Annotated[
        int | None,
        typer.Option(metavar="H", help="Within so many points; by default one year of them.", show_default=False),
    ] = None,
    fdr: Annotated[
        float | None,
        typer.Option(metavar="Q", help="Instead: the share of false ones among a period's alarms.", show_default=False),
    ] = None,
    season: Annotated[
        str, typer.Option(metavar="SEASON", help=f"What comes round again: {', '.join(SEASONS)}.")
    ] = "auto",
    family: Annotated[str, typer.Option(metavar="FAMILY", help=f"{', '.join(FAMILIES)}.")] = "auto",
    direction: Annotated[str, typer.Option(metavar="WAY", help=f"Which way is good: {', '.join(GOOD_WAYS)}.")] = "none",
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Leave out periods that start after this date.")
    ] = None,
    every: options.Every = "auto",
    column: options.Column = None,
    format: options.Format = "table",
    out: options.Out = None,
) -> None:
    """How early could we have known? The first alarm of every series of FILE, at a stated false-alarm probability.

    FILE is a long table: period, value (or numerator and denominator) and, for more than one series,
    series (or measure and unit). The decision at a period uses the rows up to it and none after. --format csv
    gives a row a series, json an object a series.
    """
    # Arrays and readers are imported here, so that --help does not wait for them.
    from wellrun.cli.detecting import Wish, run

    run(
        Wish(
            file=file,
            baseline=baseline,
            false_alarm=false_alarm,
            horizon=horizon,
            fdr=fdr,
            season=options.one_of("--season", season, SEASONS),
            family=options.one_of("--family", family, FAMILIES),
            direction=options.one_of("--direction", direction, GOOD_WAYS),
            as_of=options.day("--as-of", as_of) if as_of else None,
            every=options.one_of("--every", every, options.GRAINS),
            columns=options.columns(column),
            format=options.one_of("--format", format, options.FORMATS),
            out=out,
        )
    )
