"""`wellrun demo`: a whole system to look at, from nothing, in one command."""

from __future__ import annotations

import json
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from wellrun.cli import system
from wellrun.cli.serve import listen
from wellrun.lib.errors import UserError

app = typer.Typer(add_completion=False, rich_markup_mode=None)

# Known to everyone, which is why a demo serves this machine only.
PASSWORD = "wellrun-demo"  # noqa: S105
_AHEAD = re.compile(r"(\d{1,4})([dw])")


@app.command()
def demo(
    port: Annotated[str, typer.Option(help="Port on 127.0.0.1; by default PORT, else 8000.")] = "",
    data: Annotated[str, typer.Option(help="Folder of real figures; by default DATA, else the generated system.")] = "",
    advance: Annotated[str, typer.Option(help="Move the demo's clock on first, like 7d or 2w.")] = "",
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve it when it is loaded.")] = True,
) -> None:
    """Load the demo system into WELLRUN_HOME, once, and serve it on 127.0.0.1."""
    system.start()
    from django.conf import settings

    number = system.port_number(port or settings.PORT)
    ahead = _stretch(advance) if advance else None
    if serve:
        system.require_free_port(number)
        system.require_whole()
    if not settings.DEMO_MARKER.exists():
        _load_or_say(data or settings.DEMO_DATA)
    else:
        system.migrate()
    if ahead:
        _advance(ahead)
    if serve:
        listen(number, ready=lambda: _welcome(number))


def _load_or_say(data: str) -> None:
    """Load; stopped amid it, say that nothing is lost."""
    try:
        _load(data)
    except KeyboardInterrupt:
        print("Stopped amid the load. The same command again finishes it.", file=sys.stderr)
        raise


def _load(data: str) -> None:
    """Make the database, read or generate the files, load them through the real ingest, then leave the marker."""
    from django.conf import settings

    from wellrun.audit.actions import SYSTEM
    from wellrun.demo.open import open_site
    from wellrun.jobs.site import load_site
    from wellrun.lib import clock

    _require_no_other_site()
    folder = Path(data).expanduser().resolve() if data else settings.HOME / "demo-files"
    with system.progress() as report:
        if data:
            site, files = open_site(folder)
        else:
            report("generating figures", 0, 1)
            _generate(folder)
            site, files = open_site(folder)
            report("generating figures", 1, 1)
        system.migrate()
        _require_no_other_demo(site.key)
        clock.set_standing(settings.CLOCK_FILE, site.clock)
        load_site(site=site, folder=folder, files=files, demo=site.key, password=PASSWORD, by=SYSTEM, progress=report)
    settings.DEMO_MARKER.write_text(json.dumps({"site": site.key, "data": str(folder) if data else ""}))


def _require_no_other_site() -> None:
    """Refuse a folder that holds a site of its own, before a file is written or a table touched."""
    from django.conf import settings
    from django.db import connection

    from wellrun.organisation.models import SiteSetting

    if SiteSetting._meta.db_table not in connection.introspection.table_names():
        return
    if SiteSetting.objects.filter(demo="").exists():
        raise UserError(
            "home_holds_a_site",
            f"{settings.HOME} holds a site that is not a demo: name another folder with WELLRUN_HOME=FOLDER.",
        )


def _require_no_other_demo(key: str) -> None:
    """Refuse a folder in which the load of another demo was cut off: the two would mix."""
    from django.conf import settings

    from wellrun.organisation.models import SiteSetting

    if SiteSetting.objects.exclude(demo=key).exists():
        raise UserError(
            "home_holds_another_demo",
            f"{settings.HOME} holds the beginning of another demo: name another folder with WELLRUN_HOME=FOLDER, "
            "or remove that one.",
        )


def _generate(folder: Path) -> None:
    """The generated system's files, made anew where an earlier start was cut off."""
    from wellrun.demo.generate.write import generate

    generate(folder)


def _stretch(text: str) -> timedelta:
    """How far `7d` or `2w` is."""
    match = _AHEAD.fullmatch(text)
    if match is None:
        raise UserError("advance_unreadable", f"“{text}” is no stretch of time: give days or weeks, like 7d or 2w.")
    return timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))


def _advance(ahead: timedelta) -> None:
    """Move the standing clock on and let everything that is due happen."""
    from wellrun.audit.actions import SYSTEM
    from wellrun.jobs.clock import advance

    advance(ahead=ahead, by=SYSTEM)


def _welcome(port: int) -> None:
    """Where it is, who one can be, what to look at first."""
    from wellrun.accounts.models import User
    from wellrun.lib import clock
    from wellrun.organisation.queries import site, site_zone

    here = site()
    print(f"\n{here.name}: http://127.0.0.1:{port}  (Ctrl-C stops it)\n")
    print(f"Sign in with the password {PASSWORD} as")
    for user in User.objects.exclude(about="").order_by("created_at", "username"):
        print(f"  {user.username:<22} {user.display_name}: {user.about}")
    others = User.objects.filter(about="").order_by("created_at", "username").values_list("username", flat=True)
    if others:
        print(f"  Every other account has the same password: {', '.join(others[:3])}{' …' if len(others) > 3 else ''}")
    stands = clock.standing_at()
    if stands is not None:
        when = stands.astimezone(site_zone())
        print(f"\nThe clock stands at {when:%A %d %B %Y, %H:%M}; `make demo ADVANCE=7d` moves it on.")
    if here.attribution:
        print(here.attribution)
    print(flush=True)
