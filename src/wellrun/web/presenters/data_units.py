"""What there is to know of the units whose figures come: who opened, closed or merged, what their source leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.translation import gettext as _

from wellrun.insight.display import day_words
from wellrun.measures.queries import units_told_of
from wellrun.organisation.models import Unit
from wellrun.web.frame import Frame

A_PAGE = 25


@dataclass(frozen=True)
class UnitRow:
    """One unit with something to know, in sentences."""

    name: str
    key: str
    is_reference: bool
    sentences: list[str]


def units(frame: Frame, number: int) -> tuple[list[UnitRow], Page[Unit]]:
    """The units that the caller is told of here and that have something to know; two queries."""
    known = units_told_of(frame.user, frame.unit)
    rows = known.filter(Q(opened__isnull=False) | Q(closed__isnull=False) | ~Q(remark=""))
    ordered = rows.select_related("successor").order_by("membership", "name", "key")
    page = Paginator(ordered, A_PAGE).get_page(number)
    return [_row(unit) for unit in page.object_list], page


def _row(unit: Unit) -> UnitRow:
    return UnitRow(unit.name, unit.key, unit.membership == Unit.Membership.REFERENCE, _sentences(unit))


def _sentences(unit: Unit) -> list[str]:
    told = [unit.remark] if unit.remark else []
    if unit.opened is not None:
        told.append(_("Opened on %(day)s.") % {"day": day_words(unit.opened)})
    if unit.closed is not None and unit.successor is not None:
        shown = {"day": day_words(unit.closed), "successor": unit.successor.name}
        told.append(_("Closed on %(day)s; %(successor)s carries on.") % shown)
    elif unit.closed is not None:
        told.append(_("Closed on %(day)s.") % {"day": day_words(unit.closed)})
    return told
