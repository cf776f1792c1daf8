"""Differences between plans in lines that a person reads, and in values that a program does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from wellrun.lib.plain import Plain
from wellrun.plans.diff import Change

HEADINGS = {
    "measure": "Measures",
    "post": "Posts",
    "post_right": "What posts may decide",
    "domain": "Domains",
    "plan": "Plan",
    "objective": "Objectives",
    "parent": "What objectives serve",
    "role": "Roles of measures",
    "contributor": "Contributing teams",
    "cause_effect": "Arrows of the strategy map",
    "driver": "Driver diagrams",
    "slice": "Quarters",
    "key_result": "Key results",
    "closing": "Quarters closed with what was learned",
    "precedence": "What wins over what",
    "stopped": "Stop list",
    "hours": "Hours declared",
    "waiver": "Waivers",
    "target": "Aims",
    "limit": "Same-day limits",
    "link": "Influence links",
    "trade_off": "Trade-offs",
    "obligation": "Obligations",
    "forum": "Forums",
    "forum_right": "What forums may decide",
    "initiative": "Initiatives",
    "action": "Actions in hand",
}
IN_HISTORY = {"cause_effect": "arrow", "slice": "quarter", "key_result": "key result", "closing": "quarter"}
"""What the history of a plan calls a part of its file, where it does so otherwise."""
SIGNS = {"added": "+", "removed": "-", "changed": "~", "reordered": "~"}
# The field that tells a person what an entry is, where there is one.
_TITLES = ("title", "name", "text", "role", "because", "reason")


def lines_of(changes: Iterable[Change]) -> Iterator[str]:
    """A heading for each part that differs, and a line for each difference: + added, - removed, ~ changed."""
    for kind, group in groupby(changes, key=lambda change: change.kind):
        yield HEADINGS[kind]
        for change in group:
            yield f"  {SIGNS[change.verb]} {_line(change)}"


def as_json(changes: Iterable[Change]) -> list[dict[str, Plain]]:
    """The same for a program."""
    return [
        {
            "kind": change.kind,
            "key": list(change.row.path),
            "change": change.verb,
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    ]


def summary(changes: Iterable[Change]) -> str:
    """How many of each, in one line."""
    verbs = [change.verb for change in changes]
    counted = [(verbs.count(verb), verb) for verb in SIGNS if verb in verbs]
    return ", ".join(f"{count} {verb}" for count, verb in counted) or "no difference"


def _line(change: Change) -> str:
    if change.verb == "reordered":
        return f"{change.subject}: in another order, {_arrow(change.before['order'], change.after['order'])}"
    if change.verb == "changed":
        told = [f"{name} {_arrow(change.before[name], change.after[name])}" for name in change.fields]
        return f"{change.subject}: {'; '.join(told)}"
    facts = change.after or change.before
    title = next((str(facts[name]) for name in _TITLES if facts.get(name)), "")
    others = {name: value for name, value in facts.items() if str(value) not in change.row.path}
    said = title or ", ".join(f"{name} {_word(value)}" for name, value in others.items())
    return f"{change.subject}: {said}" if said else change.subject


def _arrow(before: Any, after: Any) -> str:
    return f"{_word(before)} → {_word(after)}"


def _word(value: Any) -> str:
    if value is None or value in ("", []):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_word(item) for item in value)
    if isinstance(value, dict):
        return " ".join(f"{name} {_word(item)}" for name, item in value.items())
    return str(value)
