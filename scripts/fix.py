"""`make fix`: format Python, mend what ruff can mend by itself, and write NOTICES anew."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
STEPS = (
    (BIN / "ruff", "check", "--fix", "--quiet", "."),
    (BIN / "ruff", "format", "."),
    (sys.executable, "-m", "scripts.notices"),
)


def main() -> None:
    """Run every step; exit 1 where one leaves something for a person."""
    codes = [subprocess.run(step).returncode for step in STEPS]
    sys.exit(1 if any(codes) else 0)


if __name__ == "__main__":
    main()
