"""The JSON Schema of a definition file, for editors: the same fields and words that reading holds it to."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, get_args, get_origin, get_type_hints

from wellrun.library.definition import LinkSpec, MeasureSpec, StandardId, TradeOffSpec
from wellrun.library.words import (
    EVIDENCE,
    GRADES,
    LIBRARY_WORDS,
    MEASURE_WORDS,
    PUSHES,
    SETTINGS,
    SIGNS,
)

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {str: "string", bool: "boolean", int: "integer", float: "number"}
_WORDS: dict[type, dict[str, tuple[str, ...]]] = {
    MeasureSpec: MEASURE_WORDS | LIBRARY_WORDS | {"settings": SETTINGS},
    StandardId: {"evidence": EVIDENCE},
    LinkSpec: {"sign": SIGNS, "grade": GRADES},
    TradeOffSpec: {"push_good": PUSHES, "guard_good": PUSHES},
}


def measure_schema() -> dict[str, Any]:
    """The schema of one file of `definitions/measures/`."""
    return {"$schema": DRAFT, "title": "A measure of Wellrun"} | _object(MeasureSpec)


def links_schema() -> dict[str, Any]:
    """The schema of `definitions/links.yaml`."""
    return _list_file("Influence links of Wellrun", "links", LinkSpec)


def trade_offs_schema() -> dict[str, Any]:
    """The schema of `definitions/trade-offs.yaml`."""
    return _list_file("Trade-offs of Wellrun", "trade_offs", TradeOffSpec)


def _list_file(title: str, head: str, kind: type[Any]) -> dict[str, Any]:
    of_all = {"type": "object", "additionalProperties": False, "required": [head]}
    return {"$schema": DRAFT, "title": title} | of_all | {"properties": {head: _many(_object(kind))}}


def _object(kind: type[Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    words = _WORDS.get(kind, {})
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [field.name for field in fields(kind) if field.default is MISSING],
        "properties": {name: _kind(hint, words.get(name, ())) for name, hint in hints.items()},
    }


def _kind(hint: Any, words: tuple[str, ...]) -> dict[str, Any]:
    if get_origin(hint) is tuple:
        return _many(_kind(get_args(hint)[0], words))
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]} | ({"enum": list(words)} if words else {})
    return _object(hint)


def _many(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}
