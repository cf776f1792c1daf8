"""What the check knows of a plan file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from wellrun.check.engine import check
from wellrun.check.facts import ModelFacts
from wellrun.check.from_file import facts_of
from wellrun.check.from_library import is_survey
from wellrun.cli.main import main
from wellrun.lib.plain import yaml_of
from wellrun.library import library
from wellrun.plans.read import plan_of

DAY = date(2026, 4, 15)
OBJECTIVE = {
    "key": "shorter",
    "domain": "access",
    "title": "Patients stay no longer than they need",
    "unit": "trust",
    "level": "enterprise",
    "rank": 1,
    "owner": "chief",
    "measures": [{"measure": "los_oe", "role": "lag"}, {"measure": "drd_delay", "role": "lead", "owner": "nurse"}],
}
FORUM = {
    "key": "flow",
    "name": "Weekly flow",
    "unit": "trust",
    "tier": 3,
    "cadence": "FREQ=WEEKLY;BYDAY=TU",
    "first_start": "2026-01-06 09:00:00",
    "minutes": 30,
    "time_zone": "Europe/London",
    "chair": "chief",
    "sponsor": "chief",
    "measures": ["los_oe"],
    "domains": [],
}


HEAD = {
    "key": "p",
    "name": "P",
    "starts": date(2026, 4, 1),
    "ends": date(2027, 3, 31),
    "domains": [{"key": "access", "name": "Access"}],
}


def said(plan: dict[str, Any] | None = None, **parts: Any) -> ModelFacts:
    whole = {"plan": {**HEAD, "objectives": [OBJECTIVE], **(plan or {})}, **parts}
    text = yaml_of(whole).replace("'2026-01-06 09:00:00'", "2026-01-06 09:00:00")
    return facts_of(plan_of(text, "plan.yaml"), DAY)


def test_a_measure_is_as_the_library_defines_it() -> None:
    one = said().measure["drd_delay"]
    spec = library().get("drd_delay")
    assert (one.library_id, one.grain, one.contributing_teams) == (spec.library_id, spec.grain, spec.contributing_teams)
    assert one.defined
    assert one.version == 1


def test_how_often_figures_come_is_said_by_the_file_or_by_a_site_that_takes_the_measure_as_it_is() -> None:
    document = plan_of(yaml_of({"plan": {**HEAD, "objectives": [OBJECTIVE]}}), "plan.yaml")
    own = replace(document, measures=(library().get("drd_delay"),))
    known = {
        "bare": facts_of(document, DAY),
        "site": facts_of(document, DAY, taken=["drd_delay"]),
        "file": facts_of(own, DAY),
    }
    assert {where: facts.measure["drd_delay"].rhythm_known for where, facts in known.items()} == {
        "bare": False,
        "site": True,
        "file": True,
    }


def test_a_measure_that_nobody_defines_is_named_and_not_guessed_at() -> None:
    facts = said({"objectives": [{**OBJECTIVE, "measures": [{"measure": "unheard_of", "role": "lag"}]}]})
    assert not facts.measure["unheard_of"].defined
    assert [one.why for one in check(facts).skipped if one.rule == "MEA-01"] == [
        "Neither this plan nor the library defines it."
    ]


def test_the_file_defines_it_otherwise() -> None:
    own = {
        "key": "los_oe",
        "name": "Stay",
        "domain": "access",
        "definition": "Days.",
        "numerator": "days",
        "source": "us",
    }
    facts = said(measures=[{**own, "denominator": "stays"}])
    assert facts.measure["los_oe"].name == "Stay"
    assert not facts.trade_offs


def test_links_of_the_library_stand_between_the_measures_of_the_plan_until_the_file_says_links() -> None:
    assert [(one.key, one.lead, one.lag) for one in said().links] == [("L06", "drd_delay", "los_oe")]
    link = {"key": "own", "lead": "drd_delay", "lag": "los_oe", "sign": "+", "delay_days": [0, 7], "grade": "moderate"}
    assert [one.key for one in said(links=[{**link, "source": "us"}]).links] == ["own"]
    assert said(links=[]).links == ()


def test_trade_offs_of_the_library_stand_beside_those_of_the_file() -> None:
    assert {one.guard for one in said().trade_offs} == {"q.readmit30", "a.hcahps_disch"}
    own = {"key": "own", "push": "los_oe", "push_direction": "down", "guard": "drd_delay", "guard_direction": "down"}
    facts = said(trade_offs=[{**own, "mechanism": "haste", "source": "us"}])
    assert {one.guard for one in facts.trade_offs} == {"drd_delay", "q.readmit30", "a.hcahps_disch"}
    assert facts.other_names["q.readmit30"] == library().get("q.readmit30").name


def test_a_guard_that_the_plan_has_is_known_by_its_key() -> None:
    measures = [*OBJECTIVE["measures"], {"measure": "readmit30", "role": "balancing"}]  # type: ignore[misc]
    facts = said({"objectives": [{**OBJECTIVE, "measures": measures}]})
    assert "readmit30" in {one.guard for one in facts.trade_offs}
    assert not [one for one in check(facts).found if one.rule == "OBJ-04"]


def test_a_forum_meets_as_its_rule_says_and_sees_its_measures_and_those_of_its_domains() -> None:
    [forum] = said(forums=[{**FORUM, "domains": ["access"]}]).forums
    assert (forum.cadence_days, forum.next_sitting, forum.chair) == (7, date(2026, 4, 21), "chief")
    assert forum.reviewed == ("los_oe",)
    own = {
        "key": "beds",
        "name": "Beds",
        "domain": "access",
        "definition": "Beds.",
        "numerator": "beds",
        "scoring": "count",
    }
    [forum] = said(forums=[{**FORUM, "domains": ["access"]}], measures=[{**own, "roll_up": "sum"}]).forums
    assert forum.reviewed == ("los_oe", "beds")


def test_a_sitting_on_the_day_itself_is_the_next_one() -> None:
    assert said(forums=[{**FORUM, "cadence": "FREQ=WEEKLY;BYDAY=WE"}]).forums[0].next_sitting == DAY


def test_owners_are_those_of_the_role_or_else_of_the_objective() -> None:
    facts = said()
    assert facts.measures_owned == {"chief": {"los_oe"}, "nurse": {"drd_delay"}}
    assert {post.key for post in facts.posts} == {"chief", "nurse"}
    assert all(post.held is None for post in facts.posts)


def test_a_plan_in_force_is_so_since_it_says_or_since_it_starts() -> None:
    assert said().plan.activated == date(2026, 4, 1)
    assert said({"activated": date(2026, 4, 3)}).plan.activated == date(2026, 4, 3)
    assert said({"stage": "draft"}).plan.activated is None


def test_contributions_stand_with_parents_each_once() -> None:
    below = {**OBJECTIVE, "key": "b", "level": "site", "parents": ["shorter"]}
    del below["rank"]
    part = {"parent": "shorter", "share": 0.4}
    child = said({"objectives": [OBJECTIVE, {**below, "contributions": [part]}]}).objective["b"]
    assert [(one.parent, one.amount, one.share) for one in child.parents] == [("shorter", None, 0.4)]


def test_texts_of_a_file_are_looked_at_for_what_identifies_patients() -> None:
    facts = said({"objectives": [{**OBJECTIVE, "description": "Since MRN 00482913 waited nine hours."}]})
    [found] = [one for one in check(facts).found if one.rule == "PRV-01"]
    assert found.subject == "objective/shorter/description"
    place = "the description of “Patients stay no longer than they need”"
    assert found.message == f"A text in {place} holds what looks like a record number."


def test_what_only_a_site_knows_is_not_known() -> None:
    facts = said()
    assert not facts.is_running
    assert (facts.actions, facts.escalations, facts.items, facts.cells) == (None, None, None, None)
    assert not facts.unit_parents


def test_in_the_folder_of_a_site_it_is_known_which_unit_belongs_to_which(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = {
        "plan": {"key": "p", "name": "P", "starts": date(2026, 4, 1), "ends": date(2027, 3, 31)},
        "as_of": DAY,
        "posts": [{"key": "chief", "title": "Chief", "unit": "ward", "rights": [{"kind": "spend", "scope": "trust"}]}],
    }
    (tmp_path / "plan.yaml").write_text(yaml_of(plan))
    main(["check", str(tmp_path)])
    assert "Not checked (DEC-04): Which units lie above its scope is not known here." in capsys.readouterr().out
    (tmp_path / "units.csv").write_text("key,name,kind,parent\ntrust,Trust,enterprise,\nward,Ward,ward,trust\n")
    main(["check", str(tmp_path)])
    assert "“Chief” belongs to “ward” and may decide in “trust”." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("denominator", "asked"),
    [
        ("Respondents", True),
        ("Completed surveys", True),
        ("Valid survey responses", True),
        ("Completed answers", True),
        ("Admitted ED patients", False),
        ("Responsible units", False),
        ("", False),
    ],
)
def test_answers_of_people_are_told_from_cases(denominator: str, asked: bool) -> None:
    assert is_survey(denominator) is asked


def test_the_library_asks_people_in_five_measures() -> None:
    asked = {spec.key for spec in library().measures if is_survey(spec.denominator)}
    assert asked == {"burnout", "cg_access", "hcahps_disch", "hcahps_rate", "member_exp"}


def test_the_day_is_that_of_the_caller() -> None:
    document = plan_of("plan: {key: p, name: P, starts: 2026-04-01, ends: 2027-03-31}", "plan.yaml")
    assert facts_of(replace(document, as_of=date(2026, 1, 1)), DAY).as_of == DAY
