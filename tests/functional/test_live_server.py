"""The live server: its threads write to the database at once, and the test reads what they wrote."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path
from playwright.sync_api import Page

from wellrun.accounts.actions import add_user
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.lib import clock


@login_not_required
def add(request: HttpRequest, name: str) -> HttpResponse:
    """A write, by a thread of the server."""
    add_user(username=name, display_name=name, password=None, by=SYSTEM)
    return HttpResponse(name)


@login_not_required
def who(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and when."""
    return HttpResponse(
        f"<title>Who</title><link rel=icon href=data:,>{request.user.get_username()} at {clock.now():%H:%M}"
    )


urlpatterns = [path("add/<str:name>", add), path("who", who)]
pytestmark = [pytest.mark.functional, pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


def test_ten_writes_at_once_all_arrive(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server}/who")
    page.evaluate("Promise.all([...Array(10).keys()].map(n => fetch(`/add/user-${n}`)))")
    assert User.objects.count() == 10


def test_a_page_can_start_signed_in_at_a_time_that_stands_still(
    page: Page, live_server: Any, signed_in: Callable[[Page, Any], Page], demo_morning: Any
) -> None:
    user = add_user(username="chair", display_name="Chair", password=None, by=SYSTEM)
    signed_in(page, user).goto(f"{live_server}/who")
    assert page.inner_text("body") == "chair at 08:00"
