"""What a sitting agreed, for print."""

from __future__ import annotations

from dataclasses import dataclass

from wellrun.reviews.models import AgendaItem, ItemDeferral, Outcome, Review
from wellrun.reviews.naming import measure_names, title_of


@dataclass(frozen=True, slots=True)
class MinuteEntry:
    """An item and how it was resolved; `taken_back` are outcomes recorded first and then undone."""

    item: AgendaItem
    title: str
    outcome: Outcome
    taken_back: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class DeferredItem:
    """An item that was not reached, and where it went: a dated sitting, or None when it was handed up."""

    item: AgendaItem
    title: str
    deferral: ItemDeferral


@dataclass(frozen=True, slots=True)
class Minutes:
    """A sitting in the order in which its items were settled; `still_open` is empty once it has closed."""

    review: Review
    settled: tuple[MinuteEntry, ...]
    deferred: tuple[DeferredItem, ...]
    still_open: tuple[str, ...]


def minutes(review: Review) -> Minutes:
    """Outcomes and deferrals of a sitting; four queries whatever their number. For a review the caller was shown."""
    items = list(review.items.select_related("unit", "series__measure", "action", "escalation", "next_owner"))
    deferrals = list(
        review.deferred_away.select_related(
            "item__unit", "item__series__measure", "item__action", "item__escalation", "to_review"
        )
    )
    everything = [*items, *(deferral.item for deferral in deferrals)]
    names = measure_names(item.series.measure_id for item in everything if item.series is not None)
    outcomes = list(_outcomes(review))
    settled = [
        MinuteEntry(
            item=item,
            title=title_of(item, names),
            outcome=next(each for each in outcomes if each.pk == item.closing_outcome_id),
            taken_back=tuple(
                each for each in outcomes if each.item_id == item.pk and each.pk != item.closing_outcome_id
            ),
        )
        for item in items
        if item.closing_outcome_id is not None
    ]
    return Minutes(
        review=review,
        settled=tuple(sorted(settled, key=lambda entry: entry.outcome.recorded_at)),
        deferred=tuple(DeferredItem(each.item, title_of(each.item, names), each) for each in deferrals),
        still_open=tuple(title_of(item, names) for item in items if item.closing_outcome_id is None),
    )


def _outcomes(review: Review) -> list[Outcome]:
    related = ("decision", "action__post", "escalation__to_unit", "escalation__to_post")
    return list(Outcome.objects.filter(item__review=review).select_related(*related))
