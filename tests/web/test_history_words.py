"""The history of a plan tells names, percentages and days, and no stored key, fraction or rule of a calendar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import at
from tests.jobs.drafted import Drafted, a_drafted_world
from tests.web.test_plan_pages import text_of
from tests.worlds import a_world
from wellrun.lib import clock
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import PlanChange

PAGE = "/plans/p26/history/"


@pytest.fixture
def drafted(db: None) -> Iterator[Drafted]:
    with at():
        yield a_drafted_world(a_world())


@pytest.fixture
def told(drafted: Drafted, client: Client) -> Any:
    """The newest change as the history of the plan tells it."""
    client.force_login(drafted.world.chief)

    def tell(kind: str, about: str, /, **facts: Any) -> str:
        PlanChange.objects.create(
            plan=drafted.new.plan,
            kind=kind,
            subject=about,
            verb="add_it",
            before={},
            after=facts,
            at=clock.now(),
        )
        row = client.get(PAGE).context["rows"][0]
        return " | ".join([row.subject, *row.details])

    return tell


def test_keys_are_told_by_name(drafted: Drafted, told: Any) -> None:
    measure = drafted.world.series.measure
    name = MeasureVersion.objects.get(measure=measure, current=True).name
    post, unit = drafted.world.chief_post, drafted.world.north
    assert told("action", "rota", key="rota", title="Agree a rota", owner=post.key, unit=unit.key) == (
        f"Agree a rota | title: Agree a rota | owner: {post.title} | unit: {unit.name}"
    )
    assert told("role", f"{drafted.new.key} > {measure.key}", role="lag") == f"{drafted.new.title} > {name} | role: lag"
    assert told("waiver", f"OBJ-02 > {drafted.new.key}", rule="OBJ-02", subject=drafted.new.key) == (
        f"OBJ-02 > {drafted.new.title}"
    )
    assert told("plan", "p26", order=[drafted.new.key]) == f" | order: {drafted.new.title}"
    assert told("link", "L05", lead=measure.key, lag="gone").startswith(f"{name} → gone | ")
    assert "post: no-such-post" in told("hours", post.key, post="no-such-post"), "what is gone keeps its key"


def test_fractions_are_told_as_people_say_them(drafted: Drafted, told: Any) -> None:
    version = MeasureVersion.objects.get(measure=drafted.world.series.measure, current=True)
    MeasureVersion.objects.filter(pk=version.pk).update(multiplier=100, decimals=1, display_unit="%")
    key = version.measure.key
    assert "share: 1.5\u00a0%" in told("parent", "a > b", share=0.015)
    assert "value: 78.0\u00a0%" in told("target", f"{key}/north", value=0.78)
    aim = told("initiative", "lounge", targets=[{"measure": key, "change": 0.03}])
    assert f"targets: measure {version.name}, change 3.0\u00a0percentage points" in aim


def test_parts_of_a_gap_are_told_in_the_unit_of_the_result(drafted: Drafted, told: Any) -> None:
    shares = {"multiplier": 100, "decimals": 1, "display_unit": "%"}
    MeasureVersion.objects.filter(measure=drafted.lag, current=True).update(**shares)
    key, points = drafted.new.key, "takes on: 2.0\u00a0percentage points"
    assert points in told("parent", f"below > {key}", amount=0.02)
    assert points in told("catchball", f"{key} > north", title="All", contribution=0.02)
    assert points in told("objective", "below", title="Below", parents=[key], amount=0.02)
    assert "limit: 90.0\u00a0%" in told("limit", f"{drafted.lag.key} > north", limit=0.9)
    assert "takes on: 0.02" in told("parent", "below > gone", amount=0.02), "of what is gone no unit is known"


def test_days_sittings_and_choices_are_told_in_words(drafted: Drafted, told: Any) -> None:
    facts = {"cadence": "FREQ=WEEKLY;BYDAY=TU", "first_start": "2025-04-01T11:00:00", "time_zone": "Europe/London"}
    assert told("forum", "flow", name="Flow", **facts) == (
        "Flow | name: Flow | sits: Every Tuesday at 11:00 | first sitting: Tue 1 Apr 2025, 11:00"
    )
    assert told("forum", "flow", cadence="FREQ=WEEKLY") == "flow | sits: FREQ=WEEKLY", "where nothing says from when"
    assert told("quarter", f"{drafted.new.key} > 2025-10-01").endswith(" > Wed 1 Oct 2025")
    assert "level: A service line or function" in told("objective", "x", level="service_line")
    assert "kind: Changing how work is done" in told("forum_right", "f > change_process > u", kind="change_process")


def test_a_page_full_of_names_costs_no_more_questions(drafted: Drafted, told: Any, client: Client) -> None:
    world = drafted.world
    for n in range(30):
        told("action", f"a-{n}", owner=world.chief_post.key, unit=world.north.key, measure=world.series.measure.key)
        told("catchball", f"{drafted.new.key} > {world.north.key}", domain="access", initiative="x", chair="y")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert "Chief operating officer" in text_of(client.get(PAGE))
    assert len(asked) <= 20
