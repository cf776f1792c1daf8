"""Running the rules: settings of a site, waivers, and confinement to some subjects."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.check.models import DAY, a_measure, a_model, an_objective, judged, roles
from tests.check.rows import answer_of
from tests.check.test_rules import ROWS
from wellrun.check.catalogue import catalogue
from wellrun.check.engine import Found, Setting, Verdict, check
from wellrun.check.facts import ModelFacts, WaiverFacts
from wellrun.check.rule import Hit, registered
from wellrun.check.subjects import subjects_of


def of(verdict: Verdict, rule: str) -> list[Found]:
    return [one for one in verdict.found if one.rule == rule]


def crowded(count: int = 8) -> ModelFacts:
    return a_model(objectives=tuple(an_objective(f"o{n}", rank=n) for n in range(count)))


def waived(facts: ModelFacts, rule: str, subject: str, days: int = 0) -> ModelFacts:
    waiver = WaiverFacts(rule, subject, "Said on purpose.", "chief", DAY + timedelta(days=days))
    return replace(facts, waivers=(waiver,))


def test_a_site_counts_otherwise() -> None:
    settings = {"FOC-01": Setting(thresholds={"most": 8})}
    assert of(judged(crowded()), "FOC-01")
    assert not of(check(crowded(), settings), "FOC-01")
    assert [one.severity for one in of(check(crowded(13), settings), "FOC-01")] == ["error"]


def test_a_site_weighs_otherwise() -> None:
    assert [one.severity for one in of(check(crowded(13), {"FOC-01": Setting("info")}), "FOC-01")] == ["info"]


def test_a_waiver_sets_aside_until_its_last_day() -> None:
    for days, stands in ((1, False), (0, False), (-1, True)):
        [found] = of(judged(waived(crowded(13), "FOC-01", "plan", days)), "FOC-01")
        assert found.stands is stands


def test_a_waiver_is_for_its_own_rule_and_subject() -> None:
    assert of(judged(waived(crowded(13), "FOC-02", "plan")), "FOC-01")[0].stands
    assert of(judged(waived(crowded(13), "FOC-01", "other")), "FOC-01")[0].stands


NOT_WAIVABLE = [rule for rule, words in catalogue().items() if not words.waivable]


@pytest.mark.parametrize("rule", NOT_WAIVABLE)
def test_what_may_not_be_waived_is_not(rule: str) -> None:
    row = next(row for row in ROWS if row.rule == rule and isinstance(answer_of(row), Hit))
    subject = row.subject or subjects_of(row.facts, registered()[rule].kind)[0][0]
    [found] = [one for one in of(judged(waived(row.facts, rule, subject)), rule) if one.subject == subject]
    assert found.waiver is None


def test_a_model_with_only_warnings_is_fit() -> None:
    facts = a_model(objectives=(an_objective(title="Implement it"),))
    verdict = check(facts, {"OBJ-01": Setting("warn")})
    assert {one.severity for one in verdict.found} == {"info", "warn"}
    assert verdict.is_fit
    assert not judged(facts).is_fit


def test_only_what_is_named_is_asked() -> None:
    facts = a_model(
        objectives=(an_objective("a", roles=roles(stay="lag")), an_objective("b", rank=2)), measures=(a_measure(),)
    )
    verdict = check(facts, only=[("objective", "b"), ("objective", "gone")])
    assert {(one.kind, one.subject) for one in verdict.found} == {("objective", "b")}
    assert {one.subject for one in verdict.found} == {"b"}
    assert of(verdict, "OBJ-01")
    assert not check(facts, only=[]).found


def test_every_subject_is_asked_and_counted() -> None:
    verdict = judged(crowded(2))
    assert verdict.clear > 0
    assert len({(one.rule, one.subject) for one in verdict.found}) == len(verdict.found)
