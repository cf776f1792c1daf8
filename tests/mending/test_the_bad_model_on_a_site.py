"""The model with seven faults on a site: the seven are found, and mending one by its form takes that one away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.check.test_bad_model import FAULTS, MODEL
from tests.factories import a_review, a_unit, a_user, at
from tests.harness.forms import forms_in
from tests.mending.cases import Case
from tests.mending.test_every_fix_mends import open_findings, problems, the_form
from tests.web.reviewing import client_of
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.check.engine import Verdict
from wellrun.check.models import Finding
from wellrun.jobs.mending.links import Fixes
from wellrun.jobs.model_check import check_plan
from wellrun.jobs.plan_code import apply_plan
from wellrun.lib.plain import read_yaml, yaml_of
from wellrun.organisation.actions import hold_post
from wellrun.organisation.models import Post, Unit
from wellrun.plans.read import plan_of
from wellrun.reviews.models import Forum
from wellrun.strategy.models import Plan

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ITS_DAY = datetime(2026, 4, 15, 8, tzinfo=UTC)


@pytest.fixture
def plan() -> Iterator[Plan]:
    """Applied as it is, every post held; each forum sat yesterday."""
    with at(ITS_DAY):
        trust = a_unit("trust", enterprise=True)
        document = plan_of(yaml_of(read_yaml(MODEL)), MODEL.name)
        applied = apply_plan(document=document, by=SYSTEM, judge=lambda _: Verdict((), (), 0))
        a_user("head", (trust, "chair"))
        a_user("analyst", (trust, "analyst"))
        holder = a_user("holder")
        for post in Post.objects.all():
            hold_post(post=post, user=holder, starts=date(2026, 1, 1), by=SYSTEM)
        for forum in Forum.objects.all():
            a_review(forum, ITS_DAY - timedelta(days=1), status="closed")
        assert applied.plan is not None
        yield applied.plan


CASES = {
    "OBJ-05": {"title": "Clinicians find what they need in one record"},
    "OWN-03": {"handoff_measure": "bed_ready_by_noon"},
    "MEA-02": {"baseline_points": "24"},
    "OBJ-04": {},
    "INI-01": {"measure": "ed_boarding_4h", "direction": "down", "change": "5", "delay_days": "14"},
    "OWN-06": {},
}


def test_the_seven_faults_are_found_on_the_site_and_nothing_else(plan: Plan) -> None:
    check_plan(plan)
    found = Finding.objects.filter(plan=plan).values_list("rule", "severity", "subject")
    assert {rule: (severity, subject) for rule, severity, subject in found} == FAULTS


@pytest.mark.parametrize("rule", sorted(CASES))
def test_mending_one_by_its_form_takes_exactly_that_one_away(plan: Plan, rule: str) -> None:
    check_plan(plan)
    before = open_findings()
    one = Finding.objects.get(plan=plan, rule=rule)
    user = User.objects.get(username="head")
    link = Fixes(user, plan, Unit.objects.get(key="trust"), [one]).of(one)
    assert link is not None
    client = client_of(user)
    if link.label.startswith("Take the measure from the library"):
        analyst = client_of(User.objects.get(username="analyst"))
        offered = forms_in(analyst.get(link.href).content.decode())
        take = next(form for form in offered if form.method == "post" and "library" in form.action)
        assert analyst.post(take.action, take.values).status_code == 302
        link = Fixes(user, plan, Unit.objects.get(key="trust"), [one]).of(one)
        assert link is not None
    form, address = the_form(client, link.href, Case(rule, one.subject, int, CASES[rule]))
    answer = client.post(address, {**form.values, **CASES[rule]})
    assert answer.status_code == 302, problems(answer)
    assert before - open_findings() == {(rule, one.subject)}
    assert not open_findings() - before


def test_seven_priorities_given_up_one_by_one_take_the_first_away(plan: Plan) -> None:
    """No one form mends it: each is retired on its own page, and at twelve the fault is only worth mending."""
    check_plan(plan)
    client = client_of(User.objects.get(username="head"))
    needed = {subject for rule, (_, subject) in FAULTS.items()} | {"no-boarding", "timely-care", "screened"}
    spare = list(plan.objectives.exclude(key__in=needed).order_by("-rank")[:7].values_list("key", flat=True))
    assert len(spare) == 7
    weights = []
    for key in spare:
        assert client.post(f"/plans/{plan.key}/objectives/{key}/retire/").status_code == 302
        weights += list(
            Finding.objects.filter(rule="FOC-01", resolved_at__isnull=True).values_list("severity", flat=True)
        )
    assert weights == ["error", "warn", "warn", "warn", "warn", "warn"]
    assert "FOC-01" not in {rule for rule, _ in open_findings()}
