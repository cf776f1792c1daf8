"""`make check`: every rule that a machine can hold, two at a time; all failures are shown, each with its output."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTHON = Path(sys.executable)
MANAGE = (PYTHON, "-m", "wellrun.config.manage")
# A site that anyone can reach, so that Django's list for deployment is held against what serves patients' systems.
PRODUCTION = {
    "WELLRUN_HOSTS": "wellrun.example.org",
    "WELLRUN_DEBUG": "",
    "WELLRUN_TRUSTED_PROXIES": "1",
    "WELLRUN_SECRET_KEY": secrets.token_urlsafe(64),
}


@dataclass(frozen=True)
class Check:
    """One rule: its name and the command that holds it; exit code 0 means it holds."""

    name: str
    command: tuple[str | Path, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How one check ended, with all it said."""

    check: Check
    holds: bool
    said: str
    seconds: float


# The slowest first: two workers then end together.
CHECKS = (
    Check("types", (BIN / "mypy", "-p", "wellrun", "-p", "scripts", "-p", "tests.harness")),
    Check("templates", (BIN / "djlint", "src/wellrun", "--lint", "--quiet")),
    Check("deployment settings", (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    Check("migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
    Check("rooms", (BIN / "lint-imports", "--no-logo")),
    Check("documentation", (BIN / "zensical", "build", "--strict")),
    Check("translations", (PYTHON, "-m", "scripts.catalogues")),
    Check("lint", (BIN / "ruff", "check", "--quiet", ".")),
    Check("format", (BIN / "ruff", "format", "--check", "--quiet", ".")),
    Check("notices", (PYTHON, "-m", "scripts.notices", "--check")),
    Check("hygiene", (PYTHON, "-m", "scripts.hygiene")),
)


def main() -> NoReturn:
    """Run all checks and exit 1 when one does not hold."""
    with tempfile.TemporaryDirectory(prefix="wellrun-check-") as home, ThreadPoolExecutor(2) as pool:
        outcomes = [pool.submit(run, check, Path(home)) for check in CHECKS]
        failed = [outcome for waiting in outcomes if not tell(outcome := waiting.result())]
    names = ", ".join(outcome.check.name for outcome in failed)
    print(f"\nmake check: {len(CHECKS) - len(failed)} of {len(CHECKS)} hold" + (f"; not: {names}" if names else ""))
    sys.exit(1 if failed else 0)


def run(check: Check, home: Path) -> Outcome:
    """Run one check in a site folder that is not the user's."""
    started = time.monotonic()
    environment = {**os.environ, "WELLRUN_HOME": str(home), **check.environment}
    answer = subprocess.run(
        check.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Outcome(check, answer.returncode == 0, answer.stdout.strip(), time.monotonic() - started)


def tell(outcome: Outcome) -> bool:
    """Print the outcome, with what the check said only when it does not hold; gives whether it holds."""
    word = "holds" if outcome.holds else "FAILS"
    print(f"{word}  {outcome.check.name} ({outcome.seconds:.1f} s)", flush=True)
    if not outcome.holds:
        print("\n".join(f"    {line}" for line in outcome.said.splitlines()), flush=True)
    return outcome.holds


if __name__ == "__main__":
    main()
