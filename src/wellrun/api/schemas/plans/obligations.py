"""What a regulator or payer requires by a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from wellrun.api.schemas.fields import Answered, Day, Given, Key, Text, Word, same
from wellrun.api.schemas.organisation import PostRef, UnitRef
from wellrun.strategy.models import Obligation

Line = Annotated[Word, StringConstraints(min_length=1)]
Days = Annotated[int, Field(ge=0, le=3650)]


class ObligationFilter(BaseModel):
    """`within`: of a unit and all below it. `met`: also those that are met."""

    within: Key | None = None
    met: bool = False
    due_from: Day | None = None
    due_to: Day | None = None


class ObligationIn(Given):
    """A clause to be met by a day: whose it is, who answers for it, what will show that it is met."""

    key: Key
    title: Line
    regulator: Line
    clause: Line
    unit: Key
    due: Day
    owner: Key | None = None
    evidence: Text = ""
    measure: Key | None = None
    notice_days: Days = 60


class ObligationSaid(Given):
    """What may be said anew, or was read before."""

    title: Line = "-"
    regulator: Line = "-"
    clause: Line = "-"
    unit: Key = "-"
    due: Day = date(1900, 1, 1)
    owner: Key | None = None
    evidence: Text = ""
    measure: Key | None = None
    notice_days: Days = 60


class ObligationChangeIn(ObligationSaid):
    """What is to be different; what is left out stays.

    `read`: what was read of it; where it says something else by now, nothing is changed.
    """

    read: ObligationSaid | None = None


class MetIn(Given):
    """From when it is met, and what shows that."""

    met_on: Day
    met_by: Text


class ObligationOut(Answered):
    """What is required. It reaches its unit's forum `notice_days` before it is due."""

    key: str
    title: str
    regulator: str
    clause: str
    unit: UnitRef
    owner: PostRef | None
    due: date
    notice_days: int
    evidence: str
    measure: str | None
    met_on: date | None
    met_by: str


_SAME = ("key", "title", "regulator", "clause", "due", "notice_days", "evidence", "met_on", "met_by")


def obligation_out(one: Obligation) -> ObligationOut:
    """An obligation with its unit, post and measure at hand."""
    return ObligationOut(
        **same(one, *_SAME),
        unit=UnitRef.of(one.unit),
        owner=PostRef.of(one.owner) if one.owner else None,
        measure=one.measure.key if one.measure else None,
    )
