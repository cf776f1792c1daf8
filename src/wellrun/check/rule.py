"""What a rule of the model check is: a small pure function over frozen facts with its words beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from wellrun.check.facts import ModelFacts

Value = str | int | float | None
Thresholds = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fix:
    """What would mend it, as a form already filled in: the verb of an action and the values known."""

    verb: str
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Hit:
    """The rule fires. `values` fill its sentence; `severity` where it differs from the rule's own.

    `units`: those whose figures, objectives or forums it speaks of, where its subject stands in several.
    """

    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    severity: str = ""
    fix: Fix | None = None
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clear:
    """The rule is kept."""


@dataclass(frozen=True, slots=True)
class NotChecked:
    """It cannot be told from these facts, and why, in words."""

    why: str


CLEAR: Final = Clear()
Answer = Hit | Clear | NotChecked
Subject = Any
"""One of the facts of `wellrun.check.facts`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its function answers for one subject at a time.

    `message` is a template filled with the hit's values; `thresholds` are defaults that a site may set otherwise.
    """

    id: str
    kind: str
    answer: Callable[[ModelFacts, Subject, Thresholds], Answer]
    message: str
    thresholds: Thresholds


_RULES: dict[str, Rule] = {}


def rule(
    rule_id: str, kind: str, message: str, **thresholds: float
) -> Callable[[Callable[[ModelFacts, Any, Thresholds], Answer]], Callable[[ModelFacts, Any, Thresholds], Answer]]:
    """Register the function as the rule `rule_id` on subjects of `kind`; a rule stands once."""

    def register(
        answer: Callable[[ModelFacts, Any, Thresholds], Answer],
    ) -> Callable[[ModelFacts, Any, Thresholds], Answer]:
        if rule_id in _RULES:
            raise ValueError(f"the rule {rule_id} stands twice")
        _RULES[rule_id] = Rule(rule_id, kind, answer, message, MappingProxyType(thresholds))
        return answer

    return register


def registered() -> Mapping[str, Rule]:
    """Every rule by its id, in the order of their registration; import `wellrun.check.rules` first."""
    return MappingProxyType(_RULES)
