"""Reading figures: panels for evaluation, rows for tables, facts about the data."""

from wellrun.measures.queries.panel import SeriesPanel, panel

__all__ = ["SeriesPanel", "panel"]
