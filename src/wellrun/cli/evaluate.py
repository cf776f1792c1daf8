"""`wellrun evaluate`: judge what changed, raise what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from wellrun.cli import system

if TYPE_CHECKING:
    from wellrun.jobs.evaluation import Evaluated

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def evaluate(
    everything: Annotated[
        bool, typer.Option("--all", help="Roll up every figure and judge every series again, changed or not.")
    ] = False,
) -> None:
    """Judge every series whose figures changed, or which an older version judged; nothing new changes nothing."""
    system.start()
    system.migrate()
    from wellrun.audit.actions import SYSTEM
    from wellrun.jobs.evaluation import evaluate_all, evaluate_and_raise

    with system.progress() as report:
        if everything:
            anew = evaluate_all(by=SYSTEM, progress=report)
        else:
            done = evaluate_and_raise(cause="manual", by=SYSTEM, progress=report)
    if everything:
        print(f"{anew.rolled_up:,} series of larger units rolled up to something else")
    print(_words(anew.evaluated if everything else done))


def _words(done: Evaluated) -> str:
    """What was judged and what came of it, in one line."""
    found = done.evaluation
    parts = [f"{found.series:,} series judged"]
    if found.rejudged:
        parts.append(f"{found.rejudged:,} of them by an older version before")
    parts.append(f"{len(found.opened):,} new signals")
    if found.closed or found.withdrawn:
        parts.append(f"{len(found.closed):,} closed, {len(found.withdrawn):,} withdrawn")
    return ", ".join([*parts, f"{len(done.raised.items):,} new items"])
