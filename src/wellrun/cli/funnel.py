"""`wellrun funnel`: who differs, given their size?"""

from __future__ import annotations

from typing import Annotated

import typer

from wellrun.cli import options
from wellrun.lib.errors import UserError

KINDS = ("proportion", "ratio", "standardised")
TRANSFORMS = ("auto", "arcsine", "log", "sqrt")
MODELS = ("additive", "multiplicative")
LIMITS = ("transformed", "exact")
# Which scales a kind has; the first is taken by itself.
SCALES = {"proportion": ("arcsine",), "ratio": ("log",), "standardised": ("log", "sqrt")}

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def funnel(
    file: options.File = "-",
    kind: Annotated[str, typer.Option(metavar="KIND", help=f"What is compared: {', '.join(KINDS)}.")] = "proportion",
    limits: Annotated[
        str, typer.Option(metavar="LIMITS", help=f"How the lines are made: {', '.join(LIMITS)}.")
    ] = "transformed",
    overdispersion: Annotated[
        bool, typer.Option("--overdispersion/--no-overdispersion", help="Widen the lines where units truly differ.")
    ] = True,
    model: Annotated[
        str, typer.Option(metavar="MODEL", help=f"How they are widened: {', '.join(MODELS)}.")
    ] = "additive",
    transform: Annotated[
        str, typer.Option(metavar="SCALE", help=f"The scale of even spread: {', '.join(TRANSFORMS)}.")
    ] = "auto",
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Add up from the period that starts then.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="Add up to the period that starts then, included.")
    ] = None,
    column: options.Column = None,
    format: options.Format = "table",
    out: options.Out = None,
) -> None:
    """Who differs from the others, given their size? Lines, exact intervals and what the chart could not have found.

    FILE has a row a unit, or a row a unit and period: unit, numerator, denominator (observed and expected for
    standardised ratios) and perhaps period. Periods are added up. --format csv gives a row a unit, json the same
    with phi, tau2 and a note on power.
    """
    # Arrays and readers are imported here, so that --help does not wait for them.
    from wellrun.cli.funnelling import run

    run(
        file,
        kind=options.one_of("--kind", kind, KINDS),
        limits=options.one_of("--limits", limits, LIMITS),
        model=options.one_of("--model", model, MODELS) if overdispersion else "none",
        transform=_scale(kind, options.one_of("--transform", transform, TRANSFORMS)),
        first=options.day("--from", first) if first else None,
        last=options.day("--to", last) if last else None,
        columns=options.columns(column),
        format=options.one_of("--format", format, options.FORMATS),
        out=out,
    )


def _scale(kind: str, transform: str) -> str:
    """The scale of a kind. Raises UserError `scale_unsuited`."""
    scales = SCALES[kind]
    if transform == "auto":
        return scales[0]
    if transform not in scales:
        raise UserError("scale_unsuited", f"--transform {transform}: a {kind} is judged on {' or '.join(scales)}")
    return transform
