"""Reading figures: panels for evaluation, rows for tables, facts about the data."""

from wellrun.measures.queries.named import NamedSeries
from wellrun.measures.queries.never import (
    Never,
    NeverReported,
    expected_then,
    never_reported,
    never_reported_in,
    units_below,
)
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
from wellrun.measures.queries.proposals import baselines_asked
from wellrun.measures.queries.provenance import feeds_and_issues
from wellrun.measures.queries.said import Said, SaidOfSeries, left_out, said_of
from wellrun.measures.queries.scoped import (
    Comparators,
    comparators,
    issues_told,
    looks_after_reference,
    receipts_for,
    remarks_for,
    series_for,
    units_told_of,
)
from wellrun.measures.queries.stretches import Known
from wellrun.measures.queries.triggers import TriggerNow, triggers_among, triggers_in, triggers_of
from wellrun.measures.queries.waiting import LateSeries, late_series, promise_of

__all__ = [
    "Comparators",
    "DataNote",
    "Figure",
    "FigurePage",
    "Known",
    "LateSeries",
    "NamedSeries",
    "Never",
    "NeverReported",
    "NoteKind",
    "Said",
    "SaidOfSeries",
    "SeriesPanel",
    "TriggerNow",
    "baselines_asked",
    "comparators",
    "data_notes",
    "expected_then",
    "feeds_and_issues",
    "issues_told",
    "late_series",
    "latest",
    "left_out",
    "looks_after_reference",
    "never_reported",
    "never_reported_in",
    "note_of",
    "notes_from",
    "observations_of",
    "open_issues",
    "panel",
    "promise_of",
    "receipts_for",
    "remarks_for",
    "revisions_of",
    "said_of",
    "series_for",
    "triggers_among",
    "triggers_in",
    "triggers_of",
    "units_below",
    "units_told_of",
    "withdrawn_periods",
]
