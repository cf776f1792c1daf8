"""Which forums look at a measure: put before one, taken off it, from either side, and what the check says then."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import a_forum, a_measure, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.audit.models import AuditEvent
from wellrun.check.models import Finding
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.models import Objective

MEASURE = "/u/north/measures/slow/forums/"


@pytest.fixture
def objective(world: World) -> Objective:
    """Its lead has monthly figures and stands before a weekly forum: the same figure is seen four times."""
    slow = a_measure("slow")
    one = an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": slow})
    world.flow.measures.add(slow)
    check_plan(one.plan)
    return one


def test_it_is_taken_off_and_the_finding_is_mended(world: World, objective: Objective) -> None:
    finding = Finding.objects.get(rule="REV-02", subject="slow", resolved_at__isnull=True)
    chief = client_of(world.chief)
    assert "North flow" in text_of(chief.get(MEASURE))
    said = text_of(chief.post(MEASURE, {"take_off": world.flow.key}, follow=True))
    assert "It is taken off." in said
    assert "mended" in said
    finding.refresh_from_db()
    assert finding.resolved_at is not None
    assert not world.flow.measures.filter(key="slow").exists()
    assert AuditEvent.objects.latest("id").verb == "take_off_forum"


def test_it_is_put_before_a_forum_once(world: World, objective: Objective) -> None:
    other = a_forum("north-board", world.north, world.lead_post)
    lead = client_of(world.lead)
    for _ in range(2):
        assert lead.post(MEASURE, {"forum": other.key}).status_code == 302
    assert other.measures.get().key == "slow"
    assert AuditEvent.objects.filter(verb="put_before_forum").count() == 1
    assert lead.post(MEASURE, {"forum": "no-such"}).status_code == 422


def test_a_forum_says_what_it_looks_at(world: World, objective: Objective) -> None:
    a_measure("beds")
    lead, address = client_of(world.lead), f"/forums/{world.flow.key}/measures/"
    assert f'href="{address}"' in lead.get(f"/forums/{world.flow.key}/").content.decode()
    assert lead.post(address, {"measure": "beds"}).status_code == 302
    assert world.flow.measures.filter(key="beds").exists()
    assert "Slow" in text_of(lead.get(address))
    lead.post(address, {"take_off": "beds"})
    assert not world.flow.measures.filter(key="beds").exists()
    assert lead.post(address, {"take_off": "beds"}).status_code == 404
    assert lead.post(address, {"measure": "no-such"}).status_code == 422


def test_only_who_chairs_or_administers_a_forum_changes_it(world: World, objective: Objective) -> None:
    for address in (MEASURE, f"/forums/{world.flow.key}/measures/"):
        assert client_of(world.viewer).get(address).status_code == 403
        assert client_of(world.neighbour).get(address).status_code == 404
    assert client_of(world.lead).get("/u/north/measures/no-such/forums/").status_code == 404
    south = a_forum("south-flow", world.south, world.chief_post)
    assert client_of(world.lead).post(MEASURE, {"forum": south.key}).status_code == 422
    assert client_of(world.lead).post(MEASURE, {"take_off": south.key}).status_code == 404


def test_the_pages_ask_few_questions(world: World, objective: Objective, django_assert_max_num_queries: Any) -> None:
    for n in range(8):
        a_forum(f"forum-{n}", world.north, world.lead_post)
    lead = client_of(world.lead)
    for address in (MEASURE, f"/forums/{world.flow.key}/measures/"):
        lead.get(address)
        with django_assert_max_num_queries(20):
            lead.get(address)
