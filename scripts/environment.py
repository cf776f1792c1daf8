"""Makes `.venv` and keeps it equal to a requirements file: `python3 -m scripts.environment build|dev`.

Runs on the machine's own Python, before anything is installed. What is already whole costs a fraction of a
second; what is missing, damaged or out of date is mended; what cannot be mended is one sentence.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path

from scripts import installed, link, pip_settings

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "wellrun-setup.json"
LEVELS = ("build", "dev")  # each holds all of the one before, so the larger one serves both


class SetupFailed(Exception):
    """The environment cannot be made; the message is a sentence for the person at the keyboard."""


def main() -> None:
    """Prepare the level named on the command line."""
    level = sys.argv[1] if len(sys.argv) > 1 else LEVELS[0]
    try:
        prepare(level)
    except SetupFailed as problem:
        sys.exit(f"Set-up failed: {problem}")
    except PermissionError as problem:
        sys.exit(f"Set-up failed: no permission to write {problem.filename}.")
    except OSError as problem:
        sys.exit(f"Set-up failed: {problem.strerror} ({problem.filename}).")


def prepare(level: str) -> None:
    """Make `.venv` hold at least `level`; a larger level that is there already is kept, never cut down."""
    if level not in LEVELS:
        raise SetupFailed(f"there is no level {level!r}; choose {' or '.join(LEVELS)}.")
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python gets this sentence, not a traceback
        raise SetupFailed(f"Wellrun needs Python 3.11 or newer, and this is {sys.version.split()[0]}.")
    packages = installed.site_packages(VENV) or _make_venv()
    level = max(level, _present_level(packages), key=LEVELS.index)
    requirements = ROOT / "requirements" / f"{level}.txt"
    damage = installed.damaged(packages, requirements)
    if damage or _read_stamp() != _stamp(level, requirements):
        _install(packages, requirements, damage)
        damage = installed.damaged(packages, requirements)
        if damage:
            raise SetupFailed(f"these packages are still not whole: {', '.join(sorted(damage))}.")
        STAMP.write_text(json.dumps(_stamp(level, requirements)))
    link.put(ROOT, packages, PYTHON)


def _make_venv() -> Path:
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupFailed("this Python cannot make environments; install Debian's python3-venv and run make again.")
    print("Making .venv", flush=True)
    make = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    answer = subprocess.run(make, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if answer.returncode:
        reason = (answer.stdout.strip().splitlines() or ["no reason given"])[-1]
        raise SetupFailed(f"the environment could not be made ({reason}).")
    packages = installed.site_packages(VENV)
    if packages is None:
        raise SetupFailed("the Python in .venv does not start; remove .venv and run make again.")
    return packages


def _present_level(packages: Path) -> str:
    stamped = _read_stamp().get("level")
    whole = [name for name in LEVELS if not installed.absent(packages, ROOT / "requirements" / f"{name}.txt")]
    known = [name for name in LEVELS if name == stamped or name in whole]
    return known[-1] if known else LEVELS[0]


def _install(packages: Path, requirements: Path, damage: set[str]) -> None:
    """Install with uv, which takes seconds; where uv cannot be had or fails, with pip, which takes a minute."""
    print(f"Installing what {requirements.relative_to(ROOT)} names", flush=True)
    if not _sync_with_uv(packages, requirements, damage):
        print("uv could not install them; trying pip, which is slower", flush=True)
        force = ["--force-reinstall"] if damage else []
        _run(
            [*_pip(packages), "--no-deps", *force, "--requirement", str(requirements)],
            "the packages could not be installed; check the network and pip's settings",
        )


def _sync_with_uv(packages: Path, requirements: Path, damage: set[str]) -> bool:
    bootstrap = ROOT / "requirements" / "bootstrap.txt"
    if installed.damaged(packages, bootstrap):
        get_uv = [*_pip(packages), "--quiet", "--force-reinstall", "--requirement", str(bootstrap)]
        if subprocess.run(get_uv).returncode:
            return False
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    reinstall = [part for name in sorted(damage) for part in ("--reinstall-package", name)]
    sync = ["pip", "sync", *quiet, "--require-hashes", "--python", str(PYTHON), *reinstall, str(requirements)]
    environment = pip_settings.for_uv(str(PYTHON))
    return not subprocess.run([str(VENV / "bin" / "uv"), *sync], env=environment).returncode


def _pip(packages: Path) -> list[str]:
    if not (packages / "pip" / "__main__.py").exists():
        _run([str(PYTHON), "-m", "ensurepip"], "pip could not be put into .venv; remove it and run make again")
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--require-hashes"]


def _stamp(level: str, requirements: Path) -> dict[str, str]:
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    return {"level": level, "requirements": digest, "root": str(ROOT)}


def _read_stamp() -> dict[str, str]:
    with contextlib.suppress(OSError, ValueError):
        stamp = json.loads(STAMP.read_text())
        return stamp if isinstance(stamp, dict) else {}
    return {}


def _run(command: list[str], complaint: str) -> None:
    if subprocess.run(command).returncode:
        raise SetupFailed(f"{complaint} (see above).")


if __name__ == "__main__":
    main()
