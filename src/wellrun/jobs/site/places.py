"""The installation and its units."""

from __future__ import annotations

from collections.abc import Iterable

from wellrun.audit.actions import Actor
from wellrun.demo.site import Site, UnitSpec
from wellrun.lib.errors import UserError
from wellrun.organisation.actions import add_units, set_up_site
from wellrun.organisation.models import Unit


def load_places(site: Site, *, demo: str, by: Actor) -> None:
    """What is missing of the installation and the tree."""
    set_up_site(
        name=site.name,
        time_zone=site.time_zone,
        week_start=site.week_start,
        attribution=site.attribution,
        demo=demo,
        by=by,
    )
    units = {unit.key: unit for unit in Unit.objects.all()}
    fresh = []
    for spec in parents_first(site.units):
        if spec.key not in units:
            units[spec.key] = _unit(spec, units.get(spec.parent or ""))
            fresh.append(units[spec.key])
    for spec in site.units:
        if spec.successor and units[spec.key] in fresh:
            units[spec.key].successor = units[spec.successor]
    add_units(units=fresh, by=by)


def parents_first(specs: Iterable[UnitSpec]) -> list[UnitSpec]:
    """The units so that each comes after the one it belongs to. Raises UserError `units_in_a_ring`."""
    waiting = list(specs)
    named = {spec.key for spec in waiting}
    done: set[str] = set()
    ordered: list[UnitSpec] = []
    while waiting:
        ready = [spec for spec in waiting if spec.parent is None or spec.parent in done or spec.parent not in named]
        if not ready:
            raise UserError("units_in_a_ring", f"The units above {waiting[0].key} form a ring.", unit=waiting[0].key)
        ordered += ready
        done |= {spec.key for spec in ready}
        waiting = [spec for spec in waiting if spec.key not in done]
    return ordered


def _unit(spec: UnitSpec, parent: Unit | None) -> Unit:
    return Unit(
        key=spec.key,
        name=spec.name,
        kind=spec.kind,
        parent=parent,
        enterprise=spec.enterprise,
        membership=spec.membership,
        opened=spec.opened,
        closed=spec.closed,
        remark=spec.remark,
    )
