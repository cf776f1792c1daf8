"""`make lock`: compile requirements/*.in into exact versions with hashes, and without the address they came from.

Versions that are pinned already stay; `make lock ARGS=--upgrade` takes newer ones.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scripts import pip_settings

SETS = ("bootstrap", "base", "build", "dev", "peers")
OPTIONS = (
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
)


def main() -> None:
    """Compile every set; stops at the first that cannot be resolved."""
    uv = Path(sys.executable).parent / "uv"
    for name in SETS:
        command = [str(uv), "pip", "compile", "--quiet", *OPTIONS, *sys.argv[1:]]
        command += [f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"]
        if subprocess.run(command, env=pip_settings.for_uv(sys.executable)).returncode:
            sys.exit(f"requirements/{name}.in could not be compiled (see above)")


if __name__ == "__main__":
    main()
