"""People and access: by post and by unit, for administrators, and an account closed after a second question."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.factories import TODAY, a_post, a_unit, a_user, at
from wellrun.access.actions import grant
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.organisation.actions import hold_post
from wellrun.organisation.models import Holding, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Iterator[Client]:
    """Signed in as the administrator of a hospital with a ward, beside another hospital."""
    with at():
        system = a_unit("system", enterprise=True)
        hospital = a_unit("hospital", parent=system)
        ward = a_unit("ward", parent=hospital, kind="ward")
        a_unit("elsewhere", parent=system)
        chief = a_user("chief", (hospital, "administrator"), (system, "viewer"))
        nurse = a_user("nurse", (ward, "contributor"))
        a_post("ward-manager", ward, holder=nurse)
        a_post("matron", hospital)
        browser = Client()
        browser.force_login(chief)
        yield browser


def person(username: str) -> User:
    return User.objects.get(username=username)


def of(username: str, verb: str = "") -> str:
    return f"/u/hospital/people/{person(username).pk}/{verb}"


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_posts_are_listed_by_unit_with_who_holds_them_and_the_vacant_ones_say_so(administrator: Client) -> None:
    hold_post(post=Holding.objects.get().post, user=a_user("second"), starts=TODAY, deputy=True, by=SYSTEM)
    said = text(administrator, "/u/hospital/people/")
    assert said.index("Matron") < said.index("Ward manager")
    assert "Nobody" in said
    assert f'<a href="{of("second")}">Second</a> (deputy)' in said


def test_access_is_listed_by_unit_and_not_what_is_granted_above(administrator: Client) -> None:
    said = text(administrator, "/u/hospital/people/access/")
    assert said.index("Administrator</td>") < said.index("Contributor</td>")
    assert "Viewer</td>" not in said


def test_the_menu_leads_there_for_administrators_only(administrator: Client) -> None:
    assert 'href="/u/hospital/people/"' in text(administrator, "/u/hospital/day/")
    assert "/people/" not in text(administrator, "/u/elsewhere/day/")
    assert text(administrator, "/u/hospital/people/").count('class="place') <= 10


def test_closing_asks_first_and_names_the_posts_that_will_be_unheld(administrator: Client) -> None:
    assert "Ward manager" in text(administrator, of("nurse", "close/"))
    assert person("nurse").is_active
    answer = administrator.post(of("nurse", "close/"), follow=True)
    assert "The account of Nurse is closed. 1 post is unheld now." in answer.content.decode()
    assert not person("nurse").is_active
    assert Holding.objects.get().ends == TODAY
    assert AuditEvent.objects.get(verb="close_account").actor == "chief"


def test_closed_it_is_shown_with_what_it_could_do_and_is_reopened(administrator: Client) -> None:
    administrator.post(of("nurse", "close/"))
    assert "Reopen this account" in text(administrator, of("nurse"))
    assert "(closed)" in text(administrator, "/u/hospital/people/access/")
    administrator.post(of("nurse", "reopen/"))
    assert person("nurse").is_active
    said = administrator.post(of("nurse", "reopen/"), follow=True).content.decode()
    assert "is not closed" in said


@pytest.mark.parametrize("verb", ["close/", "reopen/"])
def test_ones_own_account_and_one_that_also_stands_elsewhere_are_left_alone(administrator: Client, verb: str) -> None:
    grant(user=person("nurse"), unit=Unit.objects.get(key="elsewhere"), level="viewer", by=SYSTEM)
    for username in ("nurse", "chief"):
        assert administrator.post(of(username, verb)).status_code == 403
        assert "Close this account" not in text(administrator, of(username))
    assert person("nurse").is_active


def test_a_post_elsewhere_is_reason_enough(administrator: Client) -> None:
    a_post("night-manager", Unit.objects.get(key="elsewhere"), holder=person("nurse"))
    assert administrator.post(of("nurse", "close/")).status_code == 403


def test_an_account_that_has_nothing_here_is_not_there(administrator: Client) -> None:
    a_user("stranger", (Unit.objects.get(key="elsewhere"), "viewer"))
    assert administrator.get(of("stranger")).status_code == 404


@pytest.mark.parametrize("path", ["", "access/"])
def test_the_queries_do_not_grow_with_the_people(
    administrator: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    ward = Unit.objects.get(key="ward")
    for number in range(30):
        a_post(f"post-{number}", ward, holder=a_user(f"user-{number}", (ward, "viewer")))
    administrator.get("/u/hospital/people/")
    with django_assert_max_num_queries(15):
        text(administrator, f"/u/hospital/people/{path}")


def test_an_account_page_asks_few_queries(administrator: Client, django_assert_max_num_queries: Any) -> None:
    path = of("nurse")
    with django_assert_max_num_queries(20):
        text(administrator, path)
