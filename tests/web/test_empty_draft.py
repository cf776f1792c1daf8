"""A draft without one objective leads to writing the first, and says of nothing that it is done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from tests.factories import at
from tests.harness.forms import forms_in
from tests.mending.sites import Site, a_whole_site
from tests.web.reviewing import client_of, text_of
from wellrun.jobs.model_check import check_plan
from wellrun.strategy.actions import draft_plan
from wellrun.strategy.models import Objective

pytestmark = pytest.mark.django_db
PAGE = "/plans/anew/"
FIRST = f"{PAGE}objectives/new/?unit=system&level=enterprise"


@pytest.fixture
def site() -> Iterator[Site]:
    with at():
        site = a_whole_site()
        draft = draft_plan(key="anew", name="Anew", starts=date(2026, 4, 1), ends=date(2027, 3, 31), by=site.chief)
        check_plan(draft)
        yield site


@pytest.fixture
def chief(site: Site) -> Client:
    return client_of(site.chief)


def test_its_page_leads_to_the_first_objective_and_not_to_what_comes_after(chief: Client) -> None:
    answer = chief.get(PAGE)
    assert answer.context["new_href"] == FIRST
    assert "Write the first objective" in text_of(answer)
    assert "Put them in order" not in text_of(answer)
    labels = {button.label: button.main for button in answer.context["buttons"]}
    assert labels == {"Open consultation": False, "Bring it into force": False}


def test_the_form_is_that_of_an_objective_of_the_enterprise(chief: Client, site: Site) -> None:
    form = next(one for one in forms_in(chief.get(FIRST).content.decode()) if "title" in one.names)
    assert (form.values["unit"], form.values["level"]) == ("system", "enterprise")
    chief.post(FIRST, {**form.values, "title": "Nobody waits", "domain": site.flow.domain.key})
    assert Objective.objects.get(plan__key="anew").rank == 1
    labels = {button.label: button.main for button in chief.get(PAGE).context["buttons"]}
    assert labels["Bring it into force"]
    assert "Begin the next cycle" in labels


def test_what_is_asked_leads_there_too_and_is_not_done_where_there_is_nothing(chief: Client) -> None:
    for page in (PAGE, f"{PAGE}activation/"):
        answer = chief.get(page)
        rows = answer.context["shown"].asked
        first, *others = rows
        assert (first.place, first.place_href, first.is_done) == ("Write the first objective", FIRST, False)
        assert all(row.is_idle for row in others if row.is_done and row.code != "errors")
        assert "Nothing to ask yet" in text_of(answer)


def test_the_order_of_none_offers_to_write_the_first(chief: Client, site: Site) -> None:
    assert [button.href for button in chief.get(f"{PAGE}ranking/").context["shown"].first] == [FIRST]
    assert chief.get("/plans/plan-2025/ranking/").context["shown"].first == []
    assert client_of(site.analyst).get(f"{PAGE}ranking/").context["shown"].first == []
