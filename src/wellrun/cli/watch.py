"""`wellrun watch`: by which rules and on which chart measures are judged, and which are watched early beside them."""

from __future__ import annotations

from typing import Annotated

import typer

from wellrun.cli import system

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def watch(
    measures: Annotated[
        list[str] | None, typer.Argument(help="Keys of measures; without any, list what is watched.")
    ] = None,
    off: Annotated[bool, typer.Option("--off", help="Watch them no more.")] = False,
    rules: Annotated[
        str, typer.Option("--rules", help="Judge them by these rules: nhs, western-electric, nelson, anhoej, limits.")
    ] = "",
    chart: Annotated[
        str, typer.Option("--chart", help="Judge them on this chart: auto, xmr, ip, p, pp, u, up, c, oe, oep, g, t.")
    ] = "",
) -> None:
    """Watch measures for early changes beside their rules, or no more; or judge them by other rules, on another chart.

    What that changes is judged at once.
    """
    system.start()
    system.migrate()
    from django.db import transaction

    from wellrun.audit.actions import SYSTEM
    from wellrun.jobs.evaluation import evaluate_and_raise
    from wellrun.lib.errors import UserError
    from wellrun.measures.actions import judge_by, judge_on, watch_early
    from wellrun.measures.models import Measure

    if not measures:
        for key in Measure.objects.filter(versions__current=True, versions__early_detection=True).values_list(
            "key", flat=True
        ):
            print(key)
        return
    known = {measure.key: measure for measure in Measure.objects.filter(key__in=measures)}
    for key in measures:
        if key not in known:
            raise UserError("measure_not_defined", f"There is no measure {key!r}.")
    wish = dict.fromkeys(measures)
    named = "" if chart == "auto" else chart
    with transaction.atomic():
        ruled = [key for key in wish if rules and judge_by(measure=known[key], profile=rules, by=SYSTEM)]
        drawn = [key for key in wish if chart and judge_on(measure=known[key], chart=named, by=SYSTEM)]
        if not rules and not chart:
            ruled = [key for key in wish if watch_early(measure=known[key], on=not off, by=SYSTEM)]
    changed = list(dict.fromkeys([*ruled, *drawn]))
    if not changed:
        print("nothing changed")
        return
    with system.progress() as report:
        done = evaluate_and_raise(cause="manual", by=SYSTEM, progress=report)
    others = [f"judged by {rules}" if rules else "", f"judged on {chart}" if chart else ""]
    how = ", ".join(filter(None, others)) or ("no longer watched" if off else "watched")
    print(f"{', '.join(changed)}: {how}; {done.series_evaluated:,} series judged, {done.items_raised:,} new items")
