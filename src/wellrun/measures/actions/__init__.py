"""Changing definitions, aims, sources and figures."""

from wellrun.measures.actions.ingest import ingest

__all__ = ["ingest"]
