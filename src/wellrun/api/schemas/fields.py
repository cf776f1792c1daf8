"""The kinds of value that come in, so narrow that nothing behind them can fail on one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

# Dates are counted on from (a delay, a week): far from the ends of the calendar nothing overflows.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
LONGEST_TEXT = 10_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _no_nul(text: str) -> str:
    if "\x00" in text:
        raise ValueError("text holds a NUL character")
    return text


def _written_as_day(value: Any) -> Any:
    """Only YYYY-MM-DD: a bare number would otherwise be read as seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise ValueError("a date is written YYYY-MM-DD")
    if not isinstance(value, str | date):
        raise ValueError("a date is a text, YYYY-MM-DD")
    return value


def _written_as_moment(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.match(value):
        raise ValueError("a moment is written YYYY-MM-DDThh:mm:ss with its offset, such as Z")
    if not isinstance(value, str | datetime):
        raise ValueError("a moment is a text, YYYY-MM-DDThh:mm:ss with its offset, such as Z")
    return value


def _day_in_range(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"a date lies between {FIRST_DAY} and {LAST_DAY}")
    return day


def _moment_in_range(moment: datetime) -> datetime:
    if not FIRST_DAY < moment.date() < LAST_DAY:
        raise ValueError(f"a moment lies between {FIRST_DAY} and {LAST_DAY}")
    return moment.astimezone(UTC)


# A constraint on length makes pydantic refuse halves of surrogate pairs, which no database keeps.
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_no_nul)]
Word = Annotated[str, StringConstraints(max_length=200), AfterValidator(_no_nul)]
Key = Annotated[str, StringConstraints(max_length=80, pattern=r"^[-a-zA-Z0-9_]+$")]
Day = Annotated[date, BeforeValidator(_written_as_day), AfterValidator(_day_in_range)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written_as_moment), AfterValidator(_moment_in_range)]
# Strict: true is no number, and "1" is a text.
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Given(BaseModel):
    """What a caller sends: a field that is not known is refused, so that a misspelt one is not passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Answered(BaseModel):
    """What a caller gets."""

    model_config = ConfigDict(frozen=True)


def same(record: Any, *names: str) -> dict[str, Any]:
    """The record's own values, under their own names."""
    return {name: getattr(record, name) for name in names}
