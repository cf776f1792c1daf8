"""An account that is closed lets nobody in from that moment on, and one that is reopened begins anew."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.factories import a_unit, a_user, at
from wellrun.accounts.actions import add_user, close_account, issue_token, reopen_account, set_password
from wellrun.accounts.models import User
from wellrun.accounts.queries import account_named
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.lib.errors import UserError

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
PASSWORD = "a-lake-and-a-bridge"


@pytest.fixture
def nurse() -> Iterator[User]:
    with at():
        yield a_user("nurse", (a_unit("ward"), "contributor"), password=PASSWORD)


def signed_in(user: User) -> Client:
    browser = Client()
    assert browser.post("/sign-in/", {"login": user.username, "password": PASSWORD}).status_code == 302
    assert sees_pages(browser)
    return browser


def sees_pages(browser: Client) -> bool:
    return bool(browser.get("/u/ward/day/").status_code == 200)


def refused(code: str) -> "pytest.RaisesExc[UserError]":
    return pytest.raises(UserError, check=lambda error: error.code == code)


def test_closed_it_is_signed_out_everywhere_and_its_tokens_open_nothing(nurse: User) -> None:
    browsers = [signed_in(nurse), signed_in(nurse)]
    secret = issue_token(user=nurse, name="test", may_write=True, days=9, by=SYSTEM)[1]
    program = Client(headers={"authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/units").status_code == 200
    close_account(user=nurse, by=SYSTEM)
    assert [sees_pages(browser) for browser in browsers] == [False, False]
    assert program.get("/api/v1/units").status_code == 401
    assert AuditEvent.objects.get(verb="close_account").data == {"username": "nurse", "tokens_ended": 1}


def test_reopened_neither_old_sessions_nor_old_tokens_come_back(nurse: User) -> None:
    browser = signed_in(nurse)
    secret = issue_token(user=nurse, name="test", may_write=True, days=9, by=SYSTEM)[1]
    close_account(user=nurse, by=SYSTEM)
    reopen_account(user=nurse, by=SYSTEM)
    assert not sees_pages(browser)
    assert Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/units").status_code == 401
    signed_in(nurse)


def test_others_stay_signed_in(nurse: User) -> None:
    other = a_user("other", password=PASSWORD)
    browser = Client()
    browser.force_login(other)
    close_account(user=nurse, by=SYSTEM)
    assert browser.get("/search/").status_code == 404  # signed in, and without access to any unit


def test_a_new_password_ends_what_the_old_one_opened(nurse: User) -> None:
    browser = signed_in(nurse)
    set_password(user=nurse, password="another-lake-and-bridge", by=SYSTEM)
    assert not sees_pages(browser)
    assert "another-lake" not in str(list(AuditEvent.objects.values_list("data", flat=True)))


def test_a_weak_password_is_refused_with_all_that_speaks_against_it(nurse: User) -> None:
    with refused("password_weak") as caught:
        set_password(user=nurse, password="nurse", by=SYSTEM)
    assert "12 characters" in caught.value.sentence
    assert "too similar" in caught.value.sentence


def test_closing_and_reopening_are_said_once(nurse: User) -> None:
    with refused("account_open"):
        reopen_account(user=nurse, by=SYSTEM)
    close_account(user=nurse, by=SYSTEM)
    with refused("account_closed"):
        close_account(user=nurse, by=SYSTEM)
    with refused("account_closed"):
        account_named("nurse")


@pytest.mark.parametrize("name", ["two words", "", "a/b"])
def test_a_name_one_could_not_type_is_refused(nurse: User, name: str) -> None:
    with refused("username_unreadable"):
        add_user(username=name, display_name="Any", password=None, by=SYSTEM)


def test_a_name_is_given_once_whatever_its_capitals(nurse: User) -> None:
    with refused("username_taken"):
        add_user(username="Nurse", display_name="Any", password=None, by=SYSTEM)
