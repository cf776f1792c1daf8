"""What a plan decides before it starts: what wins, what stops, whose hours it may use, what its areas are."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from wellrun.api.schemas.execution import ObjectiveRef
from wellrun.api.schemas.fields import Answered, Day, Given, Key, Number, Text, Word, same
from wellrun.api.schemas.organisation import PostRef
from wellrun.api.schemas.words import StoppedKind
from wellrun.strategy.models import DeclaredHours, Domain, Precedence, Stopped

Line = Annotated[Word, StringConstraints(min_length=1)]


class RulingIn(Given):
    """Which of two objectives wins where they pull against each other, and why."""

    winner: Key
    loser: Key
    because: Text


class PairIn(Given):
    """The two objectives of a ruling."""

    winner: Key
    loser: Key


class RulingOut(Answered):
    """A ruling: the one wins over the other, because."""

    winner: ObjectiveRef
    loser: ObjectiveRef
    because: str


class StopIn(Given):
    """Something that is stopped or paused in this cycle, by which post, from when."""

    key: Key
    title: Line
    because: Text
    post: Key
    from_date: Day
    kind: StoppedKind = "stopped"


class EntryIn(Given):
    """Which entry."""

    key: Key


class StopOut(Answered):
    """What is stopped or paused, so that there is room for the rest."""

    key: str
    title: str
    kind: StoppedKind
    because: str
    post: PostRef
    from_date: date


class HoursIn(Given):
    """How many hours a week a post has for the initiatives of the plan."""

    post: Key
    hours_a_week: Annotated[Number, Field(ge=0, le=168)]


class DeclaredOut(Answered):
    """Hours that a post declared."""

    post: PostRef
    hours_a_week: float


class DomainIn(Given):
    """A new priority area; without a position it is the last."""

    key: Annotated[Key, StringConstraints(max_length=40)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    position: Annotated[int, Field(ge=1, le=1000)] | None = None


class NameIn(Given):
    """What it is called from now on."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class OrderIn(Given):
    """Keys of all priority areas, the first foremost.

    `read`: in the order in which they were read; an order that was changed since is not overwritten.
    """

    order: Annotated[list[Key], Field(min_length=1, max_length=200)]
    read: Annotated[list[Key], Field(max_length=200)] = []


class DomainOut(Answered):
    """A priority area."""

    key: str
    name: str
    position: int


def ruling_out(one: Precedence) -> RulingOut:
    """A ruling with its objectives at hand."""
    return RulingOut(winner=ObjectiveRef.of(one.winner), loser=ObjectiveRef.of(one.loser), because=one.because)


def stop_out(one: Stopped) -> StopOut:
    """An entry of the stop list with its post at hand."""
    return StopOut(**same(one, "key", "title", "kind", "because", "from_date"), post=PostRef.of(one.post))


def declared_out(one: DeclaredHours) -> DeclaredOut:
    """Declared hours with their post at hand."""
    return DeclaredOut(post=PostRef.of(one.post), hours_a_week=one.hours_a_week)


def domain_out(one: Domain) -> DomainOut:
    """A priority area."""
    return DomainOut(**same(one, "key", "name", "position"))
