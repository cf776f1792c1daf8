"""Which forum takes a question that was handed up: the one on whose agenda it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from wellrun.accounts.models import User
from wellrun.execution.models import Escalation
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone
from wellrun.reviews.models import AgendaItem
from wellrun.reviews.visibility import hidden_escalations


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


def keep_closed(reader: User | None, escalations: Iterable[Escalation | None]) -> None:
    """Leave out what a restricted forum answered, and its name, for a reader of the forum that asked it openly.

    None: the product itself reads. Two queries where there is anything to ask about.
    """
    found = {one.pk: one for one in escalations if one is not None}
    if reader is None or not found:
        return
    hidden = hidden_escalations(reader, clock.today(site_zone()))
    for pk in Escalation.objects.filter(pk__in=found).filter(pk__in=hidden).values_list("pk", flat=True):
        found[pk].reply = ""
        found[pk].is_closed_off = True  # type: ignore[attr-defined]
        tell_receiver(found[pk], "")


def is_closed_off(escalation: Escalation) -> bool:
    """Whether the reader may know of it only that it was asked."""
    return bool(getattr(escalation, "is_closed_off", False))
