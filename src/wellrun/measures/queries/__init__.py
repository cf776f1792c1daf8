"""Reading figures: panels for evaluation, rows for tables, facts about the data."""

from wellrun.measures.queries.named import NamedSeries
from wellrun.measures.queries.never import NeverReported, never_reported
from wellrun.measures.queries.notes import DataNote, NoteKind, data_notes, note_of, notes_from, open_issues
from wellrun.measures.queries.observations import (
    Figure,
    FigurePage,
    latest,
    observations_of,
    revisions_of,
    withdrawn_periods,
)
from wellrun.measures.queries.panel import SeriesPanel, panel
from wellrun.measures.queries.provenance import feeds_and_issues
from wellrun.measures.queries.scoped import Comparators, comparators, receipts_for, series_for
from wellrun.measures.queries.stretches import Known
from wellrun.measures.queries.waiting import LateSeries, late_series, promise_of

__all__ = [
    "Comparators",
    "DataNote",
    "Figure",
    "FigurePage",
    "Known",
    "LateSeries",
    "NamedSeries",
    "NeverReported",
    "NoteKind",
    "SeriesPanel",
    "comparators",
    "data_notes",
    "feeds_and_issues",
    "late_series",
    "latest",
    "never_reported",
    "note_of",
    "notes_from",
    "observations_of",
    "open_issues",
    "panel",
    "promise_of",
    "receipts_for",
    "revisions_of",
    "series_for",
    "withdrawn_periods",
]
