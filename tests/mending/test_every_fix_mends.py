"""Every rule keeps its promise: its finding leads to a form that is filled in, and sending that closes it alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pytest
from django.test import Client

from tests.factories import NOW, a_post, a_review, a_user, an_item, at
from tests.harness.forms import SentForm, forms_in
from tests.mending.cases import AN_INITIATIVE, CASES, Case
from tests.mending.sites import Site, a_whole_site
from tests.web.reviewing import client_of, text_of
from wellrun.check.catalogue import catalogue
from wellrun.check.models import Finding
from wellrun.check.rule import registered
from wellrun.jobs.mending.links import Fixes
from wellrun.jobs.model_check import check_plan
from wellrun.web.presenters.without_form import WITHOUT_FORM
from wellrun.web.way_back import with_way_back

CHECK = "/u/system/strategy/check/"
pytestmark = [pytest.mark.integration, pytest.mark.django_db]


@pytest.fixture
def site() -> Iterator[Site]:
    with at():
        yield a_whole_site()


def open_findings() -> set[tuple[str, str]]:
    return set(Finding.objects.filter(resolved_at__isnull=True).values_list("rule", "subject"))


def test_nothing_is_found_on_the_site_that_is_spoiled(site: Site) -> None:
    assert not check_plan(site.plan).found


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_form_of_a_finding_is_filled_in_and_closes_it_and_nothing_else(site: Site, case: Case) -> None:
    case.spoil(site)
    if "north-lead" in case.add.values():
        a_post("north-lead", site.north, holder=a_user("north-lead", (site.north, "chair")))
    check_plan(site.plan)
    before = open_findings()
    one = Finding.objects.get(rule=case.rule, **{"subject": case.subject} if case.subject else {})
    user = getattr(site, case.by)
    link = Fixes(user, site.plan, site.system, [one]).of(one)
    assert link is not None, "no form is offered"
    client = client_of(user)
    form, address = the_form(client, with_way_back(link.href, CHECK), case)
    answer = client.post(address, {**form.values, **case.add})
    assert answer.status_code == 302, problems(answer)
    assert answer.headers["Location"] == CHECK
    closed = set() if case.stays else {(one.rule, one.subject)}
    assert open_findings() == before - closed - case.closes | case.opens


def the_form(client: Client, href: str, case: Case) -> tuple[SentForm, str]:
    """The form to which an address leads, and where it is sent; it holds what the address says."""
    page = client.get(href, follow=True)
    assert page.status_code == 200
    if case.take:
        page = client.get(urljoin(href, the_step(page.content.decode(), case.take)))
        assert page.status_code == 200
    path = page.request["PATH_INFO"] + (f"?{page.request['QUERY_STRING']}" if page.request["QUERY_STRING"] else "")
    said = dict(parse_qsl(page.request["QUERY_STRING"], keep_blank_values=True))
    offered = [one for one in forms_in(page.content.decode()) if one.method == "post" and not elsewhere(one, path)]
    holding = [one for one in offered if all(one.values.get(name) == said[name] for name in said if name in one.names)]
    fitting = [one for one in holding if set(case.add) - {"verb", "confidence"} <= one.names]
    assert fitting, f"no form takes {set(case.add)} and holds {said}: {[one.values for one in offered]}"
    for form in fitting:
        for name, value in form.buttons:
            if name in ("row", "take_off") or (name, value) == ("verb", case.add.get("verb")):
                form.values[name] = value
    chosen = next((one for one in fitting if ("verb", case.add.get("verb", "")) in one.buttons), fitting[0])
    return chosen, chosen.action or path


def the_step(html: str, take: str) -> str:
    """Where the page leads on: a link with these words, or the form that chooses sent with the choice."""
    name, _is, value = take.partition("=")
    if name != "choose":
        return next(unescape(href) for href in re.findall(r'href="([^"]+)"', html) if take in href)
    form = next(one for one in forms_in(html) if one.method == "get" and "parent" in one.names)
    return "?" + urlencode({**form.values, "parent": value})


def elsewhere(form: SentForm, path: str) -> bool:
    """Whether it is a form of the frame: to sign out, to search."""
    return bool(form.action) and urlsplit(form.action).path != urlsplit(path).path


def problems(answer: Any) -> str:
    return text_of(answer)[:3000]


# What the records refuse or nobody is told of on a site: such a fault is found in a plan file only.
ONLY_IN_A_FILE = {
    "PLN-01": "ranks have no ties and no gaps in the records",
    "MEA-06": "a chart is chosen by its data",
    "MEA-08": "no link of a site is counted as evidence",
    "ACT-01": "an action has an owner, a day and what shows that it is done",
    "REV-04": "an item is closed by what came of it",
    "REV-05": "a decision has a reason",
    "PRV-02": "small cells are not kept",
}


def test_every_rule_has_a_form_that_mends_or_says_why_it_has_none() -> None:
    mended = {case.rule for case in CASES}
    assert not mended & ONLY_IN_A_FILE.keys()
    assert mended | WITHOUT_FORM.keys() | ONLY_IN_A_FILE.keys() == catalogue().keys()


@pytest.mark.parametrize("rule", sorted(WITHOUT_FORM.keys() - {"PRV-01", "PRV-03", "REV-06"}))
def test_a_finding_that_no_form_mends_says_why_and_leads_to_where_it_is_dealt_with(site: Site, rule: str) -> None:
    item = str(an_item(a_review(site.forum)).pk)
    subjects = {"FOC-05": "flow-review", "MEA-05": "left-in-time", "INI-03": "rounds", "REV-04": item, "REV-05": item}
    Finding.objects.create(
        plan=site.plan,
        rule=rule,
        kind=registered()[rule].kind,
        subject=subjects.get(rule, "one"),
        severity="warn",
        message="Something is wrong.",
        facts={"values": {}, "fix": None},
        since=NOW,
    )
    client = client_of(site.chief)
    page = client.get("/u/system/strategy/check/")
    [row] = page.context["rows"]
    assert row.fix is None
    assert row.instead is not None
    assert row.instead.why in text_of(page)
    assert client.get(row.instead.href).status_code == 200


def test_a_new_baseline_that_somebody_else_approves_closes_what_was_found(site: Site) -> None:
    case = next(one for one in CASES if one.rule == "MEA-12")
    case.spoil(site)
    check_plan(site.plan)
    one = Finding.objects.get(rule="MEA-12")
    link = Fixes(site.chief, site.plan, site.system, [one]).of(one)
    assert link is not None
    form, address = the_form(client_of(site.chief), link.href, case)
    assert form.values["reason_kind"] == "definition"
    proposed = client_of(site.chief).post(address, {**form.values, **case.add})
    other = a_user("outside", (site.system, "analyst"))
    answer = client_of(other).post(proposed.headers["Location"], {"verb": "approve", "reason": ""})
    assert answer.status_code == 302, problems(answer)
    one.refresh_from_db()
    assert one.resolved_at is not None


def test_a_unit_that_agrees_to_its_part_closes_what_was_found(site: Site) -> None:
    case = next(one for one in CASES if one.rule == "OBJ-07")
    lead = a_user("north-lead", (site.north, "chair"))
    a_post("north-lead", site.north, holder=lead)
    case.spoil(site)
    check_plan(site.plan)
    one = Finding.objects.get(rule="OBJ-07")
    link = Fixes(site.chief, site.plan, site.system, [one]).of(one)
    assert link is not None
    form, address = the_form(client_of(site.chief), link.href, case)
    asked = client_of(site.chief).post(address, {**form.values, **case.add})
    agree = next(
        one
        for one in forms_in(client_of(lead).get(asked.headers["Location"]).content.decode())
        if one.values.get("verb") == "agree" or ("verb", "agree") in one.buttons
    )
    answer = client_of(lead).post(asked.headers["Location"], {**agree.values, "verb": "agree"})
    assert answer.status_code == 302, problems(answer)
    # The objective that this writes down is not measured yet, and nobody takes part in it.
    assert {rule for rule, _ in open_findings()} == {"OBJ-01", "OWN-09"}


def test_an_objective_that_has_been_given_the_measure_leads_on_to_the_initiative(site: Site) -> None:
    case = next(one for one in CASES if (one.rule, one.what) == ("MEA-04", "of an objective of its domain"))
    case.spoil(site)
    check_plan(site.plan)
    before = open_findings()
    for add in (case.add, AN_INITIATIVE):
        one = Finding.objects.get(rule="MEA-04", resolved_at__isnull=True)
        link = Fixes(site.chief, site.plan, site.system, [one]).of(one)
        assert link is not None
        form, address = the_form(client_of(site.chief), link.href, replace(case, add=add))
        answer = client_of(site.chief).post(address, {**form.values, **add})
        assert answer.status_code == 302, problems(answer)
    assert "/initiatives/" in address
    assert form.values["measure"] == "waited-long"
    assert open_findings() == before - {("MEA-04", case.subject)}
