"""Whoever came to a form from a page of findings comes back to it once it is saved, and to nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories import at
from tests.harness.forms import forms_in
from tests.mending.sites import Site, a_whole_site
from tests.web.reviewing import client_of, text_of
from wellrun.check.models import Finding
from wellrun.jobs.model_check import check_plan
from wellrun.jobs.next_cycle import clone_plan

pytestmark = pytest.mark.django_db
NEXT, LAST = date(2026, 4, 1), date(2027, 3, 31)
CHECK = "/u/system/strategy/check/"
HOURS = "/plans/plan-2025/hours/"
SAID = {"post": "chief-officer", "hours_a_week": "9"}


@pytest.fixture
def site() -> Iterator[Site]:
    with at():
        yield a_whole_site()


def test_a_post_is_filled_from_its_finding_and_the_check_says_that_it_is_mended(site: Site) -> None:
    site.chief_post.holdings.all().delete()
    check_plan(site.plan)
    rule = Finding.objects.get(subject="chief-officer", resolved_at__isnull=True).rule
    admin = client_of(site.admin)
    page = f"{CHECK}?q={rule}"
    [row] = admin.get(page).context["rows"]
    assert parse_qs(urlsplit(row.fix.href).query)["back_to"] == [page]
    forms = forms_in(admin.get(row.fix.href).content.decode())
    form = next(one for one in forms if "user" in one.names)
    answer = admin.post(row.fix.href, {**form.values, "user": site.chief.username}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "1 finding of the check is mended." in text_of(answer)


def test_from_what_is_asked_one_comes_back_to_what_is_asked(site: Site) -> None:
    draft = clone_plan(plan=site.plan, key="plan-2026", name="Next", starts=NEXT, ends=LAST, by=site.chief)
    chief, page = client_of(site.chief), f"/plans/{draft.key}/activation/"
    lines = [line for row in chief.get(page).context["shown"].asked for line in row.lines if line.fix]
    [hours] = [line for line in lines if line.about.startswith("PLN-03")]
    form = next(one for one in forms_in(chief.get(hours.fix.href).content.decode()) if "hours_a_week" in one.names)
    answer = chief.post(form.action or hours.fix.href, form.values, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert hours.message not in text_of(answer)


def test_from_the_card_of_an_objective_one_comes_back_to_it(site: Site) -> None:
    site.flow.measures.filter(measure=site.lead).delete()
    check_plan(site.plan)
    chief, card = client_of(site.chief), "/plans/plan-2025/objectives/flow/"
    hrefs = [one.fix_href for one in chief.get(card).context["shown"].findings if one.fix_href]
    assert hrefs
    assert {parse_qs(urlsplit(href).query)["back_to"][0] for href in hrefs} == {card}
    answer = client_of(site.chief).post(HOURS, SAID, query_params={"back_to": card})
    assert answer.headers["Location"] == card


@pytest.mark.parametrize("page", [CHECK, f"{CHECK}?plan=plan-2025&page=2"])
def test_one_comes_back_to_the_check_as_one_left_it(site: Site, page: str) -> None:
    answer = client_of(site.chief).post(f"{HOURS}?post=chief-officer", SAID, query_params={"back_to": page})
    assert answer.headers["Location"] == page


@pytest.mark.parametrize(
    "page",
    [
        "https://elsewhere.example/u/system/strategy/check/",
        "//elsewhere.example/u/system/strategy/check/",
        "/\\elsewhere.example/u/system/strategy/check/",
        "/u/system/people/",
        "/no/such/page/",
        f"{CHECK}\r\nSet-Cookie: a=b",
        "u/system/strategy/check/",
        "[",
    ],
)
def test_an_address_leads_nowhere_else(site: Site, page: str) -> None:
    answer = client_of(site.chief).post(HOURS, SAID, query_params={"back_to": page})
    assert answer.headers["Location"] == HOURS


def test_what_is_refused_stays_in_its_form_and_who_is_not_signed_in_signs_in_first(site: Site) -> None:
    wrong = {**SAID, "hours_a_week": "many"}
    assert client_of(site.chief).post(HOURS, wrong, query_params={"back_to": CHECK}).status_code == 422
    nobody = client_of(site.chief)
    nobody.logout()
    answer = nobody.post(HOURS, SAID, query_params={"back_to": CHECK})
    assert "next=" in answer.headers["Location"]
