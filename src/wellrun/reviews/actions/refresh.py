"""Keeping an open item true: later signals, another scope, figures that were taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from wellrun.access.permissions import Permission
from wellrun.audit.actions import record
from wellrun.execution.permission import Doer
from wellrun.reviews.actions.claim import LIVE, claim_item
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.visibility import require_forum


@transaction.atomic
def refresh_item(*, item: AgendaItem, facts: Mapping[str, Any], scope_proposed: str, by: Doer) -> AgendaItem:
    """Replace the named facts of an open item and its proposed scope; what people wrote stays as it is.

    Raises `already_changed`, `review_closed`.
    """
    require_forum(by, Permission.CHAIR, item.review.forum)
    held = claim_item(item, sitting=LIVE)
    fresh = {**held.facts, **facts}
    AgendaItem.objects.filter(pk=held.pk).update(facts=fresh, scope_proposed=scope_proposed)
    record(by=by, verb="refresh_item", subject=held, data={"facts": sorted(facts), "scope": scope_proposed})
    item.refresh_from_db()
    return item
