"""Tokens from the command line: made, listed, ended, in a site of their own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.cli.conftest import Wellrun
from tests.factories import a_unit, a_user, at
from wellrun.accounts.models import ApiToken, User
from wellrun.audit.models import AuditEvent
from wellrun.cli import system


@pytest.fixture
def analyst(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[User]:
    """An account of the test's site, whose database is in shape already."""
    monkeypatch.setattr(system, "migrate", lambda: None)
    with at():
        yield a_user("analyst", (a_unit("system"), "analyst"))


def call(secret: str) -> int:
    return int(Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/units").status_code)


def test_a_token_is_printed_once_and_opens_the_api(wellrun: Wellrun, analyst: User) -> None:
    ran = wellrun("token", "issue", "analyst", "--name", "warehouse", "--days", "7")
    secret = ran.out.decode().strip()
    assert (ran.code, call(secret)) == (0, 200)
    assert ran.err == "warehouse of analyst may read only, until 2025-10-21:\n"
    assert secret not in str(list(ApiToken.objects.values()))
    assert AuditEvent.objects.get(verb="issue_token").actor == "Wellrun"


def test_it_reads_only_unless_asked_to_write(wellrun: Wellrun, analyst: User) -> None:
    wellrun("token", "issue", "analyst")
    wellrun("token", "issue", "analyst", "--write")
    assert list(ApiToken.objects.order_by("may_write").values_list("may_write", flat=True)) == [False, True]


def test_the_list_says_whose_it_is_what_it_may_and_until_when(wellrun: Wellrun, analyst: User) -> None:
    wellrun("token", "issue", "analyst", "--name", "warehouse")
    token = ApiToken.objects.get()
    said = f"{token.prefix}\tanalyst\twarehouse\tread only\tuntil 2026-01-12\tnever used\t{token.pk}\n"
    assert wellrun("token", "list").out.decode() == said
    assert wellrun("token", "list", "--user", "nobody").out == b""


@pytest.mark.parametrize("name", ["prefix", "pk"])
def test_revoking_ends_it_at_once_and_the_list_still_has_it(wellrun: Wellrun, analyst: User, name: str) -> None:
    secret = wellrun("token", "issue", "analyst").out.decode().strip()
    assert wellrun("token", "revoke", str(getattr(ApiToken.objects.get(), name))).code == 0
    assert call(secret) == 401
    assert b"ended 2025-10-14" in wellrun("token", "list").out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("issue", "nobody"), "There is no account “nobody”."),
        (("revoke", "wr_xxxxx"), "There is no token “wr_xxxxx”."),
        (("issue", "analyst", "--days", "0"), "wellrun: Invalid value for '--days'"),
    ],
)
def test_what_does_not_work_is_said_on_one_line(wellrun: Wellrun, analyst: Any, words: Any, sentence: str) -> None:
    assert wellrun("token", *words).complaint.startswith(sentence)
