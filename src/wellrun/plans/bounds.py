"""What a record can hold of what a plan file says: lengths, ranges, keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final
from zoneinfo import ZoneInfo

from wellrun.plans.meaning import Spot
from wellrun.plans.specs import ActionSpec, CauseEffectSpec, DomainSpec, HoursSpec

KEY = re.compile(r"[-a-zA-Z0-9_]+")
LARGEST: Final = 32_767
_LENGTHS: Final = {
    "key": 80,
    "title": 200,
    "name": 200,
    "team": 120,
    "text": 200,
    "regulator": 200,
    "clause": 200,
    "rule": 20,
    "subject": 200,
    "cadence": 200,
    "stratum": 80,
    "response": 300,
}
_OTHERWISE: Final = {(DomainSpec, "key"): 40, (DomainSpec, "name"): 100, (ActionSpec, "title"): 300}
_NEEDED: Final = frozenset({"key", "title", "name", "team", "because", "reason", "rule", "subject", "response"})


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that is wrong: where it stands, and what and how to mend it, without a full stop."""

    place: str
    what: str

    @property
    def sentence(self) -> str:
        """What is wrong, with its full stop."""
        return self.what if self.what.endswith("?") else f"{self.what}."


def unstorable(spot: Spot) -> Iterator[Remark]:
    """Why a value cannot be kept as it is, where it cannot."""
    what = _of_text(spot) if isinstance(spot.value, str) else _of_number(spot)
    if what:
        yield Remark(spot.place, what)


def _of_text(spot: Spot) -> str:
    text, longest = spot.value, _OTHERWISE.get((spot.kind, spot.field), _LENGTHS.get(spot.field))
    if "\0" in text:
        return "a character is in it that no text can hold"
    if not text.strip() and spot.field in _NEEDED and spot.kind is not CauseEffectSpec:
        return "say something here"
    if spot.field == "key" and not KEY.fullmatch(text):
        return f"{text!r} is no key: use letters, digits, - and _"
    if longest is not None and len(text) > longest:
        return f"at most {longest} characters fit here"
    if spot.field == "time_zone" and not _is_zone(text):
        return f"{text!r} is no time zone: write one like Europe/London"
    return ""


def _of_number(spot: Spot) -> str:
    value: Any = spot.value
    if isinstance(value, tuple):
        return next((said for item in value if (said := _of_number(_with(spot, item)))), "")
    if isinstance(value, float) and not isfinite(value):
        return "a number is needed here"
    if isinstance(value, int) and not isinstance(value, bool) and not 0 <= value <= LARGEST:
        return f"a whole number from 0 to {LARGEST:,} is needed here"
    if spot.kind is HoursSpec and spot.field == "hours_a_week" and not 0 <= value <= 168:
        return "a week has 168 hours"
    if spot.field in ("amount", "spending_ceiling", "staffing_ceiling", "false_alarms_a_month") and (value or 0) < 0:
        return "write it without a sign"
    if spot.field == "share" and value is not None and not 0 <= value <= 1:
        return "a share is from 0 to 1"
    return ""


def _with(spot: Spot, value: Any) -> Spot:
    return Spot(spot.place, spot.kind, spot.field, value, spot.above)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
