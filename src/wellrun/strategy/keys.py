"""A key for what is named on a page: nobody has to make one up."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from wellrun.strategy.free_key import free_key
from wellrun.strategy.models import DriverNode, InfluenceLink, Objective, Plan, TradeOff


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
    return free_key(named, set(rows.values_list("key", flat=True)), otherwise=otherwise)
