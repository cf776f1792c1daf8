"""Once a new baseline is approved, the item that asked about the change is closed by itself, with the reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories import a_user, at
from tests.insight.figures import month, rows, shifted, steady
from tests.jobs.plans import Planned, a_planned_system, come, falls
from tests.web.reviewing import client_of, text_of
from wellrun.audit.actions import SYSTEM
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.baselines import approve_baseline, decline_baseline
from wellrun.jobs.overtaken import close_overtaken
from wellrun.measures.actions import propose_baseline
from wellrun.measures.models import BaselineProposal, Series
from wellrun.reviews.actions import open_review
from wellrun.reviews.models import AgendaItem

pytestmark = pytest.mark.django_db
FALL = 30


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Iterator[None]:
    with at():
        yield


@pytest.fixture
def planned() -> Planned:
    planned = a_planned_system(roll_up="none")
    come(falls(0, start=FALL))
    return planned


def proposed(planned: Planned) -> BaselineProposal:
    series = Series.objects.get(measure=planned.seen, unit__key="site-0")
    analyst = a_user("analyst", (planned.system, "analyst"))
    return propose_baseline(
        series=series, start=month(FALL), changed_on=month(FALL), reason="A new front door.", by=analyst
    )


def approved(planned: Planned) -> None:
    approve_baseline(proposal=proposed(planned), by=a_user("outsider", (planned.system, "chair")))


def test_the_item_is_closed_with_the_reason_and_nothing_stands_beside_it(planned: Planned) -> None:
    item = AgendaItem.objects.get()
    approved(planned)
    item.refresh_from_db()
    assert AgendaItem.objects.get() == item
    assert item.status == "closed"
    assert item.closing_outcome is not None
    assert item.closing_outcome.decision is not None
    assert item.closing_outcome.decision.reason == (
        "A new baseline from April 2024 was approved: “A new front door.” What is found by it has an item of its own."
    )
    assert SeriesState.objects.get(series=item.series).change == "none"
    reader = a_user("reader", (planned.system, "viewer"))
    room = text_of(client_of(reader).get(f"/reviews/{item.review_id}/"))
    assert "A new baseline from April 2024 was approved" in room


def test_what_the_new_baseline_finds_on_the_same_side_has_an_item_of_its_own(planned: Planned) -> None:
    old = AgendaItem.objects.get()
    approved(planned)
    deeper = shifted(shifted(steady(0), FALL, -0.05), 44, -0.08)
    come(rows("seen", "site-0", deeper))
    new = AgendaItem.objects.get(status="open")
    assert new != old
    signal = new.signals.get().signal
    assert (signal.side, signal.phase) == ("low", Signal.objects.latest("phase").phase)
    assert old.signals.get().signal != signal


def test_what_is_found_at_once_by_the_new_baseline_has_an_item_of_its_own(planned: Planned) -> None:
    """The figures fall again before anybody approves: both falls are one signal until then."""
    come(rows("seen", "site-0", shifted(shifted(steady(0), FALL, -0.05), 44, -0.08)))
    old = AgendaItem.objects.get()
    approved(planned)
    old.refresh_from_db()
    assert old.status == "closed"
    assert AgendaItem.objects.get(status="open").signals.get().signal.began >= month(43)


def test_a_declined_one_changes_nothing(planned: Planned) -> None:
    decline_baseline(proposal=proposed(planned), reason="No.", by=a_user("outsider", (planned.system, "chair")))
    come(falls(0, start=FALL, size=-0.06))
    assert AgendaItem.objects.get().status == "open"


def test_an_item_that_sits_already_stays_with_those_who_speak_of_it(planned: Planned) -> None:
    open_review(review=AgendaItem.objects.get().review, by=SYSTEM)
    approved(planned)
    assert AgendaItem.objects.get().status == "open"


def test_a_second_time_finds_nothing(planned: Planned) -> None:
    approved(planned)
    assert close_overtaken() == []
