"""A change of an objective, or of a part of it, in the plan's history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wellrun.strategy.actions.change import note_change
from wellrun.strategy.models import Objective
from wellrun.strategy.permission import Doer

_NOTHING: Mapping[str, Any] = {}


def note_objective(
    objective: Objective,
    verb: str,
    *,
    before: Mapping[str, Any] = _NOTHING,
    after: Mapping[str, Any] = _NOTHING,
    by: Doer,
) -> None:
    """What `verb` made of the objective itself."""
    note_change(
        plan=objective.plan,
        verb=verb,
        kind="objective",
        key=objective.key,
        about=objective,
        before=before,
        after=after,
        by=by,
    )


def note_part(
    objective: Objective,
    part: str,
    verb: str,
    kind: str,
    about: Any,
    *,
    before: Mapping[str, Any] = _NOTHING,
    after: Mapping[str, Any] = _NOTHING,
    by: Doer,
) -> None:
    """What `verb` made of a part of it: a role, a team, a parent, an arrow, named `objective > part`."""
    note_change(
        plan=objective.plan,
        verb=verb,
        kind=kind,
        key=f"{objective.key} > {part}",
        about=about,
        before=before,
        after=after,
        by=by,
    )
