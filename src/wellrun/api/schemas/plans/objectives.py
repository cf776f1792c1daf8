"""Objectives as they are written: what is sent."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from wellrun.api.schemas.fields import Given, Key, Number, Text, Word
from wellrun.api.schemas.words import ContributorPart, MeasureRoleWord, ObjectiveLevel, Perspective, UpOrDown

Title = Annotated[Word, StringConstraints(min_length=1)]
Team = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Place = Annotated[int, Field(ge=0, le=1000)]
Rank = Annotated[int, Field(ge=1, le=9999)]


class ObjectiveIn(Given):
    """A new objective; units, posts, domain and parents by key. One of the enterprise needs a rank of its own."""

    key: Key
    title: Title
    domain: Key
    unit: Key
    level: ObjectiveLevel
    rank: Rank | None = None
    owner: Key | None = None
    sponsor: Key | None = None
    perspective: Perspective | Literal[""] = ""
    description: Text = ""
    parents: Annotated[list[Key], Field(max_length=20)] = []


class ObjectiveSaid(Given):
    """What may be said anew, or was read before."""

    title: Title = ""
    domain: Key = ""
    unit: Key = ""
    level: ObjectiveLevel = "team"
    owner: Key | None = None
    sponsor: Key | None = None
    perspective: Perspective | Literal[""] = ""
    description: Text = ""


class ObjectiveChangeIn(ObjectiveSaid):
    """What is to be different; what is left out stays.

    `read`: what was read of it; where it says something else by now, nothing is changed.
    """

    read: ObjectiveSaid | None = None


class RankingIn(Given):
    """Keys of all objectives of the enterprise, the foremost first.

    `read`: in the order in which they were read; an order that was changed since is not overwritten.
    """

    order: Annotated[list[Key], Field(min_length=1, max_length=200)]
    read: Annotated[list[Key], Field(max_length=200)] = []


class ServeIn(Given):
    """The objective served, and how much of its gap is taken on: an amount as stored, or a share; or neither."""

    parent: Key
    amount: Number | None = None
    share: Number | None = None


class ParentIn(Given):
    """The objective that is served no more."""

    parent: Key


class RoleIn(Given):
    """What a measure is to the objective. `direction` is left out where its definition says it."""

    measure: Key
    role: MeasureRoleWord
    direction: UpOrDown | Literal[""] = ""
    owner: Key | None = None
    position: Place | None = None


class MeasureIn(Given):
    """Which measure."""

    measure: Key


class ContributorIn(Given):
    """A team that takes part; one named already is changed. `handoff`: the measure of what it hands on."""

    team: Team
    part: ContributorPart = "responsible"
    handoff: Key | None = None
    unit: Key | None = None
    post: Key | None = None
    position: Place | None = None


class TeamIn(Given):
    """Which team."""

    team: Team


class ArrowIn(Given):
    """The objective that is expected to be helped, and why."""

    effect: Key
    because: Text = ""


class EffectIn(Given):
    """Where the arrow leads."""

    effect: Key
