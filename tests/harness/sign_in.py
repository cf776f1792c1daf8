"""A page on which a user is already signed in; the sign-in page itself has journeys of its own."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page


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
