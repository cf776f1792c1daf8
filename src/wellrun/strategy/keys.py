"""A key for what is named on a page: nobody has to make one up."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

from wellrun.strategy.models import DriverNode, InfluenceLink, Objective, Plan, TradeOff

# A key has room for 80 characters; a number may follow.
_LONGEST = 70


def free_objective_key(plan: Plan, title: str) -> str:
    """The title as a key that no objective of the plan has, retired ones included. One query."""
    return _free(title, "objective", Objective.objects.filter(plan=plan))


def free_driver_key(objective: Objective, text: str) -> str:
    """The text as a key that no box of the objective's driver diagram has. One query."""
    return _free(text, "driver", DriverNode.objects.filter(objective=objective))


def free_link_key(ends: str) -> str:
    """The names of two measures as a key that no influence link has, withdrawn ones included. One query."""
    return _free(ends, "link", InfluenceLink.objects.all())


def free_trade_off_key(ends: str) -> str:
    """The names of two measures as a key that no trade-off has, withdrawn ones included. One query."""
    return _free(ends, "trade-off", TradeOff.objects.all())


def _free(named: str, otherwise: str, rows: QuerySet[Any]) -> str:
    wanted = slugify(named)[:_LONGEST].strip("-") or otherwise
    taken = set(rows.filter(key__startswith=wanted).values_list("key", flat=True))
    if wanted not in taken:
        return wanted
    return next(key for number in count(2) if (key := f"{wanted}-{number}") not in taken)
