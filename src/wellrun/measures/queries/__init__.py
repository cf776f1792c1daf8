"""Reading figures: panels for evaluation, rows for tables, facts about the data."""

from wellrun.measures.queries.notes import DataNote, NoteKind, data_notes, gaps_between
from wellrun.measures.queries.observations import (
    Figure,
    FigurePage,
    latest,
    observations_of,
    revisions_of,
    withdrawn_periods,
)
from wellrun.measures.queries.panel import SeriesPanel, panel
from wellrun.measures.queries.scoped import Comparators, comparators, receipts_for, series_for
from wellrun.measures.queries.waiting import LateSeries, late_series

__all__ = [
    "Comparators",
    "DataNote",
    "Figure",
    "FigurePage",
    "LateSeries",
    "NoteKind",
    "SeriesPanel",
    "comparators",
    "data_notes",
    "gaps_between",
    "late_series",
    "latest",
    "observations_of",
    "panel",
    "receipts_for",
    "revisions_of",
    "series_for",
    "withdrawn_periods",
]
