"""`wellrun load`: a site folder into the site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from wellrun.cli import system
from wellrun.lib.errors import UserError

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def load(
    folder: Annotated[Path, typer.Argument(help="A site folder: units, posts, accounts, plan, forums, figures.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would bring, and change nothing.")] = False,
) -> None:
    """Add what the folder says and the site lacks; what is there stays as it is, so a second load changes nothing."""
    system.start()
    system.migrate()
    from wellrun.jobs.site.folder import load_folder

    try:
        with system.progress() as report:
            brought = load_folder(folder=folder, dry_run=dry_run, progress=report)
    except UserError as error:
        raise _with_rows(folder, error) from error
    print(f"{'Would bring' if dry_run else 'Brought'} {brought.words()}.")
    if not dry_run and brought.counts["accounts"]:
        print("Accounts have no password yet: `wellrun account password NAME` gives one.")


def _with_rows(folder: Path, error: UserError) -> UserError:
    """The refusal with file and row; where several things are wrong, each is a line before it."""
    from wellrun.demo.whereabouts import located

    problems = error.params.get("problems")
    if not problems and error.code.startswith("column_"):
        return UserError("site_columns_wrong", f"{error.sentence}: name it under columns of this file in sources.yaml.")
    if not problems:
        return UserError(error.code, located(folder, error.sentence))
    for problem in problems:
        print(located(folder, problem), file=sys.stderr)
    wrong = "one thing is" if len(problems) == 1 else f"{len(problems)} things are"
    return UserError(error.code, f"{folder} was not loaded: {wrong} wrong in it.")
