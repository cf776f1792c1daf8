"""`make test`: the suite on SQLite, its integration part on a real PostgreSQL, its functional part in Chromium."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from scripts.machine import CHROMIUM, LIBERATION, POSTGRESQL, Program, obtain
from scripts.parts import LeftOut, closing_lines, run_part
from scripts.postgres import ServerFailed, throwaway_server

NOTHING_MATCHED = 5  # pytest's exit code


def main() -> NoReturn:
    """Run all parts, whatever the ones before gave; exit 0 only when each passed or may be left out."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    arguments = sys.argv[1:]
    parts = {
        "the suite on SQLite": partial(run_suite, arguments),
        "its integration part on PostgreSQL": partial(run_on_postgres, arguments),
        "its functional part in Chromium": partial(run_in_browser, arguments),
    }
    try:
        results = [run_part(name, run) for name, run in parts.items()]
    except KeyboardInterrupt:
        sys.exit("stopped")
    lines, code = closing_lines(results, ci=os.environ.get("CI") == "true")
    print("\nmake test")
    print("\n".join(lines), flush=True)
    sys.exit(code)


def run_suite(arguments: Sequence[str]) -> str:
    """Everything but the browser's part, on SQLite."""
    return _pytest("not functional", arguments)


def run_on_postgres(arguments: Sequence[str]) -> str:
    """What is marked `integration`, on a throwaway server."""
    programs = _needed(POSTGRESQL)
    try:
        with throwaway_server(programs) as url:
            return _pytest("integration and not functional", arguments, WELLRUN_DATABASE_URL=url)
    except ServerFailed as reason:
        return f"PostgreSQL did not start: {reason}"


def run_in_browser(arguments: Sequence[str]) -> str:
    """What is marked `functional`, with the page assets built first."""
    _needed(CHROMIUM)
    obtain(LIBERATION)  # without it the tests of what fits in a line or on a sheet go by another width
    if subprocess.run([sys.executable, "-m", "wellrun.web.assets.build"]).returncode:
        return "the page assets could not be built"
    return _pytest("functional", arguments)


def _needed(program: Program) -> Path:
    found = obtain(program)
    if found is None:
        raise LeftOut(f"{program.name} is not installed (Debian's package {program.package})")
    return found


def _pytest(marked: str, arguments: Sequence[str], **environment: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(os.cpu_count() or 2), "-m", marked, *arguments]
    print(f"\npytest -m '{marked}'", flush=True)
    inherited = {name: value for name, value in os.environ.items() if name != "WELLRUN_DATABASE_URL"}
    code = subprocess.run(command, env=inherited | environment, stdin=subprocess.DEVNULL).returncode
    if code == NOTHING_MATCHED and arguments:
        return ""  # a choice of tests need not touch every part
    return "" if code == 0 else f"pytest ended with {code}"


if __name__ == "__main__":
    main()
