"""The free texts of a plan file: what people wrote, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wellrun.check.facts import NoteFacts
from wellrun.plans.document import PlanDocument
from wellrun.plans.specs import ObjectiveSpec


def notes_of(document: PlanDocument) -> tuple[NoteFacts, ...]:
    """Every text that is no key and no word of a list, by what it belongs to."""
    plan = document.plan
    return tuple(
        note
        for part in (
            (note for one in plan.objectives for note in _objective(one)),
            _texts("precedence", plan.precedences, "winner", "because"),
            _texts("stopped", plan.stopped, "key", "title", "because"),
            _texts("waiver", plan.waivers, "subject", "reason"),
            _texts("initiative", plan.initiatives, "key", "title", "design"),
            _texts("action", plan.actions, "key", "title", "done_when", "update"),
            _texts("limit", document.limits, "measure", "response"),
            _texts("link", document.links, "key", "caveat"),
            _texts("trade_off", document.trade_offs, "key", "mechanism"),
            _texts("obligation", document.obligations, "key", "title", "evidence", "met_by"),
        )
        for note in part
    )


def _objective(one: ObjectiveSpec) -> Iterator[NoteFacts]:
    for field, text in (("title", one.title), ("description", one.description)):
        if text:
            yield _note("objective", one.key, field, text)
    yield from _texts(f"objective {one.key}, arrow", one.helps, "effect", "because")
    yield from _texts(f"objective {one.key}, driver", one.drivers, "key", "text")
    yield from _texts(f"objective {one.key}, quarter", one.quarters, "starts", "title", "learning")


def _texts(what: str, entries: Iterable[Any], key: str, *fields: str) -> Iterator[NoteFacts]:
    for entry in entries:
        for field in fields:
            if text := getattr(entry, field):
                yield _note(what, str(getattr(entry, key)), field, text)


def _note(what: str, key: str, field: str, text: str) -> NoteFacts:
    return NoteFacts(f"{what}/{key}/{field}", f"the {field.replace('_', ' ')} of {what.replace('_', '-')} {key}", text)
