"""The door: who comes in, where to, what is said to who does not."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories import a_unit, a_user
from tests.web.reviewing import client_of, text_of
from wellrun.accounts.models import User
from wellrun.organisation.models import SiteSetting

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """The tries of another test do not count."""
    cache.clear()


@pytest.fixture
def nurse() -> User:
    return a_user("nurse", (a_unit("ward"), "contributor"), password=PASSWORD)


def sign_in(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in/", {"login": "nurse", "password": password, **more})


def test_the_right_password_leads_to_ones_day(nurse: User, client: Client) -> None:
    answer = client.post("/sign-in/", {"login": "nurse", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/u/ward/day/"


def test_one_comes_to_the_page_one_asked_for_and_to_no_other_site(nurse: User, client: Client) -> None:
    asked = client.get("/u/ward/strategy/").url
    assert "/u/ward/strategy/" in client.get(asked).content.decode()
    assert sign_in(client, next="/u/ward/strategy/").url == "/u/ward/strategy/"
    assert sign_in(Client(), next="https://elsewhere.example/").url == "/"


@pytest.mark.parametrize(("login", "password"), [("nurse", "wrong"), ("nobody", PASSWORD), ("NURSE", "wrong")])
def test_a_wrong_name_and_a_wrong_password_answer_alike(nurse: User, client: Client, login: str, password: str) -> None:
    answer = client.post("/sign-in/", {"login": login, "password": password})
    assert answer.status_code == 422
    assert "This name and this password do not go together. Check both." in text_of(answer)
    assert f'value="{login}"' in answer.content.decode()
    assert 'value="wrong"' not in answer.content.decode()


def test_after_five_wrong_tries_sign_in_rests_even_for_the_right_password(nurse: User, client: Client) -> None:
    assert [sign_in(client, "wrong").status_code for _ in range(5)] == [422] * 5
    for password in ("wrong", PASSWORD):
        answer = sign_in(client, password)
        assert answer.status_code == 429
        assert "Too many failed tries. Wait five minutes, then try again." in text_of(answer)


def test_too_many_asks_at_once_get_a_page_of_their_own(client: Client) -> None:
    statuses = [client.post("/sign-in/", {"login": f"user{n}", "password": "x"}).status_code for n in range(31)]
    assert statuses[-1] == 429
    answer = client.post("/sign-in/", {"login": "user", "password": "x"})
    assert "Sign-in rests for a few minutes after several failed tries." in text_of(answer)


def test_a_demo_names_its_accounts_and_a_site_does_not(client: Client) -> None:
    User.objects.create_user("coo", None, display_name="COO", about="Open the review.", created_at="2025-01-01T00:00Z")
    assert "Open the review." not in text_of(client.get("/sign-in/"))
    SiteSetting.objects.create(name="Demo", demo="england")
    assert "Open the review." in text_of(client.get("/sign-in/"))


def test_signing_out_needs_a_press(nurse: User) -> None:
    client = client_of(nurse)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/u/ward/day/").status_code == 200
    assert client.post("/sign-out/").url == "/sign-in/"
    assert client.get("/u/ward/day/").status_code == 302


def test_nobody_signs_up(client: Client) -> None:
    for path in ("/signup/", "/accounts/signup/", "/sign-up/", "/password/reset/"):
        assert client.get(path).status_code in {302, 404}


def test_the_form_wants_what_browsers_fill_in(client: Client) -> None:
    content = client.get("/sign-in/").content.decode()
    assert 'autocomplete="username"' in content
    assert 'autocomplete="current-password"' in content
    assert "placeholder" not in content
