"""The rhythm: forums, their sittings, the items they resolve, and how each was resolved."""

from wellrun.reviews.models.forum import Forum, ForumMember, ForumRight, Review
from wellrun.reviews.models.item import AgendaItem, ItemDeferral, ItemSignal, Outcome
from wellrun.reviews.models.unraised import UnraisedSignal

__all__ = [
    "AgendaItem",
    "Forum",
    "ForumMember",
    "ForumRight",
    "ItemDeferral",
    "ItemSignal",
    "Outcome",
    "Review",
    "UnraisedSignal",
]
