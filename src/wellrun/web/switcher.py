"""The unit switcher: the caller's units as a tree, and where each leads from the page one is on."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.queries import units_where
from wellrun.accounts.models import User
from wellrun.organisation.models import Unit
from wellrun.web.parts import UnitChoice

# The switcher lists this many; the rest are found by search.
MOST = 150
DEEPEST = 4
_PLACES = frozenset({"day", "strategy", "reviews", "actions", "data", "matrix", "cascade", "quarter"})


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit and how far it lies below the topmost unit the caller sees."""

    unit: Unit
    depth: int


def units_of(user: User) -> list[PlacedUnit]:
    """The caller's open units, each after its parent and siblings by name; one more than the switcher lists.

    Who has closed ones only gets those.
    """
    mine = units_where(user).order_by("name")
    units = list(mine.filter(closed__isnull=True)[: MOST + 1]) or list(mine[: MOST + 1])
    known = {unit.pk for unit in units}
    below: dict[UUID | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    return _walk(below, None, 0)


def _walk(below: dict[UUID | None, list[Unit]], parent: UUID | None, depth: int) -> list[PlacedUnit]:
    found = []
    for unit in below.get(parent, []):
        found += [PlacedUnit(unit, depth), *_walk(below, unit.pk, depth + 1)]
    return found


def choices(request: HttpRequest, units: list[PlacedUnit], current: Unit) -> list[UnitChoice]:
    """The switcher keeps the place: the same page about another unit where there is one, else its strategy."""
    name = request.resolver_match.url_name if request.resolver_match else None
    target = name if name in _PLACES else "strategy"
    return [
        UnitChoice(
            name=placed.unit.name,
            href=reverse(target, args=[placed.unit.key]),
            depth=min(placed.depth, DEEPEST),
            current=placed.unit.pk == current.pk,
            kind=kind_word(placed.unit.kind),
        )
        for placed in units[:MOST]
    ]


def kind_word(kind: str) -> str:
    """What a kind of unit is called."""
    words = {
        "system": _("health system"),
        "region": _("region"),
        "site": _("site"),
        "service_line": _("service line"),
        "ward": _("ward"),
        "team": _("team"),
        "function": _("function"),
    }
    return words[kind]
