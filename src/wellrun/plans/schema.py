"""The plan file as a JSON Schema, so that an editor completes its fields and marks what is wrong."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from inspect import cleandoc
from typing import Any, Union, get_args, get_origin, get_type_hints

from wellrun.plans.document import PlanDocument
from wellrun.plans.meaning import REFERS, WORDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN: dict[Any, dict[str, Any]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}"},
}


def plan_schema() -> dict[str, Any]:
    """The schema of a whole plan file: what a field is, which words it takes, what it names."""
    kinds = dict.fromkeys(_kinds(PlanDocument))
    document = _object(PlanDocument)
    del document["properties"]["says"]
    definitions = {kind.__name__: _object(kind) for kind in kinds if kind is not PlanDocument}
    return {"$schema": DIALECT, "title": "A Wellrun plan", **document, "$defs": definitions}


def _kinds(kind: type) -> Iterator[type]:
    yield kind
    for hint in get_type_hints(kind).values():
        for inner in (hint, *get_args(hint)):
            if isinstance(inner, type) and is_dataclass(inner):
                yield from _kinds(inner)


def _object(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    required = [one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING]
    return {
        "description": cleandoc(kind.__doc__ or ""),
        "type": "object",
        "properties": {one.name: _field(kind, one.name, hints[one.name]) for one in fields(kind)},
        "required": required,
        "additionalProperties": False,
    }


def _field(kind: type, name: str, hint: Any) -> dict[str, Any]:
    schema = _value(hint)
    if (kind, name) in WORDS:
        schema = {"enum": list(WORDS[kind, name])}
    if (kind, name) in REFERS:
        schema = schema | {"description": f"The key of a {REFERS[kind, name]}."}
    return schema


def _value(hint: Any) -> dict[str, Any]:
    if get_origin(hint) in (Union, types.UnionType):
        inner = [_value(one) for one in get_args(hint) if one is not type(None)]
        return {"anyOf": [*inner, {"type": "null"}]}
    if get_origin(hint) in (tuple, frozenset):
        return {"type": "array", "items": _value(get_args(hint)[0])}
    if is_dataclass(hint):
        return {"$ref": f"#/$defs/{hint.__name__}"}  # type: ignore[union-attr]
    return _PLAIN[hint]
