"""Handing an item's question to the forum one tier up or the one that may decide it, or from the top to the sponsor."""

from __future__ import annotations

from datetime import datetime

from wellrun.audit.actions import SYSTEM
from wellrun.execution.actions import escalate
from wellrun.execution.models import Escalation
from wellrun.execution.permission import Doer
from wellrun.organisation.queries import site_zone
from wellrun.reviews.actions.claim import claim_review
from wellrun.reviews.actions.items import raise_item
from wellrun.reviews.actions.sittings import coming_sitting
from wellrun.reviews.models import AgendaItem, Forum
from wellrun.reviews.naming import title_of
from wellrun.reviews.reply_time import usual_reply_by
from wellrun.reviews.routing import forum_above


def hand_up(
    item: AgendaItem,
    *,
    question: str,
    reply_by: datetime | None = None,
    to: Forum | None = None,
    automatic: bool = False,
    by: Doer,
) -> Escalation:
    """Ask one tier up, on the agenda of that forum's coming sitting; from the top, ask the sponsor's post.

    `to`: a forum further up that is asked instead, because it may decide what is asked.
    Without `reply_by` the answer is due in a week, and not before the forum that is asked has met.
    The item must be claimed. The caller need not see the forum above: the product carries the question there.
    """
    forum = item.review.forum
    above = to or forum_above(forum)
    sitting = None if above is None else claim_review(coming_sitting(above, SYSTEM).pk)
    target = forum.sponsor.unit if above is None else above.unit
    escalation = escalate(
        question=question,
        from_unit=forum.unit,
        from_tier=forum.tier,
        to_unit=target,
        to_tier=None if above is None else above.tier,
        to_post=forum.sponsor if above is None else None,
        reply_by=reply_by or usual_reply_by(site_zone(), sitting.starts_at if sitting is not None else None),
        series=item.series,
        continues=item.escalation if item.kind == AgendaItem.Kind.ESCALATION else None,
        automatic=automatic,
        by=by,
    )
    if sitting is not None:
        raise_item(
            review=sitting,
            kind=AgendaItem.Kind.ESCALATION,
            unit=item.unit,
            series=item.series,
            objective=item.objective,
            escalation=escalation,
            obligation=item.obligation,
            facts={"handed_up_from": forum.name, "about": title_of(item), "facts": item.facts},
            scope_proposed=item.scope_chosen or item.scope_proposed,
            by=SYSTEM,
        )
    return escalation
