"""Who found a change: a table of rules in the order in which they fired."""

from __future__ import annotations

from typing import Any, cast

import pytest

from wellrun.analytics.spc.codes import Profile, Rule
from wellrun.insight.facts import SignalFacts
from wellrun.insight.found_by import Finder, finder_of, found_by, found_by_sentence, judged_by, profile_name

EARLY = Rule.EARLY_DETECTION.word
TABLE: dict[str, tuple[list[str], Finder, str]] = {
    "fixed rules alone": (["shift"], Finder.RULES, "by the NHS rules"),
    "the watch alone": ([EARLY], Finder.EARLY, "by early detection, not by the NHS rules"),
    "the watch, then a rule": ([EARLY, "shift"], Finder.EARLY_FIRST, "by early detection, then by the NHS rules"),
    "a rule, then the watch": (["shift", EARLY], Finder.RULES, "by the NHS rules, then by early detection"),
}


@pytest.mark.parametrize("name", TABLE)
def test_who_came_first(name: str) -> None:
    rules, finder, words = TABLE[name]
    assert finder_of(rules) is finder
    assert found_by("nhs", rules) == words


def told(**facts: Any) -> str:
    return found_by_sentence(cast(SignalFacts, facts))


def test_the_rules_that_fired_in_their_order() -> None:
    assert told(profile="nhs", rules=["two_of_three", "trend"]) == (
        "Found by the NHS rules: two of three near the edge of the usual range; seven in a row, each beyond the one "
        "before."
    )
    assert told(profile="nhs", rules=["outside_limits", EARLY, "shift"]) == (
        "Found by the NHS rules (outside the usual range, seven in a row on one side of the usual level), then by "
        "early detection."
    )
    assert told(profile="nelson", rules=[EARLY]) == "Found by early detection, not by the Nelson rules."


def test_facts_of_old_say_nothing() -> None:
    assert told(rules=[]) == ""
    assert told(rules=["shift"]) == ""


def test_every_profile_has_a_name() -> None:
    assert all(profile_name(profile.word).startswith("the ") for profile in Profile)
    assert judged_by("limits", True) == "the limits alone and early detection"
