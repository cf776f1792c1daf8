"""An import from file to agenda: take in, judge what changed, raise what waits, see what is due."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.audit.actions import Actor
from wellrun.insight.models import EvaluationRun
from wellrun.jobs.clock import Tick, tick
from wellrun.jobs.evaluation import Evaluated, evaluate_and_raise
from wellrun.jobs.reading import read_figures_at
from wellrun.lib.errors import NotFound
from wellrun.measures.actions import add_source, ingest
from wellrun.measures.models import Source
from wellrun.measures.receiving import STEPS, FileFacts, IngestResult
from wellrun.tables.long import LongTable

# Called as progress(step, done, total): the steps of ingest (rows), then "evaluate" (series) and "raise" (once).
Progress = Callable[[str, int, int], None]
OWN_FILES = "own-files"
IMPORT_STEPS = (*STEPS, "evaluate", "raise")


@dataclass(frozen=True, slots=True)
class Imported:
    """What the file brought, what was found in it, and what reached an agenda."""

    ingested: IngestResult
    evaluated: Evaluated
    tick: Tick

    def lines(self) -> list[str]:
        """What happened, a sentence each."""
        return [*arrival_lines(self.ingested), _judged_line(self.evaluated)]


@dataclass(frozen=True, slots=True)
class Tried:
    """What a file would bring; nothing of it is kept."""

    ingested: IngestResult

    def lines(self) -> list[str]:
        """What would happen, a sentence each."""
        return [*arrival_lines(self.ingested), _("This was a trial: nothing has changed.")]


def import_table(
    *,
    source: Source,
    table: LongTable,
    file: FileFacts,
    by: Actor,
    within: Collection[UUID] | None = None,
    empty_withdraws: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take in a table of figures and follow it to the agendas; a file that is known already evaluates nothing.

    All or nothing up to the figures; judging and raising are transactions of their own, which the next import or
    tick makes up for when they were cut off. Raises what ingest raises.
    """
    ingested = ingest(
        source=source,
        table=table,
        file=file,
        by=by,
        within=within,
        empty_withdraws=empty_withdraws,
        progress=progress,
    )
    evaluated = evaluate_and_raise(cause=EvaluationRun.Cause.IMPORT, progress=progress)
    ticked = tick()
    if progress is not None:
        progress("raise", 1, 1)
    return Imported(ingested, evaluated, ticked)


def try_table(
    *,
    source: Source,
    table: LongTable,
    file: FileFacts,
    by: Actor,
    within: Collection[UUID] | None = None,
    empty_withdraws: bool = False,
    progress: Progress | None = None,
) -> Tried:
    """What taking in the table would bring, refusals included; everything is rolled back."""
    with transaction.atomic():
        ingested = ingest(
            source=source,
            table=table,
            file=file,
            by=by,
            within=within,
            empty_withdraws=empty_withdraws,
            progress=progress,
        )
        transaction.set_rollback(True)
    return Tried(ingested)


def import_path(
    *,
    path: Path,
    source_key: str = OWN_FILES,
    mapping: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    dry_run: bool = False,
    by: Actor,
    progress: Progress | None = None,
) -> Imported | Tried:
    """Import a file on this machine, or try what it would bring. Raises `source_unknown` and what reading raises."""
    table, file = read_figures_at(path, mapping=mapping, constants=constants)
    if not dry_run:
        source = source_for(source_key, by=by)
        return import_table(source=source, table=table, file=file, by=by, progress=progress)
    with transaction.atomic():
        tried = try_table(source=source_for(source_key, by=by), table=table, file=file, by=by, progress=progress)
        transaction.set_rollback(True)
    return tried


@transaction.atomic
def source_for(key: str, *, by: Actor) -> Source:
    """The source of that key; that of people's own files is made when it is first needed."""
    source = Source.objects.filter(key=key).first()
    if source is not None:
        return source
    if key == OWN_FILES:
        return add_source(key=OWN_FILES, name=_("Own files"), by=by)
    raise NotFound("source_unknown", _("There is no source “%(key)s”.") % {"key": key}, source=key)


def arrival_lines(ingested: IngestResult) -> list[str]:
    """What a file brought, a sentence each."""
    receipt = ingested.receipt
    counts = {
        "file": receipt.file_name,
        "read": receipt.rows_read,
        "new": receipt.rows_new,
        "corrected": receipt.rows_corrected,
        "unchanged": receipt.rows_unchanged,
        "empty": receipt.rows_empty,
    }
    lines = [_("%(file)s: %(read)d rows read; %(new)d new, %(corrected)d corrected, %(unchanged)d as known.") % counts]
    if receipt.rows_empty:
        lines.append(_("%(empty)d rows hold no figure.") % counts)
    if receipt.warnings:
        lines.append(_("%(warnings)d rows to look at.") % {"warnings": receipt.warnings})
    return lines


def _judged_line(evaluated: Evaluated) -> str:
    return _("%(series)d series judged, %(signals)d new signals, %(items)d new items.") % {
        "series": evaluated.series_evaluated,
        "signals": evaluated.signals_opened,
        "items": evaluated.items_raised,
    }
