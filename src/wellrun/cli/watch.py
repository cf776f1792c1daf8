"""`wellrun watch`: by which rules measures are judged, and which are watched for an early change beside them."""

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
) -> None:
    """Watch measures for early changes beside their rules, or no more; or judge them by other rules.

    What that changes is judged at once.
    """
    system.start()
    system.migrate()
    from wellrun.audit.actions import SYSTEM
    from wellrun.jobs.evaluation import evaluate_and_raise
    from wellrun.lib.errors import UserError
    from wellrun.measures.actions import judge_by, watch_early
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
    if rules:
        changed = [key for key in wish if judge_by(measure=known[key], profile=rules, by=SYSTEM)]
    else:
        changed = [key for key in wish if watch_early(measure=known[key], on=not off, by=SYSTEM)]
    if not changed:
        print("nothing changed")
        return
    with system.progress() as report:
        done = evaluate_and_raise(cause="manual", by=SYSTEM, progress=report)
    how = f"judged by {rules}" if rules else "no longer watched" if off else "watched"
    print(f"{', '.join(changed)}: {how}; {done.series_evaluated:,} series judged, {done.items_raised:,} new items")
