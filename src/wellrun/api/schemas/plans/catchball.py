"""Exchanges about what a unit takes on of an objective."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from wellrun.api.schemas.execution import ObjectiveRef
from wellrun.api.schemas.fields import Answered, Given, Key, Number, Text, Word, same
from wellrun.api.schemas.organisation import PostRef, UnitRef
from wellrun.api.schemas.words import TurnKind
from wellrun.strategy.models import Catchball, CatchballTurn

Title = Annotated[Word, StringConstraints(min_length=1)]
Turn = Annotated[int, Field(ge=0, le=32767, strict=True)]


class ProposalIn(Given):
    """What a unit is asked to take on, by which post; `contribution`: how much of the gap, as stored."""

    unit: Key
    post: Key
    title: Title
    contribution: Number | None = None
    text: Text = ""
    to_turn: Turn | None = None


class CounterProposalIn(Given):
    """What it would take on instead. `to_turn`: the number of the turn that was read."""

    title: Title
    contribution: Number | None = None
    text: Text = ""
    to_turn: Turn | None = None


class AgreementIn(Given):
    """`key`: of the objective that comes of it; without one its title gives it. `to_turn`: the turn that was read."""

    key: Key | None = None
    text: Text = ""
    to_turn: Turn | None = None


class WithdrawalIn(Given):
    """`to_turn`: the number of the turn that was read."""

    text: Text = ""
    to_turn: Turn | None = None


class TurnOut(Answered):
    """One turn; `contribution` as stored."""

    number: int
    kind: TurnKind
    title: str
    contribution: float | None
    text: str
    at: datetime
    by: str | None


class ExchangeOut(Answered):
    """What was offered and answered, oldest turn first. `child`: the objective that came of it."""

    id: UUID
    parent: ObjectiveRef
    unit: UnitRef
    post: PostRef
    child: ObjectiveRef | None
    turns: list[TurnOut]


def exchange_out(one: Catchball) -> ExchangeOut:
    """An exchange with its parts at hand."""
    return ExchangeOut(
        id=one.pk,
        parent=ObjectiveRef.of(one.parent),
        unit=UnitRef.of(one.unit),
        post=PostRef.of(one.post),
        child=ObjectiveRef.of(one.child) if one.child else None,
        turns=[_turn_out(turn) for turn in one.turns.all()],
    )


def _turn_out(turn: CatchballTurn) -> TurnOut:
    names = ("number", "kind", "title", "contribution", "text", "at")
    return TurnOut(**same(turn, *names), by=str(turn.by) if turn.by else None)
