"""Holds every translation catalogue against gettext's own checks; a project without catalogues passes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from scripts.machine import GETTEXT, obtain

LOCALES = Path(__file__).resolve().parent.parent / "src" / "wellrun" / "web" / "locale"


def main() -> None:
    """Exit 1 with gettext's own words where a catalogue is wrong."""
    catalogues = sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))
    if not catalogues:
        return
    msgfmt = obtain(GETTEXT)
    if msgfmt is None:
        print("left out: gettext is not installed (Debian's package gettext)")
        sys.exit(1 if os.environ.get("CI") == "true" else 0)
    answers = [subprocess.run([msgfmt, "--check", "--output-file", os.devnull, path]) for path in catalogues]
    sys.exit(1 if any(answer.returncode for answer in answers) else 0)


if __name__ == "__main__":
    main()
