"""Headless Chromium, Debian's own: a fresh page a test, which fails on any error that its console tells."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

from scripts.machine import chromium
from tests.harness.parts import leave_out

SHOTS = Path(__file__).resolve().parents[2] / "test-results"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE = {"width": 1440, "height": 900}
OWN_HOSTS = {"", "127.0.0.1", "localhost"}
PATIENCE_MS = 60_000  # a machine that does other things as well is no fault of the page
WATCH_POLICY = """addEventListener("securitypolicyviolation", event =>
    console.error(`content security policy: ${event.violatedDirective} refused ${event.blockedURI}`))"""


class Complaints(list[str]):
    """What the page complained of; a test that provokes an error says so with `expect`."""

    def __init__(self) -> None:
        super().__init__()
        self._expected: list[str] = []

    def expect(self, pattern: str) -> None:
        """Complaints in which `pattern` is found are part of this test."""
        self._expected.append(pattern)

    def unexpected(self) -> list[str]:
        """What no `expect` covers."""
        return [line for line in self if not any(re.search(pattern, line) for pattern in self._expected)]

    def hear(self, page: Page) -> None:
        """Listen to console errors, uncaught exceptions, policy violations and requests that leave the machine."""
        page.add_init_script(WATCH_POLICY)
        page.on("console", self._hear_console)
        page.on("pageerror", lambda error: self.append(f"uncaught: {error}"))
        page.on("request", self._hear_request)

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.append(f"{message.text} ({message.location['url']})")

    def _hear_request(self, request: Request) -> None:
        if (urlsplit(request.url).hostname or "") not in OWN_HOSTS:
            self.append(f"asked another machine: {request.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a worker."""
    program = chromium()
    if program is None:
        leave_out("Chromium")
    # Playwright keeps an event loop in this thread; Django would take every query in it for an async one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session", autouse=True)
def static_files_as_installed() -> Iterator[None]:
    """The live server leaves static files to the middleware that serves them on a site, as in use."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "_should_handle", lambda _handler, _path: False)
        yield


@pytest.fixture
def complaints() -> Complaints:
    """The complaints of this test's pages."""
    return Complaints()


@pytest.fixture
def new_page(browser: Browser, complaints: Complaints, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Make a page with options of its own: `new_page(viewport={...}, color_scheme="dark", java_script_enabled=False)`.

    A failing test leaves a picture of each page in test-results/; complaints nobody expected fail the test.
    """
    pages: list[Page] = []

    def make(**options: Any) -> Page:
        usual = {"viewport": WIDE, "locale": "en-GB", "timezone_id": "Europe/London", "reduced_motion": "reduce"}
        page = browser.new_context(**(usual | options)).new_page()
        page.set_default_timeout(PATIENCE_MS)
        complaints.hear(page)
        pages.append(page)
        return page

    yield make
    failed = bool(getattr(request.node, "failed_in_call", False)) or bool(complaints.unexpected())
    for number, page in enumerate(pages):
        if failed and not page.is_closed():
            _take_picture(page, request.node.nodeid, number)
        page.context.close()
    assert not complaints.unexpected(), "the browser complained"


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A fresh page, 1440 px wide, in the light scheme."""
    return new_page()


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Call it with a page: fails on what axe rates serious or critical under WCAG 2.2 AA, naming rule and element."""
    return _assert_accessible


def fits(page: Page) -> bool:
    """Whether nothing lies beside the window."""
    _settled(page)
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def _settled(page: Page) -> None:
    """A click ends when its page begins to come in: wait until there is all of it to look at."""
    page.wait_for_load_state("load")


def _assert_accessible(page: Page) -> None:
    _settled(page)
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": tags}}
    violations = Axe().run(page, options=options).response["violations"]
    grave = [found for found in violations if found["impact"] in {"serious", "critical"}]
    told = [f"{found['id']}: {found['help']}: {node['html']}" for found in grave for node in found["nodes"]]
    assert not told, f"axe found on {page.url}:\n" + "\n".join(told)


def _take_picture(page: Page, nodeid: str, number: int) -> None:
    SHOTS.mkdir(exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", nodeid.removeprefix("tests/"))
    page.screenshot(path=SHOTS / f"{name}-{number}.png", full_page=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remember on the test itself that its body failed, for the picture."""
    report = yield
    if report.when == "call" and report.failed:
        item.failed_in_call = True  # type: ignore[attr-defined]
    return report
