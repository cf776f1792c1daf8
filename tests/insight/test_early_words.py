"""What early detection says in words, and where it is silent."""

from __future__ import annotations

from typing import Any

import pytest

from wellrun.analytics.spc.codes import Profile
from wellrun.insight.early_words import analyst_sentence, early_sentence, one_in, percent, rules_words


def facts(**more: Any) -> Any:
    early = {"p": 0.004, "q": 0.03, "watched": 84, "chance": 0.0063}
    base = {
        "rules": ["early_detection"],
        "grain": "month",
        "first_fired": "2025-09-01",
        "last_fired": "2025-09-01",
        "period": "2025-09-01",
        "early": early | more.pop("early", {}),
    }
    return base | more


def test_plain_words_while_it_alone_has_fired() -> None:
    assert early_sentence(facts()) == (
        "No rule of its chart fires yet. In a year, about 1 in 160 series in which "
        "nothing changed would look like this."
    )
    assert early_sentence(facts(period="2025-10-01")).startswith("No rule of its chart fired. ")
    assert "fewer than 1 in a million" in early_sentence(facts(early={"chance": 1e-40}))


@pytest.mark.parametrize(
    "silent",
    [
        {"rules": ["early_detection", "shift"]},
        {"rules": ["shift"]},
        {"withdrawn": True},
    ],
)
def test_silent_beside_fixed_rules(silent: dict[str, Any]) -> None:
    assert early_sentence(facts(**silent)) == ""


def test_without_the_watch_nothing_is_said() -> None:
    for each in (early_sentence, analyst_sentence):
        assert each(facts() | {"early": None}) == ""
        old = facts()
        del old["early"]
        assert each(old) == ""


def test_analysts_are_told_p_and_q_of_what_was_found_first() -> None:
    assert analyst_sentence(facts()) == (
        "Found early, in September 2025, before any fixed rule fired: a series that did not change would have come as "
        "far by then with probability 0.4 %, and within any one year with probability 0.6 %. Among the 84 series of "
        "the measure watched then: 3 %, the share of false ones to expect if all that are as strong were taken for "
        "real."
    )
    assert "only series" in analyst_sentence(facts(early={"watched": 1}))
    assert "Among" not in analyst_sentence(facts(early={"q": None, "watched": None}))


def test_once_a_fixed_rule_has_joined_analysts_are_told_why_there_is_no_probability() -> None:
    said = analyst_sentence(facts(rules=["early_detection", "shift"]))
    assert said == (
        "Found early, in September 2025; a fixed rule has fired since. Fixed rules promise no rate of false alarms, so "
        "no probability is shown beside them any more."
    )
    assert analyst_sentence(facts(rules=["shift", "early_detection"])) == ""
    assert analyst_sentence(facts(rules=["early_detection", "shift"], withdrawn=True)) == ""


@pytest.mark.parametrize(("chance", "cases"), [(0.05, 20), (0.0063, 160), (0.012, 83), (0.9, 1), (1e-9, 1_000_000)])
def test_cases_to_two_digits(chance: float, cases: int) -> None:
    assert one_in(chance) == cases


@pytest.mark.parametrize(
    ("probability", "words"),
    [(0.00003, "less than 0.01 %"), (0.0004, "0.04 %"), (0.004, "0.4 %"), (0.03, "3 %"), (0.42, "42 %")],
)
def test_a_probability_in_percent(probability: float, words: str) -> None:
    assert percent(probability) == words


def test_the_rules_by_name() -> None:
    assert rules_words("nhs", False) == "NHS rules"
    assert rules_words("nhs", True) == "NHS rules and early detection"
    assert rules_words("nelson", True) == "Nelson rules and early detection"
    assert all(rules_words(profile.word, False)[0].isupper() for profile in Profile)
