"""`wellrun tick`: what the passing of time asks for, once."""

from __future__ import annotations

import typer

from wellrun.cli import system

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def tick() -> None:
    """Schedule reviews, raise look-backs, stalled actions and late figures; a second call brings nothing."""
    system.start()
    system.migrate()
    from wellrun.jobs.ticking import tick_alone, tick_words

    done = tick_alone()
    print("Another process is doing this very thing." if done is None else f"Tick: {tick_words(done)}.")
