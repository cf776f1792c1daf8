"""The words of the rules: those of the domain notes unchanged, the rest complete, and a page of them all."""

from __future__ import annotations

import re

import pytest
import yaml

from scripts.check_rules import PAGE, page
from tests.shared_data import SHARED, needs_shared
from wellrun.check.catalogue import catalogue
from wellrun.check.rule import registered
from wellrun.check.subjects import KINDS

AGREED = ("title", "severity", "condition", "rationale", "reference", "waivable")


@needs_shared
@pytest.mark.shared
def test_the_rules_of_the_domain_notes_stand_word_for_word() -> None:
    noted = yaml.safe_load((SHARED / "domain" / "lint_rules.yaml").read_text())["rules"]
    assert len(noted) == 49
    ours = catalogue()
    for rule in noted:
        words = ours[rule["id"]]
        assert {name: getattr(words, name) for name in AGREED} == {name: rule[name] for name in AGREED}


@needs_shared
@pytest.mark.shared
def test_the_numbers_of_the_conditions_are_the_defaults_of_the_functions() -> None:
    noted = yaml.safe_load((SHARED / "domain" / "lint_rules.yaml").read_text())["rules"]
    conditions = {rule["id"]: rule["condition"] for rule in noted}
    for rule_id, said in {
        "FOC-01": (7, 12), "FOC-02": (24,), "FOC-04": (5,), "FOC-05": (7,), "OBJ-07": (30,), "MEA-02": (12,),
        "MEA-10": (20, 10), "OWN-03": (3,), "OWN-05": (7, 10), "OWN-06": (2,), "REV-01": (4, 10), "REV-03": (2,),
    }.items():  # fmt: skip
        thresholds = list(registered()[rule_id].thresholds.values())
        assert thresholds[: len(said)] == list(said)
        assert set(map(str, said)) <= set(re.findall(r"\d+", conditions[rule_id]))


@pytest.mark.parametrize("words", catalogue().values(), ids=lambda words: words.id)
def test_every_rule_says_what_it_is_and_why(words: object) -> None:
    for name in ("title", "rationale", "reference"):
        assert getattr(words, name).strip()
    assert words.severity in ("error", "warn", "info")  # type: ignore[attr-defined]
    assert registered()[words.id].kind in KINDS  # type: ignore[attr-defined]


def test_the_page_of_the_rules_is_what_the_rules_say() -> None:
    assert PAGE.read_text() == page(), "run: python -m scripts.check_rules"
