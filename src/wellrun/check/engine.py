"""Running the rules: every rule over every subject of its kind, or over those that a change touches."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import wellrun.check.rules  # noqa: F401  (registers every rule)
from wellrun.check.catalogue import RuleWords, catalogue
from wellrun.check.facts import ModelFacts, WaiverFacts
from wellrun.check.rule import Fix, Hit, NotChecked, Rule, Value, registered
from wellrun.check.subjects import KINDS, Subjects, subjects_of


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a site counts differently from a rule's default. An empty severity leaves the rule's own."""

    severity: str = ""
    thresholds: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that fires on a subject. `waiver`: the exception stated for it that still holds.

    `units`: those it speaks of, where its subject stands in several.
    """

    rule: str
    severity: str  # error | warn | info
    kind: str
    subject: str
    message: str
    values: Mapping[str, Value]
    fix: Fix | None
    words: RuleWords
    waiver: WaiverFacts | None = None
    units: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it is an error that nobody set aside."""
        return self.severity == "error" and self.waiver is None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that could not be answered for a subject, and why."""

    rule: str
    kind: str
    subject: str
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check said: what fires, what could not be checked, how many answers were clear."""

    found: tuple[Found, ...]
    skipped: tuple[Skipped, ...]
    clear: int

    @property
    def is_fit(self) -> bool:
        """Whether no unwaived error stands."""
        return not any(one.stands for one in self.found)


def check(
    facts: ModelFacts,
    settings: Mapping[str, Setting] = MappingProxyType({}),
    *,
    only: Collection[tuple[str, str]] | None = None,
    rules: Collection[str] | None = None,
) -> Verdict:
    """Ask every rule, or those of `rules`, of every subject of its kind; `only`: (kind, key) pairs to ask about."""
    found: list[Found] = []
    skipped: list[Skipped] = []
    clear = 0
    waivers = _in_force(facts)
    asked = _asked(facts, only)
    for rule in _ordered(rules):
        setting = settings.get(rule.id, Setting())
        thresholds = {**rule.thresholds, **setting.thresholds}
        for key, subject in asked[rule.kind]:
            answer = rule.answer(facts, subject, thresholds)
            if isinstance(answer, Hit):
                found.append(_found(rule, key, answer, setting, waivers))
            elif isinstance(answer, NotChecked):
                skipped.append(Skipped(rule.id, rule.kind, key, answer.why))
            else:
                clear += 1
    return Verdict(tuple(found), tuple(skipped), clear)


def _ordered(wanted: Collection[str] | None) -> Iterator[Rule]:
    known = registered()
    return (known[one] for one in catalogue() if one in known and (wanted is None or one in wanted))


def _asked(facts: ModelFacts, only: Collection[tuple[str, str]] | None) -> Mapping[str, Subjects]:
    """The subjects of each kind, or those of them that are named."""
    if only is None:
        return {kind: subjects_of(facts, kind) for kind in KINDS}
    named: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for kind, key in only:
        named[kind].add(key)
    return {
        kind: [(key, one) for key, one in subjects_of(facts, kind) if key in keys] if keys else []
        for kind, keys in named.items()
    }


def _found(rule: Rule, key: str, hit: Hit, setting: Setting, waivers: Mapping[tuple[str, str], WaiverFacts]) -> Found:
    words = catalogue()[rule.id]
    return Found(
        rule=rule.id,
        severity=setting.severity or hit.severity or words.severity,
        kind=rule.kind,
        subject=key,
        message=rule.message % hit.values,
        values=hit.values,
        fix=hit.fix,
        words=words,
        waiver=waivers.get((rule.id, key)) if words.waivable else None,
        units=hit.units,
    )


def _in_force(facts: ModelFacts) -> dict[tuple[str, str], WaiverFacts]:
    """The exceptions that have not run out, by rule and subject."""
    return {(one.rule, one.subject): one for one in facts.waivers if one.expires >= facts.as_of}
