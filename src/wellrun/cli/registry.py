"""The commands of `wellrun`, each a line here and a module that is imported only when it is called.

To add a command `NAME`:
1. Write `cli/NAME.py` with `app = typer.Typer(add_completion=False, rich_markup_mode=None)` and one `@app.command()`
   function, or several for a command with parts (`plan export`, `plan diff`). No heavy import (Django, NumPy,
   Arrow) at the top of it: import those inside the function, so that `wellrun NAME --help` stays quick.
2. Raise `UserError` for what a person can mend: `main` prints its sentence on one line and exits with 2. Return
   nothing for exit 0, or `raise typer.Exit(1)` for findings.
3. Add the line to `COMMANDS` and a section to `docs/reference/cli.md`; tests hold name, module, help and page together.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lazy:
    """Where a command lives, and the line about it in `wellrun --help`."""

    module: str
    summary: str


COMMANDS: dict[str, Lazy] = {
    "account": Lazy("wellrun.cli.account", "Make, list, close and reopen accounts."),
    "analyse": Lazy("wellrun.cli.analyse", "Control charts for any file: is it a real change?"),
    "audit": Lazy("wellrun.cli.auditing", "Prove that the event log is as it was written."),
    "check": Lazy("wellrun.cli.check", "Is a plan fit to execute?"),
    "demo": Lazy("wellrun.cli.demo", "Load the demo system, or real figures, and serve it."),
    "detect": Lazy("wellrun.cli.detect", "How early could we have known, at what false alarms?"),
    "evaluate": Lazy("wellrun.cli.evaluate", "Judge what changed and raise what is new."),
    "funnel": Lazy("wellrun.cli.funnel", "Who differs from the others, given their size?"),
    "generate": Lazy("wellrun.cli.generate", "Write the demo health system as files."),
    "grant": Lazy("wellrun.cli.granting", "Give, take and list what an account may do where."),
    "import": Lazy("wellrun.cli.importing", "Import a file of figures into the site."),
    "init": Lazy("wellrun.cli.init", "Write an empty site folder to begin a site with."),
    "library": Lazy("wellrun.cli.library", "The measure library: list, show, adopt."),
    "load": Lazy("wellrun.cli.load", "Load a site folder: what the site lacks of it."),
    "migrate": Lazy("wellrun.cli.migrating", "Bring the database to this version's shape."),
    "plan": Lazy("wellrun.cli.plan", "The plan as a file: export, diff, apply."),
    "post": Lazy("wellrun.cli.posts", "Say who holds a post, leaves it, and list them."),
    "segments": Lazy("wellrun.cli.segments", "Where did the level change, looking back?"),
    "serve": Lazy("wellrun.cli.serve", "Serve the site on 127.0.0.1."),
    "tick": Lazy("wellrun.cli.ticking", "Do what has fallen due by the clock."),
    "token": Lazy("wellrun.cli.token", "Give out, list and end tokens for programs."),
    "watch": Lazy("wellrun.cli.watch", "Watch measures for early changes, or no more."),
}
