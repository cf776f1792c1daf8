"""Frozen dataclasses to plain YAML values and back.

A field at its default is left out; a field that is not known is refused by name.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import yaml

from wellrun.lib.errors import UserError

T = TypeVar("T")
_WANTED: dict[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a date like 2026-04-01",
    datetime: "a date with a time like 2026-04-01 09:00",
}
_LONGEST_SHOWN = 60
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}([T ]|$)")
Plain = Any
"""None, bool, int, float, str, date, datetime, or lists and string-keyed dicts of those."""


def to_plain(value: Any) -> Plain:
    """The plain form of a specification: what YAML can hold, fields in the order they are declared."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in fields(value) if not _is_default(f, value)}
    if isinstance(value, tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[T], plain: Plain, place: str = "") -> T:
    """The specification of type `kind` that `plain` describes; UserError names the field that is wrong."""
    if not isinstance(plain, dict):
        raise _wrong(place, "a set of named fields is needed here")
    hints = _hints(kind)  # type: ignore[arg-type]
    unknown = sorted(set(plain) - set(hints), key=str)
    if unknown:
        raise _wrong(place, f"the field {unknown[0]!r} is not known{_meant(unknown[0], hints)}", str(unknown[0]))
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name not in plain and field.default is MISSING and field.default_factory is MISSING:
            raise _wrong(place, f"the field {field.name!r} is missing", field.name)
    return kind(**{name: _value(hints[name], item, f"{place}.{name}") for name, item in plain.items()})


def plain_of(text: str) -> Plain:
    """The plain content of YAML; raises yaml.YAMLError."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader)


def read_yaml(path: Path) -> Plain:
    """The plain content of a YAML file; UserError when it is absent or cannot be read."""
    try:
        return plain_of(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError("site_file_missing", f"{path.name} is not in {path.parent}.", file=path.name) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError("site_file_unreadable", f"{path.name} is not valid YAML: {error}") from None


def write_yaml(path: Path, plain: Plain) -> None:
    """Write `plain` so that reading it back gives the same; the same content gives the same bytes."""
    path.write_text(yaml_of(plain), encoding="utf-8")


def yaml_of(plain: Plain) -> str:
    """The YAML of plain values, block style; the same values give the same text."""
    return yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def _value(kind: Any, item: Plain, place: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [arg for arg in get_args(kind) if arg is not type(None)]
        return None if item is None else _value(inner[0], item, place)
    if origin is tuple:
        return _sequence(get_args(kind), item, place)
    if is_dataclass(kind):
        return from_plain(kind, item, place)  # type: ignore[arg-type]
    if kind is float and type(item) is int:
        return float(item)
    if kind is date and isinstance(item, datetime):
        raise _wrong(place, "a date without a time is needed here")
    if not isinstance(item, kind) or (isinstance(item, bool) and kind is not bool):
        raise _wrong(place, _otherwise(kind, item))
    return item


def _otherwise(kind: type, item: Plain) -> str:
    """What is needed in place of the item, and how to write it."""
    wanted = _WANTED.get(kind, kind.__name__)
    if item is None:
        return f"nothing is written here, and {wanted} is needed"
    shown = repr(item) if len(repr(item)) <= _LONGEST_SHOWN else f"{repr(item)[:_LONGEST_SHOWN]}…"
    how = ": put it in quotes" if kind is str and isinstance(item, (bool, int, float, date)) else ""
    if kind in (date, datetime) and isinstance(item, str) and _DAY.match(item):
        how = ": leave the quotes out"
    return f"{shown} is not {wanted}{how}"


def _meant(name: object, known: Iterable[str]) -> str:
    close = get_close_matches(str(name), list(known), 1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _sequence(args: tuple[Any, ...], item: Plain, place: str) -> tuple[Any, ...]:
    if not isinstance(item, list):
        raise _wrong(place, "a list is needed here")
    return tuple(_value(args[0], part, f"{place}[{n}]") for n, part in enumerate(item))


def _is_default(field: Field[Any], owner: Any) -> bool:
    value = getattr(owner, field.name)
    return field.default is not MISSING and value == field.default and type(value) is type(field.default)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _wrong(place: str, what: str, field: str = "") -> UserError:
    """`field` is the one that is not known or missing; otherwise `place` ends with what is wrong."""
    place = place.lstrip(".")
    return UserError("site_field_wrong", f"{place or 'the file'}: {what}.", place=place, what=what, field=field)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The C parser where libyaml is there: forty definitions read in milliseconds."""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Block style, no aliases: each place in a definition stands by itself."""

    def ignore_aliases(self, data: Any) -> bool:
        return True
