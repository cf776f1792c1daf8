"""Which forum takes a question that was handed up: the one on whose agenda it stands."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from wellrun.execution.models import Escalation
from wellrun.reviews.models import AgendaItem


def with_receiver(escalations: QuerySet[Escalation]) -> QuerySet[Escalation]:
    """The same with `receiver`: the name of the forum that was asked, None where a post was; no query of its own."""
    return escalations.annotate(receiver=receiver_named("pk"))


def receiver_named(escalation: str) -> Subquery:
    """The name of the forum on whose agenda the escalation at that field stands, for a row that leads to it."""
    standing: QuerySet[AgendaItem, Any] = AgendaItem.objects.filter(
        kind=AgendaItem.Kind.ESCALATION, escalation=OuterRef(escalation)
    )
    return Subquery(standing.order_by().annotate(forum=F("review__forum__name")).values("forum")[:1])


def receiver_of(escalation: Escalation) -> str:
    """The name of the forum that was asked, empty where a post was; one query where it was not read along."""
    if escalation.to_post_id is not None:
        return ""
    if not hasattr(escalation, "receiver"):
        found = with_receiver(Escalation.objects.filter(pk=escalation.pk)).get()
        tell_receiver(escalation, found.receiver)  # type: ignore[attr-defined]
    return escalation.receiver or ""  # type: ignore[attr-defined]


def tell_receiver(escalation: Escalation | None, name: str | None) -> None:
    """Give an escalation that came with another row the name read beside it."""
    if escalation is not None:
        escalation.receiver = name  # type: ignore[attr-defined]
