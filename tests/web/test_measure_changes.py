"""Events, points left out and new baselines on their pages: said, refused with what was typed, approved by another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import TODAY, a_post, a_signal, a_user, an_item
from tests.insight.figures import arrive, month, rows, shifted, steady
from tests.web.planned import a_planned_world
from tests.web.reviewing import at as item_at
from tests.web.reviewing import client_of, decision_fields, text_of
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.insight.models import SeriesState
from wellrun.jobs.baselines import approve_baseline, exclude_point
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.actions import note_event, propose_baseline, set_target, start_phase
from wellrun.measures.models import BaselineProposal, Event, Exclusion, Phase, Series, Target
from wellrun.reviews.actions import DecisionSpec, close_item_with
from wellrun.reviews.models import Forum, ForumMember

START = 30
CHANGES = "/u/north/measures/seen/changes/"


@pytest.fixture
def series(world: World) -> Series:
    """Two levels: the second from the thirtieth month on."""
    a_planned_world(world)
    arrive(rows("seen", "north", shifted(steady(0), START, 0.05)), name="again.csv")
    evaluate_and_raise(cause="import")
    return Series.objects.get(unit=world.north, measure__key="seen")


@pytest.fixture
def analyst(world: World) -> User:
    return a_user("analyst", (world.system, "analyst"))


@pytest.fixture
def outsider(world: World) -> User:
    return a_user("outsider", (world.system, "chair"))


def proposed(series: Series, by: User) -> BaselineProposal:
    return propose_baseline(
        series=series, start=month(START), changed_on=month(START), reason="A new assessment unit.", by=by
    )


def form(**changed: str) -> dict[str, str]:
    start = month(START).isoformat()
    return {"start": start, "changed_on": start, "reason_kind": "process", "reason": "A new assessment unit."} | changed


def test_an_event_is_noted_and_flagged_on_the_card_there_and_below(series: Series, world: World) -> None:
    client = client_of(world.chief)
    answer = client.post(
        "/u/system/measures/seen/changes/",
        {"what": "event", "event-text": "A strike", "event-starts_on": "2025-03-05", "event-about": "unit"},
    )
    assert (answer.status_code, answer["Location"]) == (302, "/u/system/measures/seen/changes/")
    for unit in ("system", "north"):
        shown = client.get(f"/u/{unit}/measures/seen/")
        assert "Flag 1 5 Mar 2025 A strike" in text_of(shown)
        assert 'class="flag-words"' in shown.content.decode()
    assert "System; noted by Chief, today" in text_of(shown)


def test_an_event_of_another_unit_or_measure_is_not_shown(series: Series, world: World) -> None:
    note_event(unit=world.south, starts_on=date(2025, 3, 5), text="A flood", by=world.neighbour)
    other = world.series.measure
    note_event(unit=world.north, measure=other, starts_on=date(2025, 3, 5), text="A new clerk", by=world.lead)
    said = text_of(client_of(world.lead).get("/u/north/measures/seen/"))
    assert "A flood" not in said
    assert "A new clerk" not in said
    assert "Nothing is noted. One baseline since the first figure" in said


def test_what_is_refused_comes_back_with_what_was_typed(series: Series, world: World) -> None:
    sent = {"what": "event", "event-text": "A strike", "event-starts_on": "2026-03-05", "event-about": "unit"}
    answer = client_of(world.lead).post(CHANGES, sent)
    assert answer.status_code == 422
    assert "Choose a day up to today" in text_of(answer)
    assert 'value="A strike"' in answer.content.decode()
    point = client_of(world.lead).post(CHANGES, {"what": "point", "point-period": "2025-03-01", "point-reason": ""})
    assert point.status_code == 422
    assert "Say why: who reads the chart later must know." in text_of(point)
    assert '<option value="2025-03-01" selected' in point.content.decode()
    assert not Event.objects.exists()
    assert not Exclusion.objects.exists()


def test_a_point_left_out_is_a_cross_with_its_reason_until_it_takes_part_again(
    series: Series, world: World, analyst: User
) -> None:
    client = client_of(analyst)
    before = SeriesState.objects.get(series=series).points
    answer = client.post(CHANGES, {"what": "point", "point-period": "2025-03-01", "point-reason": "Two sites"})
    assert answer.status_code == 302
    card = client.get("/u/north/measures/seen/")
    assert 'class="mark-out"' in card.content.decode()
    assert "Mar 2025 Two sites Left out by Analyst, today" in text_of(card)
    assert SeriesState.objects.get(series=series).points == before - 1
    out = Exclusion.objects.get()
    undo = reverse("point_include", args=["north", "seen", out.pk])
    assert "Let Mar 2025 take part again?" in text_of(client.get(undo))
    client.post(undo)
    assert SeriesState.objects.get(series=series).points == before
    again = text_of(client.post(undo, follow=True))
    assert "The figure takes part again already." in again
    assert "Left out, and let in again by Analyst, today" in again


def test_an_event_is_withdrawn_after_a_question(series: Series, world: World) -> None:
    event = note_event(unit=world.north, starts_on=date(2025, 3, 5), text="A flood", by=world.doer)
    client, address = client_of(world.doer), reverse("event_withdraw", args=["north", "seen", event.pk])
    assert address in client.get(CHANGES).content.decode()
    assert "Withdraw this event?" in text_of(client.get(address))
    assert Event.objects.filter(withdrawn_at=None).exists()
    assert "Event withdrawn by Doer, today" in text_of(client.post(address, follow=True))
    assert "A flood" not in text_of(client.get("/u/north/measures/seen/"))


def test_a_proposal_waits_for_somebody_else(series: Series, analyst: User, outsider: User) -> None:
    client = client_of(analyst)
    answer = client.post(CHANGES + "baselines/", form(), follow=True)
    proposal = BaselineProposal.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("baseline", args=["north", "seen", proposal.pk])
    said = text_of(answer)
    assert "A new baseline from Apr 2024?" in said
    assert "You proposed it: somebody else approves or declines it." in said
    assert "May approve or decline it Outsider" in said
    assert "Approve the new baseline" not in said
    assert not Phase.objects.exists()
    assert "From Apr 2024 Waits A new assessment unit." in text_of(client.get("/u/north/measures/seen/"))


def test_who_proposed_it_cannot_approve_by_the_address_either(series: Series, analyst: User) -> None:
    proposal = proposed(series, analyst)
    answer = client_of(analyst).post(reverse("baseline", args=["north", "seen", proposal.pk]), {"verb": "approve"})
    assert answer.status_code == 403
    assert not Phase.objects.exists()


def test_the_owners_line_is_told_why_it_does_not_approve(series: Series, world: World, analyst: User) -> None:
    proposal = proposed(series, analyst)
    address = reverse("baseline", args=["north", "seen", proposal.pk])
    client = client_of(world.lead)
    assert "As North director you answer for these figures" in text_of(client.get(address))
    assert client.post(address, {"verb": "approve"}).status_code == 403
    assert client.post(address, {"verb": "decline", "reason": "No"}).status_code == 403
    assert not Phase.objects.exists()


def test_where_nobody_can_approve_it_the_page_says_so(series: Series, world: World, analyst: User) -> None:
    proposal = proposed(series, analyst)
    said = text_of(client_of(analyst).get(reverse("baseline", args=["north", "seen", proposal.pk])))
    assert "Nobody can approve it yet" in said


def test_an_approved_baseline_leaves_the_aim_and_keeps_the_old_one_visible(
    series: Series, world: World, analyst: User, outsider: User
) -> None:
    set_target(series=series, value=0.78, by=SYSTEM)
    proposal = proposed(series, analyst)
    client = client_of(outsider)
    address = reverse("baseline", args=["north", "seen", proposal.pk])
    assert "the aim stays as it is" in text_of(client.get(address))
    done = text_of(client.post(address, {"verb": "approve", "reason": "Rota seen."}, follow=True))
    assert "Approved." in done
    card = text_of(client.get("/u/north/measures/seen/"))
    assert "From Apr 2024 Usual level 55.0 %" in card
    assert "proposed by Analyst, approved by Outsider, today" in card
    assert "From Oct 2021 The first figures. Usual level 50.0 %" in card
    assert Target.objects.get(series=series, retired_at=None).value == 0.78
    assert "Approved by Outsider. The old baseline stays on the chart." in text_of(client.get(address))


def test_declining_needs_a_reason_and_it_is_kept(series: Series, analyst: User, outsider: User) -> None:
    proposal = proposed(series, analyst)
    client, address = client_of(outsider), reverse("baseline", args=["north", "seen", proposal.pk])
    refused = client.post(address, {"verb": "decline", "reason": ""})
    assert (refused.status_code, "Say why it is declined" in text_of(refused)) == (422, True)
    said = text_of(client.post(address, {"verb": "decline", "reason": "No process changed."}, follow=True))
    assert "New baseline declined by Outsider, today: No process changed." in said
    assert client.post(address, {"verb": "approve"}).status_code == 409


def test_a_refused_start_stands_at_its_field(series: Series, analyst: User) -> None:
    answer = client_of(analyst).post(
        CHANGES + "baselines/", form(start=month(45).isoformat(), changed_on=month(45).isoformat())
    )
    assert answer.status_code == 422
    assert "Wait for 7 figures" in text_of(answer)
    assert "A new assessment unit." in answer.content.decode()


def test_changes_of_level_are_found_and_only_offered(series: Series, analyst: User, world: World) -> None:
    client = client_of(analyst)
    said = client.get(CHANGES + "levels/")
    link = f"{CHANGES}baselines/?origin=segments&amp;start={month(START)}"
    assert link in said.content.decode()
    assert "Apr 2024" in text_of(said)
    assert "level before and after" in text_of(said)
    assert not BaselineProposal.objects.exists()
    filled = client.get(link.replace("&amp;", "&"))
    assert f'<option value="{month(START)}" selected' in filled.content.decode()
    assert "The level was 50.0 % before and 55.0 % after." in text_of(filled)
    client.post(CHANGES + "baselines/", form(origin="segments"))
    proposal = BaselineProposal.objects.get()
    assert proposal.origin == "segments"
    assert proposal.evidence["before"] == pytest.approx(0.5, abs=0.005)
    assert proposal.evidence["after"] == pytest.approx(0.55, abs=0.005)
    assert 0 < proposal.evidence["support"] <= 1


def test_evidence_is_worked_out_and_not_typed(series: Series, analyst: User) -> None:
    """A start where no change of level was found has none, whatever the form says of its origin."""
    start = month(20).isoformat()
    client_of(analyst).post(CHANGES + "baselines/", form(origin="segments", start=start, changed_on=start))
    assert BaselineProposal.objects.values_list("origin", "evidence").get() == ("person", {})


def test_who_only_looks_sees_all_and_is_offered_nothing(series: Series, world: World, analyst: User) -> None:
    proposed(series, analyst)
    client = client_of(world.viewer)
    page = client.get(CHANGES)
    assert page.status_code == 200
    assert "<form" not in page.content.decode().split("<main")[1]
    assert "Propose a new baseline" not in text_of(page)
    assert client.get(CHANGES + "levels/").status_code == 403
    assert client.get(CHANGES + "baselines/").status_code == 403


@pytest.mark.parametrize("more", ["", "levels/", "baselines/"])
def test_what_is_outside_is_not_there(series: Series, world: World, more: str) -> None:
    assert client_of(world.neighbour).get(CHANGES + more).status_code == 404
    assert client_of(world.lead).get(f"/u/north/measures/no-such/changes/{more}").status_code == 404


def test_a_record_of_another_series_is_not_there(series: Series, world: World, analyst: User) -> None:
    other = Series.objects.get(unit=world.south, measure=series.measure)
    out = exclude_point(series=other, period=month(5), reason="x", by=analyst)
    event = note_event(unit=world.south, starts_on=TODAY, text="x", by=analyst)
    for name, pk in (("point_include", out.pk), ("event_withdraw", event.pk), ("baseline", event.pk)):
        assert client_of(analyst).get(reverse(name, args=["north", "seen", pk])).status_code == 404


PAGES = ["", "levels/", "baselines/"]


@pytest.mark.parametrize("more", PAGES)
def test_the_pages_cost_the_same_however_much_is_said(
    series: Series, world: World, analyst: User, more: str, django_assert_max_num_queries: Any
) -> None:
    for day in range(1, 20):
        note_event(unit=world.north, starts_on=date(2025, 3, day), text=f"Event {day}", by=analyst)
        exclude_point(series=series, period=month(day), reason="x", by=SYSTEM)  # type: ignore[arg-type]
    client = client_of(analyst)
    with django_assert_max_num_queries(20):
        client.get(CHANGES + more)


def test_a_proposal_costs_at_most_twenty(
    series: Series, world: World, analyst: User, outsider: User, django_assert_max_num_queries: Any
) -> None:
    address = reverse("baseline", args=["north", "seen", proposed(series, analyst).pk])
    a_post("apart", world.system, holder=outsider)
    client = client_of(outsider)
    with django_assert_max_num_queries(20):
        client.get(address)


def test_old_limits_stay_drawn_beside_the_new_ones(series: Series, analyst: User, outsider: User) -> None:
    approve_baseline(proposal=proposed(series, analyst), by=outsider)
    drawn = client_of(outsider).get("/u/north/measures/seen/").content.decode()
    assert "New baseline from Apr 2024: A new assessment unit." in drawn
    assert drawn.count('class="usual"') >= 1


def test_a_baseline_before_a_gap_keeps_its_range(world: World) -> None:
    a_planned_world(world)
    figures = rows("seen", "north", shifted(steady(0), START, 0.05))
    arrive([row for number, row in enumerate(figures) if not START - 3 <= number < START], name="again.csv")
    series = Series.objects.get(unit=world.north, measure__key="seen")
    start_phase(series=series, start=month(START), reason="A new assessment unit.", by=SYSTEM)
    evaluate_and_raise(cause="import")
    said = text_of(client_of(world.lead).get(CHANGES))
    assert said.count(", range ") == 2


def test_a_choice_on_old_changes_leads_to_a_proposal_that_is_filled_in(
    series: Series, world: World, analyst: User
) -> None:
    old = {
        "signal": "",
        "measure": "seen",
        "name": "Seen",
        "unit": "north",
        "unit_name": "North",
        "grain": "month",
        "side": "high",
        "meaning": "improvement",
        "began": month(START).isoformat(),
        "first_fired": month(START).isoformat(),
        "period": None,
    }
    signal = a_signal(series, side="high", period=month(START - 9), long_standing=True)
    item = an_item(
        world.review, world.north, kind="long_standing", signals=[signal], facts={"kind": "old", "signals": [old]}
    )
    client = client_of(world.lead)
    settled = client.post(item_at(item, "item_outcome"), decision_fields(), follow=True)
    assert settled.redirect_chain[-1][0] == item_at(item)
    link = f"{CHANGES}baselines/?origin=review&item={item.pk}&start={month(START)}"
    assert link.replace("&", "&amp;") in settled.content.decode()
    filled = client.get(link)
    assert f'<option value="{month(START)}" selected' in filled.content.decode()
    assert "The winter plan starts in November" in filled.content.decode()
    client.post(CHANGES + "baselines/", form(origin="review", item=str(item.pk)))
    proposal = BaselineProposal.objects.get()
    assert (proposal.origin, proposal.evidence["item"]) == ("review", str(item.pk))
    page = client.get(reverse("baseline", args=["north", "seen", proposal.pk]))
    assert item_at(item) in page.content.decode()


def test_an_item_that_is_about_something_else_is_no_origin(series: Series, world: World, analyst: User) -> None:
    item = an_item(world.review, world.north, series=world.series)
    client_of(world.lead).post(CHANGES + "baselines/", form(origin="review", item=str(item.pk)))
    assert BaselineProposal.objects.values_list("origin", "evidence").get() == ("person", {})


def test_what_a_restricted_forum_asked_for_stays_with_its_members(
    series: Series, world: World, outsider: User, analyst: User
) -> None:
    item = an_item(world.review, world.north, series=series)
    close_item_with(item=item, outcome=DecisionSpec(text="A secret plan", reason="Nobody knows"), by=outsider)
    ForumMember.objects.create(forum=world.review.forum, user=outsider)
    Forum.objects.filter(pk=world.review.forum_id).update(restricted=True)
    client = client_of(outsider)
    filled = client.get(f"{CHANGES}baselines/?origin=review&item={item.pk}")
    assert "secret plan" not in filled.content.decode()
    client.post(CHANGES + "baselines/", form(origin="review", item=str(item.pk)))
    proposal = BaselineProposal.objects.get()
    assert proposal.evidence["item"] == str(item.pk)
    address = reverse("baseline", args=["north", "seen", proposal.pk])
    assert item_at(item) in client.get(address).content.decode()
    hidden = client_of(analyst).get(address)
    assert "A new assessment unit." in text_of(hidden)
    for word in (str(item.pk), str(world.review.pk), "Asked for in a review"):
        assert word not in hidden.content.decode()


def test_a_day_before_anybody_kept_records_is_no_day(series: Series, world: World) -> None:
    client = client_of(world.lead)
    sent = {"what": "event", "event-text": "A flood", "event-starts_on": "0001-01-01", "event-about": "unit"}
    for answer in (client.post(CHANGES, sent), client.post(CHANGES + "baselines/", form(changed_on="1899-12-31"))):
        assert answer.status_code == 422
        assert "Choose a later day." in text_of(answer)


def test_the_file_of_the_card_says_which_figures_are_left_out(series: Series, analyst: User) -> None:
    exclude_point(series=series, period=month(5), reason="Two sites.", by=analyst)
    lines = client_of(analyst).get("/u/north/measures/seen.csv").content.decode().splitlines()
    (line,) = [line for line in lines if line.startswith(f"seen,north,{month(5)}")]
    assert "left_out" in line


def test_who_may_settle_a_proposal_hears_of_it_on_their_day(series: Series, analyst: User, outsider: User) -> None:
    proposal = proposed(series, analyst)
    page = f"/u/north/measures/seen/changes/baselines/{proposal.pk}/"
    day = client_of(outsider).get("/u/system/day/")
    assert "New baselines asked for" in text_of(day)
    assert page in day.content.decode()
    assert "New baselines" not in text_of(client_of(analyst).get("/u/system/day/"))
    approve_baseline(proposal=proposal, by=outsider)
    assert "New baselines" not in text_of(client_of(outsider).get("/u/system/day/"))
