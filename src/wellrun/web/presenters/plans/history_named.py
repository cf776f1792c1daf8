"""Which changes of a plan are about something whose name holds some words, or whose key does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from wellrun.strategy.models import Plan, PlanChange
from wellrun.web.presenters.plans.history_names import names_of


def about(plan: Plan, words: str, seen: Collection[UUID] | QuerySet[Any]) -> Q:
    """Those whose subject is called so, now or when it was changed; three queries.

    `seen`: the units whose objectives and initiatives the reader may look for by name.
    """
    told = Q(subject__icontains=words)
    for facts in ("before", "after"):
        told |= Q(**{f"{facts}__title__icontains": words}) | Q(**{f"{facts}__name__icontains": words})
    for kind, subjects in _called(plan, words.casefold(), seen).items():
        told |= Q(kind=kind, subject__in=subjects)
    return told


def _called(plan: Plan, words: str, seen: Collection[UUID] | QuerySet[Any]) -> dict[str, list[str]]:
    """By kind the subjects of which a part is called so today."""
    pairs = PlanChange.objects.filter(plan=plan).order_by().values_list("kind", "subject").distinct()
    changes = [PlanChange(plan=plan, kind=kind, subject=subject) for kind, subject in pairs]
    names = names_of(plan, changes, seen)
    found: dict[str, list[str]] = defaultdict(list)
    for one in changes:
        if any(words in name.casefold() for name in names.of_subject(one)):
            found[one.kind].append(one.subject)
    return found
