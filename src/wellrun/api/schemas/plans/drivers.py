"""The driver diagram of an objective."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from wellrun.api.schemas.fields import Answered, Given, Key, Word, same
from wellrun.api.schemas.measures import MeasureRef
from wellrun.api.schemas.words import DriverKind
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import DriverNode


class DriverIn(Given):
    """A box of the diagram; one whose key is there already is changed. `parent`: the key of the box it hangs below."""

    key: Key
    kind: DriverKind
    text: Annotated[Word, StringConstraints(min_length=1)]
    parent: Key | None = None
    measure: Key | None = None
    position: Annotated[int, Field(ge=0, le=1000)] = 0


class BoxIn(Given):
    """Which box."""

    key: Key


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
