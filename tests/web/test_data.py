"""Data and definitions: what each figure means, where it comes from, whether it can be trusted."""

from datetime import date
from typing import Any

from tests.factories import a_measure, a_unit, a_user
from tests.insight.figures import arrive, month, rows, steady
from tests.web.planned import a_planned_world, add_measures
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.models import Feed, Measure, QualityIssue, Source
from wellrun.organisation.models import SiteSetting, Unit


def data(user: User, path: str = "", unit: str = "north") -> str:
    return text_of(client_of(user).get(f"/u/{unit}/data/{path}"))


def a_feed(measure: Measure, **fields: Any) -> None:
    source = Source.objects.get_or_create(key="national", defaults={"name": "National statistics"})[0]
    Feed.objects.create(source=source, measure=measure, **fields)


def an_issue(unit: Unit, kind: str, measure: Measure, **detail: Any) -> QualityIssue:
    return QualityIssue.objects.create(
        kind=kind, measure=measure, unit=unit, period=date(2025, 8, 1), raised_at="2025-10-01T00:00Z", detail=detail
    )


def test_each_measure_has_its_meaning_figure_source_and_feed(world: World) -> None:
    planned = a_planned_world(world)
    a_feed(planned.seen)
    content = client_of(world.viewer).get("/u/north/data/").content.decode()
    assert 'href="/u/north/measures/seen/"' in content
    assert (
        "Seen What is counted, in own words. Figures since Oct 2021. 44.4 % Sep 25 National statistics On time"
        in data(world.viewer)
    )
    assert "Ready to leave What is counted, in own words. no figure No figures" in data(world.viewer)


def test_a_feed_that_sent_all_it_declared_is_complete_and_a_late_one_is_late(world: World) -> None:
    planned = a_planned_world(world)
    a_feed(planned.seen, declared_end=month(47))
    assert "Complete to Sep 25" in data(world.viewer)
    an_issue(world.north, "late", planned.seen, due="2025-10-10", newest="2025-09-01")
    assert "Late" in data(world.viewer)
    assert "Complete" not in data(world.viewer)


def test_names_are_filtered_and_an_empty_answer_helps(world: World) -> None:
    a_planned_world(world)
    assert "Ready to leave" not in data(world.viewer, "?q=see")
    assert "No measure here is called “nothing”" in data(world.viewer, "?q=nothing")
    assert "No figures here yet" in data(world.neighbour, unit="south") or "Seen" in data(world.neighbour, unit="south")


def test_what_is_wrong_is_said_in_a_sentence_for_the_unit_and_those_below(world: World) -> None:
    planned = a_planned_world(world)
    ward = a_unit("ward", parent=world.north, kind="ward")
    an_issue(ward, "jump", planned.seen, before=1000.0, after=4920.0)
    an_issue(world.north, "late", planned.seen, due="2025-09-14", newest="2025-07-01")
    an_issue(world.north, "above_denominator", planned.seen, numerator=11, denominator=10)
    an_issue(world.south, "disagrees", planned.seen)
    said = data(world.viewer, "quality/")
    assert "jumped in August 2025, from 1,000 to 4,920, and no merger explains it. Measure Seen Ward" in said or (
        "jumped in August 2025, from 1,000 to 4,920, and no merger explains it. Seen Ward" in said
    )
    assert "Nothing has come since July 2025: the figure of August 2025 was due on 14 September 2025." in said
    assert "In August 2025 the numerator is above its denominator." in said
    assert "is not its numerator over its denominator" not in said
    assert "is not its numerator over its denominator" in data(world.chief, "quality/", "system")


def test_what_was_resolved_is_left_out(world: World) -> None:
    planned = a_planned_world(world)
    issue = an_issue(world.north, "jump", planned.seen)
    QualityIssue.objects.filter(pk=issue.pk).update(resolved_at="2025-10-02T00:00Z")
    assert "Nothing is wrong with the data here" in data(world.chief, "quality/", "system")


def test_the_tab_of_imports_and_the_buttons_stand_only_where_one_may(world: World) -> None:
    a_planned_world(world)
    analyst = a_user("analyst", (world.north, "analyst"))
    assert "Imports" not in data(world.lead)
    assert "Imports" in data(analyst)
    assert "Import a file" in data(analyst)
    assert "Move the clock" not in data(analyst)
    assert "Import a file" not in data(a_user("admin", (world.north, "administrator")))


def test_the_source_is_named_where_its_licence_asks_for_it(world: World) -> None:
    SiteSetting.objects.create(name="Site", attribution="Contains public sector information.")
    assert "Contains public sector information." in data(world.viewer)


def test_pages_turn_and_keep_what_was_looked_for(world: World) -> None:
    a_planned_world(world)
    for number in range(30):
        a_measure(f"many-{number:02}")
    arrive([row for number in range(30) for row in rows(f"many-{number:02}", "north", steady(0, n=2))], name="many.csv")
    evaluate_and_raise(cause="import")
    content = client_of(world.viewer).get("/u/north/data/?q=many&page=2").content.decode()
    assert "Many 25" in content
    assert "Many 24" not in content
    assert 'href="?q=many&amp;page=1"' in content


def test_the_pages_cost_the_same_for_any_number(world: World, django_assert_max_num_queries: Any) -> None:
    planned = a_planned_world(world)
    an_issue(world.north, "jump", planned.seen)
    client = client_of(world.lead)
    client.get("/u/north/data/")
    with django_assert_max_num_queries(17) as definitions:
        client.get("/u/north/data/")
    with django_assert_max_num_queries(17) as quality:
        client.get("/u/north/data/quality/")
    for measure in add_measures(planned, 6):
        a_feed(measure)
        an_issue(world.north, "jump", measure)
    with django_assert_max_num_queries(len(definitions)):
        client.get("/u/north/data/")
    with django_assert_max_num_queries(len(quality)):
        client.get("/u/north/data/quality/")
