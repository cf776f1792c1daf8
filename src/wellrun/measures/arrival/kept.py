"""The rows of an import that are worth a look, written down beside its receipt."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

import numpy as np

from wellrun.measures.arrival.batch import Batch
from wellrun.measures.arrival.figures import Remark as Remarked
from wellrun.measures.models import Receipt, Remark

# Nobody reads further, and a file may hold nothing else; the receipt counts them all.
MOST_KEPT = 10_000


def keep_remarks(batch: Batch, remarks: Sequence[Remarked], receipt: Receipt) -> None:
    """Write down the first ten thousand in file order."""
    rows = heapq.nsmallest(MOST_KEPT, _places(remarks))
    Remark.objects.bulk_create((_remark(batch, remarks[kind], place, receipt) for place, kind in rows), batch_size=500)


def _places(remarks: Sequence[Remarked]) -> Iterator[tuple[int, int]]:
    """(place of the row, which remark) of the first of each kind."""
    for kind, remark in enumerate(remarks):
        yield from ((place, kind) for place in np.flatnonzero(remark.rows)[:MOST_KEPT].tolist())


def _remark(batch: Batch, remark: Remarked, place: int, receipt: Receipt) -> Remark:
    table = batch.table
    return Remark(
        receipt=receipt,
        row=int(table.rows[place]),
        column=remark.column,
        measure=table.measure.names[table.measure.codes[place]],
        unit=table.unit.names[table.unit.codes[place]],
        stratum=table.stratum.names[table.stratum.codes[place]],
        period=table.period[place].astype("datetime64[D]").astype(object),
        sentence=remark.sentence(place),
    )
