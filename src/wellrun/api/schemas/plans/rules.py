"""Rules of the model check: where a site counts differently, and what is set aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from wellrun.api.schemas.fields import Answered, Day, Given, Key, Number, Text, Word, same
from wellrun.api.schemas.organisation import PostRef
from wellrun.api.schemas.words import Severity
from wellrun.check.catalogue import catalogue
from wellrun.check.models import RuleSetting, Waiver
from wellrun.check.rule import Rule


class WaiverIn(Given):
    """Which rule is set aside for which subject, why, by which post, until when."""

    rule: Key
    subject: Word
    reason: Text
    post: Key
    expires: Day


class StatedOut(Answered):
    """A rule set aside for a subject of the plan."""

    id: UUID
    rule: str
    subject: str
    reason: str
    post: PostRef
    expires: date


class RuleIn(Given):
    """How the site counts; an empty severity and no threshold leave the rule's own."""

    severity: Severity | Literal[""] = ""
    thresholds: Annotated[dict[Key, Number], Field(max_length=20)] = {}


class RuleOut(Answered):
    """A rule of the check: its own severity and thresholds, and those that count here."""

    rule: str
    title: str
    rationale: str
    reference: str
    kind: str
    waivable: bool
    severity: Severity
    severity_here: Severity
    thresholds: dict[str, float]
    thresholds_here: dict[str, float]


class CheckSummaryOut(Answered):
    """What a whole check found: open findings by severity, what could not be told, answers that were clear."""

    error: int
    warn: int
    info: int
    waived: int
    not_checked: int
    clear: int


def stated_out(one: Waiver) -> StatedOut:
    """A waiver with its post at hand."""
    return StatedOut(**same(one, "id", "rule", "subject", "reason", "expires"), post=PostRef.of(one.post))


def rule_out(rule: Rule, settings: Mapping[str, RuleSetting]) -> RuleOut:
    """A rule with what the site says of it; `settings` by rule."""
    words, here = catalogue()[rule.id], settings.get(rule.id)
    told: dict[str, Any] = {"severity_here": (here.severity if here else "") or words.severity}
    return RuleOut(
        rule=rule.id,
        kind=rule.kind,
        **same(words, "title", "rationale", "reference", "waivable", "severity"),
        **told,
        thresholds=dict(rule.thresholds),
        thresholds_here={**rule.thresholds, **(here.thresholds if here else {})},
    )
