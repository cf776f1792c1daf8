"""An empty site folder to begin a site of one's own with: valid as it stands, each file with an example beside it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from wellrun.demo.library import DEFINITIONS
from wellrun.demo.site import UnitSpec
from wellrun.demo.units import write_units
from wellrun.lib.errors import Conflict, UserError

OUTLINE = DEFINITIONS / "outline"


def write_outline(folder: Path, *, name: str, time_zone: str, today: date) -> list[str]:
    """Write the folder and answer the names of its files; `today` places its first plan in the calendar.

    Raises `folder_not_empty`, `time_zone_unknown`.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Conflict("folder_not_empty", f"{folder} is there already: name a folder that is not, or an empty one.")
    zone = _zone(time_zone)
    words = {
        "@NAME@": yaml.safe_dump(name, allow_unicode=True, width=1000).removesuffix("...\n").strip(),
        "@ZONE@": time_zone,
        "@CLOCK@": datetime(today.year, today.month, today.day, 9, tzinfo=zone).isoformat(sep=" "),
        "@STARTS@": date(today.year, 1, 1).isoformat(),
        "@ENDS@": date(today.year, 12, 31).isoformat(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(OUTLINE.glob("*.yaml")):
        (folder / path.name).write_text(_filled(path.read_text(encoding="utf-8"), words), encoding="utf-8")
    write_units(folder / "units.csv", (UnitSpec(key="enterprise", name=name, kind="system", enterprise=True),))
    return sorted(path.name for path in folder.iterdir())


def _filled(text: str, words: dict[str, str]) -> str:
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UserError(
            "time_zone_unknown", f"“{name}” is no time zone: write one like Europe/London or America/New_York."
        ) from None
