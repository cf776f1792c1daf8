"""`wellrun generate`: the files of the demo health system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wellrun.lib.errors import UserError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def generate(
    folder: Annotated[Path, typer.Argument(help="Folder to write to; it must be new or empty.")],
    seed: Annotated[int, typer.Option(help="The same seed writes the same files.")] = 2025,
    size: Annotated[str, typer.Option(help="small, demo or large.")] = "demo",
) -> None:
    """Write the demo health system as files: organisation, plan, definitions, 36 months of figures, planted truth."""
    from wellrun.demo.generate.write import generate as write_files

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError("folder_not_empty", f"{folder} is not empty: choose a new folder, nothing was written.")
    try:
        written = write_files(folder, seed=seed, size=size)
    except PermissionError as error:
        raise UserError("folder_not_writable", f"Wellrun may not write to {error.filename}.") from error
    print(f"Wrote {written.rows:,} figures to {folder}; what is planted in them is in {folder / 'truth.json'}")
