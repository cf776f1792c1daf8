"""Strategy on a page: ranked objectives, what moves, what is missing, where it is reviewed."""

import csv
import io
from datetime import date
from typing import Any

from tests.api.calling import Program
from tests.factories import TODAY, a_domain, a_forum, a_measure, a_unit, a_user, an_objective
from tests.insight.figures import arrive, rows, steady
from tests.web.planned import Planned, a_planned_world, add_measures
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.check.models import Waiver
from wellrun.execution.models import Initiative, InitiativeTarget
from wellrun.insight.models import SeriesState
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.actions import set_target
from wellrun.measures.models import Series
from wellrun.organisation.models import Holding
from wellrun.strategy.models import Domain, ObjectiveMeasure, Plan


def strategy(user: Any, unit: str = "north") -> str:
    return text_of(client_of(user).get(f"/u/{unit}/strategy/"))


def test_an_objective_says_who_answers_for_it_what_it_serves_and_what_is_missing(world: World) -> None:
    a_planned_world(world)
    said = strategy(world.viewer)
    assert "Rank 2 Four hours Access · serves “Every patient”" in said
    assert "Owner North director Sponsor Chief operating officer Initiative none" in said
    assert "Next review North flow, Tue 14 Oct" in said
    assert "Emergency: Seen Transport: none agreed" in said
    assert "Seen lag 44.4 % Sep 25 – Worsening No aim" in said
    assert "No lead indicator yet: this objective cannot warn early." in said
    assert "No balancing measure: nothing shows what the push may harm." in said
    assert "No lag measure" not in said


def test_the_sentence_first_tells_what_worsens_with_nothing_done(world: World) -> None:
    planned = a_planned_world(world)
    said = strategy(world.viewer)
    assert "One ranked priority. In trouble: “Four hours”, getting worse with no initiative on it." in said
    crew = Initiative.objects.create(
        key="crew",
        title="Second crew",
        objective=planned.four_hours,
        owner=world.lead_post,
        status="active",
        starts=date(2025, 9, 16),
        ends=date(2025, 12, 9),
        design="Before and after",
        created_at="2025-09-16T08:00Z",
    )
    aimed_at = Series.objects.get(unit=world.north, measure=planned.seen)
    InitiativeTarget.objects.create(initiative=crew, series=aimed_at, direction="up", change=0.05)
    said = strategy(world.viewer)
    assert "In trouble: “Four hours”, getting worse." in said
    assert "Second crew, week 5 of 12" in said


def test_a_figure_of_over_a_year_ago_says_so_and_is_not_in_the_sentence(world: World) -> None:
    planned = a_planned_world(world)
    SeriesState.objects.filter(series__measure=planned.seen).update(last_period=date(2024, 9, 1))
    said = strategy(world.viewer)
    assert "Sep 24 over a year old" in said
    assert "Whether one is in trouble cannot be told yet." in said
    assert "State: Cannot tell: no figure of this year" in said


def test_a_figure_leads_to_its_data_and_an_aim_to_who_set_it(world: World) -> None:
    planned = a_planned_world(world)
    series = Series.objects.get(unit=world.north, measure=planned.seen)
    set_target(series=series, value=0.6, source_text="National guidance", by=SYSTEM)
    evaluate_and_raise(cause="import")
    page = client_of(world.viewer).get("/u/north/strategy/").content.decode()
    assert 'href="/u/north/measures/seen/#data"' in page
    assert 'href="/u/north/measures/seen/#aim"' in page


def a_unit_that_never_reported(world: World) -> Planned:
    """Of the three sites of the system the clinic reports beds like the others, and never what is in the plan."""
    planned = a_planned_world(world)
    world.south.__class__.objects.filter(pk__in=[world.north.pk, world.south.pk]).update(kind="site")
    clinic = a_unit("clinic", parent=world.system, kind="site", name="Cancer hospital")
    a_measure("beds")
    arrive([row for unit in ("north", "south", clinic.key) for row in rows("beds", unit, steady(1))], name="beds.csv")
    evaluate_and_raise(cause="import")
    return planned


def test_a_unit_that_never_reported_is_counted_and_named(world: World) -> None:
    planned = a_unit_that_never_reported(world)
    said = strategy(world.chief, "system")
    assert "Sep 25, 2 of 3" in said
    assert "Cancer hospital is counted in “6 of 7” and the like, and has never reported any of: seen." in said
    card = text_of(client_of(world.chief).get(f"/u/system/measures/{planned.seen.key}/"))
    assert "2 of 3 reported; Cancer hospital has never reported it" in card
    own = text_of(client_of(world.chief).get(f"/u/clinic/measures/{planned.seen.key}/"))
    assert "Cancer hospital has never reported this measure." in own
    assert "No figures yet" not in own


def test_every_page_and_file_counts_a_unit_that_never_reported_alike(world: World) -> None:
    a_unit_that_never_reported(world)
    client = client_of(world.chief)
    assert "Sep 25, 2 of 3" in text_of(client.get("/u/system/data/"))
    assert "in Sep 2025 (2 of 3)." in client.get("/u/system/strategy/matrix/").content.decode()
    for path in ("/u/system/strategy/matrix.csv", "/u/system/measures/seen.csv"):
        found = list(csv.DictReader(io.StringIO(client.get(path).content.decode("utf-8-sig"))))
        newest = [row for row in found if row["measure"] == "seen" and row["unit"] == "system"][-1]
        assert (float(newest["reporting"]), float(newest["expected"])) == (2, 3)
    series = Series.objects.get(unit=world.system, measure__key="seen")
    program = Program(world.chief)
    wanted = {"reporting": 2, "expected": 3}
    assert program.get(f"/series/{series.uid}").body["state"]["coverage"] == wanted
    assert program.get("/series", unit="system", measure="seen").body["results"][0]["state"]["coverage"] == wanted
    assert program.get(f"/series/{series.uid}/points").body["results"][-1]["coverage"] == wanted


def test_a_post_that_nobody_holds_is_missing(world: World) -> None:
    a_planned_world(world)
    Holding.objects.filter(post=world.lead_post).update(ends=TODAY)
    said = strategy(world.viewer)
    assert "Nobody holds the post of north director: this objective has no owner." in said


def test_a_unit_without_objectives_sees_those_above_by_title_with_its_own_figures(world: World) -> None:
    a_planned_world(world)
    ward = a_unit("ward", parent=world.north, kind="ward", name="Ward 4")
    nurse = a_user("nurse", (ward, "contributor"))
    arrive(rows("seen", "ward", steady(0)), name="ward.csv")
    evaluate_and_raise(cause="import")
    said = strategy(nurse, "ward")
    assert "Ward 4 has no objectives of its own." in said
    assert "Four hours" in said
    assert "Seen lag" in said
    assert "North director" not in said
    assert "/u/north/" not in client_of(nurse).get("/u/ward/strategy/").content.decode()


def test_without_a_plan_and_without_figures_the_page_teaches_the_next_step(world: World) -> None:
    assert "No plan is active." in strategy(world.viewer)
    an_objective("elsewhere", world.south, world.chief_post)
    assert "The plan names no objective of North" in strategy(world.viewer)


def test_domains_without_an_objective_carry_their_reason_or_the_lack_of_it(world: World) -> None:
    a_planned_world(world)
    a_domain("finance")
    a_domain("workforce")
    plan = Plan.objects.get()
    Waiver.objects.create(
        plan=plan, rule="FOC-03", subject="finance", reason="No figures yet.", post=world.chief_post,
        expires=date(2025, 12, 31),
    )  # fmt: skip
    Waiver.objects.create(
        plan=plan, rule="FOC-03", subject="workforce", reason="Later.", post=world.chief_post,
        expires=date(2025, 1, 1),
    )  # fmt: skip
    said = strategy(world.chief, "system")
    assert "Finance No objective in this domain. No figures yet." in said
    assert "Stated by the chief operating officer, until Wed 31 Dec 2025." in said
    assert "Workforce No objective in this domain, and nobody has said why." in said
    assert "Finance" not in strategy(world.viewer)


def test_the_next_review_is_the_routed_forum_and_one_above_is_not_named(world: World) -> None:
    planned = a_planned_world(world)
    world.flow.measures.clear()
    assert "Next review above your units" in strategy(world.viewer)
    world.board.measures.clear()
    assert "Next review none planned" in strategy(world.viewer)
    a_forum("secret", world.north, world.lead_post, restricted=True, measures=[planned.seen])
    assert "Next review none planned" in strategy(world.viewer)


def test_a_long_unit_stands_apart_from_its_figure(world: World) -> None:
    planned = a_planned_world(world)
    falls = a_measure("falls", scoring="rate", display_unit="per 1,000 patient-days", multiplier=1000, decimals=2)
    ObjectiveMeasure.objects.create(objective=planned.four_hours, measure=falls, role="balancing", position=3)
    arrive(rows("falls", "north", [0.001, 0.002]), name="falls.csv")
    evaluate_and_raise(cause="import")
    assert "Falls balancing 2.00 per 1,000 patient-days Nov 21 over a year old" in strategy(world.viewer)


def test_the_page_costs_the_same_for_any_number_of_series(world: World, django_assert_max_num_queries: Any) -> None:
    planned = a_planned_world(world)
    for objective in (planned.four_hours, planned.enterprise):
        ObjectiveMeasure.objects.create(objective=objective, measure=a_measure(), role="lead")
    for key in ("finance", "workforce"):
        Domain.objects.get_or_create(key=key, defaults={"name": key, "position": 2})
    lead, chief = client_of(world.lead), client_of(world.chief)
    for client, unit in ((lead, "north"), (chief, "system")):
        client.get(f"/u/{unit}/strategy/")
    with django_assert_max_num_queries(20) as top:
        chief.get("/u/system/strategy/")
    with django_assert_max_num_queries(20) as few:
        lead.get("/u/north/strategy/")
    add_measures(planned, 8)
    an_objective("second", world.north, world.lead_post, rank=3, roles={"lag": planned.seen})
    an_objective("third", world.system, world.chief_post, rank=4, roles={"lag": planned.seen})
    with django_assert_max_num_queries(len(few)):
        lead.get("/u/north/strategy/")
    with django_assert_max_num_queries(len(top)):
        chief.get("/u/system/strategy/")
