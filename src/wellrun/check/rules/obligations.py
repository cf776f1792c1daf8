"""Obligations: an owner, evidence, and a forum that sees them before they fall due."""

from __future__ import annotations

from wellrun.check.facts import ForumFacts, ModelFacts, ObligationFacts
from wellrun.check.rule import CLEAR, Answer, Fix, Hit, NotChecked, Thresholds, rule
from wellrun.check.spoken import day_words


@rule("OBL-01", "obligation", "Nobody answers for “%(title)s”.")
def without_owner(facts: ModelFacts, obligation: ObligationFacts, t: Thresholds) -> Answer:
    """An obligation without a post."""
    if obligation.owner or obligation.met_on:
        return CLEAR
    return Hit({"title": obligation.title}, fix=Fix("set_obligation_owner", {"obligation": obligation.key}))


@rule("OBL-02", "obligation", "What shows that “%(title)s” is met is not named.")
def without_evidence(facts: ModelFacts, obligation: ObligationFacts, t: Thresholds) -> Answer:
    """An obligation that nobody could prove."""
    if obligation.evidence.strip():
        return CLEAR
    return Hit({"title": obligation.title}, fix=Fix("name_evidence", {"obligation": obligation.key}))


@rule("OBL-03", "obligation", "“%(title)s” was due on %(due)s and is not met.")
def past_due(facts: ModelFacts, obligation: ObligationFacts, t: Thresholds) -> Answer:
    """A breach."""
    if obligation.met_on or obligation.due >= facts.as_of:
        return CLEAR
    values = {"title": obligation.title, "due": day_words(obligation.due)}
    return Hit(values, fix=Fix("meet", {"obligation": obligation.key}))


@rule("OBL-04", "obligation", "“%(title)s” falls due on %(due)s, before any forum that could see it sits.")
def due_before_forum(facts: ModelFacts, obligation: ObligationFacts, t: Thresholds) -> Answer:
    """An obligation that reaches its forum, that of its measure or else of its unit or above, after the breach."""
    if obligation.met_on or obligation.due < facts.as_of:
        return CLEAR
    forums = _forums(facts, obligation)
    sittings = [forum.next_sitting for forum in forums if forum.next_sitting]
    if forums and not sittings:
        return NotChecked("When its forum sits next is not known here.")
    if any(day <= obligation.due for day in sittings):
        return CLEAR
    if not facts.forums_of.get(obligation.measure or "") and obligation.unit not in facts.unit_parents:
        return NotChecked("Which forums sit above its unit is not known here.")
    values = {"title": obligation.title, "due": day_words(obligation.due)}
    return Hit(values, fix=Fix("bring_forward", {"obligation": obligation.key}))


def _forums(facts: ModelFacts, obligation: ObligationFacts) -> list[ForumFacts]:
    of_measure = facts.forums_of.get(obligation.measure or "", ())
    above = facts.units_above(obligation.unit)
    return list(of_measure) or [forum for forum in facts.forums if forum.unit in above]
