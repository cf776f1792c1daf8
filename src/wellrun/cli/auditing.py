"""`wellrun audit`: is the event log as it was written?"""

from __future__ import annotations

import json

import typer

from wellrun.cli import system

app = typer.Typer(add_completion=False, rich_markup_mode=None)
BROKEN = 1


@app.command()
def audit() -> None:
    """Prove the event log: every event hashed onto the one before, up to what the last proof saw. Exit 1 if not."""
    system.start()
    system.require_database()
    from django.conf import settings

    from wellrun.audit.queries import Anchor, first_broken_event, present_anchor

    path = settings.HOME / "audit-anchor.json"
    last = Anchor(**json.loads(path.read_text())) if path.exists() else None
    broken = first_broken_event(last)
    if broken is not None:
        print(f"The event log does not hold from event {broken:,} on: it was rewritten or cut off there.")
        raise typer.Exit(BROKEN)
    newest = present_anchor()
    if newest is not None:
        path.write_text(json.dumps({"id": newest.id, "hash": newest.hash}))
    print(f"The event log holds: {newest.id if newest else 0:,} events.")
