"""Makes `.cache/peers` for `make bench`: the packages that Wellrun is compared with, apart from its own.

    python -m scripts.peers

Without it the benchmark says that they are not installed; nothing else misses them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scripts import pip_settings

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "peers"
PYTHON = FOLDER / "bin" / "python"


def main() -> None:
    """Install what requirements/peers.txt names; exit 1 where that cannot be."""
    uv = str(Path(sys.executable).parent / "uv")
    environment = pip_settings.for_uv(sys.executable)
    requirements = ["--require-hashes", "--python", str(PYTHON), str(ROOT / "requirements" / "peers.txt")]
    make = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(FOLDER)]
    install = [uv, "pip", "sync", "--quiet", *requirements]
    for command in (make, install):
        if subprocess.run(command, env=environment).returncode:
            sys.exit("the peers could not be installed (see above)")


if __name__ == "__main__":
    main()
