"""The one place the time comes from.

A site runs on the machine's clock. A demo stands still at a moment kept in a small file, which an
administrator's control (or `--advance`) moves; every process reads the same file.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path

_standing_file: Path | None = None
_frozen: datetime | None = None


def use_standing_file(path: Path | None) -> None:
    """Take the time from `path` from now on; None, or a file that is not there, means the machine's clock."""
    global _standing_file
    _standing_file = path


def now() -> datetime:
    """The present moment, aware, UTC."""
    if _frozen is not None:
        return _frozen
    standing = standing_at()
    return standing if standing is not None else datetime.now(UTC)


def today(zone: tzinfo = UTC) -> date:
    """The present date in `zone`."""
    return now().astimezone(zone).date()


def standing_at() -> datetime | None:
    """The moment at which the clock stands still, or None when it runs."""
    if _standing_file is None:
        return None
    try:
        text = _standing_file.read_text()
    except FileNotFoundError:
        return None
    return datetime.fromisoformat(json.loads(text)["now"]).astimezone(UTC)


def set_standing(path: Path, moment: datetime) -> None:
    """Stand still at `moment` (aware); the file is replaced whole, so no reader sees half of it."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"now": moment.isoformat()}))
    os.replace(fresh, path)


def advance(by: timedelta) -> datetime:
    """Move the standing clock forward; a running clock cannot be moved."""
    standing = standing_at()
    if standing is None or _standing_file is None:
        raise RuntimeError("the clock runs; only a standing clock can be moved")
    if by < timedelta(0):
        raise ValueError("the clock only moves forward")
    set_standing(_standing_file, standing + by)
    return standing + by


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Tests: the time is `moment` inside the block."""
    global _frozen
    before, _frozen = _frozen, moment
    try:
        yield
    finally:
        _frozen = before
