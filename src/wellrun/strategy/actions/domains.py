"""The priority areas: added, renamed, put in order, taken away while nothing stands in them. Their keys stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wellrun.audit.actions import record
from wellrun.lib.errors import UserError
from wellrun.strategy.actions.saving import save_new
from wellrun.strategy.actions.site_wide import note_in_open_plans
from wellrun.strategy.errors import domain_in_use, order_changed, title_needed
from wellrun.strategy.models import Domain
from wellrun.strategy.permission import Doer, permit_plan
from wellrun.strategy.queries import domains_unused

_NOTHING: Mapping[str, Any] = {}


@transaction.atomic
def add_domain(*, key: str, name: str, position: int | None = None, by: Doer) -> Domain:
    """Name one of the priority areas; without a position it is the last. Raises `title_needed`, `key_taken`."""
    permit_plan(by)
    if not name.strip():
        raise title_needed()
    if position is None:
        position = (Domain.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    domain = Domain(key=key, name=name.strip(), position=position)
    save_new(domain)
    _note(domain, "add_domain", after={"name": domain.name}, by=by)
    return domain


@transaction.atomic
def rename_domain(*, domain: Domain, name: str, by: Doer) -> Domain:
    """Call a priority area otherwise; its key stays. The same again is no change. Raises `title_needed`."""
    permit_plan(by)
    if not name.strip():
        raise title_needed()
    before, domain.name = domain.name, name.strip()
    if domain.name != before:
        domain.save(update_fields=["name"])
        _note(domain, "rename_domain", before={"name": before}, after={"name": domain.name}, by=by)
    return domain


@transaction.atomic
def order_domains(*, order: Sequence[Domain], read: Sequence[str] = (), by: Doer) -> None:
    """Put all priority areas in an order. `read`: the keys in the order from which this one was put together.

    Raises `order_incomplete`, `order_changed`.
    """
    permit_plan(by)
    present = list(Domain.objects.select_for_update().order_by("position", "key"))
    before, after = [one.key for one in present], [one.key for one in order]
    if read and list(read) != before:
        raise order_changed()
    if sorted(before) != sorted(after):
        raise UserError("order_incomplete", _("Give every domain one place in the order."))
    if before == after:
        return
    places = {key: place for place, key in enumerate(after, start=1)}
    for one in present:
        one.position = places[one.key]
    Domain.objects.bulk_update(present, ["position"])
    _note(order[0], "order_domains", before={"order": before}, after={"order": after}, by=by)


@transaction.atomic
def remove_domain(*, domain: Domain, by: Doer) -> None:
    """Take a priority area away in which nothing ever stood. Raises `domain_in_use`."""
    permit_plan(by)
    if not domains_unused().filter(pk=domain.pk).exists():
        raise domain_in_use(domain.name)
    _note(domain, "remove_domain", before={"name": domain.name}, by=by)
    domain.delete()


def _note(
    domain: Domain, verb: str, *, before: Mapping[str, Any] = _NOTHING, after: Mapping[str, Any] = _NOTHING, by: Doer
) -> None:
    """In the audit log, and in the history of every plan that is not closed: the areas are those of all."""
    note_in_open_plans(verb=verb, kind="domain", key=domain.key, before=before, after=after, by=by)
    record(by=by, verb=verb, subject=domain, data={"key": domain.key, "before": before, "after": after})
