"""What must not be in the repository: a machine's paths, a package index's address, a debugger, a large file."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LARGEST_BYTES = 300_000
# Made by a script and read as it is; nothing else may be larger than the bound above.
LARGER = {"src/wellrun/analytics/detection/thresholds.csv": 450_000}
SHARED_FOLDERS = {Path("/"), Path("/tmp"), Path("/srv"), Path("/opt")}
RULES = {
    "a package index's address": re.compile(
        r"(^|\s)(--|-i )(extra-)?index-url|https?://[^ \"']*/simple(/|[\"']|$)|\"resolved\": *\"http"
    ),
    "a debugger": re.compile(r"\bbreakpoint\(\)|\bpdb\.set_trace\b"),
    "a home folder": re.compile(r"(^|[^\w./])/(home|root|Users)/[\w.]+/"),
    "an unfinished note": re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b"),
    "a merge left open": re.compile(r"^(<{7}|>{7}) "),
}


def main() -> None:
    """Print every finding as `file:line: what`; exit 1 when there is one."""
    found = [*findings(tracked_files(), this_checkout=ROOT)]
    print("\n".join(found))
    sys.exit(1 if found else 0)


def tracked_files() -> list[Path]:
    """What git knows; without git or its folder (an unpacked archive), nothing is held against the rules."""
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    return [ROOT / name for name in answer.stdout.split("\0") if name and (ROOT / name).is_file()]


def findings(paths: Iterable[Path], *, this_checkout: Path) -> Iterator[str]:
    """What the rules find in `paths`, and mentions of where this very checkout lies."""
    rules = dict(RULES)
    for folder in (this_checkout, this_checkout.parent):
        if folder not in SHARED_FOLDERS:
            rules[f"a path of this machine ({folder})"] = re.compile(rf"(^|[^\w.]){re.escape(str(folder))}/")
    for path in paths:
        name = path.relative_to(this_checkout)
        data = path.read_bytes()
        most = LARGER.get(name.as_posix(), LARGEST_BYTES)
        if len(data) > most:
            yield f"{name}: {len(data) // 1000} kB, more than {most // 1000}"
        if b"\0" not in data:
            yield from _found_in_lines(str(name), data.decode(errors="replace"), rules)


def _found_in_lines(name: str, text: str, rules: dict[str, re.Pattern[str]]) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in rules.items():
            if pattern.search(line):
                yield f"{name}:{number}: {what}: {line.strip()[:120]}"


if __name__ == "__main__":
    main()
