"""One person with a browser at a running site; every page they stop at is held to the accessibility rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.harness.sites import manage

PASSWORD = "wellrun-demo"  # what `wellrun demo` gives the sign-ins it shows
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Visitor:
    """A page on which somebody is signed in."""

    page: Page
    address: str
    check: Callable[[Page], None]

    def go(self, path: str) -> None:
        """Open a page by its address, and look at it."""
        self.page.goto(self.address + path)
        self.look()

    def look(self) -> None:
        """Stop here: nothing serious stands against the page."""
        self.check(self.page)

    def press(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Press the button of that name, and stay until the page it leads to is there."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("button", name=name).click()

    def follow(self, name: str | re.Pattern[str], *, within: Locator | None = None) -> None:
        """Follow the link of that name (the first, where several lead there) to its page."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("link", name=name).first.click()

    def choose(self, name: str) -> None:
        """Choose the one among a few whose label begins so."""
        self.page.get_by_role("radio", name=re.compile(f"^{name}")).check()

    def place(self, name: str) -> None:
        """Go to one of the five places, by its name in the navigation."""
        with self.page.expect_navigation():
            self.page.locator("a.place").filter(has_text=name).click()

    def told(self, text: str | re.Pattern[str]) -> None:
        """The page says so; waits until it does."""
        expect(self.page.locator("main")).to_contain_text(text)

    def agenda(self) -> Locator:
        """The items of the review one is in."""
        return self.page.get_by_role("navigation", name="Agenda")

    def words(self) -> str:
        """What the page says, in one line."""
        return re.sub(r"\s+", " ", self.page.locator("main").inner_text())


def sign_in(
    new_page: Callable[..., Page],
    address: str,
    check: Callable[[Page], None],
    username: str,
    *,
    password: str = PASSWORD,
    **options: Any,
) -> Visitor:
    """Somebody comes in by the door, in a browser of their own; `options` as for `new_page`."""
    visitor = Visitor(new_page(**options), address, check)
    visitor.go("/")
    visitor.page.locator("[name=login]").fill(username)
    visitor.page.locator("[name=password]").fill(password)
    visitor.press("Sign in")
    visitor.page.wait_for_url("**/day/")
    visitor.look()
    return visitor


def let_in(home: Path, *usernames: str) -> None:
    """Give holders of posts whom the demo does not show a password too."""
    lines = ["from wellrun.accounts.models import User"]
    for name in usernames:
        lines.append(f"u = User.objects.get(username={name!r}); u.set_password({PASSWORD!r}); u.save()")
    manage(home, "shell", "--no-imports", "-c", "\n".join(lines))


def settle_rest_as_not_reached(visitor: Visitor) -> None:
    """Move every item that still waits to the next sitting; the room goes on to the next by itself."""
    while visitor.page.get_by_role("radio", name="Decision").count():
        visitor.press(re.compile("Not reached"))
        expect(visitor.page.get_by_role("status").first).to_contain_text("not reached, moved to")


def choose_post(visitor: Visitor, typed: str, post: str) -> None:
    """Name who owns the next action, by typing a few words of the post."""
    field = visitor.page.get_by_role("combobox", name="Who owns the next action?")
    field.fill(typed)
    visitor.page.get_by_role("option", name=re.compile(re.escape(post))).first.click()


def move_clock(administrator: Visitor, *steps: str) -> None:
    """Move the demo's clock on by steps as the page offers them, like "one week"."""
    for step in steps:
        administrator.go("/clock/")
        administrator.page.get_by_label("Move the clock on by").select_option(label=step)
        administrator.press("Move it on")
        administrator.told("The clock moved on")
