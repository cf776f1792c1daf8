"""The door: it opens with the right password, and not to whoever tries many."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import a_unit, a_user
from wellrun.accounts.models import User

WRONG, RIGHT = "not the password", "correct horse battery staple"


@pytest.fixture
def account(db: None) -> Iterator[User]:
    cache.clear()
    yield a_user("chair", (a_unit("system"), "chair"), password=RIGHT)
    cache.clear()


def sign_in(browser: Client, password: str, username: str = "chair") -> int:
    return int(browser.post("/sign-in/", {"login": username, "password": password}).status_code)


def test_the_right_password_opens_and_a_wrong_one_does_not(account: User) -> None:
    browser = Client()
    assert sign_in(browser, WRONG) == 422
    assert "_auth_user_id" not in browser.session
    assert sign_in(browser, RIGHT) == 302
    assert browser.session["_auth_user_id"] == str(account.pk)


def test_a_name_that_there_is_not_answers_like_a_wrong_password(account: User) -> None:
    answers = {
        name: Client().post("/sign-in/", {"login": name, "password": WRONG}).content.decode().count("<input")
        for name in ("chair", "nobody")
    }
    assert answers["chair"] == answers["nobody"]


def test_an_account_stays_shut_after_five_wrong_passwords_even_to_the_right_one(account: User) -> None:
    for _ in range(5):
        sign_in(Client(), WRONG)
    assert sign_in(Client(), RIGHT) == 429


def test_whoever_asks_again_and_again_is_told_to_wait(account: User) -> None:
    codes = [sign_in(Client(), WRONG, f"name-{number}") for number in range(11)]
    assert (set(codes[:10]), codes[10]) == ({422}, 429)


def test_an_account_that_is_closed_does_not_sign_in(account: User) -> None:
    User.objects.filter(pk=account.pk).update(is_active=False)
    browser = Client()
    answer = browser.post("/sign-in/", {"login": "chair", "password": RIGHT}, follow=True)
    assert "_auth_user_id" not in browser.session
    assert "This account is closed" in answer.content.decode()


def test_nobody_makes_an_account_of_their_own(account: User) -> None:
    assert {Client().get(path).status_code for path in ("/signup/", "/sign-up/", "/accounts/signup/")} == {404}


def test_signing_in_leads_to_no_other_site(account: User) -> None:
    answer = Client().post("/sign-in/?next=https://elsewhere.example/", {"login": "chair", "password": RIGHT})
    assert answer["Location"].startswith("/")


def test_signing_out_is_no_link(account: User) -> None:
    browser = Client()
    browser.force_login(account)
    assert browser.get("/sign-out/").status_code == 405
    assert browser.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in browser.session


def test_passwords_are_kept_by_argon2() -> None:
    from wellrun.config import settings

    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
