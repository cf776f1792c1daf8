"""Which figures of a card were corrected: from what, when, and what brought the correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.measures.models import MeasureVersion, Observation, Series, SupersededObservation
from wellrun.web import dates, figures
from wellrun.web.frame import Frame
from wellrun.web.presenters.rows import figure_format

MOST = 12


@dataclass(frozen=True)
class Corrections:
    """`by_period`: what stands beside a corrected figure; `told`: the newest corrections in full; `more`: the rest."""

    by_period: dict[date, str]
    told: list[str]
    more: str


NONE = Corrections({}, [], "")


@dataclass(frozen=True)
class _Corrected:
    """A live figure that replaced another, `before` the last one of those."""

    period: date
    value: float | None
    revision: int
    recorded_at: datetime
    source: str
    file: str
    by: str
    before: float | None


def corrections_of(frame: Frame, series: Series, version: MeasureVersion) -> Corrections:
    """Every figure of the series that is not the first one known; one query."""
    rows = _corrected(series)
    older = len(rows) - MOST
    more = ngettext("and %(n)s more", "and %(n)s more", older) % {"n": figures.number(older)} if older > 0 else ""
    return Corrections(
        by_period={row.period: _short(row, frame) for row in rows},
        told=[_sentence(row, frame, version) for row in rows[:MOST]],
        more=more,
    )


def _corrected(series: Series) -> list[_Corrected]:
    before = SupersededObservation.objects.filter(series=OuterRef("series_id"), period=OuterRef("period"))
    rows: Any = Observation.objects.filter(series=series, revision__gt=1).annotate(
        before=Subquery(before.order_by("-revision").values("value")[:1])
    )
    receipt = ("receipt__source__name", "receipt__file_name", "receipt__received_by")
    fields = ("period", "value", "revision", "recorded_at", *receipt, "before")
    return [_Corrected(*row) for row in rows.order_by("-recorded_at", "-period").values_list(*fields)]


def _short(row: _Corrected, frame: Frame) -> str:
    return _("corrected %(day)s, revision %(number)d") % {"day": _day(row, frame), "number": row.revision}


def _sentence(row: _Corrected, frame: Frame, version: MeasureVersion) -> str:
    form = figure_format(version)
    shown = {
        "period": dates.period(row.period, version.grain),
        "before": figures.figure(row.before, form),
        "value": figures.figure(row.value, form) if row.value is not None else _("taken back"),
        "number": row.revision,
        "day": _day(row, frame),
        "source": row.source,
        "file": row.file,
        "by": row.by,
    }
    if shown["before"] == shown["value"]:
        change = _("%(period)s: %(value)s as before, with other counts or another coverage.")
    else:
        change = _("%(period)s: %(before)s became %(value)s.")
    brought = _("Revision %(number)d of %(day)s, from %(source)s (%(file)s), taken in by %(by)s.")
    return " ".join((change % shown, brought % shown))


def _day(row: _Corrected, frame: Frame) -> str:
    return dates.day(row.recorded_at.astimezone(frame.zone).date(), year=True)
