"""The addresses of pages of an objective, with a form filled in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from wellrun.strategy.models import Objective


def objective_address(name: str, objective: Objective, **query: Any) -> str:
    """The address of a page of the objective, with a form on it filled in as `query` says; empty values left out.

    The objective carries its plan.
    """
    address = reverse(name, args=[objective.plan.key, objective.key])
    said = urlencode({key: value for key, value in query.items() if value not in (None, "")})
    return f"{address}?{said}" if said else address
