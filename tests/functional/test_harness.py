"""The browser fixture itself: it opens a page, hears its complaints and finds what axe finds."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.harness.browser import Complaints

pytestmark = pytest.mark.functional
START = "data:text/html,<!doctype html><html lang=en><title>A page</title>"
HEAD = f"{START}<main>"


def policy(rule: str) -> str:
    """The start of a page under one content security policy."""
    return f"{START}<meta http-equiv='Content-Security-Policy' content=\"{rule}\"><main>"


def test_the_browser_opens_a_page(page: Page, assert_accessible: Callable[[Page], None]) -> None:
    page.goto(f"{HEAD}<h1>Wellrun</h1>")
    assert page.inner_text("h1") == "Wellrun"
    assert_accessible(page)


def test_a_console_error_an_exception_and_a_policy_violation_are_heard(page: Page, complaints: Complaints) -> None:
    complaints.expect("boom|thrown|content security policy|Content Security Policy")
    script = "<script>console.error('boom'); throw Error('thrown')</script>"
    with page.expect_console_message(lambda message: message.text.startswith("content security policy: img-src")):
        page.goto(policy("img-src 'none'") + script + "<img src='data:,x'>")
    heard = "\n".join(complaints)
    assert "boom" in heard
    assert "thrown" in heard
    assert "content security policy: img-src" in heard
    assert not complaints.unexpected()


def test_axe_names_what_it_finds(page: Page, assert_accessible: Callable[[Page], None]) -> None:
    page.goto(f"{HEAD}<h1>A</h1><img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_axe_runs_under_a_strict_policy(page: Page, assert_accessible: Callable[[Page], None]) -> None:
    page.goto(policy("default-src 'none'") + "<h1>A</h1>")
    assert_accessible(page)


def test_a_request_to_another_machine_is_heard(page: Page, complaints: Complaints) -> None:
    complaints.expect("asked another machine|Failed to load resource")
    page.route("**/*", lambda route: route.abort() if "example" in route.request.url else route.continue_())
    page.goto(f"{HEAD}<img alt=x src='http://example.invalid/x.png'>")
    assert any("asked another machine: http://example.invalid" in line for line in complaints)
