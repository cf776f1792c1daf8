"""Series as a person may see them: their own by name, others' only to compare and without names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Case, Q, QuerySet, Value, When

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.analytics.panel import Panel
from wellrun.measures.doubted import KINDS as DOUBTED
from wellrun.measures.models import QualityIssue, Receipt, Remark, Series
from wellrun.measures.queries.panel import panel
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import subtree_ids


def series_for(user: Any, permission: Permission = Permission.SEE) -> QuerySet[Series]:
    """The series of the units where the caller holds `permission`."""
    return Series.objects.filter(unit_id__in=granted_unit_ids(user, permission)).select_related("measure", "unit")


def receipts_for(user: Any) -> QuerySet[Receipt]:
    """The receipts a person may see, the newest first: all for whoever sees the enterprise, else their own.

    An import speaks of many units, so nobody sees one because they see one of its units.
    """
    rows = Receipt.objects.select_related("source").order_by("-received_at", "-number", "pk")
    if Unit.objects.filter(enterprise=True, pk__in=granted_unit_ids(user)).exists():
        return rows
    return rows.filter(received_by=user.audit_label)


def looks_after_reference(user: Any) -> bool:
    """An analyst or administrator of the enterprise: what is odd in the figures it is compared with is theirs to know.

    That is all they see of a reference unit: its figures stay behind `comparators`.
    """
    tended = Q()
    for permission in (Permission.ANALYSE, Permission.ADMINISTER):
        tended |= Q(pk__in=granted_unit_ids(user, permission))
    return Unit.objects.filter(tended, enterprise=True).exists()


def units_told_of(user: Any, unit: Unit) -> QuerySet[Unit]:
    """The units whose data a page at `unit` tells the caller about: its own and all below that are members.

    At the enterprise those who look after its data see the reference units too. The caller must be allowed the unit.
    """
    below = Q(pk__in=subtree_ids(unit.pk), membership=Unit.Membership.MEMBER)
    if unit.enterprise and looks_after_reference(user):
        below |= Q(membership=Unit.Membership.REFERENCE)
    return Unit.objects.filter(below)


def issues_told(user: Any, unit: Unit) -> QuerySet[QualityIssue]:
    """The open quality issues that a page at `unit` tells the caller about, one's own before the reference units'.

    Those that keep figures from being judged until somebody answers come first.
    """
    told = QualityIssue.objects.filter(unit__in=units_told_of(user, unit).values("pk"), resolved_at__isnull=True)
    waits = Case(When(kind__in=DOUBTED, then=Value(0)), default=Value(1))
    return told.select_related("unit", "measure").order_by(
        "unit__membership", waits, "-period", "measure__key", "unit__name", "pk"
    )


def remarks_for(user: Any, receipt: Receipt) -> QuerySet[Remark]:
    """The rows worth a look of an import that the caller may see, in file order.

    Those of reference units are for those who look after them.
    """
    rows = Remark.objects.filter(receipt=receipt).order_by("row", "pk")
    if looks_after_reference(user):
        return rows
    return rows.exclude(unit__in=Unit.objects.filter(membership=Unit.Membership.REFERENCE).values("key"))


@dataclass(frozen=True, slots=True, eq=False)
class Comparators:
    """The same measure in reference units of the same kind, to set one's own beside.

    `panel`: its labels are numbers, not names; their order has nothing to do with the figures, nor with the
    units' names or keys. None where there is nobody to compare with.
    """

    panel: Panel | None

    @property
    def count(self) -> int:
        """How many units there are to compare with."""
        return self.panel.n_series if self.panel is not None else 0


def comparators(series: Series) -> Comparators:
    """The reference units' figures of the measure and stratum, anonymous. The caller must be allowed the series itself.

    A unit's random identifier gives the order: it is stable, and says nothing.
    """
    others = (
        Series.objects.filter(
            measure_id=series.measure_id,
            stratum=series.stratum,
            unit__kind=series.unit.kind,
            unit__membership=Unit.Membership.REFERENCE,
        )
        .exclude(pk=series.pk)
        .values_list("pk", "unit_id")
    )
    place = dict(others)
    panels = panel(list(place))
    if not panels:
        return Comparators(None)
    (only,) = panels
    order = np.array(sorted(range(only.series_ids.size), key=lambda row: place[int(only.series_ids[row])]))
    shuffled = only.panel.take(order)
    names = tuple(str(number + 1) for number in range(shuffled.n_series))
    return Comparators(_renamed(shuffled, names))


def _renamed(found: Panel, names: tuple[str, ...]) -> Panel:
    return Panel(
        labels=names,
        grain=found.grain,
        periods=found.periods,
        values=found.values,
        numerators=found.numerators,
        denominators=found.denominators,
        phases=found.phases,
        event_dates=found.event_dates,
    )
