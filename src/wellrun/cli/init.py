"""`wellrun init`: an empty site folder to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The folder to write; it must not be there yet, or be empty.")],
    name: Annotated[str, typer.Option(help="What the organisation is called.")],
    time_zone: Annotated[str, typer.Option(help="Where its days begin, like America/New_York.")] = "Europe/London",
) -> None:
    """Write an empty site folder: one unit, one post, one administrator, the five domains, an example in each file."""
    from wellrun.demo.outline import write_outline
    from wellrun.lib import clock

    for file in write_outline(folder, name=name, time_zone=time_zone, today=clock.today()):
        print(folder / file)
