"""Puts this checkout into an environment: what an editable install does, without needing a build tool."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

LAUNCHER = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

try:
    from wellrun.cli.main import main
except ImportError as problem:
    sys.exit(f"Wellrun is not installed whole ({{problem}}). Run `make setup` to mend it.")
sys.exit(main())
"""


def put(root: Path, packages: Path, python: Path) -> None:
    """Write the path to `root`'s source, a record of name and version, and the `wellrun` command beside `python`."""
    found = re.search(r'__version__ = "(.+)"', (root / "src" / "wellrun" / "__init__.py").read_text())
    version = found[1] if found else "0"
    info = packages / f"wellrun-{version}.dist-info"
    for outdated in set(packages.glob("wellrun-*.dist-info")) - {info}:
        shutil.rmtree(outdated)
    files = {
        packages / "wellrun.pth": f"{root / 'src'}\n",
        info / "METADATA": f"Metadata-Version: 2.1\nName: wellrun\nVersion: {version}\n",
        info / "INSTALLER": "make\n",
    }
    listed = [*files, info / "RECORD"]
    files[info / "RECORD"] = "".join(f"{path.relative_to(packages)},,\n" for path in listed)
    files[python.parent / "wellrun"] = LAUNCHER.format(python=python)
    for path, text in files.items():
        _write_if_changed(path, text)
    (python.parent / "wellrun").chmod(0o755)


def _write_if_changed(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
