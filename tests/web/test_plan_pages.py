"""The pages on which a plan goes through its cycle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import an_objective, at
from tests.jobs.drafted import Drafted, a_drafted_world
from tests.worlds import a_world
from wellrun.access.models import Grant
from wellrun.audit.actions import SYSTEM
from wellrun.check.models import Finding
from wellrun.execution.actions.prediction import Hours, Prediction
from wellrun.execution.actions.take_over import take_over_initiative
from wellrun.jobs.activation import activate, keep_as_it_stands
from wellrun.jobs.model_check import check_plan
from wellrun.jobs.plan_code import export_plan
from wellrun.lib import clock
from wellrun.plans.write import write_plan
from wellrun.strategy.actions import change_objective, declare_hours, open_consultation, propose, push_in_quarter
from wellrun.strategy.models import Objective, Plan, PlanChange, PlanVersion

CYCLE = {"name": "Plan 2027/28", "key": "p27", "starts": "2027-04-01", "ends": "2028-03-31"}


@pytest.fixture
def drafted(db: None) -> Iterator[Drafted]:
    with at():
        yield a_drafted_world(a_world())


@pytest.fixture
def chief(drafted: Drafted, client: Client) -> Client:
    """A browser of who chairs the enterprise."""
    client.force_login(drafted.world.chief)
    return client


def signed_in(drafted: Drafted, who: str) -> Client:
    browser = Client()
    browser.force_login(getattr(drafted.world, who))
    return browser


def an_initiative(drafted: Drafted, objective: Objective) -> None:
    """One that takes hours nobody declared, beside which nothing is stopped."""
    take_over_initiative(
        key="lounge",
        title="A lounge for leaving",
        objective=objective,
        owner=drafted.world.lead_post,
        status="planned",
        starts=date(2026, 5, 1),
        ends=date(2027, 1, 1),
        predictions=[Prediction(drafted.world.series, "down", 0.05, 60)],
        design="Ward by ward",
        hours=[Hours(drafted.world.lead_post, 4)],
        by=SYSTEM,
    )


def text_of(response: Any) -> str:
    assert response.status_code in (200, 409, 422), response.status_code
    return " ".join(response.content.decode().split())


def test_all_plans_are_listed_with_their_stage(drafted: Drafted, chief: Client) -> None:
    shown = text_of(chief.get(reverse("plans")))
    assert "Plan 2026/27" in shown
    assert "In force" in shown
    assert "Draft" in shown
    assert reverse("plan_new") in shown
    assert reverse("plan_new") not in text_of(signed_in(drafted, "lead").get(reverse("plans")))


def test_a_new_draft_begins_by_a_form_that_suggests_the_next_year(drafted: Drafted, chief: Client) -> None:
    form = text_of(chief.get(reverse("plan_new")))
    assert 'value="2026-04-01"' in form
    assert reverse("plan_clone", args=["plan-2025"]) in form
    answer = chief.post(reverse("plan_new"), CYCLE)
    assert answer["Location"] == reverse("plan", args=["p27"])
    assert Plan.objects.get(key="p27").stage == "draft"


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"key": "p26"}, 409, "already in use"),
        ({"key": "new"}, 422, "another key"),
        ({"key": "a b"}, 422, "letters, digits and hyphens"),
        ({"ends": "2027-04-01"}, 422, "must end after it starts"),
        ({"name": ""}, 422, "Give it a name"),
    ],
)
def test_a_form_that_is_refused_keeps_what_was_typed(
    drafted: Drafted, chief: Client, changed: dict[str, str], status: int, said: str
) -> None:
    for address in (reverse("plan_new"), reverse("plan_clone", args=["p26"])):
        answer = chief.post(address, CYCLE | changed)
        assert answer.status_code == status
        assert said in text_of(answer)
        assert 'value="2027-04-01"' in text_of(answer)


def test_the_page_of_a_draft_says_what_is_asked_and_what_it_wants(drafted: Drafted, chief: Client) -> None:
    an_initiative(drafted, drafted.new)
    check_plan(drafted.draft)
    shown = text_of(chief.get(reverse("plan", args=["p26"])))
    assert "Every patient leaves on time" in shown
    assert "Nothing is stopped, and nobody says that this is on purpose" in shown
    assert reverse("plan_stop_list", args=["p26"]) in shown
    assert reverse("plan_hours", args=["p26"]) in shown
    assert "Chief wrote down the objective: Every patient leaves on time" in shown
    assert reverse("plan_activation", args=["p26"]) in shown
    assert "Who chairs System: you do." in shown


def test_a_reader_of_one_site_sees_the_stage_and_their_own_parts(drafted: Drafted) -> None:
    elsewhere = an_objective("no-falls", drafted.world.south, drafted.world.chief_post, rank=2)
    Objective.objects.filter(pk=elsewhere.pk).update(plan=drafted.draft)
    check_plan(drafted.draft)
    browser = signed_in(drafted, "lead")
    shown = text_of(browser.get(reverse("plan", args=["p26"])))
    assert "Every patient leaves on time" in shown
    assert "No falls" not in shown
    assert "Asked before it comes into force" not in shown
    for name in ("plan_activation", "plan_versions", "plan_history", "plan_file", "plan_history_csv"):
        assert browser.get(reverse(name, args=["p26"])).status_code == 404, name


@pytest.mark.parametrize("who", ["lead", "viewer"])
def test_only_who_chairs_the_enterprise_takes_a_step(drafted: Drafted, who: str) -> None:
    browser = signed_in(drafted, who)
    for verb in ("consultation", "draft", "close"):
        assert browser.post(reverse("plan_stage", args=["p26", verb])).status_code == 404
    assert browser.post(reverse("plan_activation", args=["p26"])).status_code == 404
    assert browser.post(reverse("plan_new"), CYCLE).status_code == 404
    assert browser.post(reverse("plan_clone", args=["p26"]), CYCLE).status_code == 404
    assert Plan.objects.get(key="p26").stage == "draft"


def test_a_viewer_of_the_enterprise_reads_all_and_writes_nothing(drafted: Drafted) -> None:
    browser = signed_in(drafted, "chief")
    Grant.objects.filter(user=drafted.world.chief).update(level="viewer")
    for name in ("plan", "plan_activation", "plan_versions", "plan_history"):
        shown = text_of(browser.get(reverse(name, args=["p26"])))
        assert 'class="btn btn-main" type="submit"' not in shown, name
    assert browser.post(reverse("plan_activation", args=["p26"])).status_code == 403
    assert browser.post(reverse("plan_versions", args=["p26"]), {"reason": "Mine"}).status_code == 403
    assert browser.post(reverse("plan_stage", args=["p26", "consultation"])).status_code == 403


def test_a_draft_goes_into_consultation_and_back(drafted: Drafted, chief: Client) -> None:
    assert "answer" in text_of(chief.get(reverse("plan_stage", args=["p26", "consultation"])))
    chief.post(reverse("plan_stage", args=["p26", "consultation"]))
    assert Plan.objects.get(key="p26").stage == "consultation"
    again = chief.post(reverse("plan_stage", args=["p26", "consultation"]))
    assert again.status_code == 409
    assert "this needs it to be a draft" in text_of(again)
    chief.post(reverse("plan_stage", args=["p26", "draft"]))
    assert Plan.objects.get(key="p26").stage == "draft"
    assert chief.get(reverse("plan_stage", args=["p26", "draft"])).status_code == 302
    assert chief.get(reverse("plan_stage", args=["p26", "burn"])).status_code == 404


def test_the_activation_page_asks_and_refuses_until_all_is_there(drafted: Drafted, chief: Client) -> None:
    an_initiative(drafted, drafted.new)
    page = reverse("plan_activation", args=["p26"])
    shown = text_of(chief.get(page))
    assert "2 of 6 things that are asked are not there yet." in shown
    assert "Bring it into force today" not in shown
    refused = chief.post(page)
    assert refused.status_code == 409
    assert "cannot come into force yet" in text_of(refused)
    assert Plan.objects.get(key="p26").stage == "draft"


def test_what_may_be_set_aside_leads_to_where_it_is(drafted: Drafted, chief: Client) -> None:
    an_initiative(drafted, drafted.new)
    page = reverse("plan_activation", args=["p26"])
    assert "Set it aside" not in text_of(chief.get(page))  # nothing is on record before the first check
    check_plan(drafted.draft)
    found = Finding.objects.get(plan=drafted.draft, rule="FOC-06")
    href = reverse("waive", args=["system", found.pk])
    assert href in text_of(chief.get(page))
    expires = {"reason": "What ends makes room", "post": drafted.world.chief_post.pk, "expires": "2026-12-31"}
    assert chief.post(href, expires).status_code == 302
    shown = text_of(chief.get(page))
    assert "1 is set aside on purpose" in shown
    assert "What ends makes room" in shown
    assert "1 of 6 things that are asked is not there yet." in shown


def test_the_activation_page_says_what_goes_on_and_what_is_left_open(drafted: Drafted, chief: Client) -> None:
    an_initiative(drafted, drafted.old)
    declare_hours(plan=drafted.draft, post=drafted.world.lead_post, hours_a_week=4, by=drafted.world.lead)
    push_in_quarter(objective=drafted.old, starts=date(2025, 10, 1), title="Weekends", by=drafted.world.chief)
    shown = text_of(chief.get(reverse("plan_activation", args=["p26"])))
    assert "A lounge for leaving" in shown
    assert "“Plan 2025/26” is closed" in shown
    assert "The quarter from Wed 1 Oct 2025 of “Leave on time” is not closed." in shown


def test_who_closes_a_plan_is_told_of_the_way_that_takes_its_work_along(drafted: Drafted, chief: Client) -> None:
    page = reverse("plan_stage", args=["plan-2025", "close"])
    shown = text_of(chief.get(page))
    assert "bring the next one into force instead" in shown
    assert reverse("plan_activation", args=["p26"]) in shown
    Plan.objects.filter(key="p26").update(stage="closed")
    assert reverse("plan_clone", args=["plan-2025"]) in text_of(chief.get(page))


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("plan_clone", ["p26"]),
        ("plan_stage", ["p26", "consultation"]),
        ("plan_stage", ["plan-2025", "close"]),
    ],
)
def test_what_takes_longer_than_a_moment_says_that_it_works(
    drafted: Drafted, chief: Client, name: str, arguments: list[str]
) -> None:
    shown = chief.get(reverse(name, args=arguments)).content.decode()
    assert "data-busy=" in shown
    assert "data-busy-note" in shown


def test_the_history_says_days_as_people_do_and_names_what_a_file_brought(drafted: Drafted, chief: Client) -> None:
    facts = {"due": "2025-11-07"}
    record = {"plan": drafted.old.plan, "verb": "add_action", "subject": "rota", "at": clock.now()}
    PlanChange.objects.create(**record, kind="action", before={}, after=facts)
    shown = text_of(chief.get(reverse("plan_history", args=["plan-2025"])))
    assert "due: Fri 7 Nov 2025" in shown
    assert "Actions" in shown


def test_a_whole_draft_comes_into_force_by_one_button(drafted: Drafted, chief: Client) -> None:
    page = reverse("plan_activation", args=["p26"])
    assert "Bring it into force today" in text_of(chief.get(page))
    answer = chief.post(page, follow=True)
    assert "is in force from today" in text_of(answer)
    assert Plan.objects.get(key="p26").stage == "active"
    assert Plan.objects.get(key="plan-2025").stage == "closed"
    assert chief.get(page).status_code == 302


def test_a_plan_is_closed_after_a_look_at_what_is_left_open(drafted: Drafted, chief: Client) -> None:
    push_in_quarter(objective=drafted.old, starts=date(2025, 10, 1), title="Weekends", by=drafted.world.chief)
    page = reverse("plan_stage", args=["plan-2025", "close"])
    assert "is not closed" in text_of(chief.get(page))
    chief.post(page)
    assert Plan.objects.get(key="plan-2025").stage == "closed"
    shown = text_of(chief.get(reverse("plan", args=["plan-2025"])))
    assert "kept as it was" in shown
    assert "Begin the next cycle" in shown


def test_the_next_cycle_begins_by_a_form_that_says_what_comes_along(drafted: Drafted, chief: Client) -> None:
    assert "The rulings on what wins." in text_of(chief.get(reverse("plan_clone", args=["plan-2025"])))
    chief.post(reverse("plan_clone", args=["plan-2025"]), CYCLE)
    clone = Plan.objects.get(key="p27")
    assert clone.cloned_from == drafted.former
    assert "Cloned from" in text_of(chief.get(reverse("plan", args=["p27"])))


def test_a_version_is_kept_by_hand_downloaded_and_compared(drafted: Drafted, chief: Client) -> None:
    page = reverse("plan_versions", args=["p26"])
    assert "No version is kept yet" in text_of(chief.get(page))
    assert chief.post(page, {"reason": " "}).status_code == 422
    chief.post(page, {"reason": "before the board"})
    change_objective(objective=drafted.new, title="All leave on time", by=drafted.world.chief)
    keep_as_it_stands(plan=drafted.draft, reason="after it", by=drafted.world.chief)
    shown = text_of(chief.get(page))
    assert "1. Before the board" in shown
    file = chief.get(reverse("plan_version", args=["p26", 1]))
    assert b"Every patient leaves on time" in file.content
    assert 'filename="p26-version-1.yaml"' in file["Content-Disposition"]
    for query in ({"from": "1", "to": "2"}, {"from": "1", "to": "now"}):
        told = text_of(chief.get(page, query))
        assert "All leave on time: title: Every patient leaves on time → All leave on time" in told
    assert "No difference." in text_of(chief.get(page, {"from": "2", "to": "now"}))
    assert chief.get(page, {"from": "9", "to": "now"}).status_code == 404
    assert chief.get(page, {"from": "x" * 50, "to": "now"}).status_code == 404
    assert chief.get(reverse("plan_version", args=["p26", 9])).status_code == 404


def test_the_plan_file_is_what_the_command_exports(drafted: Drafted, chief: Client) -> None:
    file = chief.get(reverse("plan_file", args=["p26"]))
    assert file.content.startswith(b"as_of: 2025-10-14\nbase: ")
    assert 'filename="p26-2025-10-14.yaml"' in file["Content-Disposition"]


def test_the_history_tells_who_did_what_from_what_to_what(drafted: Drafted, chief: Client) -> None:
    change_objective(objective=drafted.new, title="All leave on time", by=drafted.world.lead)
    page = reverse("plan_history", args=["p26"])
    shown = text_of(chief.get(page))
    assert "title: Every patient leaves on time → All leave on time" in shown
    assert "Lead changed the objective" in shown
    only = {"kind": "role", "person": str(drafted.world.chief.pk), "since": "2025-10-14", "until": "2025-10-14"}
    assert "gave a measure a role" in text_of(chief.get(page, only))
    assert "changed the objective" not in text_of(chief.get(page, only))
    assert "Nothing of the kind" in text_of(chief.get(page, {"subject": "no such thing"}))
    assert "Nothing of the kind" in text_of(chief.get(page, {"until": "2025-10-13"}))
    assert "Nothing of the kind" in text_of(chief.get(page, {"person": "system"}))
    for bad in ({"kind": "x"}, {"person": "x"}, {"since": "x"}, {"page": "x"}):
        assert chief.get(page, bad).status_code in (200, 422)


def test_the_history_finds_what_a_change_is_about_by_its_name_and_by_its_key(
    drafted: Drafted, chief: Client, django_assert_max_num_queries: Any
) -> None:
    change_objective(objective=drafted.new, title="All leave on time", by=drafted.world.lead)
    role = drafted.new.measures.select_related("measure").first()
    assert role is not None
    measure = role.measure.versions.get(current=True).name
    page = reverse("plan_history", args=["p26"])
    for words in (drafted.new.key, "all LEAVE on", "Every patient leaves", measure[1:].upper()):
        with django_assert_max_num_queries(20):
            shown = text_of(chief.get(page, {"subject": words}))
        assert "gave a measure a role" in shown or words == "Every patient leaves", words
    assert "changed the objective" in text_of(chief.get(page, {"subject": "Every patient leaves"}))
    assert "changed the objective" not in text_of(chief.get(page, {"subject": measure}))
    file = chief.get(reverse("plan_history_csv", args=["p26"]), {"subject": "all leave on"}).content.decode()
    assert "give_role" in file


def test_the_history_is_a_file_with_all_that_was_looked_for(drafted: Drafted, chief: Client) -> None:
    change_objective(objective=drafted.new, title="=1+1", by=drafted.world.lead)
    file = chief.get(reverse("plan_history_csv", args=["p26"]), {"kind": "objective"}).content.decode()
    assert file.splitlines()[0] == "at,by,verb,kind,subject,before,after"
    assert "change_objective" in file
    assert "give_role" not in file


@pytest.mark.parametrize("name", ["plan", "plan_versions", "plan_history"])
def test_a_page_takes_the_same_queries_however_large_the_plan_is(
    drafted: Drafted, chief: Client, name: str, django_assert_max_num_queries: Any
) -> None:
    open_consultation(plan=drafted.draft, by=drafted.world.chief)
    an_initiative(drafted, drafted.new)
    for number in range(2, 60):
        one = an_objective(f"o-{number}", drafted.world.south, drafted.world.chief_post, rank=number)
        Objective.objects.filter(pk=one.pk).update(plan=drafted.draft)
    above = an_objective("flow", drafted.world.system, drafted.world.chief_post, rank=61)
    Objective.objects.filter(pk=above.pk).update(plan=drafted.draft)
    above.refresh_from_db()
    propose(
        parent=above,
        unit=drafted.world.north,
        post=drafted.world.lead_post,
        title="North too",
        by=drafted.world.chief,
    )
    check_plan(drafted.draft)
    with django_assert_max_num_queries(20):
        chief.get(reverse(name, args=["p26"]))


def test_activation_takes_the_same_queries_however_large_the_plan_is(drafted: Drafted, chief: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            chief.get(reverse("plan_activation", args=["p26"]))
        return len(queries)

    asked()
    few = asked()
    for number in range(2, 30):
        one = an_objective(f"o-{number}", drafted.world.south, drafted.world.chief_post, rank=number)
        Objective.objects.filter(pk=one.pk).update(plan=drafted.draft)
    assert asked() <= few + 4


def test_a_closed_plan_is_read_and_not_written(drafted: Drafted, chief: Client) -> None:
    activate(plan=drafted.draft, by=drafted.world.chief)
    changes = PlanChange.objects.count()
    for name in ("plan", "plan_versions", "plan_history"):
        assert chief.get(reverse(name, args=["plan-2025"])).status_code == 200
    assert chief.post(reverse("plan_stage", args=["plan-2025", "consultation"])).status_code == 409
    assert chief.get(reverse("plan_activation", args=["plan-2025"])).status_code == 302
    versions = PlanVersion.objects.count()
    assert chief.post(reverse("plan_versions", args=["plan-2025"]), {"reason": "once more"}).status_code == 409
    assert (PlanChange.objects.count(), PlanVersion.objects.count()) == (changes, versions)


def sent(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.yaml", text.encode(), content_type="application/yaml")


def test_a_plan_file_is_looked_into_and_then_applied(drafted: Drafted) -> None:
    Grant.objects.filter(user=drafted.world.chief).update(level="administrator")
    browser, page = signed_in(drafted, "chief"), reverse("plan_apply")
    text = write_plan(export_plan(drafted.draft)).replace("Every patient leaves on time", "All leave on time")
    seen = text_of(browser.post(page, {"file": sent(text)}))
    assert "leave-on-time: title Every patient leaves on time → All leave on time" in seen
    drafted.new.refresh_from_db()
    assert drafted.new.title == "Every patient leaves on time"
    answer = browser.post(page, {"text": text, "confirmed": "on"})
    assert answer["Location"] == reverse("plan", args=["p26"])
    drafted.new.refresh_from_db()
    assert drafted.new.title == "All leave on time"
    assert "No difference." in text_of(browser.post(page, {"file": sent(text)}))


@pytest.mark.parametrize("text", ["", "plan: [", "a: 1", "\x00", "plan: {key: p26}"])
def test_a_file_that_is_no_plan_is_refused_with_a_sentence(drafted: Drafted, text: str) -> None:
    Grant.objects.filter(user=drafted.world.chief).update(level="administrator")
    answer = signed_in(drafted, "chief").post(reverse("plan_apply"), {"file": sent(text)})
    assert answer.status_code in (409, 422)


def test_a_file_that_the_check_refuses_says_each_reason(drafted: Drafted) -> None:
    Grant.objects.filter(user=drafted.world.chief).update(level="administrator")
    text = write_plan(export_plan(drafted.draft)).replace("    role: lead", "    role: balancing")
    shown = text_of(signed_in(drafted, "chief").post(reverse("plan_apply"), {"file": sent(text)}))
    assert "The model check refuses this plan" in shown
    assert "OBJ-02 leave-on-time" in shown


def test_only_who_administers_the_enterprise_applies_a_file(drafted: Drafted, chief: Client) -> None:
    assert chief.get(reverse("plan_apply")).status_code == 403
    assert signed_in(drafted, "lead").get(reverse("plan_apply")).status_code == 404
    assert reverse("plan_apply") not in text_of(chief.get(reverse("plans")))


def test_the_history_names_objectives_by_title_with_the_key_beside_it(drafted: Drafted, chief: Client) -> None:
    shown = chief.get("/plans/p26/history/").content.decode()
    assert ">Every patient leaves on time</a>" in shown
    assert "Objectives · leave-on-time" in shown
