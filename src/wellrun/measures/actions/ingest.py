"""Taking in a file of figures: all of it or nothing, and nothing twice."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from django.db import transaction

from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.measures.actions.late import resolve_arrived
from wellrun.measures.arrival.all_hits import raise_all_hits
from wellrun.measures.arrival.batch import Batch, batch_of
from wellrun.measures.arrival.checks import refuse_impossible
from wellrun.measures.arrival.doubted import raise_doubts
from wellrun.measures.arrival.figures import Floats, Remark, remarks, values_of
from wellrun.measures.arrival.found import raise_remarked
from wellrun.measures.arrival.jumped import raise_jumps
from wellrun.measures.arrival.kept import keep_remarks
from wellrun.measures.arrival.merge import Merged, Places, merge, places_of
from wellrun.measures.bulk import engine as engine_in_use
from wellrun.measures.bulk.contract import Engine, Stamp
from wellrun.measures.facts import measure_facts
from wellrun.measures.models import QualityIssue, Receipt, Series, Source
from wellrun.measures.receiving import FileFacts, IngestResult, Progress, SeriesIds
from wellrun.measures.roll_up.run import roll_up
from wellrun.measures.roll_up.steps import Change
from wellrun.measures.roll_up.tree import load_tree
from wellrun.organisation.queries import site, site_zone
from wellrun.tables.errors import SHOWN
from wellrun.tables.long import LongTable


def ingest(
    *,
    source: Source,
    table: LongTable,
    file: FileFacts,
    by: Actor,
    empty_withdraws: bool = False,
    within: Collection[UUID] | None = None,
    progress: Progress | None = None,
) -> IngestResult:
    """Take in the figures of `table`, roll them up, and sign for them, in one transaction.

    A row equal to what is known is dropped; a differing one is a new revision, the old one goes to history.
    `empty_withdraws`: an empty row takes back the figure of its period instead of being passed over.
    `within`: ids of the units the file may speak of; any other unit answers as if it did not exist.
    Raises TableErrors with every row that cannot be taken; nothing has changed then.
    """
    tell = progress or _nobody
    week_start = site().week_start
    tell("check", 0, table.n_rows)
    batch = batch_of(table, within)
    today = clock.today(site_zone())
    refuse_impossible(batch, week_start, today)
    values = values_of(batch)
    arrival = _Arrival(source, file, by, batch, values, remarks(batch, values, today), week_start, tell)
    with transaction.atomic():
        return _take_in(arrival, empty_withdraws)


@dataclass(frozen=True, slots=True, eq=False)
class _Arrival:
    """A checked batch with all that has to be known to take it in."""

    source: Source
    file: FileFacts
    by: Actor
    batch: Batch
    values: Floats
    remarks: list[Remark]
    week_start: int
    tell: Progress

    @property
    def measure_ids(self) -> list[UUID]:
        return [identifier for identifier in self.batch.measures.ids if identifier]


def _take_in(arrival: _Arrival, empty_withdraws: bool) -> IngestResult:
    batch, tell = arrival.batch, arrival.tell
    engine = engine_in_use()
    engine.lock_measures(arrival.measure_ids)
    # The time is taken behind the lock, so that of two imports the later one is also the later recorded.
    stamp = Stamp(uuid.uuid4(), clock.now())
    tell("compare", 0, batch.table.n_rows)
    places = places_of(engine, batch, ~np.isnan(arrival.values))
    merged = merge(engine, batch, arrival.values, places, empty_withdraws=empty_withdraws)
    tell("compare", batch.table.n_rows, batch.table.n_rows)
    n_written = merged.written.size
    tell("write", 0, n_written)
    receipt = _receipt(arrival, merged, stamp)
    _write(engine, merged, stamp)
    tell("write", n_written, n_written)
    keep_remarks(batch, arrival.remarks, receipt)
    issues = raise_remarked(batch, arrival.remarks, receipt)
    if not n_written:
        return _signed(arrival, receipt, merged.written.series_ids, issues)
    tell("roll_up", 0, n_written)
    tree = load_tree(engine)
    changes = _changes(engine, arrival, merged, places)
    rolled = roll_up(engine, tree, changes, merged.picture, stamp, arrival.week_start, merged.flipped)
    resolve_arrived(stamp.at, [change.facts.id for change in changes])
    issues += raise_jumps(tree, changes, merged.picture, receipt, arrival.week_start)
    issues += raise_all_hits(tree, changes, merged.picture, receipt)
    issues += raise_doubts(tree, changes, merged.picture, receipt, arrival.week_start)
    changed = np.union1d(merged.written.series_ids, rolled.series_ids)
    engine.touch(changed)
    tell("roll_up", n_written, n_written)
    receipt.rows_derived = rolled.rows
    receipt.save(update_fields=["rows_derived"])
    return _signed(arrival, receipt, changed, issues)


def _receipt(arrival: _Arrival, merged: Merged, stamp: Stamp) -> Receipt:
    """Written before the figures, which point to it."""
    return Receipt.objects.create(
        id=stamp.receipt_id,
        source=arrival.source,
        file_name=arrival.file.name[:255],
        sha256=arrival.file.sha256,
        size_bytes=arrival.file.size_bytes,
        rows_read=arrival.batch.table.n_rows,
        rows_new=merged.new.size,
        rows_corrected=merged.revised.size,
        rows_unchanged=merged.n_unchanged,
        rows_empty=merged.n_empty,
        warnings=sum(int(remark.rows.sum()) for remark in arrival.remarks),
        received_at=stamp.at,
        received_by=arrival.by.audit_label,
    )


def _write(engine: Engine, merged: Merged, stamp: Stamp) -> None:
    if merged.new.size:
        engine.insert(merged.new, stamp)
    for revised in (merged.revised, merged.withdrawn):
        if revised.size:
            engine.revise(revised, stamp)
    if merged.flipped.size:
        Series.objects.filter(pk__in=merged.flipped.tolist()).update(derived=False)


def _changes(engine: Engine, arrival: _Arrival, merged: Merged, places: Places) -> list[Change]:
    """What changed, measure by measure."""
    written = merged.written
    series_ids, first = np.unique(written.series_ids, return_index=True)
    first_days = np.minimum.reduceat(written.days, first)
    reported = set(series_ids.tolist())
    rows = [replace(row, derived=False) if row.id in reported else row for row in places.rows]
    facts = measure_facts(arrival.measure_ids)
    found = []
    for measure_id in arrival.measure_ids:
        own = [row for row in rows if row.measure == engine.key(measure_id)]
        changed = np.isin(series_ids, [row.id for row in own])
        if changed.any():
            found.append(Change(facts[measure_id], own, series_ids[changed], first_days[changed]))
    return found


def _signed(arrival: _Arrival, receipt: Receipt, changed: SeriesIds, issues: list[QualityIssue]) -> IngestResult:
    """The audit row comes last: its lock is held only for the tail of the transaction."""
    record(
        by=arrival.by,
        verb="ingest",
        subject=receipt,
        data={
            "source": arrival.source.key,
            "file": receipt.file_name,
            "sha256": receipt.sha256,
            "new": receipt.rows_new,
            "corrected": receipt.rows_corrected,
            "unchanged": receipt.rows_unchanged,
            "empty": receipt.rows_empty,
            "derived": receipt.rows_derived,
            "warnings": receipt.warnings,
        },
    )
    lines = sorted(line for remark in arrival.remarks for line in remark.shown(arrival.batch))
    return IngestResult(receipt, changed, tuple(lines[:SHOWN]), tuple(issues))


def _nobody(step: str, done: int, total: int) -> None:
    """Progress that nobody follows."""
