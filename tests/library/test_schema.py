"""The JSON Schemas for editors are those of what is read, and every definition passes its own."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from wellrun.lib.plain import read_yaml
from wellrun.library.folder import DEFINITIONS, LINKS, MEASURES, TRADE_OFFS
from wellrun.library.schema import links_schema, measure_schema, trade_offs_schema


@pytest.mark.parametrize(
    ("name", "made"),
    [("measure", measure_schema), ("links", links_schema), ("trade-offs", trade_offs_schema)],
)
def test_the_file_is_what_would_be_made_today(name: str, made: Callable[[], Any]) -> None:
    assert json.loads((DEFINITIONS / f"{name}.schema.json").read_text()) == made()


def test_every_measure_of_the_library_passes() -> None:
    for path in MEASURES.glob("*.yaml"):
        assert breaches(read_yaml(path), measure_schema()) == [], path.name


def test_links_and_trade_offs_pass() -> None:
    assert breaches(read_yaml(LINKS), links_schema()) == []
    assert breaches(read_yaml(TRADE_OFFS), trade_offs_schema()) == []


@pytest.mark.parametrize("change", [{"goal": 1}, {"chart": "pie"}, {"decimals": "1"}, {"standards": [{"id": "a"}]}])
def test_what_reading_refuses_does_not_pass(change: dict[str, Any]) -> None:
    plain = read_yaml(MEASURES / "readmit30.yaml")

    assert breaches(plain | change, measure_schema())


def breaches(plain: Any, schema: dict[str, Any]) -> list[str]:
    """What of the few words of JSON Schema that ours use does not hold."""
    kind = schema["type"]
    if kind == "object":
        unknown = [name for name in plain if name not in schema["properties"]]
        missing = [name for name in schema["required"] if name not in plain]
        inner = [
            wrong
            for name, value in plain.items()
            if name in schema["properties"]
            for wrong in breaches(value, schema["properties"][name])
        ]
        return unknown + missing + inner
    if kind == "array":
        return [wrong for item in plain for wrong in breaches(item, schema["items"])]
    types = {"string": str, "boolean": bool, "integer": int, "number": (int, float)}[kind]
    fits = isinstance(plain, types) and (kind == "boolean" or not isinstance(plain, bool))
    return [] if fits and plain in schema.get("enum", [plain]) else [repr(plain)]
