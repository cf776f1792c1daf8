"""What each level allows. This table is the only place that says so."""

from __future__ import annotations

from enum import StrEnum

from wellrun.access.models import Level


class Permission(StrEnum):
    """Something a person may do in a unit and all below it."""

    SEE = "see"
    CONTRIBUTE = "contribute"
    CHAIR = "chair"
    ANALYSE = "analyse"
    ADMINISTER = "administer"


_OF_LEVEL: dict[Level, frozenset[Permission]] = {
    Level.VIEWER: frozenset({Permission.SEE}),
    Level.CONTRIBUTOR: frozenset({Permission.SEE, Permission.CONTRIBUTE}),
    Level.CHAIR: frozenset({Permission.SEE, Permission.CONTRIBUTE, Permission.CHAIR}),
    Level.ANALYST: frozenset({Permission.SEE, Permission.CONTRIBUTE, Permission.ANALYSE}),
    Level.ADMINISTRATOR: frozenset({Permission.SEE, Permission.ADMINISTER}),
}


def permissions_of(level: Level | str) -> frozenset[Permission]:
    """What a grant of `level` allows."""
    return _OF_LEVEL[Level(level)]


def levels_with(permission: Permission) -> list[str]:
    """The levels that allow `permission`."""
    return [level.value for level, allowed in _OF_LEVEL.items() if permission in allowed]
