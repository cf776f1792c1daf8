"""What the commands of the system share: starting Django, and the sentences when its folder cannot be used."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from wellrun.lib.errors import UserError

Report = Callable[[str, int, int], None]


class Console:
    """Whoever may run commands on the site's machine: how the event log names what was done so."""

    audit_id = "console"
    audit_label = "Console"


CONSOLE = Console()


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
    except PermissionError as error:
        raise UserError(
            "home_not_writable",
            f"Wellrun may not write to {error.filename}: name another folder with WELLRUN_HOME=FOLDER, "
            "or change who may write there.",
        ) from error
    except (NotADirectoryError, FileExistsError) as error:
        raise UserError(
            "home_not_a_folder", f"{error.filename} is not a folder: name one with WELLRUN_HOME=FOLDER."
        ) from error
    try:
        django.setup()
    except (ImportError, ImproperlyConfigured) as error:
        raise UserError(
            "install_broken", f"This installation is broken ({error}): run `make setup`, and then this command again."
        ) from error


def _prove_writable(home: Path) -> None:
    """A file that can be made and removed; the rights of a folder alone do not tell (a full or read-only disk)."""
    proof = home / ".writable"
    proof.touch()
    proof.unlink()


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


def migrate() -> None:
    """Bring the database to this version's shape, and make the table of the shared cache."""
    from django.core.management import call_command

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
