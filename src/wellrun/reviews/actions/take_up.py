"""Taking a local item up into that of the whole, once the change turns out to be one: it is discussed once."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.audit.actions import SYSTEM, record
from wellrun.execution.actions import record_decision
from wellrun.execution.models import Decision
from wellrun.execution.permission import Doer
from wellrun.reviews.actions.claim import LIVE, claim_item
from wellrun.reviews.actions.outcomes import settle
from wellrun.reviews.models import AgendaItem, ItemSignal, Review
from wellrun.reviews.visibility import require_forum


@transaction.atomic
def take_up_item(*, item: AgendaItem, into: AgendaItem, by: Doer) -> AgendaItem:
    """Close a local item whose review has not begun, with a note that leads to the item of the whole.

    Its signals are answered there from now on, and what people wrote of it stands there too.
    Raises `already_changed`, `review_not_open` once its review sits, `review_closed`.
    """
    require_forum(by, Permission.CHAIR, item.review.forum)
    require_forum(by, Permission.CHAIR, into.review.forum)
    held = claim_item(item, sitting=(Review.Status.SCHEDULED,))
    whole = claim_item(into, sitting=LIVE)
    ItemSignal.objects.filter(item=held).update(item=whole)
    note = {
        "item": str(held.pk),
        "unit_name": held.unit.name,
        "forum": held.review.forum.name,
        "drivers": held.drivers,
    }
    facts = {**whole.facts, "taken_up": [*whole.facts.get("taken_up", []), note]}
    AgendaItem.objects.filter(pk=whole.pk).update(facts=facts)
    decision = record_decision(
        kind=Decision.Kind.NO_ACTION,
        text=_("Taken up with the whole."),
        reason=_("It is part of one change of %(unit)s, which is on the agenda of %(forum)s.")
        % {"unit": whole.unit.name, "forum": whole.review.forum.name},
        unit=held.unit,
        series=held.series,
        by=SYSTEM,
    )
    settle(held, decision, SYSTEM)
    record(by=by, verb="take_up_item", subject=held, data={"into": str(whole.pk)})
    into.refresh_from_db()
    return into
