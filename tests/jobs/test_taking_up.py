"""Local items of a change that turns out to be one of the whole are taken up, so that it is discussed once."""

from collections.abc import Iterator

import pytest

from tests.factories import a_forum, at
from tests.jobs.plans import a_planned_system, agenda, come, falls
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.reviews.actions import note_drivers, open_review
from wellrun.reviews.models import AgendaItem, ItemSignal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_the_demos_moment() -> Iterator[None]:
    with at():
        yield


def local_first() -> AgendaItem:
    """Site 0 falls alone, which is local; its item waits, with words on what drives it."""
    come(falls(0, of=6))
    item = AgendaItem.objects.get(unit__key="site-0")
    assert item.scope_proposed == "local"
    return note_drivers(item=item, text="Two consultants left", by=SYSTEM)


def test_a_local_item_is_taken_up_with_a_note_when_the_change_turns_systemic() -> None:
    a_planned_system(6, roll_up="none")
    local = local_first()
    come(falls(0, 1, 2, 3, 4, of=6))
    local.refresh_from_db()
    whole = AgendaItem.objects.get(status="open")
    assert (whole.unit.key, whole.scope_proposed) == ("system", "systemic")
    assert local.status == "closed"
    assert local.closing_outcome is not None
    decision = local.closing_outcome.decision
    assert decision is not None
    assert decision.reason == "It is part of one change of System, which is on the agenda of Flow."
    assert {link.signal.series.unit.key for link in ItemSignal.objects.filter(item=whole)} == {
        f"site-{number}" for number in range(5)
    }
    assert {unit["unit"] for unit in whole.facts["scope"]["units"]} == {f"site-{number}" for number in range(5)}
    (note,) = whole.facts["taken_up"]
    assert (note["unit_name"], note["forum"], note["drivers"]) == ("Site 0", "Flow", "Two consultants left")


def test_taking_up_again_changes_nothing() -> None:
    a_planned_system(6, roll_up="none")
    local_first()
    come(falls(0, 1, 2, 3, 4, of=6))
    events = AuditEvent.objects.count()
    assert evaluate_and_raise(cause="import").items_raised == 0
    assert AuditEvent.objects.count() == events
    assert AgendaItem.objects.filter(status="open").count() == 1


def test_what_people_speak_of_already_stays_on_its_agenda() -> None:
    a_planned_system(6, roll_up="none")
    local = local_first()
    open_review(review=local.review, by=SYSTEM)
    come(falls(0, 1, 2, 3, 4, of=6))
    local.refresh_from_db()
    assert local.status == "open"
    assert [row[1] for row in agenda(status="open")] == ["site-0", "system"]


def test_a_change_on_the_other_side_stays_local() -> None:
    a_planned_system(6, roll_up="none")
    rises = falls(0, of=1, size=0.05)
    come([*rises, *(row for row in falls(of=6) if row[1] != "site-0")])
    come([*rises, *(row for row in falls(1, 2, 3, 4, of=6) if row[1] != "site-0")])
    assert [row[1] for row in agenda(status="open")] == ["site-0", "system"]


def test_what_a_restricted_circle_discusses_stays_there() -> None:
    planned = a_planned_system(6, roll_up="none")
    a_forum("circle", planned.sites[0], planned.post, restricted=True, measures=[planned.seen])
    local = local_first()
    assert local.review.forum.restricted
    come(falls(0, 1, 2, 3, 4, of=6))
    local.refresh_from_db()
    assert local.status == "open"
