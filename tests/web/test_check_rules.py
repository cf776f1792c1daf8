"""The rules of the check: read by all, set after a look at what it would do by who chairs the enterprise."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.check.models import Finding, RuleSetting
from wellrun.check.rule import registered
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.models import Objective
from wellrun.web.presenters.rule_words import FAMILIES, family_of, threshold_label

RULES = "/u/system/strategy/check/rules/"


@pytest.fixture
def objective(world: World) -> Objective:
    """One of eight, without a measure; checked."""
    ones = [an_objective(f"leave-{n}", world.system, world.lead_post, rank=n) for n in range(8)]
    check_plan(ones[0].plan)
    return ones[0]


def test_every_rule_has_a_family_and_every_number_its_words() -> None:
    rules = registered().values()
    assert {family_of(rule.id) for rule in rules} == set(FAMILIES)
    assert all(threshold_label(rule.id, name) for rule in rules for name in rule.thresholds)


def test_the_list_says_why_how_grave_and_how_often(world: World, objective: Objective) -> None:
    said = text_of(client_of(world.viewer).get("/u/north/strategy/check/rules/", {"q": "FOC-01"}))
    assert "Too many enterprise priorities Attention is scarce" in said
    assert "Enterprise objectives that are enough: 7" in said
    assert "all of them count as they come" in said


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "75 rules"),
        ({"family": "PRV"}, "3 rules fit"),
        ({"q": "zebra"}, "No rule fits"),
        ({"changed": "yes"}, "No rule"),
    ],
)
def test_it_is_narrowed_down(world: World, asked: dict[str, str], found: str) -> None:
    assert found in text_of(client_of(world.chief).get(RULES, asked))


def test_what_another_number_would_do_is_shown_and_nothing_set(world: World, objective: Objective) -> None:
    chief = client_of(world.chief)
    said = text_of(chief.post(f"{RULES}FOC-01/", {"severity": "", "most": "8", "error_above": "12", "try": "1"}))
    assert "It finds 1 today, and would find 0." in said
    assert "It would no longer find 8 enterprise objectives are in force; attention is enough for 7." in said
    assert not RuleSetting.objects.exists()
    said = text_of(chief.post(f"{RULES}FOC-01/", {"severity": "error", "most": "7", "error_above": "12", "try": "1"}))
    assert "It would weigh otherwise" in said


def test_it_is_set_and_the_plan_checked_by_it_and_put_back(world: World, objective: Objective) -> None:
    chief, finding = client_of(world.chief), Finding.objects.get(rule="FOC-01")
    chief.post(f"{RULES}FOC-01/", {"severity": "", "most": "8", "error_above": "12", "set": "1"})
    assert RuleSetting.objects.get().thresholds == {"most": 8}
    finding.refresh_from_db()
    assert finding.resolved_at is not None
    said = text_of(chief.get(f"{RULES}FOC-01/"))
    assert "Enterprise objectives that are enough: 8 (comes as 7)" in said
    assert "chief: Enterprise objectives that are enough: 8" in said
    chief.post(f"{RULES}FOC-01/", {"reset": "1"})
    assert not RuleSetting.objects.exists()
    assert Finding.objects.filter(rule="FOC-01", resolved_at__isnull=True).exists()


@pytest.mark.parametrize("number", ["", "-1", "nan", "inf", "many", "1e9"])
def test_what_is_no_number_stays_in_the_form(world: World, number: str) -> None:
    sent = {"severity": "", "most": number, "error_above": "12", "set": "1"}
    answer = client_of(world.chief).post(f"{RULES}FOC-01/", sent)
    assert answer.status_code == 422
    assert not RuleSetting.objects.exists()


def test_others_read_and_do_not_set(world: World, objective: Objective) -> None:
    lead = client_of(world.lead)
    assert "Who sets it" in text_of(lead.get("/u/north/strategy/check/rules/FOC-01/"))
    sent = {"severity": "", "most": "8", "error_above": "12", "set": "1"}
    assert lead.post("/u/north/strategy/check/rules/FOC-01/", sent).status_code in (403, 404)
    assert client_of(world.chief).get(f"{RULES}FOC-99/").status_code == 404
    assert client_of(world.neighbour).get("/u/north/strategy/check/rules/").status_code == 404


def test_the_pages_ask_few_questions(world: World, objective: Objective, django_assert_max_num_queries: Any) -> None:
    chief = client_of(world.chief)
    for path in (RULES, f"{RULES}FOC-01/"):
        chief.get(path)
        with django_assert_max_num_queries(20):
            chief.get(path)
