"""`wellrun evaluate`: judge what changed, raise what is new."""

from __future__ import annotations

import typer

from wellrun.cli import system

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def evaluate() -> None:
    """Judge every series whose figures changed since it was last judged; nothing new changes nothing."""
    system.start()
    system.migrate()
    from wellrun.audit.actions import SYSTEM
    from wellrun.jobs.evaluation import evaluate_and_raise

    with system.progress() as report:
        done = evaluate_and_raise(cause="manual", by=SYSTEM, progress=report)
    opened = len(done.evaluation.opened)
    print(f"{done.evaluation.series:,} series judged, {opened:,} new signals, {len(done.raised.items):,} new items")
