"""A sitting's items in the order in which they are taken."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from wellrun.api.schemas.fields import Answered, same
from wellrun.api.schemas.reviews import ItemOut, item_out
from wellrun.api.schemas.words import Meaning
from wellrun.reviews.queries import Agenda, AgendaEntry


class EntryOut(Answered):
    """An item with the role of its measure toward the objective and what its signals mean; null where it has none.

    `stands`: how its series stands today, by which the agenda is ordered; null for what is not about a change.
    """

    role: Literal["lag", "lead", "balancing"] | None
    meaning: Meaning | None
    stands: Literal["none", "improving", "worsening", "higher", "lower", "unknown"] | None
    item: ItemOut


class AgendaOut(Answered):
    """`open_count`: how many still need an outcome."""

    review: UUID
    open_count: int
    entries: list[EntryOut]


def agenda_out(agenda: Agenda) -> AgendaOut:
    """An agenda with all that its items name at hand."""
    entries = [_entry_out(entry, agenda) for entry in agenda.entries]
    return AgendaOut(review=agenda.review.pk, open_count=agenda.open_count, entries=entries)


def _entry_out(entry: AgendaEntry, agenda: Agenda) -> EntryOut:
    entry.item.review = agenda.review
    item = item_out(entry.item, entry.title, [signal.pk for signal in entry.signals])
    words = {name: word or None for name, word in same(entry, "role", "meaning", "stands").items()}
    return EntryOut(**words, item=item)
