"""The measure card: what changed, who owns it, what guards it, how old it is, and its figures as a file."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest

from tests.execution.asking import ask
from tests.factories import a_forum, a_measure, a_unit, a_user, an_objective, at
from tests.insight.figures import arrive, month, rows, steady
from tests.web.planned import a_planned_world, add_measures
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.execution.actions import accept_action
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.actions import add_version, set_target, start_phase
from wellrun.measures.models import Feed, MeasureVersion, QualityIssue, Series, Source
from wellrun.organisation.models import Unit
from wellrun.reviews.models import AgendaItem, Review
from wellrun.strategy.models import ObjectiveMeasure


def card(user: User, key: str = "seen", unit: str = "north") -> str:
    return text_of(client_of(user).get(f"/u/{unit}/measures/{key}/"))


def series(world: World, key: str = "seen") -> Series:
    return Series.objects.get(unit=world.north, measure__key=key)


def test_the_sentence_first_says_what_changed_and_where_it_is_dealt_with(world: World) -> None:
    a_planned_world(world)
    item = AgendaItem.objects.get(review__forum=world.flow)
    answer = client_of(world.lead).get("/u/north/measures/seen/")
    said = text_of(answer)
    assert (
        "Below the usual range in September 2025; usual level 50.0 %, usual range down to 46.9 %, "
        "latest 44.4 % in September 2025." in said
    )
    assert "It is on the agenda of the north flow, Tue 21 Oct." in said
    assert f'href="/reviews/{item.review_id}/items/{item.pk}/"' in answer.content.decode()
    assert "44.4 % latest" not in said
    assert "latest, Sep 2025 44.4 % usual level 50.0 % usual range 46.9 % to 53.1 %" in said


def test_no_change_and_too_few_figures_are_said_plainly(world: World) -> None:
    a_planned_world(world)
    quiet = r"No real change: it moves within its usual range, 4\d\.\d % to 5\d\.\d %; latest \d\d\.\d % in "
    assert re.search(quiet, card(world.chief, unit="south"))
    new = a_measure("new")
    arrive(rows("new", "north", steady(0, n=3)), name="new.csv")
    evaluate_and_raise(cause="import")
    assert "Only 3 figures so far: too few to tell a real change" in card(world.lead, new.key)


def test_a_hidden_agenda_is_not_named(world: World) -> None:
    a_planned_world(world)
    secret = a_forum("mortality", world.north, world.lead_post, restricted=True)
    Review.objects.filter(items__isnull=False, forum=world.flow).update(forum=secret)
    said = card(world.lead)
    assert "Mortality" not in said
    assert "Open in the review" not in said


def test_owners_teams_and_the_next_review(world: World) -> None:
    a_planned_world(world)
    said = card(world.viewer)
    assert "Accountable North director Sponsor Chief operating officer Contributes Transport, Emergency" in said
    assert "Reviewed North flow, next Tue 14 Oct, 09:00" in said


def test_an_objective_above_is_named_by_its_title_only(world: World) -> None:
    a_planned_world(world)
    ward = a_unit("ward", parent=world.north, kind="ward")
    nurse = a_user("nurse", (ward, "contributor"))
    arrive(rows("seen", "ward", steady(0)), name="ward.csv")
    evaluate_and_raise(cause="import")
    answer = client_of(nurse).get("/u/ward/measures/seen/")
    assert "Serves Four hours" in text_of(answer)
    assert "Reviewed above your units" in text_of(answer)
    assert "North director" not in text_of(answer)
    assert "/u/north/" not in answer.content.decode()


def test_what_is_linked_to_it_and_what_is_in_hand(world: World) -> None:
    planned = a_planned_world(world)
    add_measures(planned, 1, role="balancing")
    with at(days=-10):
        accept_action(
            action=ask(world, series=series(world), title="Second crew", due=date(2025, 12, 1)), by=world.doer
        )
    said = card(world.viewer)
    assert "Balancing 0 balancing 44.4 %" in said
    assert "Second crew Action of the head of discharge, due Mon 1 Dec." in said
    assert "Stalled: no update in the time agreed." in said


def test_definition_aim_and_where_it_comes_from(world: World) -> None:
    a_planned_world(world)
    set_target(series=series(world), value=0.6, by_date=date(2026, 3, 31), source_text="National guidance", by=SYSTEM)
    source = Source.objects.create(key="national", name="National statistics", licence="Open licence")
    Feed.objects.create(source=source, measure=series(world).measure, lag_days=20)
    MeasureVersion.objects.filter(measure__key="seen").update(numerator="Patients seen", denominator="All patients")
    said = card(world.viewer)
    assert "Counted Patients seen Out of All patients Better higher" in said
    assert "Aim 60.0 % by Tue 31 Mar 2026, committed Aim set by National guidance Aim set on Tue 14 Oct 2025" in said
    assert "Received Tue 14 Oct 2025 Source National statistics Licence Open licence" in said
    assert "Next figure Oct 2025, due Thu 20 Nov" in said


def test_notes_tell_of_gaps_jumps_endings_and_closed_units(world: World) -> None:
    a_planned_world(world)
    thin = a_measure("thin")
    values: list[float | None] = list(steady(0))
    values[20:23] = [None, None, None]
    arrive(rows("thin", "north", values), name="thin.csv")
    evaluate_and_raise(cause="import")
    ended = Source.objects.create(key="ended", name="Ended feed")
    Feed.objects.create(source=ended, measure=thin, declared_end=month(47))
    QualityIssue.objects.create(
        kind="jump", measure=thin, unit=world.north, period=month(30), raised_at="2025-10-01T00:00Z",
        detail={"before": 747.0, "after": 4920.0},
    )  # fmt: skip
    Unit.objects.filter(pk=world.north.pk).update(closed=date(2025, 10, 1), successor=world.south)
    said = card(world.lead, "thin")
    assert "3 figures are missing between May 2023 and September 2023." in said
    assert "jumped in April 2024, from 747 to 4,920, and no merger explains it." in said
    assert "The source sends no figures after September 2025." in said
    assert "The unit closed on 1 October 2025; South carries on." in said
    assert "Next figure" not in said


def test_many_gaps_are_told_in_one_line(world: World) -> None:
    a_planned_world(world)
    a_measure("thin")
    values: list[float | None] = list(steady(0))
    for at_month in (5, 15, 25):
        values[at_month] = None
    arrive(rows("thin", "north", values), name="thin.csv")
    evaluate_and_raise(cause="import")
    assert "3 figures are missing in all, the latest between Oct 2023 and Dec 2023." in card(world.lead, "thin")


def test_a_new_baseline_is_drawn_with_its_reason(world: World) -> None:
    a_planned_world(world)
    start_phase(series=series(world), start=month(24), reason="A second ward opened.", by=SYSTEM)
    add_version(measure=series(world).measure, effective_from=month(36), by=SYSTEM, definition="Counted anew.")
    evaluate_and_raise(cause="import")
    said = card(world.lead)
    assert "New baseline from Oct 2023: A second ward opened." in said
    assert "New baseline from Oct 2024: New definition, version 2." in said
    assert "From Oct 2023 Usual level" in said, "the reason stands under the chart: once is enough"
    assert "Definition, version 2 Counted anew." in said


def test_a_measure_without_figures_here_still_says_what_it_means(world: World) -> None:
    a_measure("elsewhere")
    said = card(world.viewer, "elsewhere")
    assert "No figures of North have come yet." in said
    assert "What is counted, in own words." in said


@pytest.mark.parametrize(
    "path", ["/u/north/measures/nothing/", "/u/south/measures/seen/", "/u/south/measures/seen.csv"]
)
def test_what_is_not_there_and_what_is_not_ones_own_answer_alike(world: World, path: str) -> None:
    a_planned_world(world)
    assert client_of(world.viewer).get(path).status_code == 404


def test_the_figures_as_a_file_in_full_precision_dated_and_without_formulas(world: World) -> None:
    a_planned_world(world)
    answer = client_of(world.viewer).get("/u/north/measures/seen.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="seen-north-2025-10-14.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(lines) == 48
    assert (lines[-1]["period"], lines[-1]["value"], lines[-1]["numerator"]) == ("2025-09-01", "0.444", "4440")
    assert lines[-1]["point"] == "concern"
    assert {(line["chart"], line["rules"]) for line in lines} == {("pp", "nhs")}
    assert (lines[-1]["signal_profile"], lines[0]["signal_profile"]) == ("nhs", "")
    assert "outside_limits" in lines[-1]["signal_rules"].split(";")
    assert not [cell for line in lines for cell in line.values() if cell.startswith(("=", "+", "@", "\t"))]
    assert client_of(world.viewer).get("/u/north/measures/ready-to-leave.csv").status_code == 404


def test_the_card_costs_the_same_for_any_number_of_series(world: World, django_assert_max_num_queries: Any) -> None:
    planned = a_planned_world(world)
    ObjectiveMeasure.objects.create(objective=planned.four_hours, measure=a_measure(), role="lead")
    client = client_of(world.lead)
    client.get("/u/north/measures/seen/")
    with django_assert_max_num_queries(20) as few:
        client.get("/u/north/measures/seen/")
    add_measures(planned, 6)
    an_objective("second", world.north, world.lead_post, rank=3, roles={"lag": planned.seen})
    start_phase(series=series(world), start=month(24), reason="A second ward.", by=SYSTEM)
    add_version(measure=planned.seen, effective_from=month(36), by=SYSTEM, definition="Counted anew.")
    for number in range(4):
        ask(world, series=series(world), title=f"Action {number}")
    evaluate_and_raise(cause="import")
    with django_assert_max_num_queries(len(few)):
        client.get("/u/north/measures/seen/")


def test_a_corrected_figure_says_from_what_when_and_by_which_file(world: World) -> None:
    a_planned_world(world)
    arrive([("seen", "north", month(46), 0.5)], name="corrected.csv")
    evaluate_and_raise(cause="import")
    answer = client_of(world.viewer).get("/u/north/measures/seen/")
    said = text_of(answer)
    assert "corrected Tue 14 Oct 2025, revision 2" in said
    assert re.search(
        r"Aug 2025: \d\d\.\d % became 50\.0 %\. Revision 2 of Tue 14 Oct 2025, from .*corrected\.csv", said
    )
    assert 'href="#corrected"' in answer.content.decode()
    assert 'id="corrected"' in answer.content.decode()


def test_an_aim_without_a_source_says_so(world: World) -> None:
    a_planned_world(world)
    set_target(series=series(world), value=0.6, by=SYSTEM)
    said = card(world.viewer)
    assert "Aim 60.0 %, by no date, committed Aim set by no source stated" in said


def test_of_a_closed_unit_nothing_is_told_as_of_today(world: World) -> None:
    a_planned_world(world)
    Unit.objects.filter(pk=world.north.pk).update(closed=date(2025, 10, 1), successor=world.south)
    said = card(world.lead)
    assert "The unit closed on 1 October 2025; South carries on. Its figures end with September 2025" in said


def test_a_limit_below_nothing_is_shown_from_nothing_and_kept_as_computed(world: World) -> None:
    a_planned_world(world)
    a_measure("long-waits", scoring="count", direction="down", display_unit="patients", multiplier=1, decimals=0)
    values = [float(5 + 9 * (number % 3)) for number in range(30)]
    arrive(rows("long-waits", "north", values), name="waits.csv", counts=False)
    evaluate_and_raise(cause="import")
    answer = client_of(world.lead).get("/u/north/measures/long-waits/")
    said = text_of(answer)
    assert "it moves within its usual range, 0 patients to" in said
    assert re.search(r"0 patients to \d+ patients computed −\d+ patients to", said)
    assert "shown as far as a figure can go" in said
    assert "lower −" not in answer.content.decode()
    exported = client_of(world.lead).get("/u/north/measures/long-waits.csv").content.decode()
    assert any(float(row["lower"]) < 0 for row in csv.DictReader(io.StringIO(exported)) if row["lower"])


def test_what_the_publisher_wants_said_goes_with_the_figures(world: World) -> None:
    planned = a_planned_world(world)
    asked = "Contains public sector information licensed under the Open Government Licence v3.0."
    source = Source.objects.create(key="nhs", name="NHS", licence="Open Government Licence v3.0", attribution=asked)
    Feed.objects.create(source=source, measure=planned.seen, lag_days=20)
    assert f"Licence Open Government Licence v3.0 Attribution {asked}" in card(world.viewer)
    client = client_of(world.viewer)
    assert asked in text_of(client.get("/u/north/data/"))
    lines = list(csv.DictReader(io.StringIO(client.get("/u/north/measures/seen.csv").content.decode())))
    assert {line["attribution"] for line in lines} == {asked}
