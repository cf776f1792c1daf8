"""The agenda of a sitting: exceptions first, what stands still last, units that moved alike folded beneath one item."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wellrun.access.errors import nothing_here
from wellrun.accounts.models import User
from wellrun.insight.models import Signal
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import AgendaItem, ItemSignal, Review
from wellrun.reviews.naming import measure_names, title_of
from wellrun.reviews.queries.receiver import keep_closed, receiver_named, tell_receiver
from wellrun.reviews.queries.today import stands
from wellrun.reviews.visibility import hidden_items, visible_reviews
from wellrun.strategy.models import ObjectiveMeasure
from wellrun.strategy.queries import RoleRow, roles_in_force

Kind = AgendaItem.Kind
Role = ObjectiveMeasure.Role
Meaning = Signal.Meaning
_OF_A_CHANGE = (Kind.SIGNAL, Kind.BALANCING)

# By how each stands today (`today.stands`), as its words say it, never by what a signal once meant.
# Harm to what must not get worse comes first, then the outcome itself, then what leads to it.
_CONCERN = {Role.BALANCING: 0, Role.LAG: 1, Role.LEAD: 2}
_CONCERN_WITHOUT_ROLE = 3
_OTHER_CHANGE = 4
_OTHER = {Kind.OBLIGATION: 5, Kind.STALLED: 5, Kind.LOOK_BACK: 6, Kind.ESCALATION: 7}
_IMPROVEMENT = 8
_AS_USUAL = 9
_LONG_STANDING = 10
_NOT_CAPABLE = 11


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """One item with its name, the role of its measure ("" without one), what its signals mean, and those.

    `stands`: how it stands today, a code of change; the order is by this. Empty for what is not about a change.
    """

    item: AgendaItem
    title: str
    role: str
    meaning: str
    signals: tuple[Signal, ...]
    place: int
    stands: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A sitting's items in the order in which they are taken."""

    review: Review
    entries: tuple[AgendaEntry, ...]

    @property
    def open_count(self) -> int:
        """How many items still need an outcome."""
        return sum(entry.item.status == AgendaItem.Status.OPEN for entry in self.entries)


def agenda(review: Review, user: User) -> Agenda:
    """The items of a sitting by exception; five queries, and some where questions were handed up. NotFound outside.

    The order is by how each stands today and not by what is settled already, so nothing jumps while the review sits.
    """
    if not visible_reviews(user).filter(pk=review.pk).exists():
        raise nothing_here()
    return agenda_of(review, reader=user)


def agenda_of(review: Review, names: dict[UUID, str] | None = None, reader: User | None = None) -> Agenda:
    """The same for a review that the caller has been shown; `names`: those of its measures, where they are known.

    `reader`: who reads, from whom questions and answers of restricted forums are kept; None: the product itself.
    """
    items = _shown_to(reader, _items(review))
    signals = _signals(review)
    measures = {item.series.measure_id for item in items if item.series is not None}
    names, roles = measure_names(measures) if names is None else names, roles_in_force(measures)
    entries = [_entry(item, signals.get(item.pk, ()), names, roles) for item in items]
    return Agenda(review, tuple(sorted(entries, key=lambda entry: (entry.place, entry.item.raised_at, entry.title))))


def _items(review: Review) -> list[AgendaItem]:
    related = (
        "unit",
        "series__measure",
        "series__state",
        "objective",
        "action__post",
        "initiative__owner",
        "escalation__from_unit",
        "obligation__owner",
        "next_owner",
    )
    settled = ("decision", "action__post", "escalation__to_unit", "escalation__to_post", "escalation__from_unit")
    looked_at = ("decision", "action__post", "item__review")
    rows = review.items.select_related(
        *related,
        *(f"closing_outcome__{name}" for name in settled),
        *(f"looks_back_on__{name}" for name in looked_at),
    )
    found = list(rows.annotate(receiver=receiver_named("closing_outcome__escalation")))
    for item in found:
        if item.closing_outcome is not None:
            tell_receiver(item.closing_outcome.escalation, item.receiver)
    return [*found]


def _shown_to(reader: User | None, items: list[AgendaItem]) -> list[AgendaItem]:
    """Without the questions the reader must not see; asked of the database only where there are questions."""
    keep_closed(reader, (item.closing_outcome.escalation for item in items if item.closing_outcome is not None))
    if reader is None or not any(item.kind == Kind.ESCALATION for item in items):
        return items
    hidden = set(hidden_items(reader, clock.today(site_zone())).filter(pk__in=[item.pk for item in items]))
    return [item for item in items if item.pk not in hidden]


def _signals(review: Review) -> dict[UUID, tuple[Signal, ...]]:
    found: dict[UUID, tuple[Signal, ...]] = {}
    links = ItemSignal.objects.filter(item__review=review).select_related(
        "signal__series__unit", "signal__series__measure"
    )
    for link in links.order_by("signal__series__unit__name", "signal__first_fired"):
        found[link.item_id] = (*found.get(link.item_id, ()), link.signal)
    return found


def _entry(item: AgendaItem, signals: tuple[Signal, ...], names: dict[UUID, str], roles: list[RoleRow]) -> AgendaEntry:
    role, meaning = _role(item, roles), _meaning(item, signals)
    now = stands(item, meaning, signals, item.facts) if item.kind in _OF_A_CHANGE else ""
    return AgendaEntry(item, title_of(item, names), role, meaning, signals, _place(item.kind, role, now), now)


def _role(item: AgendaItem, roles: list[RoleRow]) -> str:
    """The role toward the item's own objective; without one, toward the objective that ranks first."""
    if item.kind == Kind.BALANCING:
        return Role.BALANCING
    if item.series is None:
        return ""
    of_measure = [role for role in roles if role.measure_id == item.series.measure_id]
    of_objective = [role for role in of_measure if role.objective_id == item.objective_id]
    return next((role.role for role in of_objective or of_measure), "")


def _meaning(item: AgendaItem, signals: tuple[Signal, ...]) -> str:
    """What the item's own signals mean; among several, concern outweighs the rest."""
    own = [signal for signal in signals if signal.series_id == item.series_id] or list(signals)
    meanings = {signal.meaning for signal in own}
    order = (Meaning.CONCERN, Meaning.NEUTRAL, Meaning.IMPROVEMENT)
    return next((meaning.value for meaning in order if meaning in meanings), "")


def _place(kind: str, role: str, now: str) -> int:
    if kind == Kind.LONG_STANDING:
        return _LONG_STANDING
    if kind == Kind.NOT_CAPABLE:
        return _NOT_CAPABLE
    if kind in _OTHER:
        return _OTHER[Kind(kind)]
    if now == "improving":
        return _IMPROVEMENT
    if now == "none":
        return _AS_USUAL
    # Of a breach of which no more is known, its kind says what it is.
    if now == "worsening" or (kind == Kind.BALANCING and now == "unknown"):
        return _CONCERN[Role(role)] if role else _CONCERN_WITHOUT_ROLE
    return _OTHER_CHANGE
