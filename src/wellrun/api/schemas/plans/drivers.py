"""The driver diagram of an objective."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from wellrun.api.schemas.fields import Answered, Given, Key, Word, same
from wellrun.api.schemas.measures import MeasureRef
from wellrun.api.schemas.words import DriverKind, UpOrDown
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.driver_suggestion import SuggestedDriver
from wellrun.strategy.models import DriverNode


class DriverIn(Given):
    """A box of the diagram; one whose key is there already is changed. `parent`: the key of the box it hangs below.

    Without a `position` a new one comes last, another stays where it is.
    """

    key: Key
    kind: DriverKind
    text: Annotated[Word, StringConstraints(min_length=1)]
    parent: Key | None = None
    measure: Key | None = None
    position: Annotated[int, Field(ge=0, le=1000)] | None = None


class BoxIn(Given):
    """Which box."""

    key: Key


class MoveIn(Given):
    """Which box goes which way among those that hang where it does."""

    key: Key
    way: UpOrDown


class SuggestedIn(Given):
    """Which of the suggested boxes are drawn."""

    keys: Annotated[list[Key], Field(min_length=1, max_length=200)]


class SuggestedOut(Answered):
    """A box that may be drawn: what its links, or a lead of the objective, speak for."""

    key: str
    kind: DriverKind
    text: str
    parent: str | None
    measure: MeasureRef


class DriverOut(Answered):
    """A box: what moves the aim (primary), what moves that (secondary), what could be tried (idea)."""

    key: str
    kind: DriverKind
    text: str
    parent: str | None
    measure: MeasureRef | None
    position: int


def driver_out(node: DriverNode, versions: Mapping[UUID, MeasureVersion]) -> DriverOut:
    """A box with its parent and measure at hand; `versions` by measure."""
    measure = node.measure
    return DriverOut(
        **same(node, "key", "kind", "text", "position"),
        parent=node.parent.key if node.parent else None,
        measure=MeasureRef.of(measure, versions[measure.pk]) if measure is not None else None,
    )


def suggested_out(box: SuggestedDriver, versions: Mapping[UUID, MeasureVersion]) -> SuggestedOut:
    """A box that may be drawn; `versions` by measure."""
    return SuggestedOut(
        **same(box, "key", "kind", "text", "parent"), measure=MeasureRef.of(box.measure, versions[box.measure.pk])
    )
