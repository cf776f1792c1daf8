"""Rolling everything up again, when not the figures changed but what they are rolled up by."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from hashlib import sha256

import numpy as np
from django.db import transaction

from wellrun.audit.actions import Actor, record
from wellrun.lib import clock
from wellrun.measures.bulk import engine as engine_in_use
from wellrun.measures.bulk.contract import FIRST_DAY, Engine, Stamp
from wellrun.measures.facts import measure_facts
from wellrun.measures.models import Measure, Receipt, Source
from wellrun.measures.picture import Picture
from wellrun.measures.receiving import SeriesIds
from wellrun.measures.roll_up.run import nothing, roll_up
from wellrun.measures.roll_up.steps import Change
from wellrun.measures.roll_up.tree import load_tree
from wellrun.organisation.queries import site

SOURCE = "roll-up"


@transaction.atomic
def rebuild_roll_up(*, measures: Iterable[Measure] | None = None, by: Actor) -> SeriesIds:
    """Roll up all figures of these measures (by default all), after units closed or merged or a feed's end changed.

    Answers the series that changed, as ingest does. Rows that already say it are left alone; where all do, nothing
    is written.
    """
    ids = [measure.pk for measure in (Measure.objects.all() if measures is None else measures)]
    engine = engine_in_use()
    engine.lock_measures(ids)
    stamp = Stamp(uuid.uuid4(), clock.now())
    receipt = _receipt(stamp, by)
    changes = _everything(engine, ids)
    empty = nothing()
    picture = Picture(engine, empty, empty.series_ids, empty.series_ids, FIRST_DAY)
    rolled = roll_up(engine, load_tree(engine), changes, picture, stamp, site().week_start, empty.series_ids)
    if not rolled.series_ids.size:
        receipt.delete()
        return rolled.series_ids
    engine.touch(rolled.series_ids)
    receipt.rows_derived = rolled.rows
    receipt.save(update_fields=["rows_derived"])
    record(
        by=by,
        verb="rebuild_roll_up",
        subject=receipt,
        data={"measures": len(ids), "derived": rolled.rows, "series": int(rolled.series_ids.size)},
    )
    return rolled.series_ids


def _receipt(stamp: Stamp, by: Actor) -> Receipt:
    """Every figure has a receipt, so one that no file brought has one too."""
    source, _made = Source.objects.get_or_create(key=SOURCE, defaults={"name": "Wellrun"})
    return Receipt.objects.create(
        id=stamp.receipt_id,
        source=source,
        file_name="",
        sha256=sha256(b"").hexdigest(),
        size_bytes=0,
        rows_read=0,
        rows_new=0,
        rows_corrected=0,
        rows_unchanged=0,
        received_at=stamp.at,
        received_by=by.audit_label,
    )


def _everything(engine: Engine, measure_ids: list[uuid.UUID]) -> list[Change]:
    """As if every reported series had changed from its first day on."""
    rows = engine.series_of(measure_ids)
    found = []
    for measure_id, facts in measure_facts(measure_ids).items():
        own = [row for row in rows if row.measure == engine.key(measure_id)]
        reported = np.array(sorted(row.id for row in own if not row.derived), dtype=np.int64)
        found.append(Change(facts, own, reported, np.full(reported.size, FIRST_DAY)))
    return found
