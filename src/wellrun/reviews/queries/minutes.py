"""What a sitting agreed, for print."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.accounts.models import User
from wellrun.reviews.models import AgendaItem, ItemDeferral, Outcome, Review
from wellrun.reviews.naming import measure_names, title_of
from wellrun.reviews.queries.agenda import AgendaEntry, agenda_of
from wellrun.reviews.queries.receiver import keep_closed, receiver_named, tell_receiver


@dataclass(frozen=True, slots=True)
class MinuteEntry:
    """An item and how it was resolved; `taken_back` are outcomes recorded first and then undone."""

    entry: AgendaEntry
    outcome: Outcome
    taken_back: tuple[Outcome, ...]

    @property
    def item(self) -> AgendaItem:
        """The item."""
        return self.entry.item

    @property
    def title(self) -> str:
        """What it is called."""
        return self.entry.title


@dataclass(frozen=True, slots=True)
class DeferredItem:
    """An item that was not reached, and where it went: a dated sitting, or None when it was handed up."""

    item: AgendaItem
    title: str
    deferral: ItemDeferral


@dataclass(frozen=True, slots=True)
class Minutes:
    """A sitting in the order of its agenda; `still_open` is empty once it has closed."""

    review: Review
    settled: tuple[MinuteEntry, ...]
    deferred: tuple[DeferredItem, ...]
    still_open: tuple[str, ...]


def minutes(review: Review, reader: User | None = None) -> Minutes:
    """Outcomes and deferrals of a sitting; at most eight queries, and some for questions that were handed up.

    For a review the caller was shown; `reader`: as of `agenda_of`.
    """
    entries = agenda_of(review, reader=reader).entries
    outcomes = _outcomes(review)
    keep_closed(reader, (outcome.escalation for outcome in outcomes))
    return Minutes(
        review=review,
        settled=tuple(_settled(entry, outcomes) for entry in entries if entry.item.closing_outcome_id is not None),
        deferred=not_reached(review),
        still_open=tuple(entry.title for entry in entries if entry.item.closing_outcome_id is None),
    )


def not_reached(review: Review) -> tuple[DeferredItem, ...]:
    """What was not reached in a sitting, with its name; two queries."""
    related = ("unit", "series__measure", "action", "initiative", "escalation", "obligation")
    rows = list(review.deferred_away.select_related(*(f"item__{name}" for name in related), "to_review"))
    names = measure_names(row.item.series.measure_id for row in rows if row.item.series is not None)
    return tuple(DeferredItem(row.item, title_of(row.item, names), row) for row in rows)


def _settled(entry: AgendaEntry, outcomes: list[Outcome]) -> MinuteEntry:
    own = [each for each in outcomes if each.item_id == entry.item.pk]
    return MinuteEntry(
        entry=entry,
        outcome=next(each for each in own if each.pk == entry.item.closing_outcome_id),
        taken_back=tuple(each for each in own if each.pk != entry.item.closing_outcome_id),
    )


def _outcomes(review: Review) -> list[Outcome]:
    related = ("decision", "action__post", "escalation__to_unit", "escalation__to_post", "escalation__from_unit")
    rows = Outcome.objects.filter(item__review=review).select_related(*related)
    found = list(rows.annotate(receiver=receiver_named("escalation")))
    for outcome in found:
        tell_receiver(outcome.escalation, outcome.receiver)
    return [*found]
