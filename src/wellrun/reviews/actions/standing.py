"""What stands on an agenda until something changes leaves it by itself once it has, with a note of what it was."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.audit.actions import SYSTEM, record
from wellrun.execution.actions import record_decision
from wellrun.execution.models import Decision
from wellrun.reviews.actions.claim import LIVE, claim_item
from wellrun.reviews.actions.outcomes import settle
from wellrun.reviews.models import AgendaItem


@transaction.atomic
def take_off_standing(*, item: AgendaItem, reason: str) -> AgendaItem:
    """Close an open item with "no action", for the reason that it no longer holds; the product does so, by this rule.

    Raises `already_changed`, `review_closed`.
    """
    held = claim_item(item, sitting=LIVE)
    decision = record_decision(
        kind=Decision.Kind.NO_ACTION,
        text=_("Nothing to discuss any more."),
        reason=reason,
        unit=held.unit,
        series=held.series,
        by=SYSTEM,
    )
    settle(held, decision, SYSTEM)
    record(by=SYSTEM, verb="close_item", subject=held, data={"over": reason})
    return held
