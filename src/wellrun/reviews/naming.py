"""What an item is called on a screen, in minutes and in a question that is handed up."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from wellrun.measures.models import MeasureVersion
from wellrun.reviews.models import AgendaItem


def measure_names(measure_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The present names of these measures; one query."""
    current = MeasureVersion.objects.filter(measure__in=set(measure_ids), current=True)
    return dict(current.values_list("measure_id", "name"))


def title_of(item: AgendaItem, names: dict[UUID, str] | None = None) -> str:
    """A measure and its unit, the title of an action, initiative or obligation, or the question of an escalation.

    `names`: measure names read before, for lists; without it they are read here.
    """
    if item.action is not None:
        return item.action.title
    if item.initiative is not None:
        return item.initiative.title
    if item.escalation is not None:
        return item.escalation.question
    if item.obligation is not None:
        return item.obligation.title
    if item.series is None and item.kind == AgendaItem.Kind.LONG_STANDING:
        return _("Long-standing changes, %(unit)s") % {"unit": item.unit.name}
    if item.series is None:
        return item.unit.name
    known = measure_names([item.series.measure_id]) if names is None else names
    name = known.get(item.series.measure_id, item.series.measure.key)
    return _("%(measure)s, %(unit)s") % {"measure": name, "unit": item.unit.name}
