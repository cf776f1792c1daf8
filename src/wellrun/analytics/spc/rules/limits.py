"""Limits alone: a point beyond the limits, and nothing else (Shewhart's own rule)."""

from __future__ import annotations

from wellrun.analytics.spc.rules.view import Fired, View
from wellrun.analytics.spc.rules.zones import high_side, low_side
from wellrun.analytics.spc.rules.zones import outside_limits as outside


def fired(view: View) -> Fired:
    """Where a point lies outside the limits, (T, R). Source: Shewhart (1931)."""
    return outside(high_side(view), low_side(view))
