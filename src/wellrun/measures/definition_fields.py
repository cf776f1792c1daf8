"""A definition as the library writes it, and the same as a record keeps it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from wellrun.library.definition import MeasureSpec, StandardId
from wellrun.measures.models import MeasureVersion

# Where a record calls a field otherwise.
_RENAMED = {"source": "source_text", "chart": "suited_chart"}
_OF_MEASURE = ("key", "domain", "library_id")
_LISTS = ("exclusions", "contributing_teams", "settings", "standards")


def version_fields(spec: MeasureSpec) -> dict[str, Any]:
    """What a version of the measure says, by the names of its columns."""
    plain = {_RENAMED.get(name, name): value for name, value in asdict(spec).items() if name not in _OF_MEASURE}
    del plain["tier"]  # of the library's own measures only
    return plain | {name: list(plain[name]) for name in _LISTS}


def spec_of(version: MeasureVersion) -> MeasureSpec:
    """The definition in force as the library would write it; its measure must be at hand."""
    names = [name for name in MeasureSpec.__dataclass_fields__ if name not in (*_OF_MEASURE, "tier")]
    fields = {name: getattr(version, _RENAMED.get(name, name)) for name in names}
    lists = {name: tuple(fields[name]) for name in _LISTS}
    standards = tuple(StandardId(**standard) for standard in version.standards)
    of_measure = {name: getattr(version.measure, name) for name in _OF_MEASURE}
    return MeasureSpec(**{**fields, **lists, "standards": standards, **of_measure})
