"""Reads the environment once, in one place, into plain values."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from wellrun.lib.errors import UserError

# Written last when a demo is loaded, so that half a load is never taken for a whole one.
DEMO_MARKER = "demo.json"
LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}


def text(name: str, default: str = "") -> str:
    """The variable `name`, or `default` when it is absent or empty."""
    return os.environ.get(name, "") or default


def one_of(name: str, default: str, known: Sequence[str]) -> str:
    """The variable `name` where it is one of the known words, in any case; another word is refused."""
    given = text(name, default)
    found = {word.lower(): word for word in known}.get(given.lower())
    if found is None:
        raise UserError("variable_unknown_word", f"{name}={given}: must be one of {', '.join(known)}.")
    return found


def flag(name: str, default: bool = False) -> bool:
    """True for 1, true, yes, on."""
    value = text(name)
    return value.lower() in {"1", "true", "yes", "on"} if value else default


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def home() -> Path:
    """Where this site's files live: database, secret key, clock."""
    return Path(text("WELLRUN_HOME", ".wellrun")).expanduser().resolve()


def site_home() -> Path:
    """The folder of the site to work on: `home`, or a folder inside it for DATA while `home` holds another system.

    `home` holds the demo it was first made for; its marker says which.
    """
    base, data = home(), text("DATA")
    marker = base / DEMO_MARKER
    if not data or not marker.exists():
        return base
    folder = Path(data).expanduser().resolve()
    return base if json.loads(marker.read_text()).get("data") == str(folder) else base / folder.name


def secret_key(folder: Path) -> str:
    """The signing key: from the environment, else made once and kept beside the database, readable by its owner."""
    given = text("WELLRUN_SECRET_KEY")
    if given:
        return given
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text()


def database(folder: Path) -> dict[str, object]:
    """Django's database settings from WELLRUN_DATABASE_URL, by default the embedded SQLite in `folder`."""
    url = urlsplit(text("WELLRUN_DATABASE_URL", f"sqlite:///{folder / 'wellrun.sqlite3'}"))
    if url.scheme == "sqlite":
        return _sqlite(url.path.removeprefix("/") if url.path.startswith("//") else url.path)
    if url.scheme in {"postgres", "postgresql"}:
        host = unquote(url.hostname or "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": host,
            "PORT": _port(url),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise UserError("database_url_unreadable", "WELLRUN_DATABASE_URL must start with sqlite:/// or postgresql://.")


def _port(url: SplitResult) -> str:
    try:
        return str(url.port or "")
    except ValueError as error:
        raise UserError(
            "database_url_unreadable", "WELLRUN_DATABASE_URL has a port that is no number from 1 to 65535."
        ) from error


def _sqlite(path: str) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # WAL lets readers go on while one writes; FULL loses nothing that was acknowledged.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
        },
    }
