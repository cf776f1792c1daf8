import pytest

from tests.execution.asking import ask
from tests.factories import NOW, at
from tests.worlds import World
from wellrun.execution.actions import accept_action, complete_action, reopen_action, report_progress
from wellrun.execution.models import Action
from wellrun.lib.errors import Conflict, Refused, UserError


@pytest.fixture
def accepted(world: World) -> Action:
    return accept_action(action=ask(world), by=world.doer)


def test_progress_is_a_row_and_counts_as_news(world: World, accepted: Action) -> None:
    with at(days=3):
        action = report_progress(action=accepted, text="Three calls held", by=world.deputy)
    assert action.status == "accepted"
    assert (action.last_update_at - NOW).days == 3
    assert [update.text for update in action.updates.all()][-1] == "Three calls held"


def test_who_does_not_hold_the_post_reports_nothing(world: World, accepted: Action) -> None:
    with pytest.raises(Refused):
        report_progress(action=accepted, text="Going well", by=world.lead)


def test_what_was_not_accepted_is_not_reported_on_or_done(world: World) -> None:
    action = ask(world)
    with pytest.raises(Conflict):
        report_progress(action=action, text="Going well", by=world.doer)
    with pytest.raises(Conflict):
        complete_action(action=action, evidence="List in the bed meeting", by=world.doer)


def test_done_needs_evidence(world: World, accepted: Action) -> None:
    with pytest.raises(UserError) as refusal:
        complete_action(action=accepted, evidence=" ", by=world.doer)
    assert refusal.value.code == "evidence_needed"


def test_done_is_dated(world: World, accepted: Action) -> None:
    with at(days=5):
        action = complete_action(action=accepted, evidence="List in the bed meeting", by=world.doer)
    assert action.status == "done"
    assert action.done_at is not None
    assert (action.done_at - NOW).days == 5


@pytest.mark.parametrize("who", ["doer", "lead"])
def test_the_post_or_the_chair_says_that_it_was_not_done_after_all(world: World, accepted: Action, who: str) -> None:
    complete_action(action=accepted, evidence="List", by=world.doer)
    action = reopen_action(action=accepted, reason="Two days were missed", by=getattr(world, who))
    assert (action.status, action.done_at, action.done_evidence) == ("accepted", None, "")


def test_a_viewer_reopens_nothing(world: World, accepted: Action) -> None:
    complete_action(action=accepted, evidence="List", by=world.doer)
    with pytest.raises(Refused):
        reopen_action(action=accepted, reason="I doubt it", by=world.viewer)


@pytest.mark.parametrize(("days", "is_late"), [(30, False), (30.01, True)])
def test_undoing_ends_after_thirty_days(world: World, accepted: Action, days: float, is_late: bool) -> None:
    complete_action(action=accepted, evidence="List", by=world.doer)
    with at(days=days):
        if is_late:
            with pytest.raises(Conflict) as refusal:
                reopen_action(action=accepted, reason="Not done", by=world.doer)
            assert refusal.value.code == "too_late_to_reopen"
        else:
            assert reopen_action(action=accepted, reason="Not done", by=world.doer).status == "accepted"
