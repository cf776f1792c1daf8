"""Exceptions of the plan before are looked at one by one, and hold on only where somebody says so again."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.factories import TODAY, at
from tests.jobs.drafted import Drafted, a_drafted_world
from tests.worlds import a_world
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.check.actions import state_waiver
from wellrun.check.models import Waiver
from wellrun.jobs.model_check import check_changes, check_plan
from wellrun.jobs.next_cycle import clone_plan
from wellrun.jobs.readiness import readiness
from wellrun.jobs.renewing import Renewal, renew_waivers, renewable, renewable_on_record
from wellrun.lib.errors import NotFound, Refused, UserError
from wellrun.strategy.models import Plan, PlanChange

UNTIL = date(2026, 1, 31)


@pytest.fixture
def drafted(db: None) -> Iterator[Drafted]:
    with at():
        yield a_drafted_world(a_world())


@pytest.fixture
def clone(drafted: Drafted) -> Plan:
    """The next cycle of a plan that had an exception for its stop list and one for a lead that is missing."""
    for rule, subject in (("FOC-06", drafted.former.key), ("OBJ-02", "leave-on-time")):
        said = {"reason": f"Known of {rule}", "post": drafted.world.chief_post, "expires": UNTIL}
        state_waiver(plan=drafted.former, rule=rule, subject=subject, by=SYSTEM, **said)
    ends = date(drafted.former.ends.year + 1, drafted.former.ends.month, drafted.former.ends.day)
    starts = drafted.former.ends
    by = drafted.world.chief
    return clone_plan(plan=drafted.former, key="p27", name="Plan 2027", starts=starts, ends=ends, by=by)


def test_what_the_plan_before_had_set_aside_is_offered_with_its_words_and_a_day_of_the_new_cycle(clone: Plan) -> None:
    offered = {
        one.rule: one for one in renewable(clone, [(f.rule, f.subject, f.message) for f in readiness(clone).found])
    }
    assert offered["OBJ-02"].subject == "leave-on-time"
    assert offered["OBJ-02"].then.reason == "Known of OBJ-02"
    assert offered["OBJ-02"].expires == date(2027, 1, 31)


def test_nothing_is_renewed_by_itself(clone: Plan) -> None:
    assert not clone.waivers.exists()
    assert [one.rule for one in readiness(clone).missing[-1].missing] == ["OBJ-02"]


def test_what_is_about_the_plan_itself_is_about_the_new_one_now(clone: Plan, drafted: Drafted) -> None:
    found = [("FOC-06", clone.key, "Nothing stops.")]
    assert [(one.rule, one.subject) for one in renewable(clone, found)] == [("FOC-06", clone.key)]
    made = renew_waivers(plan=clone, renewals=[Renewal("FOC-06", clone.key)], by=drafted.world.chief)
    assert (made[0].subject, made[0].reason) == (clone.key, "Known of FOC-06")


def test_those_that_are_ticked_hold_again_each_with_its_rows_and_stand_in_the_way_no_more(
    clone: Plan, drafted: Drafted
) -> None:
    changed = Renewal("OBJ-02", "leave-on-time", reason=" Still no lead ", expires=date(2026, 12, 1))
    renew_waivers(plan=clone, renewals=[changed, Renewal("FOC-06", clone.key)], by=drafted.world.chief)
    kept = Waiver.objects.get(plan=clone, rule="OBJ-02")
    assert (kept.reason, kept.expires, kept.post) == ("Still no lead", date(2026, 12, 1), drafted.world.chief_post)
    assert AuditEvent.objects.filter(verb="state_waiver", subject_id=kept.pk).count() == 1
    noted = PlanChange.objects.filter(plan=clone, kind="waiver")
    assert sorted(noted.values_list("subject", flat=True)) == ["FOC-06 > p27", "OBJ-02 > leave-on-time"]
    assert not renewable_on_record(clone, TODAY)
    assert all(one.rule != "OBJ-02" for asked in readiness(clone).missing for one in asked.missing)


def test_an_exception_does_not_have_the_plan_checked_whole(clone: Plan, drafted: Drafted) -> None:
    check_plan(clone)
    renew_waivers(plan=clone, renewals=[Renewal("OBJ-02", "leave-on-time")], by=drafted.world.chief)
    looked = check_changes(clone)
    assert looked is None or all(one.subject != "leave-on-time" for one in looked.found)


@pytest.mark.parametrize(
    ("renewals", "code"),
    [
        ([], "nothing_to_renew"),
        ([Renewal("OBJ-04", "leave-on-time")], "no_waiver_before"),
        ([Renewal("OBJ-02", "leave-on-time", expires=date(2001, 1, 1))], "waiver_outside_cycle"),
        ([Renewal("OBJ-02", "leave-on-time", expires=date(2100, 1, 1))], "waiver_outside_cycle"),
        ([Renewal("OBJ-02", "leave-on-time"), Renewal("OBJ-04", "leave-on-time")], "no_waiver_before"),
    ],
)
def test_what_cannot_hold_is_refused_and_nothing_else_is_renewed_with_it(
    renewals: list[Renewal], code: str, clone: Plan, drafted: Drafted
) -> None:
    with pytest.raises(UserError) as refusal:
        renew_waivers(plan=clone, renewals=renewals, by=drafted.world.chief)
    assert refusal.value.code == code
    assert not clone.waivers.exists()


def test_a_post_that_is_no_more_cannot_say_so_again(clone: Plan, drafted: Drafted) -> None:
    drafted.world.chief_post.retired_on = date(2025, 1, 1)
    drafted.world.chief_post.save()
    with pytest.raises(UserError) as refusal:
        renew_waivers(plan=clone, renewals=[Renewal("OBJ-02", "leave-on-time")], by=drafted.world.chief)
    assert refusal.value.code == "waiver_post_retired"
    assert all(one.is_post_gone for one in renewable_on_record(clone, TODAY))


def test_who_chairs_the_enterprise_renews(clone: Plan, drafted: Drafted) -> None:
    with pytest.raises((NotFound, Refused)):
        renew_waivers(plan=clone, renewals=[Renewal("OBJ-02", "leave-on-time")], by=drafted.world.lead)
    assert not clone.waivers.exists()
