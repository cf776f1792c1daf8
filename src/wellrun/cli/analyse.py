"""`wellrun analyse`: control charts for any file."""

from __future__ import annotations

import math
from typing import Annotated

import typer

from wellrun.cli import options
from wellrun.lib.errors import UserError

CHARTS = (
    *("auto", "run", "xmr", "i", "ip", "mr", "p", "pp", "u", "up", "c", "g", "t", "xbar", "s", "oe", "oep", "bcusum"),
    "pareto",
)
RULES = ("nhs", "western-electric", "nelson", "anhoej", "limits")
DIRECTIONS = ("up", "down", "band", "none")

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def analyse(
    file: options.File = "-",
    chart: Annotated[str, typer.Option(metavar="CHART", help=f"{', '.join(CHARTS)}.")] = "auto",
    rules: Annotated[str, typer.Option(metavar="PROFILE", help=f"{', '.join(RULES)}.")] = "nhs",
    direction: Annotated[
        str, typer.Option(metavar="WAY", help=f"Which way is good: {', '.join(DIRECTIONS)}.")
    ] = "none",
    target: Annotated[str | None, typer.Option(metavar="X[,Y]", help="The aim, or the two ends of a band.")] = None,
    baseline: Annotated[
        int | None, typer.Option(metavar="N", help="Limits on the first N points of a phase; by default on all.")
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Leave out periods that start after this date; a time between events runs to it."
        ),
    ] = None,
    rebase: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE", help="First period of a new phase; repeatable.", show_default=False),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DATE",
            help="A period on which limits do not rest, though it is judged; repeatable.",
            show_default=False,
        ),
    ] = None,
    screen: Annotated[
        bool, typer.Option("--screen/--no-screen", help="Leave large moving ranges out of the limits, once.")
    ] = True,
    subgroup: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN", help="Which measurements belong together (xbar, s); by default those of a period"
        ),
    ] = None,
    every: options.Every = "auto",
    column: options.Column = None,
    format: options.Format = "table",
    out: options.Out = None,
) -> None:
    """Is it a real change? Limits, rules and the runs figures for every series of FILE.

    FILE is a long table: period, value (or numerator and denominator) and, for more than one series,
    series (or measure and unit). --format csv gives a row a point, json an object a series.
    """
    # Arrays and readers are imported here, so that --help does not wait for them.
    from wellrun.cli import charts, pareto

    wish = charts.Wish(
        file=file,
        chart=options.one_of("--chart", chart, CHARTS),
        rules=options.one_of("--rules", rules, RULES),
        direction=options.one_of("--direction", direction, DIRECTIONS),
        target=_target(target, direction),
        baseline=baseline,
        as_of=options.day("--as-of", as_of) if as_of else None,
        rebase=tuple(options.day("--rebase", date) for date in rebase or []),
        exclude=tuple(options.day("--exclude", date) for date in exclude or []),
        screen=screen,
        subgroup=_subgroup(subgroup, chart),
        every=options.one_of("--every", every, options.GRAINS),
        columns=options.columns(column),
        format=options.one_of("--format", format, options.FORMATS),
        out=out,
    )
    (pareto if chart == "pareto" else charts).run(wish)


def _subgroup(column: str | None, chart: str) -> str | None:
    if column is not None and chart not in ("xbar", "s"):
        raise UserError("subgroup_unused", f"--subgroup {column}: only --chart xbar and --chart s have subgroups")
    return column


def _target(text: str | None, direction: str) -> float | tuple[float, float] | None:
    """One aim, or the lower and upper end of a band. Raises UserError `target_unknown`."""
    if text is None:
        if direction == "band":
            raise UserError("target_unknown", "--direction band: give the two ends of the band with --target X,Y")
        return None
    try:
        ends = [float(part) for part in text.split(",")]
    except ValueError:
        ends = []
    if not 1 <= len(ends) <= 2 or not all(map(math.isfinite, ends)):
        raise UserError("target_unknown", f"--target {text}: write one number, or two with a comma, as in 0.85,0.92")
    if (len(ends) == 2) != (direction == "band"):
        raise UserError("target_unknown", f"--target {text}: a band has two ends and --direction band, others have one")
    if len(ends) == 1:
        return ends[0]
    if ends[0] >= ends[1]:
        raise UserError("target_unknown", f"--target {text}: the lower end comes first")
    return ends[0], ends[1]
