"""The page of imports: for those who look after data or access, each with the imports they may see."""

from datetime import timedelta

import pytest
from django.http import HttpResponse

from tests.factories import NOW, a_user
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.measures.models import Receipt, Source


def arrived(file_name: str, by: str, minutes: int = 0) -> None:
    source = Source.objects.get_or_create(key="feed", defaults={"name": "The feed"})[0]
    counts = dict.fromkeys(("rows_read", "rows_new", "rows_corrected", "rows_unchanged", "rows_empty", "warnings"), 0)
    Receipt.objects.create(
        source=source,
        file_name=file_name,
        sha256=f"{Receipt.objects.count():064d}",
        size_bytes=1,
        received_by=by,
        received_at=NOW + timedelta(minutes=minutes),
        **counts,
    )


def imports(user: User, unit: str = "north") -> HttpResponse:
    return client_of(user).get(f"/u/{unit}/data/imports/")  # type: ignore[return-value]


@pytest.fixture
def analyst(world: World) -> User:
    return a_user("analyst", (world.north, "analyst"))


def test_an_analyst_of_one_unit_sees_their_own_imports_only(analyst: User) -> None:
    arrived("mine.csv", analyst.audit_label)
    arrived("theirs.csv", "somebody else")
    shown = text_of(imports(analyst))
    assert "mine.csv" in shown
    assert "theirs.csv" not in shown


def test_an_administrator_of_the_enterprise_sees_every_import(world: World, analyst: User) -> None:
    arrived("mine.csv", analyst.audit_label)
    arrived("theirs.csv", "somebody else")
    shown = text_of(imports(a_user("admin", (world.system, "administrator")), "system"))
    assert "mine.csv" in shown
    assert "theirs.csv" in shown


def test_who_neither_imports_nor_administers_does_not_see_the_page(world: World) -> None:
    for user in (world.viewer, world.doer, world.lead):
        assert imports(user).status_code == 403


def test_the_newest_stands_first_within_a_day(analyst: User) -> None:
    for name, minutes in (("second.csv", 5), ("first.csv", 0), ("third.csv", 9)):
        arrived(name, analyst.audit_label, minutes)
    shown = text_of(imports(analyst))
    names = ["third.csv", "second.csv", "first.csv"]
    assert sorted(names, key=shown.index) == names
