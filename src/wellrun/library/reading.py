"""Definitions from YAML: strict, and every refusal names the file, the line and the field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml

from wellrun.lib.errors import UserError
from wellrun.lib.plain import from_plain
from wellrun.library.definition import LinkSpec, MeasureSpec, TradeOffSpec
from wellrun.library.lines import composed, line_of, plain_at, unreadable
from wellrun.library.rules import Breach, link_breaches, measure_breaches, trade_off_breaches

T = TypeVar("T", LinkSpec, TradeOffSpec)


def read_measure(path: Path) -> MeasureSpec:
    """The definition in one file, called as its file is.

    Raises `definition_unreadable`, `definition_wrong`, `measure_key_differs`.
    """
    spec = measure_of(_text(path), path.name)
    if spec.key != path.stem:
        raise UserError("measure_key_differs", f"{path.name} defines {spec.key!r}: file and key must agree.")
    return spec


def measure_of(text: str, file: str) -> MeasureSpec:
    """The definition that a text in YAML states; `file` is what it is called in a refusal."""
    root = composed(text, file)
    spec: MeasureSpec = _shaped(MeasureSpec, plain_at(text, file, root), root, file, "")
    for breach in measure_breaches(spec):
        raise _wrong(root, file, breach)
    return spec


def read_links(path: Path) -> tuple[LinkSpec, ...]:
    """The influence links in a file; refused as a definition is."""
    return _entries(path, "links", LinkSpec, link_breaches)


def read_trade_offs(path: Path) -> tuple[TradeOffSpec, ...]:
    """The trade-offs in a file; refused as a definition is."""
    return _entries(path, "trade_offs", TradeOffSpec, trade_off_breaches)


def wrong(file: str, line: int, field: str, what: str) -> UserError:
    """The refusal of one field."""
    return UserError(
        "definition_wrong", f"{file}, line {line}, {field}: {what}.", file=file, line=line, field=field, what=what
    )


def _entries(path: Path, head: str, kind: type[T], breaches: Callable[[T], Iterator[Breach]]) -> tuple[T, ...]:
    text = _text(path)
    root = composed(text, path.name)
    plain = plain_at(text, path.name, root)
    if not isinstance(plain, dict) or list(plain) != [head] or not isinstance(plain[head], list):
        raise wrong(path.name, 1, head, "a list under this name is needed, and nothing else")
    found: list[T] = []
    for number, entry in enumerate(plain[head]):
        place = f"{head}[{number}]"
        spec: T = _shaped(kind, entry, root, path.name, place)
        if any(spec.id == other.id for other in found):
            raise _wrong(root, path.name, (f"{place}.id", f"{spec.id!r} is there twice"))
        for field, what in breaches(spec):
            raise _wrong(root, path.name, (f"{place}.{field}", what))
        found.append(spec)
    return tuple(found)


def _shaped(kind: type[Any], plain: Any, root: yaml.Node, file: str, place: str) -> Any:
    try:
        return from_plain(kind, plain, place)
    except UserError as error:
        where = ".".join(filter(None, (error.params["place"], error.params["field"])))
        raise _wrong(root, file, (where or "the file", error.params["what"])) from None


def _wrong(root: yaml.Node, file: str, breach: Breach) -> UserError:
    field, what = breach
    return wrong(file, line_of(root, field), field, what)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UserError("site_file_missing", f"{path.name} is not in {path.parent}.", file=path.name) from None
    except UnicodeDecodeError:
        raise unreadable(path.name, 1, "it is not UTF-8") from None
