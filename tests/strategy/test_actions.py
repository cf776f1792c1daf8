from datetime import date

import pytest

from tests.factories import a_domain, a_measure, a_plan, a_post, a_unit, at
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.check.actions import state_waiver
from wellrun.lib.errors import Conflict, UserError
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.actions import add_contributor, add_domain, add_objective, bring_into_force, draft_plan, give_role
from wellrun.strategy.models import Objective, ObjectiveParent, Plan

pytestmark = pytest.mark.django_db


def an_outcome(key: str, unit: Unit, post: Post, *, rank: int | None = 1, **fields: object) -> Objective:
    usual = {"level": "enterprise", "plan": a_plan(), "domain": a_domain(), "parents": ()}
    return add_objective(
        key=key, title=key, unit=unit, rank=rank, owner=post, sponsor=post, by=SYSTEM, **(usual | fields)
    )  # type: ignore[arg-type]


def test_a_new_plan_takes_over_from_the_one_before() -> None:
    dates = {"starts": date(2025, 4, 1), "ends": date(2026, 3, 31)}
    for key in ("first", "second"):
        bring_into_force(plan=draft_plan(key=key, name=key, **dates, by=SYSTEM), by=SYSTEM)
    assert list(Plan.objects.filter(stage="active").values_list("key", flat=True)) == ["second"]
    assert AuditEvent.objects.filter(verb="move_plan").count() == 3


def test_a_plan_ends_after_it_starts() -> None:
    with pytest.raises(UserError) as refusal:
        draft_plan(key="p", name="P", starts=date(2025, 4, 1), ends=date(2025, 4, 1), by=SYSTEM)
    assert refusal.value.code == "plan_ends_too_early"


def test_ranks_of_the_enterprise_have_no_ties() -> None:
    unit = a_unit("system", enterprise=True)
    post = a_post("chief", unit)
    an_outcome("access", unit, post)
    with pytest.raises(Conflict) as refusal:
        an_outcome("quality", unit, post)
    assert (refusal.value.code, refusal.value.params["objective"]) == ("rank_taken", "access")
    with pytest.raises(UserError) as missing:
        an_outcome("quality", unit, post, rank=None)
    assert missing.value.code == "rank_missing"
    assert an_outcome("of-a-site", unit, post, level="site").rank == 1


def test_an_objective_serves_its_parents() -> None:
    unit = a_unit("system", enterprise=True)
    post = a_post("chief", unit)
    above = an_outcome("access", unit, post)
    below = an_outcome("access-site", unit, post, level="site", parents=[above])
    link = ObjectiveParent.objects.get()
    assert (link.child, link.parent) == (below, above)


def test_roles_and_contributors_are_logged() -> None:
    unit = a_unit("system", enterprise=True)
    objective = an_outcome("access", unit, a_post("chief", unit))
    measure = a_measure("seen")
    give_role(objective=objective, measure=measure, role="lead", by=SYSTEM)
    add_contributor(objective=objective, team="Nursing", handoff_measure=measure, by=SYSTEM)
    add_contributor(objective=objective, team="Transport", by=SYSTEM)
    with pytest.raises(UserError) as refusal:
        give_role(objective=objective, measure=a_measure("other"), role="guard", by=SYSTEM)
    assert refusal.value.code == "role_unknown"
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs[-3:] == ["give_role", "add_contributor", "add_contributor"]


def test_a_domain_is_named() -> None:
    assert add_domain(key="access", name="Access", position=2, by=SYSTEM).position == 2


def test_an_exception_needs_a_reason_and_a_post() -> None:
    unit = a_unit("system", enterprise=True)
    post = a_post("chief", unit)
    facts = {"plan": a_plan(), "rule": "FOC-03", "subject": "financial", "post": post, "expires": date(2025, 12, 31)}
    with pytest.raises(UserError) as refusal:
        state_waiver(**facts, reason="  ", by=SYSTEM)  # type: ignore[arg-type]
    assert refusal.value.code == "reason_missing"
    with at():
        state_waiver(**facts, reason="No open data", by=SYSTEM)  # type: ignore[arg-type]
    assert AuditEvent.objects.get(verb="state_waiver").data["subject"] == "financial"
