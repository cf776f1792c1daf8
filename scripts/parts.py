"""A run is made of parts; each passes, fails or is left out, and one table at the end says which."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


class LeftOut(Exception):
    """The part cannot be had on this machine; the message says what is missing."""


@dataclass(frozen=True)
class Result:
    """How one part ended: `failure` is empty when it passed, `missing` names what kept it from running."""

    name: str
    seconds: float
    failure: str = ""
    missing: str = ""

    def line(self) -> str:
        """The part's line in the closing table."""
        if self.missing:
            return f"  left out  {self.name}: {self.missing}"
        word, reason = ("FAILED", f": {self.failure}") if self.failure else ("passed", "")
        return f"  {word:<9} {self.name} ({self.seconds:.0f} s){reason}"


def run_part(name: str, run: Callable[[], str]) -> Result:
    """Run one part; `run` gives the reason of a failure, or nothing."""
    started = time.monotonic()
    try:
        failure, missing = run(), ""
    except LeftOut as reason:
        failure, missing = "", str(reason)
    return Result(name, time.monotonic() - started, failure, missing)


def closing_lines(results: Sequence[Result], *, ci: bool) -> tuple[list[str], int]:
    """The closing table and the exit code: a failed part fails the run, and so does a missing one where CI=true."""
    lines = [result.line() for result in results]
    missing = [result.name for result in results if result.missing]
    if missing and ci:
        lines.append(f"CI=true expects every part, and this is missing: {', '.join(missing)}")
    failed = any(result.failure for result in results) or (ci and bool(missing))
    return lines, int(failed)
