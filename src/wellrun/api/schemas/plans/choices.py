"""What a plan decides before it starts: what wins, what stops, whose hours it may use, what its areas are."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from wellrun.api.schemas.execution import ObjectiveRef
from wellrun.api.schemas.fields import FIRST_DAY, Answered, Day, Given, Key, Number, Text, Word, same
from wellrun.api.schemas.organisation import PostRef
from wellrun.api.schemas.words import StoppedKind
from wellrun.check.hours import busiest_day
from wellrun.execution.models import InitiativeHours
from wellrun.jobs.plan_hours import PlanHours
from wellrun.organisation.models import Post
from wellrun.strategy.models import DeclaredHours, Domain, Precedence, Stopped

Line = Annotated[Word, StringConstraints(min_length=1)]


class RulingSaid(Given):
    """What was read of a ruling."""

    winner: Key = "-"
    loser: Key = "-"
    because: Text = ""


class RulingIn(Given):
    """Which of two objectives wins where they pull against each other, and why.

    `read`: what was read of the ruling between them; where it says something else by now, it stays.
    """

    winner: Key
    loser: Key
    because: Text
    read: RulingSaid | None = None


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


class StopSaid(Given):
    """What was read of an entry."""

    title: Line = "-"
    because: Text = ""
    post: Key = "-"
    from_date: Day = FIRST_DAY
    kind: StoppedKind = "stopped"


class StopChangeIn(StopIn):
    """The entry as it is to be: all of it.

    `read`: what was read of it; where it says something else by now, nothing is changed.
    """

    read: StopSaid | None = None


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


class AskedHoursIn(BaseModel):
    """`over`: only posts that are asked for more than they declared."""

    over: bool = False


class AskingOut(Answered):
    """Hours that an initiative asks for; `initiative` null: of another unit, which the caller does not see."""

    initiative: str | None
    starts: date
    ends: date | None
    hours_a_week: float


class AskedHoursOut(Answered):
    """A post under a plan. `declared` null: nothing said; `asked`: at its busiest, first on `busiest_on`."""

    post: PostRef
    declared: float | None
    asked: float
    busiest_on: date | None
    by: list[AskingOut]


class DomainIn(Given):
    """A new priority area; without a position it is the last."""

    key: Annotated[Key, StringConstraints(max_length=40)]
    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    position: Annotated[int, Field(ge=1, le=1000)] | None = None


class NameIn(Given):
    """What it is called from now on."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class NameChangeIn(NameIn):
    """What it is called from now on. `read`: what it was called; where it says something else by now, it stays."""

    read: NameIn | None = None


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


def asked_hours_out(post: Post, hours: PlanHours) -> AskedHoursOut:
    """A post with what is declared and asked."""
    return AskedHoursOut(
        post=PostRef.of(post),
        declared=hours.declared.get(post.pk),
        asked=hours.needed(post.pk),
        busiest_on=busiest_day(hours.taken(post.pk)),
        by=[_asking(one) for one in hours.asked.get(post.pk, ())],
    )


def _asking(one: InitiativeHours) -> AskingOut:
    is_seen: bool = one.is_seen  # type: ignore[attr-defined]  # of `plan_hours`
    return AskingOut(
        initiative=one.initiative.key if is_seen else None,
        **same(one.initiative, "starts", "ends"),
        hours_a_week=one.hours_a_week,
    )
