"""What stands in an environment's site-packages, held against a requirements file."""

from __future__ import annotations

import csv
import os
import re
import subprocess
from pathlib import Path

PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def site_packages(venv: Path) -> Path | None:
    """The site-packages folder of `venv`, or None when its Python does not start."""
    python = venv / "bin" / "python"
    if not os.access(python, os.X_OK):
        return None
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    try:
        answer = subprocess.run([python, "-I", "-c", ask], capture_output=True, text=True, timeout=60)
    except OSError:
        return None
    path = Path(answer.stdout.strip() or "absent")
    return path if path.is_dir() and venv in path.parents else None


def pins(requirements: Path) -> dict[str, str]:
    """Package name -> version of every exact pin in the file; names in their normal form."""
    return {_normal(name): version for name, version in PIN.findall(requirements.read_text())}


def absent(packages: Path, requirements: Path) -> set[str]:
    """Names that the file pins and that are not installed in that version."""
    present = _distributions(packages)
    return {name for name, version in pins(requirements).items() if (name, version) not in present}


def damaged(packages: Path, requirements: Path) -> set[str]:
    """Names that are absent, or that lack a file which their own record lists (a half install, a lost folder)."""
    present = _distributions(packages)
    return {
        name for name, version in pins(requirements).items() if not _is_whole(packages, present.get((name, version)))
    }


def _distributions(packages: Path) -> dict[tuple[str, str], Path]:
    found = {}
    for folder in packages.glob("*.dist-info"):
        name, _, version = folder.name.removesuffix(".dist-info").partition("-")
        found[_normal(name), version] = folder
    return found


def _is_whole(packages: Path, folder: Path | None) -> bool:
    if folder is None or not (folder / "METADATA").exists():
        return False
    try:
        with (folder / "RECORD").open(newline="") as file:
            names = [row[0] for row in csv.reader(file) if row]
    except OSError:
        return False
    root = str(packages)
    return all(os.path.exists(os.path.join(root, name)) for name in names if not name.endswith(".pyc"))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
