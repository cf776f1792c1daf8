"""What is required by a day is listed, written down, changed and met on pages, by those who may."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import a_plan, at
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.check.models import Finding
from wellrun.jobs.model_check import check_plan
from wellrun.jobs.obligations import raise_obligations
from wellrun.reviews.actions import EscalationSpec, close_item_with, open_review
from wellrun.reviews.models import AgendaItem
from wellrun.strategy.actions import add_obligation
from wellrun.strategy.models import Obligation, PlanChange

HERE = "/u/north/strategy/obligations/"


def required(world: World, key: str = "staffing-return", due: date = date(2025, 11, 14), **more: Any) -> Obligation:
    words = {"title": key.replace("-", " ").capitalize(), "regulator": "The regulator", "clause": "Regulation 18"}
    said = {**words, "unit": world.north, "owner": world.doer_post, "due": due, **more}
    return add_obligation(key=key, **said, by=SYSTEM)


def fields(**changed: Any) -> dict[str, Any]:
    return {
        "title": "Annual staffing return",
        "regulator": "The regulator",
        "clause": "Regulation 18",
        "unit": "north",
        "owner": "head-of-discharge",
        "due": "2025-11-14",
        "notice_days": "60",
        "evidence": "The letter of receipt",
        "measure": "",
    } | changed


def test_the_nearest_day_stands_first_and_says_how_far_off_it_is(world: World) -> None:
    required(world, "later", date(2026, 6, 1))
    required(world, "overdue", date(2025, 10, 3), owner=None)
    required(world, "soon", date(2025, 11, 14))
    page = client_of(world.viewer).get(HERE)
    told = text_of(page)
    assert "Three obligations are not met yet: one overdue, one within the days of notice, one without anybody" in told
    assert told.index("Fri 3 Oct, overdue by 11 days") < told.index("Fri 14 Nov, in 31 days")
    assert told.index("Fri 14 Nov, in 31 days") < told.index("Mon 1 Jun 2026, in 230 days")
    assert "Nobody answers for it" in told


def test_nothing_required_teaches_what_it_is_for(world: World) -> None:
    told = text_of(client_of(world.viewer).get(HERE))
    assert "No obligation is open" in told
    assert "Write one down" not in told
    assert "Write one down" in text_of(client_of(world.lead).get(HERE))


def test_what_is_outside_does_not_exist(world: World) -> None:
    required(world)
    assert client_of(world.neighbour).get(HERE).status_code == 404
    assert "Staffing return" not in text_of(client_of(world.neighbour).get("/u/south/strategy/obligations/"))
    assert client_of(world.neighbour).get("/u/south/strategy/obligations/staffing-return/").status_code == 404
    assert "Staffing return" in text_of(client_of(world.chief).get("/u/system/strategy/obligations/"))


def test_it_is_written_down_and_comes_before_its_forum_at_once(world: World) -> None:
    a_plan()
    lead = client_of(world.lead)
    answer = lead.post(f"{HERE}new/", fields())
    assert answer["Location"] == f"{HERE}annual-staffing-return/"
    page = lead.get(answer["Location"])
    assert "It is written down." in text_of(page)
    assert "waits for an outcome" in text_of(page)
    assert str(AgendaItem.objects.get(kind="obligation").review_id) in page.content.decode()
    assert PlanChange.objects.get(kind="obligation").verb == "add_obligation"


def test_without_a_plan_in_force_it_is_written_down_too(world: World) -> None:
    assert client_of(world.lead).post(f"{HERE}new/", fields()).status_code == 302
    assert Obligation.objects.count() == 1
    assert client_of(world.lead).post(f"{HERE}new/", fields()).status_code == 302
    assert set(Obligation.objects.values_list("key", flat=True)) == {
        "annual-staffing-return",
        "annual-staffing-return-2",
    }


def test_what_was_typed_stays_where_something_is_missing(world: World) -> None:
    answer = client_of(world.lead).post(f"{HERE}new/", fields(due="", title="Half a thing"))
    assert answer.status_code == 422
    assert "Say by which day." in text_of(answer)
    assert b"Half a thing" in answer.content


def test_a_unit_that_one_does_not_chair_cannot_be_chosen(world: World) -> None:
    answer = client_of(world.lead).post(f"{HERE}new/", fields(unit="south"))
    assert answer.status_code == 422
    assert "Choose a unit that you chair." in text_of(answer)


@pytest.mark.parametrize("what", ["new/", "staffing-return/edit/", "staffing-return/give-up/"])
def test_who_does_not_chair_writes_nothing(world: World, what: str) -> None:
    required(world)
    assert client_of(world.viewer).get(HERE + what).status_code == 403
    assert client_of(world.viewer).post(HERE + what, fields()).status_code == 403
    assert client_of(world.viewer).post(f"{HERE}staffing-return/meet/", {}).status_code == 403


def test_a_finding_leads_to_it_and_a_change_mends_the_finding(world: World) -> None:
    plan = a_plan()
    required(world, owner=None)
    check_plan(plan)
    assert Finding.objects.filter(rule="OBL-01", resolved_at__isnull=True).exists()
    lead = client_of(world.lead)
    assert lead.get(f"{HERE}?obligation=staffing-return")["Location"] == f"{HERE}staffing-return/"
    answer = lead.post(f"{HERE}staffing-return/edit/", fields(title="Staffing return"), follow=True)
    assert "findings of the check are mended" in text_of(answer)
    assert not Finding.objects.filter(rule="OBL-01", resolved_at__isnull=True).exists()


def test_the_holder_of_its_post_says_that_it_is_met_and_it_leaves_the_agenda(world: World) -> None:
    required(world)
    raise_obligations()
    doer = client_of(world.doer)
    assert "Say that it is met" in text_of(doer.get(f"{HERE}staffing-return/"))
    refused = doer.post(f"{HERE}staffing-return/meet/", {"met_on": "2025-10-20", "met_by": "Sent"})
    assert refused.status_code == 422
    assert "choose today or an earlier day" in text_of(refused)
    answer = doer.post(f"{HERE}staffing-return/meet/", {"met_on": "2025-10-13", "met_by": "Receipt 12"}, follow=True)
    told = text_of(answer)
    assert "Receipt 12" in told
    assert "settled" in told
    assert not AgendaItem.objects.filter(status="open").exists()
    assert "Staffing return" not in text_of(doer.get(HERE)).split("Filter")[1]
    assert "Staffing return" in text_of(doer.get(f"{HERE}?show=met"))


def test_what_a_forum_hands_up_is_not_called_settled(world: World) -> None:
    required(world)
    raise_obligations()
    item = AgendaItem.objects.get()
    with at(days=7):
        open_review(review=item.review, by=world.lead)
        close_item_with(item=item, outcome=EscalationSpec(question="Who sends it?"), by=world.lead)
        told = text_of(client_of(world.lead).get(f"{HERE}staffing-return/"))
    assert "handed up" in told
    assert "settled" not in told


def test_it_is_not_met_after_all_with_a_reason_that_stays(world: World) -> None:
    required(world)
    lead = client_of(world.lead)
    lead.post(f"{HERE}staffing-return/meet/", {"met_on": "2025-10-13", "met_by": "Receipt 12"})
    assert lead.post(f"{HERE}staffing-return/edit/", fields()).status_code == 409
    assert lead.post(f"{HERE}staffing-return/not-met/", {"reason": ""}).status_code == 422
    told = text_of(lead.post(f"{HERE}staffing-return/not-met/", {"reason": "It was the wrong year"}, follow=True))
    assert "It was the wrong year" in told
    assert "Receipt 12" in told, "what was given stays in the history"
    assert Obligation.objects.get().met_on is None


def test_given_up_it_stays_on_record(world: World) -> None:
    required(world)
    lead = client_of(world.lead)
    lead.post(f"{HERE}staffing-return/give-up/", {"reason": "The rule was withdrawn"})
    assert "Staffing return" in text_of(lead.get(f"{HERE}?show=given-up"))
    assert lead.post(f"{HERE}staffing-return/meet/", {"met_on": "2025-10-13", "met_by": "x"}).status_code == 409


def test_the_history_says_who_changed_what(world: World) -> None:
    required(world)
    lead = client_of(world.lead)
    lead.post(f"{HERE}staffing-return/edit/", fields(title="Staffing return", due="2025-12-01", evidence=""))
    told = text_of(lead.get(f"{HERE}staffing-return/"))
    assert "day: Mon 1 Dec 2025 (before: Fri 14 Nov 2025)" in told


def test_the_file_has_them_all_and_runs_no_formula(world: World) -> None:
    required(world, "formula", evidence="=1+1")
    required(world, "late", date(2025, 1, 1))
    answer = client_of(world.viewer).get("/u/north/strategy/obligations.csv")
    lines = answer.content.decode().splitlines()
    assert lines[0].startswith("obligation,title,regulator,clause,unit,owner,due")
    assert lines[1].startswith("late,")
    assert ",=1+1," not in lines[2]


def test_a_long_list_is_paged_and_costs_no_more_queries(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        required(world, f"required-{number:02d}", date(2025, 11, 1))
    with at():
        raise_obligations()
    viewer, lead = client_of(world.viewer), client_of(world.lead)
    with django_assert_max_num_queries(20):
        told = text_of(viewer.get(HERE))
    assert "Page 1 of 3" in told
    with django_assert_max_num_queries(20):
        viewer.get(f"{HERE}required-00/")
    with django_assert_max_num_queries(20):
        lead.get(f"{HERE}required-00/edit/")


def test_my_day_shows_what_ones_post_answers_for_when_it_is_near_or_past(world: World) -> None:
    required(world, "overdue", date(2025, 10, 3))
    required(world, "far-off", date(2026, 9, 1))
    required(world, "of-somebody-else", date(2025, 10, 20), owner=world.lead_post)
    told = text_of(client_of(world.doer).get("/u/north/day/"))
    assert "Overdue The regulator, Regulation 18. Fri 3 Oct, overdue by 11 days Say that it is met" in told
    assert "Far off" not in told
    assert "Of somebody else" not in told
