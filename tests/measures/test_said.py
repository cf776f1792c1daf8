"""Events, points left out and proposed baselines: who may say them, what is refused, what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import NOW, TODAY, a_measure, a_unit, a_user, at
from tests.measures.small import month, rows, series_of, take_in
from wellrun.accounts.models import User
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.measures.actions import (
    add_version,
    approve_baseline,
    decline_baseline,
    exclude_point,
    include_point,
    note_event,
    propose_baseline,
    set_target,
    start_phase,
    withdraw_baseline,
    withdraw_event,
)
from wellrun.measures.models import BaselineProposal, Event, Exclusion, Measure, Phase, Series, Target
from wellrun.measures.queries import said_of
from wellrun.organisation.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
REASON = "Assessment moved to the front door."


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    with at():
        top = a_unit("system")
        a_measure("waits", scoring="count", roll_up="sum", direction="down")
        a_unit("north", parent=top)
        take_in(rows("waits", "north", *[float(5 + n % 3) for n in range(21)]))
        yield


@pytest.fixture
def series() -> Series:
    return series_of("waits", "north")


@pytest.fixture
def north() -> Unit:
    return Unit.objects.get(key="north")


@pytest.fixture
def analyst(north: Unit) -> User:
    return a_user("analyst", (north, "analyst"))


@pytest.fixture
def chair(north: Unit) -> User:
    return a_user("chair", (north, "chair"))


def refused(code: str, call: object, **facts: object) -> None:
    with pytest.raises(UserError) as found:
        call(**facts)  # type: ignore[operator]
    assert found.value.code == code


def proposed(series: Series, by: User, start: int = 10) -> BaselineProposal:
    return propose_baseline(series=series, start=month(start), changed_on=month(start), reason=REASON, by=by)


# Events


def test_who_may_contribute_notes_an_event_and_takes_it_back(north: Unit) -> None:
    doer = a_user("doer", (north, "contributor"))
    event = note_event(unit=north, starts_on=date(2025, 3, 1), text="  New  ward\nopened ", by=doer)
    assert (event.text, event.noted_by, event.noted_at) == ("New ward opened", "doer", NOW)
    withdraw_event(event=event, by=doer)
    event.refresh_from_db()
    assert (event.withdrawn_by, event.withdrawn_at) == ("doer", NOW)
    assert list(AuditEvent.objects.filter(verb__endswith="_event").values_list("verb", flat=True)) == [
        "note_event",
        "withdraw_event",
    ]
    refused("event_withdrawn", withdraw_event, event=event, by=doer)


def test_an_event_says_something_that_happened(north: Unit, analyst: User) -> None:
    day = date(2025, 3, 5)
    refused("event_needs_text", note_event, unit=north, starts_on=day, text=" ", by=analyst)
    refused("event_too_long", note_event, unit=north, starts_on=day, text="x" * 301, by=analyst)
    refused("event_ahead", note_event, unit=north, starts_on=date(2025, 10, 15), text="Move", by=analyst)
    refused(
        "event_ends_early", note_event, unit=north, starts_on=day, ends_on=date(2025, 3, 4), text="Move", by=analyst
    )
    assert not Event.objects.exists()


def test_another_contributor_does_not_withdraw_it_and_the_chair_does(north: Unit, chair: User) -> None:
    event = note_event(unit=north, starts_on=TODAY, text="Move", by=a_user("doer", (north, "contributor")))
    refused("not_yours_to_withdraw", withdraw_event, event=event, by=a_user("other", (north, "contributor")))
    withdraw_event(event=event, by=chair)


def test_who_only_looks_or_stands_outside_notes_nothing(north: Unit) -> None:
    with pytest.raises(Refused):
        note_event(unit=north, starts_on=TODAY, text="Move", by=a_user("viewer", (north, "viewer")))
    with pytest.raises(NotFound):
        note_event(unit=north, starts_on=TODAY, text="Move", by=a_user("stranger"))


# Points left out


def test_a_point_left_out_and_taken_in_again_is_news_for_evaluation_both_times(series: Series, analyst: User) -> None:
    revision = series.data_revision
    out = exclude_point(series=series, period=month(4), reason=" Two sites counted. ", by=analyst)
    series.refresh_from_db()
    assert (out.reason, out.excluded_by, series.data_revision) == ("Two sites counted.", "analyst", revision + 1)
    assert said_of(series).excluded == [month(4)]
    include_point(exclusion=out, by=analyst)
    series.refresh_from_db()
    assert series.data_revision == revision + 2
    assert said_of(series).excluded == []
    refused("point_taken_in", include_point, exclusion=out, by=analyst)
    exclude_point(series=series, period=month(4), reason="Again.", by=analyst)
    assert Exclusion.objects.count() == 2


def test_only_a_period_with_a_figure_is_left_out_once_and_with_a_reason(series: Series, analyst: User) -> None:
    refused("exclusion_needs_reason", exclude_point, series=series, period=month(4), reason=" ", by=analyst)
    refused("point_without_figure", exclude_point, series=series, period=month(30), reason="x", by=analyst)
    exclude_point(series=series, period=month(4), reason="x", by=analyst)
    refused("point_left_out", exclude_point, series=series, period=month(4), reason="y", by=analyst)


def test_who_contributes_leaves_no_point_out(series: Series, north: Unit) -> None:
    with pytest.raises(Refused):
        exclude_point(series=series, period=month(4), reason="x", by=a_user("doer", (north, "contributor")))
    with pytest.raises(NotFound):
        exclude_point(series=series, period=month(4), reason="x", by=a_user("stranger"))


# Baselines


def test_an_approved_baseline_begins_a_phase_and_leaves_the_aim(series: Series, analyst: User, chair: User) -> None:
    set_target(series=series, value=4.0, by=chair)
    proposal = proposed(series, analyst)
    assert not Phase.objects.exists()
    settled = approve_baseline(proposal=proposal, reason="Seen at the door.", by=chair)
    phase = Phase.objects.get()
    assert (phase.start, phase.reason, phase.reason_kind, phase.derived) == (month(10), REASON, "process", False)
    assert (settled.status, settled.decided_by, settled.phase_id) == ("approved", "chair", phase.pk)
    assert Target.objects.values_list("value", "retired_at").get() == (4.0, None)
    assert AuditEvent.objects.filter(verb__in=["propose_baseline", "start_phase", "approve_baseline"]).count() == 3


def test_who_proposed_it_settles_nothing_but_may_take_it_back(series: Series, analyst: User, chair: User) -> None:
    proposal = proposed(series, analyst)
    refused("own_proposal", approve_baseline, proposal=proposal, by=analyst)
    refused("own_proposal", decline_baseline, proposal=proposal, reason="x", by=analyst)
    refused("not_the_proposer", withdraw_baseline, proposal=proposal, by=chair)
    withdraw_baseline(proposal=proposal, by=analyst)
    refused("baseline_decided", approve_baseline, proposal=proposal, by=chair)
    assert not Phase.objects.exists()


def test_it_is_declined_with_a_reason_and_may_be_asked_again(series: Series, analyst: User, chair: User) -> None:
    proposal = proposed(series, analyst)
    refused("decline_needs_reason", decline_baseline, proposal=proposal, reason=" ", by=chair)
    decline_baseline(proposal=proposal, reason="No process changed.", by=chair)
    assert (proposal.status, proposal.decision_reason) == ("declined", "No process changed.")
    refused("baseline_decided", decline_baseline, proposal=proposal, reason="x", by=chair)
    proposed(series, analyst)


def test_the_same_start_is_proposed_once(series: Series, analyst: User, chair: User) -> None:
    proposed(series, analyst)
    refused(
        "baseline_proposed",
        propose_baseline,
        series=series,
        start=month(10),
        changed_on=month(10),
        reason="y",
        by=chair,
    )


WRONG = [
    ("baseline_needs_reason", 10, 10, " "),
    ("baseline_too_early", -1, -1, REASON),
    ("baseline_too_early", 0, 0, REASON),
    ("baseline_ahead", 23, 10, REASON),
    ("baseline_before_change", 10, 11, REASON),
    ("baseline_too_close", 6, 6, REASON),
    ("baseline_too_few", 15, 15, REASON),
]


@pytest.mark.parametrize(("code", "start", "changed", "reason"), WRONG)
def test_a_start_that_makes_no_baseline_is_refused(
    series: Series, analyst: User, code: str, start: int, changed: int, reason: str
) -> None:
    refused(
        code,
        propose_baseline,
        series=series,
        start=month(start),
        changed_on=month(changed),
        reason=reason,
        by=analyst,
    )


@pytest.mark.parametrize("start", [7, 14])
def test_seven_figures_either_side_are_enough(series: Series, analyst: User, start: int) -> None:
    assert proposed(series, analyst, start).start == month(start)


def test_a_point_left_out_is_none_of_the_seven(series: Series, analyst: User) -> None:
    exclude_point(series=series, period=month(16), reason="x", by=analyst)
    refused(
        "baseline_too_few",
        propose_baseline,
        series=series,
        start=month(14),
        changed_on=month(14),
        reason=REASON,
        by=analyst,
    )


def test_no_second_baseline_where_a_phase_or_a_definition_begins(series: Series, analyst: User) -> None:
    start_phase(series=series, start=month(8), reason="Merged.", by=analyst)
    add_version(measure=Measure.objects.get(), effective_from=month(14), definition="Counted otherwise.", by=analyst)
    for start in (8, 14):
        refused(
            "baseline_begins_there",
            propose_baseline,
            series=series,
            start=month(start),
            changed_on=month(start),
            reason=REASON,
            by=analyst,
        )


def test_any_day_of_the_period_means_its_first(series: Series, analyst: User) -> None:
    day = month(10).replace(day=17)
    assert propose_baseline(series=series, start=day, changed_on=day, reason=REASON, by=analyst).start == month(10)


def test_the_database_itself_keeps_the_rules(series: Series, analyst: User) -> None:
    """What no action lets through no other code does either."""
    proposal = proposed(series, analyst)
    for facts in (
        {"status": "approved", "decided_by": "analyst", "decided_at": NOW},  # by who asked
        {"status": "approved", "decided_by": "chair", "decided_at": NOW},  # begins no phase
        {"status": "declined", "decided_by": "chair"},  # no date
        {"reason": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            BaselineProposal.objects.filter(pk=proposal.pk).update(**facts)
    out = exclude_point(series=series, period=month(3), reason="x", by=analyst)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exclusion.objects.create(series=series, period=month(3), reason="y", excluded_by="a", excluded_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Exclusion.objects.filter(pk=out.pk).update(reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(unit=series.unit, starts_on=TODAY, text="", noted_by="a", noted_at=NOW)


# Reading


def test_one_statement_reads_all_that_is_said(
    series: Series, analyst: User, chair: User, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    top = Unit.objects.get(key="system")
    chief = a_user("chief", (top, "chair"))
    note_event(unit=top, starts_on=month(2), text="A strike", by=chief)
    note_event(unit=series.unit, measure=series.measure, starts_on=month(3), text="A flood", by=analyst)
    note_event(unit=top, measure=a_measure("other"), starts_on=month(3), text="Not of it", by=chief)
    note_event(unit=a_unit("south", parent=top), starts_on=month(3), text="Elsewhere", by=chief)
    exclude_point(series=series, period=month(4), reason="x", by=analyst)
    approve_baseline(proposal=proposed(series, analyst), by=chair)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = said_of(series)
    assert [(one.text, one.word, one.by) for one in found.events] == [
        ("A strike", "System", "Chief"),
        ("A flood", "North", "Analyst"),
    ]
    assert [(one.start, one.by) for one in found.left_out] == [(month(4), "Analyst")]
    (baseline,) = found.baselines
    assert (baseline.by, baseline.done_by, baseline.phase_id) == ("Analyst", "Chair", found.phases[0].pk)
    assert [(phase.start, phase.reason) for phase in found.phases] == [(month(10), REASON)]


def test_of_very_many_events_the_newest_are_told(series: Series, north: Unit, django_assert_num_queries: Any) -> None:
    first = date(2022, 1, 1)
    Event.objects.bulk_create(
        Event(unit=north, starts_on=first + timedelta(days=n), text=f"Event {n}", noted_by="x", noted_at=NOW)
        for n in range(105)
    )
    Event.objects.filter(text="Event 104").update(withdrawn_by="x", withdrawn_at=NOW)
    with django_assert_num_queries(1):
        said = said_of(series)
    assert said.may_be_more
    assert [one.text for one in said.events] == [f"Event {n}" for n in range(4, 104)]
