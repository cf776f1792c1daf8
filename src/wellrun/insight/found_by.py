"""Who found a change: the rule profile the signal itself was found by, early detection, or both, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from django.utils.translation import gettext as _

from wellrun.analytics.spc.codes import Profile, Rule
from wellrun.insight.facts import SignalFacts
from wellrun.insight.rule_words import rule_words

_EARLY = Rule.EARLY_DETECTION.word


class Finder(StrEnum):
    """`RULES`: fixed rules, and early detection never or later. `EARLY`: it alone. `EARLY_FIRST`: rules have joined."""

    RULES = "rules"
    EARLY = "early_detection"
    EARLY_FIRST = "early_detection_then_rules"


def finder_of(rules: Sequence[str]) -> Finder:
    """Who found a signal whose rules fired in that order. Only `EARLY` has a rate of false alarms that is promised."""
    if not rules or rules[0] != _EARLY:
        return Finder.RULES
    return Finder.EARLY if len(rules) == 1 else Finder.EARLY_FIRST


def profile_name(profile: str) -> str:
    """A rule profile inside a sentence: "the NHS rules"."""
    return {
        Profile.NHS.word: _("the NHS rules"),
        Profile.WESTERN_ELECTRIC.word: _("the Western Electric rules"),
        Profile.NELSON.word: _("the Nelson rules"),
        Profile.ANHOEJ.word: _("the Anhøj rules"),
        Profile.LIMITS.word: _("the limits alone"),
    }[profile]


def judged_by(profile: str, early_detection: bool) -> str:
    """By what a series is judged, inside a sentence: "the NHS rules and early detection"."""
    rules = profile_name(profile)
    return _("%(rules)s and early detection") % {"rules": rules} if early_detection else rules


def found_by(profile: str, rules: Sequence[str]) -> str:
    """Beside a signal: "by the NHS rules", "by early detection, beside the NHS rules"."""
    shown = {"rules": profile_name(profile)}
    if _EARLY not in rules:
        return _("by %(rules)s") % shown
    words = {
        Finder.RULES: _("by %(rules)s, then by early detection"),
        Finder.EARLY: _("by early detection, not by %(rules)s"),
        Finder.EARLY_FIRST: _("by early detection, then by %(rules)s"),
    }
    return words[finder_of(rules)] % shown


def found_by_sentence(facts: SignalFacts) -> str:
    """The same as a sentence, with the rules that fired in the order in which they did; empty for facts of old."""
    profile, rules = facts.get("profile"), facts.get("rules")
    if not profile or not rules:
        return ""
    if _EARLY not in rules:
        fixed = "; ".join(_low(rule_words(rule)) for rule in rules)
        return _("Found by %(rules)s: %(fixed)s.") % {"rules": profile_name(profile), "fixed": fixed}
    fixed = ", ".join(_low(rule_words(rule)) for rule in rules if rule != _EARLY)
    shown = {"rules": _("%(rules)s (%(fixed)s)") % {"rules": profile_name(profile), "fixed": fixed}}
    words = {
        Finder.RULES: _("Found by %(rules)s, then by early detection."),
        Finder.EARLY: _("Found by early detection, not by %(rules)s."),
        Finder.EARLY_FIRST: _("Found by early detection, then by %(rules)s."),
    }
    return words[finder_of(rules)] % (shown if fixed else {"rules": profile_name(profile)})


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]
