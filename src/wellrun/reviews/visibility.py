"""Which forums, reviews and items a person sees: within their units, and a restricted forum only as a member."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.audit.actions import System
from wellrun.execution.models import Escalation
from wellrun.execution.permission import Doer, permit
from wellrun.lib import clock
from wellrun.measures.models import BaselineProposal
from wellrun.organisation.queries import posts_of, site_zone
from wellrun.reviews.models import AgendaItem, Forum, ForumMember, Outcome, Review


def visible_forums(user: User) -> QuerySet[Forum]:
    """The forums of units the user sees; restricted ones only when they are a member."""
    return Forum.objects.filter(unit__in=granted_unit_ids(user)).filter(
        Q(restricted=False) | Q(pk__in=_memberships(user))
    )


def visible_reviews(user: User) -> QuerySet[Review]:
    """The sittings of visible forums."""
    return Review.objects.filter(forum__in=visible_forums(user).values("pk"))


def visible_items(user: User, today: date | None = None) -> QuerySet[AgendaItem]:
    """The items of visible forums, but for questions out of a forum that has been restricted since.

    `today`: the site's, where the caller knows it already.
    """
    shown = AgendaItem.objects.filter(review__forum__in=visible_forums(user).values("pk"))
    return shown.exclude(pk__in=hidden_items(user, today or clock.today(site_zone())))


def hidden_items(user: User, today: date) -> QuerySet[Any, UUID]:
    """Ids of the items that carry a question the user must not see, on whichever agenda."""
    questions = AgendaItem.objects.filter(kind=AgendaItem.Kind.ESCALATION)
    return questions.filter(escalation__in=hidden_escalations(user, today)).values_list("pk", flat=True)


def evidence_for(
    user: User, proposals: Sequence[BaselineProposal], today: date | None = None
) -> dict[UUID, dict[str, Any]]:
    """By proposal, what its asking rests on; the review and item it came from only where the user sees them.

    One query, none where no proposal names an item. `today` as above.
    """
    named = {one.evidence["item"] for one in proposals if "item" in one.evidence}
    seen = visible_items(user, today).filter(pk__in=named).values_list("pk", flat=True) if named else ()
    shown = {str(pk) for pk in seen}
    return {one.pk: one.evidence if one.evidence.get("item", "") in {"", *shown} else {} for one in proposals}


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
    """Ids of the escalations out of or into restricted forums that the user must not see.

    What counts is how a forum stands today: restricted later, it takes its old questions and answers along. Each side
    keeps them: the members of both forums, the chair of the one that is open, whoever asked, and the post asked.
    """
    own, posts = _memberships(user), posts_of(user, today)
    questions = AgendaItem.objects.filter(kind=AgendaItem.Kind.ESCALATION)
    asked = Outcome.objects.filter(escalation__isnull=False)
    received = questions.filter(
        Q(review__forum__in=own) | Q(review__forum__restricted=False, review__forum__chair__in=posts)
    )
    sent = asked.filter(
        Q(item__review__forum__in=own)
        | Q(item__review__forum__restricted=False, item__review__forum__chair__in=posts)
        | Q(item__review__forum__restricted=False, escalation__automatic=False, escalation__raised_by=user.audit_label)
    )
    out_of = (
        _restricted(user)
        .filter(escalation__isnull=False)
        .exclude(escalation__in=received.values("escalation_id"))
        .exclude(escalation__to_post__in=posts)
    )
    into = (
        questions.filter(review__forum__restricted=True)
        .exclude(review__forum__in=own)
        .exclude(escalation__in=sent.values("escalation_id"))
    )
    closed_off = Q(pk__in=out_of.values("escalation_id")) | Q(pk__in=into.values("escalation_id"))
    return Escalation.objects.filter(closed_off).order_by().values_list("pk", flat=True)


def _memberships(user: User) -> QuerySet[Any, UUID]:
    return ForumMember.objects.filter(user=user.pk).values_list("forum_id", flat=True)


def _restricted(user: User) -> QuerySet[Outcome]:
    """The outcomes of restricted forums to which the user does not belong."""
    return Outcome.objects.filter(item__review__forum__restricted=True).exclude(
        item__review__forum__in=_memberships(user)
    )
