"""Which forums, reviews and items a person sees: within their units, and a restricted forum only as a member."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.audit.actions import System
from wellrun.execution.permission import Doer, permit
from wellrun.organisation.queries import posts_of
from wellrun.reviews.errors import nothing_here
from wellrun.reviews.models import AgendaItem, Forum, ForumMember, Outcome, Review


def visible_forums(user: User) -> QuerySet[Forum]:
    """The forums of units the user sees; restricted ones only when they are a member."""
    return Forum.objects.filter(unit__in=granted_unit_ids(user)).filter(
        Q(restricted=False) | Q(pk__in=_memberships(user))
    )


def visible_reviews(user: User) -> QuerySet[Review]:
    """The sittings of visible forums."""
    return Review.objects.filter(forum__in=visible_forums(user).values("pk"))


def visible_items(user: User) -> QuerySet[AgendaItem]:
    """The items of visible forums."""
    return AgendaItem.objects.filter(review__forum__in=visible_forums(user).values("pk"))


def require_forum(by: Doer, permission: Permission, forum: Forum) -> None:
    """Pass, or raise NotFound for a forum the caller does not see, Refused for what they may not do in it."""
    if not isinstance(by, System) and not visible_forums(by).filter(pk=forum.pk).exists():
        raise nothing_here()
    permit(by, permission, forum.unit_id)


def hidden_actions(user: User, today: date) -> QuerySet[Any, UUID]:
    """Ids of the actions that restricted forums asked for and the user must not see.

    Its members see them, and whoever holds the post that was asked.
    """
    return (
        _restricted(user)
        .filter(action__isnull=False)
        .exclude(action__post__in=posts_of(user, today))
        .values_list("action_id", flat=True)
    )


def hidden_decisions(user: User, today: date) -> QuerySet[Any, UUID]:
    """Ids of the decisions that restricted forums took and the user must not see."""
    return _restricted(user).filter(decision__isnull=False).values_list("decision_id", flat=True)


def hidden_escalations(user: User, today: date) -> QuerySet[Any, UUID]:
    """Ids of the escalations out of restricted forums that the user must not see.

    Members of the forum that asked and of the one that is asked see them, and whoever holds the post asked.
    """
    received = AgendaItem.objects.filter(review__forum__in=_memberships(user), escalation__isnull=False)
    return (
        _restricted(user)
        .filter(escalation__isnull=False)
        .exclude(escalation__in=received.values("escalation_id"))
        .exclude(escalation__to_post__in=posts_of(user, today))
        .values_list("escalation_id", flat=True)
    )


def _memberships(user: User) -> QuerySet[Any, UUID]:
    return ForumMember.objects.filter(user=user.pk).values_list("forum_id", flat=True)


def _restricted(user: User) -> QuerySet[Outcome]:
    """The outcomes of restricted forums to which the user does not belong."""
    return Outcome.objects.filter(item__review__forum__restricted=True).exclude(
        item__review__forum__in=_memberships(user)
    )
