"""How the sentences of the rules say a day, a number of things and a share."""

from __future__ import annotations

from datetime import date
from math import ceil, floor


def day_words(day: date) -> str:
    """A day with its year: "24 October 2025"."""
    return f"{day.day} {day:%B %Y}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its word: "1 day", "2 days"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def percent_short(share: float, least: float) -> int:
    """A share that falls short of another, in whole percent that fall short of it too: 89.9 of 90 is 89."""
    said = round(100 * share)
    return said if said < 100 * least else floor(100 * share)


def percent_beyond(share: float, most: float) -> int:
    """A share that goes beyond another, in whole percent that go beyond it too: 110.4 of 110 is 111."""
    said = round(100 * share)
    return said if said > 100 * most else ceil(100 * share)
