"""Every page that writes to a plan saves in one way, and opens what the caller may see."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from tests.factories import an_objective
from tests.worlds import World
from wellrun.access.errors import nothing_here
from wellrun.accounts.models import User
from wellrun.check.models import Finding
from wellrun.jobs import after_saving, model_check
from wellrun.jobs.model_check import check_plan
from wellrun.lib.errors import NotFound
from wellrun.strategy.actions import change_objective
from wellrun.strategy.errors import title_needed
from wellrun.strategy.models import Objective, Plan
from wellrun.web.views.plans.opening import open_objective, open_plan
from wellrun.web.views.plans.saving import save


@pytest.fixture
def objective(world: World) -> Objective:
    one = an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": world.series.measure})
    check_plan(one.plan)
    return one


def asked(user: User, path: str = "/") -> HttpRequest:
    request = RequestFactory().post(path)
    request.user = user
    request.session = SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def said(request: HttpRequest) -> list[str]:
    return [str(one) for one in get_messages(request)]


def renamed(objective: Objective, title: str, user: User) -> Objective:
    return change_objective(objective=objective, title=title, by=user)


def test_what_a_change_opens_in_the_check_is_said_with_the_way_there(world: World, objective: Objective) -> None:
    request = asked(world.chief)
    vague = lambda: renamed(objective, "Implement the new record system", world.chief)  # noqa: E731
    assert save(request, objective.plan, forms.Form(), vague, done="Saved.") is None
    told = said(request)
    assert told[0] == "Saved."
    assert "The check has something to say:" in told[1]
    assert "/u/system/strategy/check/" in told[1]
    assert Finding.objects.filter(rule="OBJ-05", resolved_at__isnull=True).exists()


def test_what_a_change_mends_is_counted(world: World, objective: Objective) -> None:
    renamed(objective, "Implement the new record system", world.chief)
    check_plan(objective.plan)
    request = asked(world.chief)
    save(request, objective.plan, forms.Form(), lambda: renamed(objective, "Leave on time", world.chief), done="Saved.")
    assert said(request) == ["Saved.", "1 finding of the check is mended."]


def test_a_refusal_stands_in_the_form_at_its_field_and_nothing_is_written(world: World, objective: Objective) -> None:
    class Titled(forms.Form):
        title = forms.CharField(required=False)

    def half() -> None:
        renamed(objective, "Something else", world.chief)
        raise title_needed()

    form, request = Titled({}), asked(world.chief)
    assert save(request, objective.plan, form, half, done="Saved.", field_of={"title_needed": "title"}) == 422
    assert form.errors["title"] == ["Give it a title."]
    assert said(request) == []
    objective.refresh_from_db()
    assert objective.title == "Leave on time"


def test_what_is_not_the_callers_is_raised_on(world: World, objective: Objective) -> None:
    def outside() -> None:
        raise nothing_here()

    with pytest.raises(NotFound):
        save(asked(world.viewer), objective.plan, forms.Form(), outside, done="Saved.")


def test_a_change_stays_when_the_check_breaks_down(
    world: World, objective: Objective, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(plan: Plan) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(after_saving, "check_changes", broken)
    request = asked(world.chief)
    save(request, objective.plan, forms.Form(), lambda: renamed(objective, "Home on time", world.chief), done="Saved.")
    assert said(request) == ["Saved.", "Saved, but the plan could not be checked now. It is checked again at night."]
    objective.refresh_from_db()
    assert objective.title == "Home on time"
    assert model_check.check_changes(objective.plan) is not None


def test_an_objective_opens_for_who_sees_its_unit_and_for_nobody_else(world: World, objective: Objective) -> None:
    opened, found = open_objective(asked(world.viewer), objective.plan.key, "leave-on-time")
    assert found == objective
    assert not opened.may_write(found.unit)
    for who in (world.neighbour, world.stranger):
        with pytest.raises(NotFound):
            open_objective(asked(who), objective.plan.key, "leave-on-time")


def test_what_is_of_a_unit_is_written_by_who_chairs_it_until_the_plan_is_closed(
    world: World, objective: Objective
) -> None:
    plan = objective.plan
    assert open_plan(asked(world.lead), plan.key).may_write(world.north)
    Plan.objects.filter(pk=plan.pk).update(stage="closed")
    closed = open_plan(asked(world.chief), plan.key)
    assert not closed.may_write(world.north)
    with pytest.raises(NotFound):
        open_plan(asked(world.chief), "no-such-plan")
