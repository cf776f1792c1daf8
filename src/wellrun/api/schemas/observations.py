"""Figures that are pushed, and what became of them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from wellrun.api.schemas.fields import Answered, Given, Key, Number, Word, same
from wellrun.api.schemas.measures import ReceiptOut, receipt_out
from wellrun.jobs.imports import Imported, Tried

MOST_ROWS = 50_000
Period = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]


class RowIn(Given):
    """One period of one series. `measure` and `unit` by key; `period`: its first day, or year and month.

    Either `value`, or `numerator` and `denominator`; a proportion is 0-1. A row without any figure is an empty one.
    """

    measure: Word
    unit: Word
    stratum: Word = "total"
    period: Period
    value: Number | None = None
    numerator: Number | None = None
    denominator: Number | None = None


class PushIn(Given):
    """Figures from one source: all are taken in, or none. Sending them again changes nothing.

    `name`: what the receipt calls them. `dry_run`: say what they would bring, and keep nothing of it.
    `empty_withdraws`: an empty row takes back the figure of its period instead of being passed over.
    """

    source: Key = "own-files"
    name: Word = "push"
    dry_run: bool = False
    empty_withdraws: bool = False
    rows: Annotated[list[RowIn], Field(min_length=1, max_length=MOST_ROWS)]


class RemarkOut(Answered):
    """A row (counted from 1) that was taken and needs a look."""

    row: int
    column: str
    detail: str


class PushOut(Answered):
    """What figures brought. `receipt` is null after a dry run, and so is what was judged because of them.

    `corrected` rows are new revisions; `unchanged` ones were known already. `series_changed` counts rolled-up ones too.
    """

    dry_run: bool
    receipt: ReceiptOut | None
    rows_read: int
    rows_new: int
    rows_corrected: int
    rows_unchanged: int
    rows_empty: int
    series_changed: int
    items_raised: list[UUID]
    warnings: list[RemarkOut]


def push_out(done: Imported | Tried) -> PushOut:
    """The answer to a push, taken in or only tried."""
    ingested = done.ingested
    kept = isinstance(done, Imported)
    return PushOut(
        dry_run=not kept,
        receipt=receipt_out(ingested.receipt) if kept else None,
        **same(ingested.receipt, "rows_read", "rows_new", "rows_corrected", "rows_unchanged", "rows_empty"),
        series_changed=int(ingested.changed_series_ids.size),
        items_raised=[item.pk for item in done.evaluated.raised.items] if isinstance(done, Imported) else [],
        warnings=[RemarkOut(row=one.row, column=one.column, detail=one.sentence) for one in ingested.warnings],
    )
