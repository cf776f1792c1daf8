"""The definitions that a site folder names: its own before those of the library and of the English feed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wellrun.lib.errors import UserError
from wellrun.library.definition import MeasureSpec
from wellrun.library.folder import DEFINITIONS, MEASURES
from wellrun.library.reading import read_measure

__all__ = ["DEFINITIONS", "ENGLISH", "is_shared", "library_keys", "read_measure", "read_measures"]

ENGLISH = DEFINITIONS / "england" / "measures"
"""What NHS England publishes, as it is published: no part of the library, and there for who uses its files."""


def read_measures(keys: Iterable[str], own: Path | None = None) -> tuple[MeasureSpec, ...]:
    """The definitions of `keys` in that order: from the folder `own` where it has one, else from the library."""
    return tuple(read_measure(_place(key, own)) for key in keys)


def library_keys() -> list[str]:
    """Every measure the library defines, in order of key."""
    return sorted(path.stem for path in MEASURES.glob("*.yaml"))


def is_shared(spec: MeasureSpec) -> bool:
    """Whether a site folder that names the measure by its key alone gets this very definition."""
    try:
        return read_measure(_place(spec.key, None)) == spec
    except UserError:
        return False


def _place(key: str, own: Path | None) -> Path:
    for folder in filter(None, (own, MEASURES, ENGLISH)):
        path = folder / f"{key}.yaml"
        if path.is_file():
            return path
    raise UserError("measure_not_defined", f"The measure {key!r} is not defined: measures/{key}.yaml is missing.")
