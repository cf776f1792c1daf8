"""Accounts, grants and posts from the command line: audited, and refused on one line."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.cli.conftest import Wellrun
from tests.factories import a_post, a_unit, a_user, at
from wellrun.access.models import Grant
from wellrun.accounts.models import User
from wellrun.audit.models import AuditEvent
from wellrun.audit.queries import first_broken_event
from wellrun.cli import system
from wellrun.organisation.models import Holding

GOOD = "a-lake-and-a-bridge"


@pytest.fixture(autouse=True)
def site(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system with a ward, its manager's post and an account, whose database is in shape already."""
    monkeypatch.setattr(system, "migrate", lambda: None)
    with at():
        top = a_unit("system", enterprise=True)
        a_post("ward-manager", a_unit("ward", parent=top, kind="ward"))
        a_user("nurse")
        yield


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def verbs() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(actor_id="console").order_by("id").values_list("verb", "actor"))


def test_the_first_administrator_signs_in_with_the_password_from_the_pipe(
    wellrun: Wellrun, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, f"{GOOD}\n")
    ran = wellrun("account", "add", "chief", "--name", "Chief of staff", "--admin")
    assert (ran.code, ran.out) == (0, b"The account chief is there and administers the enterprise.\n")
    assert Client().post("/sign-in/", {"login": "chief", "password": GOOD}).status_code == 302
    assert Grant.objects.values_list("user__username", "level", "unit__key").get() == (
        "chief",
        "administrator",
        "system",
    )
    assert verbs() == [(verb, "Console") for verb in ("add_user", "set_password", "grant")]
    assert first_broken_event() is None


@pytest.mark.parametrize("said", ["", "\n", "short\n"])
def test_without_a_password_that_holds_no_account_is_made(
    wellrun: Wellrun, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    typed(monkeypatch, said)
    assert wellrun("account", "add", "chief").complaint
    assert not User.objects.filter(username="chief").exists()
    assert verbs() == []


def test_before_there_is_an_enterprise_it_says_what_comes_first(
    wellrun: Wellrun, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wellrun.organisation.models import Unit

    Unit.objects.update(enterprise=False)
    ran = wellrun("account", "add", "chief", "--admin", "--no-password")
    assert "wellrun load FOLDER" in ran.complaint
    assert not User.objects.filter(username="chief").exists()


def test_closing_leaves_the_posts_and_the_list_hides_it_unless_asked(wellrun: Wellrun) -> None:
    wellrun("post", "hold", "ward-manager", "nurse", "--from", "2025-01-01")
    ran = wellrun("account", "close", "nurse")
    assert ran.out.decode().splitlines() == [
        "The account nurse is closed.",
        "ward-manager\tWard manager is no longer theirs",
    ]
    assert wellrun("account", "list").out == b""
    assert wellrun("account", "list", "--closed").out == b"nurse\tNurse\tclosed\tno password\n"
    assert [held.ends.isoformat() for held in Holding.objects.all() if held.ends] == ["2025-10-14"]
    assert wellrun("account", "reopen", "nurse").code == 0
    assert wellrun("account", "list").out == b"nurse\tNurse\topen\tno password\n"


def test_a_grant_is_given_listed_where_it_reaches_and_taken(wellrun: Wellrun) -> None:
    ran = wellrun("grant", "give", "nurse", "viewer", "system")
    assert ran.out == b"nurse is viewer of System and all below it.\n"
    assert wellrun("grant", "list", "--unit", "ward").out == b"nurse\tviewer\tsystem\tSystem\n"
    assert wellrun("grant", "list", "--user", "nurse").out == b"nurse\tviewer\tsystem\tSystem\n"
    assert wellrun("grant", "take", "nurse", "viewer", "system").code == 0
    assert wellrun("grant", "list").out == b""
    assert verbs() == [("grant", "Console"), ("revoke", "Console")]


def test_a_post_is_held_deputised_left_and_listed(wellrun: Wellrun) -> None:
    a_user("second")
    assert wellrun("post", "list", "--vacant").out == b"ward-manager\tWard manager\tWard\tnobody\n"
    assert wellrun("post", "hold", "ward-manager", "nurse").code == 0
    wellrun("post", "hold", "ward-manager", "second", "--deputy", "--from", "2025-12-01")
    said = "ward-manager\tWard manager\tWard\tnurse; second deputises from 2025-12-01\n"
    assert wellrun("post", "list").out.decode() == said
    assert wellrun("post", "list", "--user", "second", "--unit", "system").out.decode() == said
    assert wellrun("post", "list", "--vacant").out == b""
    wellrun("post", "leave", "ward-manager", "nurse", "--from", "2025-11-01")
    assert "nurse until 2025-11-01" in wellrun("post", "list").out.decode()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("account close nobody", "There is no account “nobody”."),
        ("account reopen nurse", "The account “nurse” is not closed."),
        ("account add nurse --no-password", "There is an account “nurse” already."),
        ("grant give nurse boss ward", "LEVEL boss: must be one of viewer, contributor"),
        ("grant give nurse viewer wart", "There is no unit “wart”. Did you mean “ward”?"),
        ("grant give nobody viewer ward", "There is no account “nobody”."),
        ("grant take nurse viewer ward", "“nurse” has no grant as viewer of “ward”."),
        ("post hold ward-maneger nurse", "There is no post “ward-maneger”. Did you mean “ward-manager”?"),
        ("post hold ward-manager nurse --from 1990-01-01", "A time in a post begins at most ten years back: choose a"),
        (
            "post hold ward-manager nurse --from 2990-01-01",
            "Somebody is put into a post at most a year ahead: choose a",
        ),
        ("post hold ward-manager nurse --from soon", "--from soon: write a date as"),
        ("post leave ward-manager nurse", "“nurse” does not hold the post “ward-manager”."),
    ],
)
def test_what_does_not_work_is_said_on_one_line(wellrun: Wellrun, words: str, sentence: str) -> None:
    assert wellrun(*words.split()).complaint.startswith(sentence)


def test_a_closed_account_gets_nothing_new(wellrun: Wellrun) -> None:
    wellrun("account", "close", "nurse")
    for words in ("grant give nurse viewer ward", "post hold ward-manager nurse", "token issue nurse"):
        assert wellrun(*words.split()).complaint == "The account “nurse” is closed: reopen it first."


def test_a_password_is_never_an_argument(wellrun: Wellrun) -> None:
    assert wellrun("account", "password", "nurse", GOOD).code == 2


def test_on_a_terminal_it_is_asked_twice(wellrun: Wellrun, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    answers = [GOOD, "another-lake-and-bridge", GOOD, GOOD]
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("wellrun.cli.secret.getpass", lambda prompt: answers.pop(0))
    assert wellrun("account", "password", "nurse").complaint == "The two are not the same: nothing was changed."
    assert wellrun("account", "password", "nurse").out == b"The account nurse has a new password.\n"
    assert User.objects.get(username="nurse").check_password(GOOD)


def test_a_tick_says_what_it_brought(wellrun: Wellrun, site: Any) -> None:
    assert wellrun("tick").out == b"Tick: nothing fell due.\n"
