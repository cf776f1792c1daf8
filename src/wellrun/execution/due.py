"""The days that an action may be due on."""

from __future__ import annotations

from datetime import date, timedelta

from wellrun.execution.errors import due_in_the_past, due_too_far
from wellrun.lib import clock
from wellrun.organisation.queries import site_zone

_FURTHEST = timedelta(days=5 * 365)


def require_due(due: date) -> None:
    """Pass for today (at the site) and the next five years. Raises `due_in_the_past`, `due_too_far`."""
    today = clock.today(site_zone())
    if due < today:
        raise due_in_the_past(due)
    if due > today + _FURTHEST:
        raise due_too_far(today + _FURTHEST)
