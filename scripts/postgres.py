"""A throwaway PostgreSQL: made in a temporary folder, reached by a socket in it, gone when the block ends."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DEBIAN_SERVERS = Path("/usr/lib/postgresql")
START_SECONDS = 60
CLUSTER = {"username": "wellrun", "auth": "trust", "encoding": "UTF8", "locale": "C.UTF-8"}
# Nothing here outlives the run, so nothing is worth waiting for the disk.
OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",  # what a plan is like must not hang on when it last passed by
    "max_connections": "60",
    "shared_buffers": "128MB",
    "log_min_messages": "fatal",
    "log_min_error_statement": "panic",  # a refused constraint is what many tests want, not news
}


class ServerFailed(Exception):
    """The server's programs were there and it did not start; the message is its own last line."""


def server_programs(folder: Path = DEBIAN_SERVERS) -> Path | None:
    """The folder of the newest installed server's programs, or None."""
    found = [path.parent for path in folder.glob("*/bin/initdb")]
    return max(found, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def throwaway_server(programs: Path) -> Iterator[str]:
    """Run a server inside the block and give its database URL; raises ServerFailed."""
    folder = Path(tempfile.mkdtemp(prefix="wellrun-pg-", dir=_short_folder()))
    try:
        account = _account(folder)
        _make_cluster(programs, folder, account)
        with _running(programs, folder, account):
            yield database_url(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def database_url(folder: Path) -> str:
    """The URL of the server whose socket lies in `folder`.

    Every byte of the path is escaped, because the host of a URL is read in lower case.
    """
    host = "".join(f"%{byte:02x}" for byte in str(folder).encode())
    return f"postgresql://wellrun@{host}/postgres"


def _short_folder() -> str | None:
    # A socket's path may hold 107 bytes; a deep TMPDIR would not leave room for its name.
    return "/tmp" if len(tempfile.gettempdir()) > 60 else None


def _account(folder: Path) -> dict[str, Any]:
    """How to start the server's programs: as root, as Debian's `postgres` or else `nobody`, for it refuses root."""
    options: dict[str, Any] = {"cwd": folder}
    if os.geteuid() == 0:
        user = _first_user("postgres", "nobody")
        os.chown(folder, user.pw_uid, user.pw_gid)
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return options


def _first_user(*names: str) -> pwd.struct_passwd:
    known = {user.pw_name: user for user in pwd.getpwall()}
    return next(known[name] for name in names if name in known)


def _make_cluster(programs: Path, folder: Path, account: dict[str, Any]) -> None:
    words = [f"--{name}={value}" for name, value in CLUSTER.items()]
    try:
        answer = subprocess.run(
            [programs / "initdb", *words, "--no-sync", "--pgdata", folder / "data"],
            **account,
            capture_output=True,
            text=True,
        )
    except OSError as problem:
        raise ServerFailed(str(problem)) from problem
    if answer.returncode:
        raise ServerFailed(_last_line(answer.stderr))


@contextmanager
def _running(programs: Path, folder: Path, account: dict[str, Any]) -> Iterator[None]:
    log = folder / "log"
    with log.open("w") as output:
        server = subprocess.Popen(
            _server_command(programs, folder), **account, stdout=output, stderr=output, start_new_session=True
        )
    try:
        if not _is_ready(server, programs / "pg_isready", folder):
            raise ServerFailed(_last_line(log.read_text()))
        yield
    finally:
        server.send_signal(signal.SIGINT)  # its "fast" way to stop: ends the sessions first
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()


def _server_command(programs: Path, folder: Path) -> list[str | Path]:
    settings = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
    command: list[str | Path] = [programs / "postgres", "-D", folder / "data", "-k", folder, *settings]
    # Should this process be killed outright, the server ends with it.
    guard = shutil.which("setpriv")
    return [guard, "--pdeathsig", "INT", *command] if guard else command


def _is_ready(server: subprocess.Popen[bytes], pg_isready: Path, folder: Path) -> bool:
    """Wait until the server answers; False when it has ended, or has not answered in time."""
    deadline = time.monotonic() + START_SECONDS
    ask: list[str | Path] = [pg_isready, "--quiet", "--host", folder]
    while subprocess.run(ask).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it gave no reason"])[-1]
