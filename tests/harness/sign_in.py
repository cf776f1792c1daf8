"""A page on which a user is already signed in; the sign-in page itself has journeys of its own."""

import re
from collections.abc import Callable
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests.harness.visitor import PASSWORD, Visitor


@pytest.fixture
def signed_in(live_server: Any) -> Callable[[Page, Any], Page]:
    """Call it with a page and a user: the page's browser then holds that user's session on the live server."""

    def carry_session(page: Page, user: Any) -> Page:
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return carry_session


@pytest.fixture(scope="session")
def cookies_at() -> Callable[[str, str], list[dict[str, Any]]]:
    """Call it with the address of a running demo and an account: the cookies of a session there, made once a run."""
    kept: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def cookies(address: str, username: str) -> list[dict[str, Any]]:
        if (address, username) not in kept:
            kept[address, username] = _sign_in_at(address, username)
        return kept[address, username]

    return cookies


def _sign_in_at(address: str, username: str) -> list[dict[str, Any]]:
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    with browser.open(f"{address}/sign-in/") as door:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', door.read().decode())
    assert token is not None
    sent = urlencode({"csrfmiddlewaretoken": token[1], "login": username, "password": PASSWORD})
    with browser.open(f"{address}/sign-in/", sent.encode()) as day:
        assert day.url.endswith("/day/"), f"{username} did not come in"
    return [{"name": cookie.name, "value": cookie.value or "", "url": address} for cookie in jar]


@pytest.fixture
def enter(
    new_page: Callable[..., Page], assert_accessible: Callable[[Page], None], cookies_at: Callable[..., Any]
) -> Callable[..., Visitor]:
    """Call it with an address and an account of a running demo: a visitor there, past the door."""

    def come_in(address: str, username: str, **options: Any) -> Visitor:
        page = new_page(**options)
        page.context.add_cookies(cookies_at(address, username))
        return Visitor(page, address, assert_accessible)

    return come_in
