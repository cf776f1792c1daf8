"""The page of imports: for those who look after data or access, each with the imports they may see."""

from datetime import date, timedelta

import pytest
from django.http import HttpResponse

from tests.factories import NOW, a_measure, a_unit, a_user
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.measures.models import Receipt, Remark, Source


def arrived(file_name: str, by: str, minutes: int = 0) -> Receipt:
    source = Source.objects.get_or_create(key="feed", defaults={"name": "The feed"})[0]
    counts = dict.fromkeys(("rows_read", "rows_new", "rows_corrected", "rows_unchanged", "rows_empty", "warnings"), 0)
    return Receipt.objects.create(
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


def with_rows(receipt: Receipt, *units: str) -> str:
    """Remarks on one row a unit; the address of their page."""
    for row, unit in enumerate(units, start=2):
        Remark.objects.create(
            receipt=receipt,
            row=row,
            column="numerator",
            measure="seen",
            unit=unit,
            period=date(2025, 8, 1),
            sentence="=11 is above the denominator 10",
        )
    Receipt.objects.filter(pk=receipt.pk).update(warnings=len(units))
    return f"/u/north/data/imports/{receipt.pk}"


@pytest.fixture
def share(world: World) -> None:
    a_measure("seen")


@pytest.mark.usefixtures("share")
def test_the_rows_worth_a_look_open_to_a_list_with_row_unit_period_and_why(analyst: User) -> None:
    address = with_rows(arrived("mine.csv", analyst.audit_label), *["north"] * 30)
    assert f'<a href="{address}/">30 rows worth a look</a>' in imports(analyst).content.decode()
    first = text_of(client_of(analyst).get(f"{address}/"))
    assert "Rows worth a look in mine.csv" in first
    assert "=11 is above the denominator 10 numerator Seen North (north) Aug 2025 2" in first
    assert "Page 1 of 2" in first
    assert "Aug 2025 31" in text_of(client_of(analyst).get(f"{address}/?page=2"))


@pytest.mark.usefixtures("share")
def test_they_are_a_file_without_live_formulas(analyst: User) -> None:
    answer = client_of(analyst).get(with_rows(arrived("mine.csv", analyst.audit_label), "north") + ".csv")
    assert answer["Content-Type"].startswith("text/csv")
    head, row = answer.content.decode().splitlines()
    assert head == "row,column,measure,unit,stratum,period,about"
    assert row == "2,numerator,seen,north,total,2025-08-01,'=11 is above the denominator 10"


@pytest.mark.usefixtures("share")
def test_the_rows_of_an_import_one_may_not_see_are_not_there(world: World, analyst: User) -> None:
    address = with_rows(arrived("theirs.csv", "somebody else"), "north")
    for ending in ("/", ".csv"):
        assert client_of(analyst).get(address + ending).status_code == 404
        assert client_of(world.viewer).get(address + ending).status_code == 403


@pytest.mark.usefixtures("share")
def test_rows_of_reference_units_are_for_who_looks_after_the_enterprise(world: World) -> None:
    a_unit("elsewhere", parent=world.system, membership="reference")
    address = with_rows(arrived("all.csv", "somebody"), "north", "elsewhere")
    sees_only = a_user("sees", (world.system, "viewer"), (world.north, "analyst"))
    assert "elsewhere" not in text_of(client_of(sees_only).get(f"{address}/"))
    assert "Elsewhere (elsewhere)" in text_of(client_of(a_user("tends", (world.system, "analyst"))).get(f"{address}/"))


def test_imports_of_one_standing_moment_stand_in_the_order_they_came(analyst: User) -> None:
    for name in ("a.csv", "c.csv", "b.csv"):
        arrived(name, analyst.audit_label)
    shown = text_of(imports(analyst))
    assert sorted(("a.csv", "b.csv", "c.csv"), key=shown.index) == ["b.csv", "c.csv", "a.csv"]
