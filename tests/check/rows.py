"""A row of a rule's table: a model, and what the rule answers of one subject in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wellrun.check.facts import ModelFacts
from wellrun.check.rule import Answer, Clear, Hit, registered
from wellrun.check.subjects import subjects_of


@dataclass(frozen=True)
class Row:
    """`says`: hit, error (a hit of that severity), clear, not checked. Without a subject, the first of its kind."""

    rule: str
    what: str
    facts: ModelFacts
    says: str
    subject: str = ""

    def __str__(self) -> str:
        return f"{self.rule} {self.what}"


def unheard(facts: ModelFacts) -> ModelFacts:
    """How often figures of its measures come is known of the library only."""
    return replace(facts, measures=tuple(replace(one, rhythm_known=False) for one in facts.measures))


def answer_of(row: Row) -> Answer:
    """What the rule answers at its default thresholds."""
    rule = registered()[row.rule]
    subjects = subjects_of(row.facts, rule.kind)
    subject = dict(subjects)[row.subject] if row.subject else subjects[0][1]
    return rule.answer(row.facts, subject, rule.thresholds)


def said(answer: Answer) -> str:
    """The word of a row for an answer."""
    if isinstance(answer, Hit):
        return answer.severity or "hit"
    return "clear" if isinstance(answer, Clear) else "not checked"
