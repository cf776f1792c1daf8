"""The live server: its threads write to the database at once, and the test reads what they wrote."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
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


@login_not_required
def slow(request: HttpRequest) -> StreamingHttpResponse:
    """A page that begins long before it is there."""

    def halves() -> Iterator[str]:
        yield "<!doctype html>"
        time.sleep(0.5)
        yield "<html lang=en><title>Slow</title><link rel=icon href=data:,>"
        yield "<img src=data:image/gif;base64,R0lGODlhAQABAAAAACw=>"

    return StreamingHttpResponse(halves())


@login_not_required
def door(request: HttpRequest) -> HttpResponse:
    """A link to the slow page."""
    return HttpResponse("<html lang=en><title>Door</title><link rel=icon href=data:,><main><h1><a href=slow>In</a>")


urlpatterns = [path("add/<str:name>", add), path("who", who), path("slow", slow), path("door", door)]
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


def test_a_page_that_comes_in_slowly_is_looked_at_whole(
    page: Page, live_server: Any, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{live_server}/door")
    assert_accessible(page)
    page.get_by_role("link", name="In").click()
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
