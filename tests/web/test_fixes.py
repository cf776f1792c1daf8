"""From a finding to the form that mends it: every fix has one, filled in, for those who may fill it in."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse

import wellrun.check.rules
from tests.factories import a_measure, a_plan, a_post, a_user, an_objective
from tests.worlds import World
from wellrun.access.models import Level
from wellrun.accounts.models import User
from wellrun.check.mending import fix_words
from wellrun.check.models import Finding
from wellrun.jobs.mending.forms import FORMS
from wellrun.jobs.mending.links import Fixes
from wellrun.lib import clock
from wellrun.measures.models import Measure
from wellrun.strategy.models import Objective, Obligation

RULES = Path(wellrun.check.rules.__file__).parent
_VERB = re.compile(
    r'(?:Fix\(|_of\(target, |_of\(objective, part, \w+, |verb = )"([a-z_]+)"|else "([a-z_]+)"$', re.MULTILINE
)


def used() -> set[str]:
    """The verbs of every fix that a rule offers."""
    return {a or b for path in RULES.glob("*.py") for a, b in _VERB.findall(path.read_text("utf-8"))}


def test_every_fix_of_a_rule_has_words_and_a_form_and_no_form_is_of_none() -> None:
    assert used() == set(FORMS)
    assert all(fix_words(verb, {}) for verb in FORMS)


@pytest.fixture
def objective(world: World) -> Objective:
    return an_objective("leave-on-time", world.north, world.lead_post, roles={"lag": world.series.measure})


def found(verb: str, **values: Any) -> Finding:
    fix = {"verb": verb, "values": values}
    return Finding(
        plan=a_plan(),
        rule="R",
        kind="k",
        subject="s",
        severity="warn",
        message="m",
        facts={"fix": fix},
        since=clock.now(),
    )


def href(world: World, user: User, verb: str, **values: Any) -> str:
    """Where the form of a fix is for somebody looking at the north; empty where it is not theirs."""
    one = found(verb, **values)
    link = Fixes(user, one.plan, world.north, [one]).of(one)
    return link.href if link else ""


def test_what_is_known_is_filled_in_and_the_label_says_what_is_done(world: World, objective: Objective) -> None:
    a_measure("readmit30")
    one = found("add_measure", objective="leave-on-time", role="balancing", measure="readmit30")
    link = Fixes(world.lead, one.plan, world.north, [one]).of(one)
    assert link is not None
    assert (link.label, link.verb) == ("Add a balancing measure", "add_measure")
    assert link.href == "/plans/plan-2025/objectives/leave-on-time/measures/?measure=readmit30&role=balancing"


def test_a_guard_that_the_site_does_not_have_is_taken_from_the_library_first(
    world: World, objective: Objective
) -> None:
    one = found("add_measure", objective="leave-on-time", role="balancing", measure="readmit30")
    link = Fixes(world.lead, one.plan, world.north, [one]).of(one)
    assert link is not None
    assert (link.label, link.href) == ("Take the measure from the library first", "/u/north/data/library/readmit30/")
    assert not href(world, world.lead, "add_measure", objective="leave-on-time", role="lead", measure="no-such")


def test_it_is_offered_to_who_chairs_the_unit_and_to_nobody_else(world: World, objective: Objective) -> None:
    values = {"objective": "leave-on-time", "role": "lead"}
    assert href(world, world.lead, "add_measure", **values)
    assert href(world, world.chief, "add_measure", **values)
    for user in (world.viewer, world.neighbour, world.doer):
        assert not href(world, user, "add_measure", **values)


def test_what_is_of_the_whole_plan_is_for_who_chairs_the_enterprise(world: World, objective: Objective) -> None:
    world.system.enterprise = True
    world.system.save()
    assert href(world, world.chief, "rule_on", winner="a", loser="b") == "/plans/plan-2025/rulings/?winner=a&loser=b"
    assert not href(world, world.lead, "rule_on", winner="a", loser="b")


def test_a_closed_plan_offers_nothing_and_what_is_gone_leads_nowhere(world: World, objective: Objective) -> None:
    assert not href(world, world.lead, "add_measure", objective="no-such", role="lead")
    assert not href(world, world.lead, "set_contribution", parent="leave-on-time", child=None)
    plan = objective.plan
    plan.stage = "closed"
    plan.closed_on = plan.ends
    plan.save()
    assert not href(world, world.lead, "add_measure", objective="leave-on-time", role="lead")


def test_who_holds_a_post_declares_its_hours(world: World, objective: Objective) -> None:
    a_post("ward-lead", world.north, holder=world.doer)
    assert "post=ward-lead&hours_a_week=6" in href(world, world.doer, "declare_hours", post="ward-lead", hours_a_week=6)
    assert not href(world, world.viewer, "declare_hours", post="ward-lead", hours_a_week=6)


def test_links_are_for_who_defines_measures(world: World, objective: Objective) -> None:
    world.system.enterprise = True
    world.system.save()
    analyst = a_user("definer", (world.system, Level.ANALYST))
    assert href(world, analyst, "add_caveat", link="late") == "/u/system/strategy/links/?link=late"
    assert not href(world, world.lead, "add_caveat", link="late")


def test_who_holds_the_post_says_that_an_obligation_is_met(world: World, objective: Objective) -> None:
    post = a_post("ward-lead", world.north, holder=world.doer)
    common = {"regulator": "R", "clause": "1", "title": "Report", "unit": world.north, "due": date(2025, 12, 1)}
    Obligation.objects.create(key="report", owner=post, **common)
    assert href(world, world.doer, "meet", obligation="report") == "/u/north/strategy/obligations/report/meet/"
    assert not href(world, world.doer, "name_evidence", obligation="report")
    assert href(world, world.lead, "name_evidence", obligation="report")


def test_the_words_of_a_measure_say_its_role() -> None:
    assert fix_words("add_measure", {"role": "lead"}) == "Add a lead"
    assert fix_words("add_measure", {}) == "Add a measure"


def test_a_measure_is_named_as_the_site_calls_it_or_will_when_it_is_adopted(world: World, objective: Objective) -> None:
    asked = {"objective": "leave-on-time", "role": "balancing", "measure": "q.readmit30"}
    one = found("add_measure", **asked)
    assert Fixes(world.lead, one.plan, world.north, [one]).values_of(one) == {**asked, "measure": "readmit30"}
    Measure.objects.filter(pk=a_measure("back-in-a-month").pk).update(library_id="q.readmit30")
    assert Fixes(world.lead, one.plan, world.north, [one]).values_of(one) == {**asked, "measure": "back-in-a-month"}


def test_a_forum_that_is_not_the_readers_to_see_is_not_named(world: World, objective: Objective) -> None:
    one = found("put_before_forum", measure=world.series.measure.key, forum="system-board")
    known = {user.username: Fixes(user, a_plan(), world.north, [one]) for user in (world.lead, world.chief)}
    named = {name: (fixes.values_of(one)["forum"], fixes.of(one)) for name, fixes in known.items()}
    assert named["chief"][0] == "system-board"
    assert named["lead"][0] is None
    assert "system-board" in named["chief"][1].href  # type: ignore[union-attr]
    assert "forum" not in named["lead"][1].href.partition("?")[2]  # type: ignore[union-attr]


def test_however_many_findings_the_questions_are_few(
    world: World, objective: Objective, django_assert_max_num_queries: Any
) -> None:
    ones = [found(verb, objective="leave-on-time", measure="ready-to-leave", unit="north") for verb in sorted(FORMS)]
    with django_assert_max_num_queries(14):
        fixes = Fixes(world.chief, ones[0].plan, world.north, ones * 5)
        assert [fixes.of(one) for one in ones]


@pytest.mark.parametrize("address", sorted({form.address for form in FORMS.values() if form.address}))
def test_the_form_of_every_fix_is_there(address: str) -> None:
    tries = [(), ("k",), ("k", "k"), ("00000000-0000-0000-0000-000000000000",)]
    assert any(_reverses(address, arguments) for arguments in tries), f"no page is called {address}"


def _reverses(address: str, arguments: tuple[str, ...]) -> bool:
    try:
        reverse(address, args=arguments)
    except NoReverseMatch:
        return False
    return True
