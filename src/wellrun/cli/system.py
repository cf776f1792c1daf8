"""What the commands of the system share: starting Django, and the sentences when its folder cannot be used."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wellrun.lib.errors import UserError

if TYPE_CHECKING:
    from wellrun.audit.actions import System

Report = Callable[[str, int, int], None]


def console() -> System:
    """Whoever may run commands on the site's machine, as the event log names them. Ask once Django is started."""
    from wellrun.audit.actions import CONSOLE

    return CONSOLE


def start() -> None:
    """Start Django on the site of WELLRUN_HOME; a folder that cannot be used gets one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellrun.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    # What a site keeps is for its owner: database, sessions, clock and uploads alike.
    os.umask(0o077)
    try:
        from django.conf import settings

        home = Path(settings.HOME)
        home.mkdir(parents=True, exist_ok=True)
        _prove_writable(home)
        home.chmod(0o700)
        Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    except OSError as error:
        raise _unusable_home(error) from error
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise UserError("settings_wrong", f"Wellrun cannot start with these settings: {error}") from error


def _unusable_home(error: OSError) -> UserError:
    """Why the site's folder cannot be used, and what helps."""
    if isinstance(error, NotADirectoryError | FileExistsError):
        sentence = f"{error.filename} is not a folder: name one with WELLRUN_HOME=FOLDER."
        return UserError("home_not_a_folder", sentence)
    name = "name another folder with WELLRUN_HOME=FOLDER"
    if isinstance(error, PermissionError):
        sentence = f"Wellrun may not write to {error.filename}: {name}, or change who may write there."
    else:  # a read-only or a full disk
        sentence = f"Wellrun cannot write to {error.filename} ({error.strerror}): {name}."
    return UserError("home_not_writable", sentence)


def _prove_writable(home: Path) -> None:
    """A file that can be made and removed; the rights of a folder alone do not tell (a full or read-only disk)."""
    proof = home / ".writable"
    proof.touch()
    proof.unlink()


def require_whole() -> None:
    """Everything that serving takes is there: ImportError for a package that is not, UserError for the page assets.

    A worker that found it out by itself would say so a hundred lines at a time, or answer nothing but 500.
    """
    from importlib import import_module

    from django.conf import settings
    from django.contrib.staticfiles import finders

    # argon2 is asked for at the first sign-in only.
    for name in ("gunicorn.app.base", "wellrun.config.wsgi", settings.ROOT_URLCONF, "argon2"):
        import_module(name)
    if finders.find("built/wellrun.css") is None:
        raise UserError(
            "assets_missing",
            "The pages have no styles and scripts yet: `make serve` builds them, "
            "and so does `.venv/bin/python -m wellrun.web.assets.build`.",
        )


def port_number(text: str) -> int:
    """A port to listen on; UserError when it is none."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise UserError("port_not_a_number", f"“{text}” is no port: give a number from 1 to 65535, like PORT=8001.")
    return int(text)


def require_free_port(port: int) -> None:
    """UserError when something listens on the port already, or it needs rights one does not have."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as error:
            raise UserError(
                "port_not_allowed", f"Port {port} needs more rights: choose one above 1023, like PORT=8001."
            ) from error
        except OSError as error:
            raise UserError(
                "port_taken", f"Port {port} is taken: stop what listens there, or choose another, like PORT={port + 1}."
            ) from error


def require_database() -> None:
    """UserError where the database does not answer, or the file is none."""
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise UserError(
            "database_unreachable",
            f"Wellrun cannot open its database ({reason}): see that it is there, and what WELLRUN_DATABASE_URL says.",
        ) from error


def migrate() -> None:
    """Bring the database to this version's shape, and make the table of the shared cache; asks `require_database`."""
    from django.core.management import call_command

    require_database()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


@contextmanager
def progress() -> Iterator[Report]:
    """A progress bar on a terminal, a line a step elsewhere; called as report(step, done, total)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines()
        return
    with Progress(
        TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    ) as bars:
        tasks: dict[str, object] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)  # type: ignore[arg-type]

        yield report


def _lines() -> Report:
    """Each step's name once, when it starts."""
    import sys

    seen: set[str] = set()

    def report(step: str, done: int, total: int) -> None:
        if step not in seen:
            seen.add(step)
            print(f"  {step}", file=sys.stderr, flush=True)

    return report
