import csv
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.factories import a_post, an_objective, at
from tests.web.reviewing import client_of, text_of
from tests.worlds import World, a_world
from wellrun.audit.actions import SYSTEM
from wellrun.check.catalogue import catalogue
from wellrun.check.models import Finding, Waiver
from wellrun.jobs.model_check import check_plan
from wellrun.lib import clock
from wellrun.organisation.actions import hold_post
from wellrun.strategy.models import Objective
from wellrun.web.presenters.rule_words import source_of, why_of


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with at():
        yield a_world()


@pytest.fixture
def objective(world: World) -> Objective:
    """With a lag and nothing that warns; checked."""
    one = an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": world.series.measure})
    check_plan(one.plan)
    return one


def path(unit: str = "system") -> str:
    return f"/u/{unit}/strategy/check/"


def finding(rule: str = "OBJ-02") -> Finding:
    return Finding.objects.get(rule=rule, resolved_at__isnull=True)


def test_the_page_says_what_cannot_be_executed_and_why(world: World, objective: Objective) -> None:
    said = text_of(client_of(world.chief).get(path()))
    assert "Nothing warns in time of how “Leave on time” turns out" in said
    assert "Nothing to act on before the result is in · OBJ-02" in said
    assert "Cannot be executed" in said


def test_each_sees_the_findings_of_their_own_units(world: World, objective: Objective) -> None:
    north = text_of(client_of(world.viewer).get(path("north")))
    assert "Nothing warns in time" in north
    assert "No objective stands in the domain" not in north
    assert "Nothing warns in time" not in text_of(client_of(world.neighbour).get(path("south")))
    assert client_of(world.neighbour).get(path("north")).status_code == 404


def test_before_the_first_check_and_without_a_plan_the_page_says_so(world: World) -> None:
    assert "No plan is in force" in text_of(client_of(world.chief).get(path()))
    an_objective("leave-on-time", world.north, world.lead_post)
    assert "has not been checked yet" in text_of(client_of(world.chief).get(path()))


def test_it_is_filtered_by_words_and_by_how_grave(world: World, objective: Objective) -> None:
    chief = client_of(world.chief)
    assert "Nothing warns in time" in text_of(chief.get(path(), {"q": "leave warns"}))
    assert "Nothing of the kind was found" in text_of(chief.get(path(), {"q": "zebra"}))
    assert "Nothing warns in time" not in text_of(chief.get(path(), {"severity": "info"}))
    assert client_of(world.chief).get(path(), {"severity": "worse"}).status_code == 200


def test_a_finding_is_set_aside_with_a_reason_and_counts_again(world: World, objective: Objective) -> None:
    chief, address = client_of(world.chief), f"{path()}{finding().pk}/"
    first = chief.get(address)
    assert "Why it matters" in text_of(first)
    assert first.context["form"]["post"].value() == world.chief_post.pk, "the reader's own post, where it is one"
    wrong = chief.post(address, {"reason": "", "post": world.chief_post.pk, "expires": "2025-01-01"})
    assert wrong.status_code == 422
    assert "Say why." in text_of(wrong)
    assert "Choose a day to come" in text_of(wrong)
    endless = chief.post(address, {"reason": "Never", "post": world.chief_post.pk, "expires": "2199-01-01"})
    assert endless.status_code == 422
    assert "An exception ends with its plan: choose a day up to" in text_of(endless)
    sent = {"reason": "The feed begins in January", "post": world.chief_post.pk, "expires": "2026-01-31"}
    assert chief.post(address, sent).status_code == 302
    assert Waiver.objects.get().expires == date(2026, 1, 31)
    assert "The feed begins in January" in text_of(chief.get(path()))
    assert chief.post(address, {"again": "1"}).status_code == 302
    assert not Waiver.objects.exists()


def test_only_who_chairs_the_enterprise_sets_aside_and_only_what_may_be(world: World, objective: Objective) -> None:
    for user, status in ((world.lead, 404), (world.neighbour, 404)):
        assert client_of(user).get(f"{path()}{finding().pk}/").status_code == status
    firm = Finding.objects.filter(rule="OWN-07").first() or Finding.objects.filter(rule="REV-03").first()
    if firm is not None:
        assert client_of(world.chief).get(f"{path()}{firm.pk}/").status_code == 404


def test_it_is_checked_at_once_by_who_chairs(world: World, objective: Objective) -> None:
    Finding.objects.all().delete()
    assert client_of(world.chief).post(f"{path()}now/").status_code == 302
    assert finding().subject == "leave-on-time"


def test_the_file_says_the_same(world: World, objective: Objective) -> None:
    answer = client_of(world.chief).get("/u/system/strategy/check.csv")
    rows = {row["rule"]: row for row in csv.DictReader(answer.content.decode().splitlines())}
    assert (rows["OBJ-02"]["severity"], rows["OBJ-02"]["subject"]) == ("error", "leave-on-time")
    assert rows["OBJ-02"]["fix"] == "Add a lead"
    assert rows["OBJ-02"]["rationale"] == "Nothing to act on before the result is in"


def test_the_page_asks_the_same_number_of_questions_whatever_is_found(
    world: World, objective: Objective, django_assert_max_num_queries: object
) -> None:
    for n in range(2, 40):
        an_objective(f"launch-{n}", world.north, world.lead_post, rank=n)
    check_plan(objective.plan)
    chief = client_of(world.chief)
    chief.get(path())
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        chief.get(path())


def test_a_draft_is_checked_on_the_same_page_by_its_name(world: World, objective: Objective) -> None:
    plan = objective.plan
    type(plan).objects.filter(pk=plan.pk).update(stage="draft")
    chief = client_of(world.chief)
    assert "No plan is in force" in text_of(chief.get(path()))
    draft = {"plan": plan.key}
    said = text_of(chief.get(path(), draft))
    assert "Nothing warns in time of how “Leave on time” turns out" in said
    assert "which is not in force" in said
    assert b"leave-on-time" in chief.get("/u/system/strategy/check.csv", draft).content
    assert chief.post(f"{path()}now/?plan={plan.key}")["Location"] == f"{path()}?plan={plan.key}"
    assert client_of(world.chief).get(f"{path()}{finding().pk}/").status_code == 200
    assert chief.get(path(), {"plan": "no-such-plan"}).status_code == 404


def test_like_findings_are_one_line_and_each_is_still_reached(
    world: World, objective: Objective, django_assert_max_num_queries: object
) -> None:
    fix = {"verb": "add_measure", "values": {"objective": "leave-on-time", "role": "lead"}}
    common = {"plan": objective.plan, "kind": "objective", "unit": world.north, "since": clock.now()}
    Finding.objects.bulk_create(
        Finding(rule="OBJ-05", subject=f"o{n}", severity="error", facts={"fix": fix}, message=f"Wrong {n}.", **common)
        for n in range(7)
    )
    chief = client_of(world.chief)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        page = chief.get(path())
    (fold,) = (row for row in page.context["rows"] if row.rule == "OBJ-05")
    assert (fold.said, fold.severity, len(fold.rows)) == ("7 findings", "Cannot be executed", 5)
    assert all(one.fix.label == "Add a lead" and one.waive_href for one in fold.rows)
    alone = chief.get(fold.all_href)
    assert {row.message for row in alone.context["rows"]} == {f"Wrong {n}." for n in range(7)}
    assert {one.count for one in page.context["shown"].choices if one.key == "error"} == {
        Finding.objects.filter(severity="error", resolved_at__isnull=True).count()
    }
    assert chief.get("/u/system/strategy/check.csv").content.decode().count("Wrong ") == 7


def test_two_of_a_kind_are_two_lines_and_what_is_set_aside_is_folded_apart(world: World, objective: Objective) -> None:
    common = {"plan": objective.plan, "kind": "objective", "unit": world.north, "since": clock.now(), "rule": "OBJ-05"}
    Finding.objects.bulk_create(
        Finding(subject=f"o{n}", severity="warn", message=f"Wrong {n}.", **common) for n in range(5)
    )
    for n in range(3):
        said = {"reason": "It stands", "post": world.chief_post, "expires": date(2026, 1, 31)}
        Waiver.objects.create(plan=objective.plan, rule="OBJ-05", subject=f"o{n}", **said)
    rows = [row for row in client_of(world.chief).get(path()).context["rows"] if row.rule == "OBJ-05"]
    assert [getattr(row, "message", "") or row.said for row in rows] == ["Wrong 3.", "Wrong 4.", "3 findings"]
    assert [one.message for one in rows[-1].rows] == ["Wrong 0.", "Wrong 1.", "Wrong 2."]


def test_five_hundred_findings_are_paged_the_gravest_first(
    world: World, objective: Objective, django_assert_max_num_queries: object
) -> None:
    fix = {"verb": "add_measure", "values": {"objective": "leave-on-time", "role": "lead"}}
    common = {
        "plan": objective.plan,
        "kind": "objective",
        "unit": world.north,
        "since": clock.now(),
        "message": "Wrong",
    }
    Finding.objects.bulk_create(
        Finding(rule="OBJ-05", subject=f"o{n}", severity=("info", "warn", "error")[n % 3], facts={"fix": fix}, **common)
        for n in range(500)
    )
    lead = client_of(world.lead)
    address = path("north") + "?q=wrong"
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        first = lead.get(address)
    assert {row.severity for row in first.context["rows"]} == {"Cannot be executed"}
    assert all(row.fix.label == "Add a lead" for row in first.context["rows"] if row.rule.startswith("OBJ"))
    assert "Page 1 of 2" in text_of(first)
    last = lead.get(path("north"), {"q": "wrong", "page": 20})
    assert {row.severity for row in last.context["rows"]} == {"Good to know"}


def test_what_changed_since_it_was_checked_is_said(world: World, objective: Objective) -> None:
    chief = client_of(world.chief)
    assert "changed since" not in text_of(chief.get(path()))
    hold_post(post=a_post("flow-lead", world.north), user=world.lead, starts=date(2025, 10, 1), by=SYSTEM)
    assert "2 things changed since; it is checked again within the hour." in text_of(chief.get(path()))


def test_a_finding_leads_to_its_form_for_who_may_fill_it_in(world: World, objective: Objective) -> None:
    form = "/plans/plan-2025/objectives/leave-on-time/measures/?role=lead"
    assert form in client_of(world.lead).get(path("north")).content.decode()
    assert form not in client_of(world.viewer).get(path("north")).content.decode()


def test_what_is_set_aside_is_not_counted_with_what_stands(world: World, objective: Objective) -> None:
    chief = client_of(world.chief)
    page = text_of(chief.get(path()))
    standing = Finding.objects.filter(severity="error", resolved_at__isnull=True).count()
    assert f"Cannot be executed ({standing})" in page
    Waiver.objects.create(
        plan=objective.plan, rule="OBJ-02", subject=objective.key, post=world.lead_post, reason="Known.",
        expires=clock.today() + timedelta(days=30),
    )  # fmt: skip
    assert f"Cannot be executed ({standing - 1}, 1 set aside)" in text_of(chief.get(path()))


def test_no_value_of_the_program_and_no_mark_of_the_notes_is_in_why_a_rule_matters() -> None:
    for words in catalogue().values():
        assert "=" not in why_of(words)
        assert "_" not in why_of(words)
        assert "(seen" not in source_of(words)
