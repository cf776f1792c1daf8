"""Reading the rhythm: forums and their calendar, agendas, what the last sitting left, minutes, what waits."""

from wellrun.reviews.queries.agenda import Agenda, AgendaEntry, agenda, agenda_of
from wellrun.reviews.queries.between import BetweenSittings, between_sittings
from wellrun.reviews.queries.calendar import (
    action_ids_of,
    forum_for,
    forums_for,
    item_for,
    items_of_series,
    items_of_signals,
    look_backs_due,
    next_sittings,
    open_item_of,
    review_for,
    reviews_for,
    waiting_reviews,
)
from wellrun.reviews.queries.minutes import DeferredItem, MinuteEntry, Minutes, minutes, not_reached
from wellrun.reviews.queries.my_day import MyDay, my_day
from wellrun.reviews.queries.opening import OpeningAction, OpeningActions, last_end, opening_actions
from wellrun.reviews.queries.receiver import is_closed_off, receiver_of, with_receiver
from wellrun.reviews.queries.room import next_sitting_of, review_room, unchanged_states, versions_on
from wellrun.reviews.queries.said import SaidSince, said_since
from wellrun.reviews.queries.today import change_today, live_state, signalled, units_that_moved

__all__ = [
    "Agenda",
    "AgendaEntry",
    "BetweenSittings",
    "DeferredItem",
    "MinuteEntry",
    "Minutes",
    "MyDay",
    "OpeningAction",
    "OpeningActions",
    "SaidSince",
    "action_ids_of",
    "agenda",
    "agenda_of",
    "between_sittings",
    "change_today",
    "forum_for",
    "forums_for",
    "is_closed_off",
    "item_for",
    "items_of_series",
    "items_of_signals",
    "last_end",
    "live_state",
    "look_backs_due",
    "minutes",
    "my_day",
    "next_sitting_of",
    "next_sittings",
    "not_reached",
    "open_item_of",
    "opening_actions",
    "receiver_of",
    "review_for",
    "review_room",
    "reviews_for",
    "said_since",
    "signalled",
    "unchanged_states",
    "units_that_moved",
    "versions_on",
    "waiting_reviews",
    "with_receiver",
]
