"""What arrived when, and the rows of it that are worth a look."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from wellrun.access.errors import nothing_here
from wellrun.measures.models import MeasureVersion, Receipt, Remark
from wellrun.measures.queries import receipts_for, remarks_for
from wellrun.organisation.models import Unit
from wellrun.tables.write import write_columns
from wellrun.web import dates, figures
from wellrun.web.frame import Frame

A_PAGE = 25


@dataclass(frozen=True)
class ImportRow:
    """What one import brought. `href`: of the rows worth a look, where there are any."""

    file: str
    by: str
    source: str
    new: str
    corrected: str
    known: str
    warnings: int
    received: str
    href: str


@dataclass(frozen=True)
class RemarkRow:
    """One row of a file that was taken in and is worth a look."""

    row: str
    measure: str
    unit: str
    period: str
    column: str
    sentence: str


def imports(frame: Frame, number: int) -> tuple[list[ImportRow], Page[Receipt]]:
    """The imports that the caller may see, the newest first. Three queries."""
    page = Paginator(receipts_for(frame.user), A_PAGE).get_page(number)
    return [import_row(receipt, frame) for receipt in page.object_list], page


def receipt_of(frame: Frame, pk: UUID) -> Receipt:
    """The import; NotFound for one that the caller may not see."""
    receipt = receipts_for(frame.user).filter(pk=pk).first()
    if receipt is None:
        raise nothing_here()
    return receipt


def import_row(receipt: Receipt, frame: Frame) -> ImportRow:
    """One import as a list shows it."""
    return ImportRow(
        file=receipt.file_name,
        by=receipt.received_by,
        source=receipt.source.name,
        new=figures.number(receipt.rows_new),
        corrected=figures.number(receipt.rows_corrected),
        known=figures.number(receipt.rows_unchanged),
        warnings=receipt.warnings,
        received=dates.moment(receipt.received_at.astimezone(frame.zone)),
        href=reverse("data_import", args=[frame.unit.key, receipt.pk]) if receipt.warnings else "",
    )


def remarks(frame: Frame, receipt: Receipt, number: int) -> tuple[list[RemarkRow], Page[Remark]]:
    """The rows worth a look, in file order. Five queries."""
    page = Paginator(remarks_for(frame.user, receipt), A_PAGE).get_page(number)
    shown = list(page.object_list)
    units = dict(Unit.objects.filter(key__in={each.unit for each in shown}).values_list("key", "name"))
    versions = MeasureVersion.objects.filter(current=True, measure__key__in={each.measure for each in shown})
    measures = {key: (name, grain) for key, name, grain in versions.values_list("measure__key", "name", "grain")}
    return [_remark(each, units.get(each.unit, ""), *measures[each.measure]) for each in shown], page


def _remark(remark: Remark, unit: str, measure: str, grain: str) -> RemarkRow:
    return RemarkRow(
        row=figures.number(remark.row),
        measure=measure,
        unit=_("%(name)s (%(key)s)") % {"name": unit, "key": remark.unit} if unit else remark.unit,
        period=dates.period(remark.period, grain),
        column=remark.column,
        sentence=remark.sentence,
    )


def remarks_file(frame: Frame, receipt: Receipt) -> bytes:
    """All of them as CSV, with the keys that the file itself uses."""
    rows = list(remarks_for(frame.user, receipt))
    out = io.BytesIO()
    columns = {
        "row": np.array([each.row for each in rows], dtype=np.int64),
        "column": _texts([each.column for each in rows]),
        "measure": _texts([each.measure for each in rows]),
        "unit": _texts([each.unit for each in rows]),
        "stratum": _texts([each.stratum for each in rows]),
        "period": np.array([each.period for each in rows], dtype="datetime64[D]"),
        "about": _texts([each.sentence for each in rows]),
    }
    write_columns(columns, out, "csv")
    return out.getvalue()


def _texts(texts: Sequence[str]) -> NDArray[np.object_]:
    return np.array(texts, dtype=object)
