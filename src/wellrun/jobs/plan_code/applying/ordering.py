"""Lists whose order says something, put into the order of the document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet

from wellrun.plans.document import PlanDocument
from wellrun.plans.flat import Row, rows_of
from wellrun.strategy.models import Contributor, Domain, DriverNode, KeyResult, ObjectiveMeasure, Plan

_IN_FORCE = "objective__retired_on__isnull"


def put_in_order(plan: Plan, wanted: PlanDocument) -> None:
    """Give every part of the plan that stands elsewhere than the document says its place; five queries and those."""
    rows = list(rows_of(wanted))
    inside = {"objective__plan": plan, _IN_FORCE: True}
    key = "objective__key"
    _place(Domain, Domain.objects.all(), ("key",), _of("domain", rows), first=1)
    for kind, model, name in (
        ("role", ObjectiveMeasure, "measure__key"),
        ("contributor", Contributor, "team"),
        ("driver", DriverNode, "key"),
    ):
        _place(model, model._default_manager.filter(**inside), (key, name), _of(kind, rows))
    results = KeyResult.objects.filter(**{f"slice__{name}": value for name, value in inside.items()})
    columns = (f"slice__{key}", "slice__starts", "series__measure__key", "series__unit__key")
    _place(KeyResult, results, columns, _of("key_result", rows))


def _of(kind: str, rows: Iterable[Row]) -> dict[tuple[str, ...], int]:
    return {row.path: row.position for row in rows if row.kind == kind}


def _place(
    model: type[Model],
    rows: QuerySet[Any],
    columns: tuple[str, ...],
    wanted: dict[tuple[str, ...], int],
    first: int = 0,
) -> None:
    for pk, position, *keys in rows.values_list("pk", "position", *columns):
        place = wanted.get(tuple(str(key) for key in keys))
        if place is not None and place + first != position:
            model._default_manager.filter(pk=pk).update(position=place + first)
