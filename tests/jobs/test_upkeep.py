"""An open item's figures follow a correction; those of a closed one stay as they were when it was closed."""

from collections.abc import Iterator

import pytest

from tests.factories import at
from tests.insight.figures import month
from tests.jobs.plans import a_planned_system, come, falls
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.insight.models import Signal
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.jobs.upkeep import refresh_items
from wellrun.measures.actions import exclude_point, judge_by, start_phase
from wellrun.reviews.actions import DecisionSpec, close_item_with, note_drivers, open_review
from wellrun.reviews.models import AgendaItem
from wellrun.web.presenters.reviews.told import first_sentence, found_sentence

pytestmark = pytest.mark.django_db
DEEPER = -0.08


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Iterator[None]:
    with at():
        yield


@pytest.fixture
def item() -> AgendaItem:
    a_planned_system(roll_up="none")
    come(falls(0))
    return AgendaItem.objects.get()


def test_the_figures_of_an_open_item_follow_a_correction(item: AgendaItem) -> None:
    before = item.facts
    note_drivers(item=item, text="Two consultants left", by=SYSTEM)
    come(falls(0, size=DEEPER))
    item.refresh_from_db()
    assert item.facts["period"] == before["period"] == month(47).isoformat()
    assert item.facts["value"] == pytest.approx(before["value"] + DEEPER + 0.05, abs=0.002)
    assert item.facts["data"]["received_at"] >= before["data"]["received_at"]
    told = ("began", "first_fired", "side", "meaning", "measure", "unit")
    assert {name: item.facts[name] for name in told} == {name: before[name] for name in told}, "how it came about stays"
    assert item.drivers == "Two consultants left"


def test_the_figures_of_a_closed_item_are_those_of_its_closing(item: AgendaItem) -> None:
    open_review(review=item.review, by=SYSTEM)
    close_item_with(item=item, outcome=DecisionSpec(text="Keep course", reason="Known"), by=SYSTEM)
    closed = AgendaItem.objects.get(pk=item.pk).facts
    come(falls(0, size=DEEPER))
    assert AgendaItem.objects.get(pk=item.pk).facts == closed


def test_the_same_figures_again_write_nothing_to_the_item(item: AgendaItem) -> None:
    come(falls(0, size=DEEPER))
    events = AuditEvent.objects.filter(verb="refresh_item").count()
    evaluate_and_raise(cause="import")
    assert AuditEvent.objects.filter(verb="refresh_item").count() == events == 1


def test_an_item_says_what_took_its_signal_back(item: AgendaItem) -> None:
    """A new baseline before it, or all that fired left out: neither is a correction of figures."""
    series = item.series
    assert series is not None
    start_phase(series=series, start=month(44), reason="A new unit", by=SYSTEM)
    evaluate_and_raise(cause="manual")
    item.refresh_from_db()
    assert (item.facts["withdrawn"], item.facts["withdrawn_why"]) == (True, "baseline")


def test_points_left_out_are_named_as_what_took_it_back(item: AgendaItem) -> None:
    series = item.series
    assert series is not None
    for number in range(44, 48):
        exclude_point(series=series, period=month(number), reason="Half a month", by=SYSTEM)
    evaluate_and_raise(cause="manual")
    item.refresh_from_db()
    assert (item.facts["withdrawn"], item.facts["withdrawn_why"]) == (True, "left_out")


def test_an_item_whose_measure_is_judged_by_other_rules_is_told_by_those(item: AgendaItem) -> None:
    assert item.series is not None
    assert item.facts["profile"] == "nhs"
    judge_by(measure=item.series.measure, profile="anhoej", by=SYSTEM)
    evaluate_and_raise(cause="manual")
    item.refresh_from_db()
    assert (item.facts["withdrawn"], item.facts["profile"]) == (False, "anhoej")
    assert found_sentence(item) == "Found by the Anhøj rules: outside the usual range."
    assert {link.signal.profile: link.signal.status for link in item.signals.all()} == {
        "nhs": "withdrawn",
        "anhoej": "open",
    }


def test_where_the_other_rules_find_nothing_it_says_that(item: AgendaItem) -> None:
    assert item.series is not None
    judge_by(measure=item.series.measure, profile="anhoej", by=SYSTEM)
    Signal.objects.update(status="withdrawn")
    refresh_items()
    item.refresh_from_db()
    assert (item.facts["withdrawn"], item.facts["withdrawn_why"], item.facts["profile"]) == (True, "rules", "nhs")
    assert first_sentence(item) == "Taken back: it is judged by other rules now, and by these nothing fires."
