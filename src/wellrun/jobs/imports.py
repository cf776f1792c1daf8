"""An import from file to agenda: take in, judge what changed, raise what waits, see what is due."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from wellrun.audit.actions import Actor
from wellrun.insight.models import EvaluationRun
from wellrun.jobs.clock import Tick, tick
from wellrun.jobs.evaluation import Evaluated, evaluate_and_raise
from wellrun.measures.actions import ingest
from wellrun.measures.models import Source
from wellrun.measures.receiving import STEPS, FileFacts, IngestResult
from wellrun.tables.long import LongTable

# Called as progress(step, done, total): the steps of ingest (rows), then "evaluate" (series) and "raise" (once).
Progress = Callable[[str, int, int], None]
IMPORT_STEPS = (*STEPS, "evaluate", "raise")


@dataclass(frozen=True, slots=True)
class Imported:
    """What the file brought, what was found in it, and what reached an agenda."""

    ingested: IngestResult
    evaluated: Evaluated
    tick: Tick


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
