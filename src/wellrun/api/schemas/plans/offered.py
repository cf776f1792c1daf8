"""What is believed of the measures of an objective, and it does not heed yet."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from wellrun.api.schemas.fields import Answered, Given, Key, Word, same
from wellrun.api.schemas.words import OfferedKind
from wellrun.strategy.suggested import Suggestion


class OfferedOut(Answered):
    """A hypothesis about `about`, a measure of the objective, and `other`: what a push of it may harm (guard), what may
    move it (lead), or a link between two that are there.

    `other` null: the site does not have it, and `library` names it. `take`: the library's id where the site does not
    say it yet, else empty. `role`: what `other` would be to the objective.
    """

    kind: OfferedKind
    about: str
    other: str | None
    library: str
    role: str
    push: str
    sign: str
    delay_days: list[int]
    grade: str
    because: str
    source: str
    take: str


class HeedIn(Given):
    """Which of them: the key of its `other`, and its `take`."""

    other: Key
    take: Annotated[Word, StringConstraints(max_length=40)] = ""


def offered_out(one: Suggestion) -> OfferedOut:
    """One that is offered."""
    return OfferedOut(
        **same(one, "kind", "role", "push", "sign", "grade", "because", "source", "take"),
        about=one.about.key,
        other=one.other.key if one.other is not None else None,
        library=one.library_id,
        delay_days=list(one.delay_days),
    )
