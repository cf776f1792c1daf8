"""An action asked of the discharge post, with what a test does not care about filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.worlds import World
from wellrun.execution.actions import assign_action
from wellrun.execution.models import Action

DUE = date(2025, 10, 20)


def ask(world: World, **changed: Any) -> Action:
    """The north lead asks the head of discharge for a daily call by 20 October."""
    wanted: dict[str, Any] = {
        "title": "Hold the 09:30 discharge call",
        "done_when": "Held ten working days running",
        "unit": world.north,
        "post": world.doer_post,
        "due": DUE,
        "by": world.lead,
    }
    return assign_action(**wanted | changed)
