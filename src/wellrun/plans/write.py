"""A plan as text: equal plans give equal bytes."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import lru_cache
from hashlib import sha256
from typing import Any

from wellrun.lib.plain import Plain, to_plain, yaml_of
from wellrun.plans.canonical import canonical, settled
from wellrun.plans.document import SITE_PARTS, PlanDocument


def write_plan(document: PlanDocument) -> str:
    """The text of a plan file. Every part that the document speaks of is there, if only to say that it is empty."""
    return yaml_of(document_to_plain(canonical(document)))


def document_to_plain(document: PlanDocument) -> dict[str, Plain]:
    """The parts of a document in the order of the file."""
    parts: dict[str, Any] = {}
    for part in fields(document):
        value = getattr(document, part.name)
        if part.name in SITE_PARTS and part.name not in document.says:
            continue
        if part.name != "says" and value not in (None, ""):
            parts[part.name] = to_plain(value)
    head: dict[str, Any] = {name: parts.pop(name) for name in ("as_of", "base") if name in parts}
    return {**head, **parts}


def digest(document: PlanDocument) -> str:
    """Sixteen characters that tell one plan from another, whatever day it is and however work in hand goes."""
    return _digest(settled(document), document.says)


@lru_cache(maxsize=8)
def _digest(document: PlanDocument, says: frozenset[str]) -> str:
    return sha256(yaml_of(document_to_plain(document)).encode()).hexdigest()[:16]


def based_on_itself(document: PlanDocument) -> PlanDocument:
    """The document as it leaves a site: it says what it was exported from."""
    return replace(document, base=digest(document))
