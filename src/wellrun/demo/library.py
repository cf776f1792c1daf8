"""Where the definitions lie: the measure library, and the fixed parts of the two demo systems."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wellrun.demo.plain import from_plain, read_yaml
from wellrun.demo.site import MeasureSpec
from wellrun.lib.errors import UserError

DEFINITIONS = Path(__file__).resolve().parents[3] / "definitions"
"""The folder beside `src`."""


def read_measure(path: Path) -> MeasureSpec:
    """The definition in one file; UserError when it does not carry the name of its file."""
    spec = from_plain(MeasureSpec, read_yaml(path), path.name)
    if spec.key != path.stem:
        raise UserError("measure_key_differs", f"{path.name} defines {spec.key!r}: file and key must agree.")
    return spec


def read_measures(keys: Iterable[str], own: Path | None = None) -> tuple[MeasureSpec, ...]:
    """The definitions of `keys` in that order: from the folder `own` where it has one, else from the library."""
    return tuple(read_measure(_place(key, own)) for key in keys)


def library_keys() -> list[str]:
    """Every measure the library defines, in order of key."""
    return sorted(path.stem for path in (DEFINITIONS / "measures").glob("*.yaml"))


def _place(key: str, own: Path | None) -> Path:
    local = own / f"{key}.yaml" if own is not None else None
    if local is not None and local.is_file():
        return local
    shared = DEFINITIONS / "measures" / f"{key}.yaml"
    if shared.is_file():
        return shared
    raise UserError("measure_not_defined", f"The measure {key!r} is not defined: measures/{key}.yaml is missing.")
