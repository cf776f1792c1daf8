"""New baselines that somebody asked for and nobody settled yet."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery

from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.measures.models import BaselineProposal, MeasureVersion
from wellrun.measures.permission import JUDGES


def baselines_asked(user: User) -> QuerySet[BaselineProposal]:
    """Those where the person holds the right to settle one and asked for it not themselves, the oldest first.

    Whether they stand outside the owner's line is said where the proposal is settled. With `measure_name`.
    """
    name = MeasureVersion.objects.filter(measure=OuterRef("series__measure"), current=True).values("name")[:1]
    waiting = BaselineProposal.objects.filter(
        status=BaselineProposal.Status.PROPOSED, series__unit_id__in=granted_unit_ids(user, *JUDGES)
    )
    return (
        waiting.exclude(proposed_by=user.audit_label)
        .select_related("series__measure", "series__unit")
        .annotate(measure_name=Subquery(name))
        .order_by("proposed_at", "pk")
    )
