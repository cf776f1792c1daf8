"""The reference page of the model check's rules, out of the rules themselves: `python -m scripts.check_rules`."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import wellrun.check.rules  # noqa: F401  (registers every rule)
from wellrun.check.catalogue import RuleWords, catalogue
from wellrun.check.rule import Rule, registered

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "check-rules.md"
_HEAD = """# Rules of the model check

What `wellrun check` and the check page ask of a strategy. Each rule answers hit, clear, or not checked where a fact is
missing; nothing is guessed. An error keeps a plan from coming into force unless a waiver sets it aside; a waiver names
a post, a reason and a day on which it runs out. Thresholds and severities are defaults that a site may set otherwise.

This page is written by `python -m scripts.check_rules`.
"""
_FAMILIES = {
    "FOC": "Focus",
    "OBJ": "Objectives",
    "MEA": "Measures, aims and links",
    "OWN": "Ownership",
    "REV": "Reviews",
    "INI": "Initiatives",
    "ACT": "Actions and escalations",
    "PRV": "Privacy",
    "PLN": "Choices of the plan",
    "OKR": "Quarters and key results",
    "DEC": "Decision rights",
    "OBL": "Obligations",
}
_SEVERITIES = {"error": "Error", "warn": "Warning", "info": "Note"}


def page() -> str:
    """The whole page."""
    rules = registered()
    lines = [_HEAD]
    for prefix, family in _FAMILIES.items():
        lines.append(f"## {family}\n")
        for rule_id, words in catalogue().items():
            if rule_id.startswith(prefix):
                lines += _section(rules[rule_id], words)
    return "\n".join(lines).rstrip() + "\n"


def _section(rule: Rule, words: RuleWords) -> Iterator[str]:
    yield f"### {rule.id}: {words.title}\n"
    yield f"{inspect.getdoc(rule.answer)}\n"
    yield f"- Asked of: {rule.kind}"
    yield f"- Severity: {_SEVERITIES[words.severity]}"
    if rule.thresholds:
        yield "- Thresholds: " + ", ".join(f"`{name}` {value:g}" for name, value in rule.thresholds.items())
    yield f"- May be waived: {'yes' if words.waivable else 'no'}"
    yield f"- Why: {words.rationale}"
    yield f"- Source: {words.reference}\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
