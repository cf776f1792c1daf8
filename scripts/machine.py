"""Programs that no Python package brings (PostgreSQL, Chromium with a font, gettext): found, else installed as root."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts.postgres import server_programs


@dataclass(frozen=True)
class Program:
    """Something a part of the tests needs: its name, Debian's package, and where it is (None: not here)."""

    name: str
    package: str
    find: Callable[[], Path | None]


def on_path(name: str) -> Path | None:
    """The program of that name, on the path or in Debian's own folder; None when it is in neither."""
    path = shutil.which(name) or shutil.which(name, path="/usr/bin")
    return Path(path) if path else None


def chromium() -> Path | None:
    """Debian's Chromium, or None."""
    return on_path("chromium")


def liberation() -> Path | None:
    """Liberation Sans, as wide as Arial: what fits a sheet or a line is judged in it; or None."""
    return next(Path("/usr/share/fonts").glob("**/LiberationSans-Regular.ttf"), None)


POSTGRESQL = Program("PostgreSQL", "postgresql", server_programs)
GETTEXT = Program("gettext", "gettext", lambda: on_path("msgfmt"))
CHROMIUM = Program("Chromium", "chromium", chromium)
LIBERATION = Program("Liberation Sans", "fonts-liberation", liberation)


def obtain(program: Program) -> Path | None:
    """Where the program is, after trying to install it when this is root on Debian; None when it cannot be had."""
    found = program.find()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing Debian's {program.package}", flush=True)
        _apt_get("update")
        _apt_get("install", "--yes", "--no-install-recommends", program.package)
        found = program.find()
    return found


def _apt_get(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    answer = subprocess.run(
        ["apt-get", "-qq", *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if answer.returncode:
        lines = answer.stderr.strip().splitlines() or ["no reason given"]
        print(f"apt-get {arguments[0]} did not work: {lines[-1]}", flush=True)
