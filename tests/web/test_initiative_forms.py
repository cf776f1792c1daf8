"""Beginning and changing an initiative on its pages; what the check says of it is told on save."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.execution.test_initiatives import start
from tests.factories import TODAY, a_post, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.check.models import Finding
from wellrun.execution.models import Initiative, InitiativeTarget
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.models import DriverNode, Objective, Plan

NEW = "/plans/plan-2025/objectives/leave-on-time/initiatives/new/"
SENT = {
    "title": "Daily discharge call",
    "owner": "head-of-discharge",
    "starts": "2025-11-03",
    "ends": "2026-03-31",
    "measure": "ready-to-leave",
    "unit": "north",
    "direction": "down",
    "change": "3",
    "delay_days": "14",
    "design": "Before and after, with the south site beside it",
    "hours_a_week": "4",
}


@pytest.fixture
def objective(world: World) -> Objective:
    one = an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": world.series.measure})
    check_plan(one.plan)
    return one


@pytest.fixture
def planned(world: World, objective: Objective) -> Initiative:
    return start(world, objective, starts=date(2025, 11, 3))


def test_the_form_begins_with_what_is_known_and_with_what_its_address_says(world: World, objective: Objective) -> None:
    DriverNode.objects.create(objective=objective, key="p", kind="primary", text="Rounds")
    parent = DriverNode.objects.get()
    DriverNode.objects.create(objective=objective, key="call", kind="idea", text="A call at nine", parent=parent)
    form = client_of(world.lead).get(NEW, {"idea": "call", "title": "Call", "nonsense": "1"}).context["form"]
    told = {name: form[name].value() for name in ("measure", "unit", "owner", "starts", "idea", "title")}
    assert told == {
        "measure": "ready-to-leave",
        "unit": "north",
        "owner": world.lead_post.key,
        "starts": TODAY.isoformat(),
        "idea": "call",
        "title": "Call",
    }


def test_it_begins_not_before_its_plan_and_what_is_not_chosen_says_so(world: World, objective: Objective) -> None:
    Plan.objects.filter(pk=objective.plan_id).update(starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    Objective.objects.filter(pk=objective.pk).update(owner=None)
    answer = client_of(world.lead).get(NEW)
    assert answer.context["form"]["starts"].value() == "2026-01-01"
    shown = answer.content.decode()
    assert "Nobody yet" in shown
    assert "-----" not in shown


def test_it_is_begun_with_its_prediction_and_hours(world: World, objective: Objective) -> None:
    answer = client_of(world.lead).post(NEW, SENT)
    one = Initiative.objects.get()
    assert answer.headers["Location"] == f"/initiatives/{one.key}/" == "/initiatives/daily-discharge-call/"
    target = one.targets.get()
    assert (target.series, target.direction, target.change, target.delay_days) == (world.series, "down", 0.03, 14)
    assert (one.hours.get().post, one.hours.get().hours_a_week) == (world.doer_post, 4)
    client_of(world.lead).post(NEW, SENT)
    assert Initiative.objects.filter(key="daily-discharge-call-2").exists()


def test_the_check_speaks_on_save_and_what_is_mended_is_said(world: World, objective: Objective) -> None:
    lead = client_of(world.lead)
    said = text_of(lead.post(NEW, SENT, follow=True))
    assert "takes 4 hours a week of “Head of discharge”, who declared none" in said
    without = SENT | {"hours_a_week": "", "title": "Another"}
    assert "“Another” does not say whose hours it takes." in text_of(lead.post(NEW, without, follow=True))
    answer = lead.post("/initiatives/another/hours/", {"post": world.lead_post.key, "hours_a_week": "0.5"}, follow=True)
    assert "1 finding of the check is mended." in text_of(answer)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", " ", "Say what is tried."),
        ("owner", "nobody", "Select a valid choice"),
        ("starts", "2025-10-01", "has passed"),
        ("ends", "2025-11-03", "The end must come after the start."),
        ("measure", "", "Choose the measure"),
        ("unit", "south", "valid choice"),
        ("change", "0", "more than nothing"),
        ("change", "-3", "more than nothing"),
        ("change", "nan", "Give a number."),
        ("delay_days", "99999", "3650"),
        ("design", "", "Say how you will judge"),
        ("hours_a_week", "200", "168"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(
    world: World, objective: Objective, field: str, value: str, sentence: str
) -> None:
    answer = client_of(world.lead).post(NEW, SENT | {field: value})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    kept = "design" if field == "title" else "title"
    assert SENT[kept] in answer.content.decode()
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    "page", [NEW, *(f"/initiatives/discharge-call/{part}/" for part in ("edit", "predictions", "hours"))]
)
def test_only_who_chairs_the_unit_opens_the_forms(world: World, planned: Initiative, page: str) -> None:
    assert client_of(world.lead).get(page).status_code == 200
    assert client_of(world.viewer).get(page).status_code == 403
    assert client_of(world.doer).post(page, {}).status_code == 403
    assert client_of(world.neighbour).get(page).status_code == 404


def test_a_closed_plan_is_not_written(world: World, planned: Initiative) -> None:
    plan = planned.objective.plan
    plan.stage, plan.closed_on = "closed", plan.ends
    plan.save()
    for page in (NEW, "/initiatives/discharge-call/edit/"):
        answer = client_of(world.lead).get(page)
        assert answer.status_code == 409
        assert "is closed and is kept as it was" in text_of(answer)


def test_its_words_and_dates_are_changed(world: World, planned: Initiative) -> None:
    lead = client_of(world.lead)
    form = lead.get("/initiatives/discharge-call/edit/").context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"title": "Call at nine", "ends": "2026-04-30"}
    assert lead.post("/initiatives/discharge-call/edit/", sent).status_code == 302
    planned.refresh_from_db()
    assert (planned.title, planned.ends) == ("Call at nine", date(2026, 4, 30))


def test_predictions_come_and_go_until_it_begins(world: World, planned: Initiative) -> None:
    lead, address = client_of(world.lead), "/initiatives/discharge-call/predictions/"
    assert "Ready to leave, North: down by 3.0 percentage points after 14 days." in text_of(lead.get(address))
    sent = {"measure": "ready-to-leave", "unit": "north", "direction": "down", "change": "5", "delay_days": "20"}
    assert lead.post(address, sent).status_code == 302
    assert planned.targets.get().change == 0.05
    assert lead.get(address, {"measure": "ready-to-leave", "unit": "north"}).context["form"]["change"].value() == 5
    lead.post(address, {"take_back": str(planned.targets.get().pk)})
    assert not planned.targets.exists()
    assert lead.post(address, {"take_back": "77"}).status_code == 404
    assert lead.post(address, {"take_back": "x"}).status_code == 404
    assert lead.post(address, {"take_back": "9" * 5000}).status_code == 404


def test_once_it_began_what_was_left_open_is_asked_for_and_nothing_else(world: World, objective: Objective) -> None:
    one = start(world, objective)
    lead, address = client_of(world.lead), f"/initiatives/{one.key}/predictions/"
    sent = {"measure": "ready-to-leave", "unit": "north", "direction": "down", "change": "5", "delay_days": "20"}
    answer = lead.post(address, sent)
    assert answer.status_code == 409
    assert "is fixed since it began" in text_of(answer)
    InitiativeTarget.objects.update(change=None)
    check_plan(objective.plan)
    finding = Finding.objects.get(rule="INI-02")
    form = lead.get(address).context["form"]
    assert (form["measure"].value(), form["delay_days"].value()) == ("ready-to-leave", 14)
    said = lead.post(address, sent | {"delay_days": "14"}, follow=True)
    assert "mended" in text_of(said)
    finding.refresh_from_db()
    assert finding.resolved_at is not None


def test_hours_of_posts_are_said_and_taken_off(world: World, planned: Initiative) -> None:
    post = a_post("ward-lead", world.north)
    lead, address = client_of(world.lead), "/initiatives/discharge-call/hours/"
    lead.post(address, {"post": "ward-lead", "hours_a_week": "6"})
    assert "Ward lead: 6 hours a week. Declared for the plan: 0; others take 0." in text_of(lead.get(address))
    lead.post(address, {"take_off": "ward-lead"})
    assert not planned.hours.exists()
    assert lead.post(address, {"take_off": "ward-lead"}).status_code == 404
    assert post.pk


def test_the_pages_lead_to_the_forms(world: World, planned: Initiative) -> None:
    page = client_of(world.lead).get("/initiatives/discharge-call/").content.decode()
    for part in ("edit", "predictions", "hours"):
        assert f"/initiatives/discharge-call/{part}/" in page
    assert "/edit/" not in client_of(world.doer).get("/initiatives/discharge-call/").content.decode()
    assert NEW in client_of(world.lead).get("/u/north/strategy/").content.decode()
    assert NEW not in client_of(world.viewer).get("/u/north/strategy/").content.decode()


def test_the_forms_ask_few_questions(world: World, planned: Initiative, django_assert_max_num_queries: Any) -> None:
    lead = client_of(world.lead)
    for n in range(12):
        a_post(f"post-{n}", world.north)
    for page in (NEW, *(f"/initiatives/discharge-call/{part}/" for part in ("edit", "predictions", "hours"))):
        lead.get(page)
        with django_assert_max_num_queries(20):
            lead.get(page)
