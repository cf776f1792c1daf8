"""Every level at every address about every place: no cell but the right one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access.matrix import ALL, API, EXEMPT, MAY, OUTSIDE, REACHED, ROWS, Row, expected
from tests.access.places import Around, Place, around
from tests.factories import NOW, a_user, at
from wellrun.access.permissions import Permission, levels_with
from wellrun.accounts.actions import issue_token
from wellrun.api.api import api
from wellrun.audit.actions import SYSTEM
from wellrun.lib import clock

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
PEOPLE = (*sorted(ALL), "stranger", "nobody")


@dataclass(frozen=True)
class Cast:
    """The places, and for each person a browser that is signed in and a program with a token that writes."""

    around: Around
    browsers: dict[str, Client]
    programs: dict[str, Client]

    def ask(self, row: Row, person: str, place: Place) -> HttpResponse:
        """What the address answers; whatever it changed is undone."""
        client = (self.programs if row.is_api else self.browsers)[person]
        with transaction.atomic():
            response = _send(client, row, place)
            transaction.set_rollback(True)
        return response


def _send(client: Client, row: Row, place: Place) -> Any:
    path, query = row.path(place), row.query(place) if row.query else None
    if row.method == "GET":
        return client.get(path, query)
    body = row.body(place) if row.body else {}
    if row.is_api:
        return client.post(path, json.dumps(body) if row.body else "", content_type="application/json")
    return client.post(path, body)


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """One database for all cells: each leaves it as it was."""
    with django_db_blocker.unblock(), at(), transaction.atomic():
        found = around()
        browsers, programs = {"nobody": Client()}, {"nobody": Client()}
        for name, user in found.people.items():
            browsers[name] = Client()
            browsers[name].force_login(user)
            secret = issue_token(user=user, name="test", may_write=True, days=1, by=SYSTEM)[1]
            programs[name] = Client(headers={"authorization": f"Bearer {secret}"})
        yield Cast(found, browsers, programs)
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_cell_is_the_right_one(cast: Cast, row: Row) -> None:
    wrong = []
    for place, person in _cells():
        response = cast.ask(row, person, cast.around.places[place])
        wanted = expected(row, person, place)
        if response.status_code != wanted:
            wrong.append(f"{person} at {place}: {response.status_code}, not {wanted}")
        assert "default-src 'none'" in response["Content-Security-Policy"]
    assert wrong == []


def _cells() -> Iterator[tuple[str, str]]:
    """All of them on SQLite; PostgreSQL answers each address too, for one place inside and one outside."""
    if connection.vendor == "sqlite":
        return product((*REACHED, *OUTSIDE), PEOPLE)
    return product((REACHED[0], OUTSIDE[0]), ("chair", "stranger"))


def test_the_table_of_levels_is_the_one_that_access_keeps() -> None:
    for permission in Permission:
        assert MAY[permission.value] - {"holder"} == set(levels_with(permission))
        assert ("holder" in MAY[permission.value]) == ("contributor" in MAY[permission.value])


def test_every_address_is_in_the_matrix_or_says_why_not() -> None:
    known = {row.route for row in ROWS} | set(EXEMPT)
    assert sorted(set(_routes()) - known) == []


def test_the_matrix_names_no_address_that_is_gone() -> None:
    assert sorted(({row.route for row in ROWS} | set(EXEMPT)) - set(_routes())) == []


def _routes(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from _routes(each, f"{prefix}{each.namespace}:" if each.namespace else prefix)
        else:
            assert isinstance(each, URLPattern)
            yield f"{prefix}{each.name}"


def test_every_operation_of_the_api_is_in_the_matrix_or_says_why_not() -> None:
    named = {(row.method, row.route) for row in API}
    asked = {
        (method.upper(), f"api:{operation['operationId']}")
        for methods in api.get_openapi_schema(path_prefix="/")["paths"].values()
        for method, operation in methods.items()
    }
    assert {(method, route) for method, route in asked - named if route not in EXEMPT} == set()


PLACELESS = [("home", 302, 404), ("search", 200, 404), ("api:list_measures", 200, 200), ("api:list_units", 200, 200)]


@pytest.mark.parametrize(("route", "known", "unknown"), PLACELESS)
def test_what_is_about_no_place_answers_whoever_has_access_somewhere(
    cast: Cast, route: str, known: int, unknown: int
) -> None:
    clients = cast.programs if route.startswith("api:") else cast.browsers
    found = {person: clients[person].get(reverse(route)).status_code for person in PEOPLE}
    nobody = 401 if route.startswith("api:") else 302
    assert found == dict.fromkeys(ALL, known) | {"stranger": unknown, "nobody": nobody}


LISTS = [
    row.route
    for row in API
    if row.route.startswith("api:list_") and row.may == "see" and row.query and not row.where(None)  # type: ignore[arg-type]
]


@pytest.mark.parametrize("route", sorted(set(LISTS)))
@pytest.mark.parametrize("person", [*sorted(ALL), "stranger"])
def test_a_list_holds_what_is_reached_and_nothing_of_what_is_outside(cast: Cast, route: str, person: str) -> None:
    text = cast.programs[person].get(reverse(route), {"limit": 200}).content.decode()
    places = cast.around.places
    assert {name for place in OUTSIDE for name in places[place].names if f'"{name}"' in text} == set()
    seen = {place for place in REACHED if any(f'"{name}"' in text for name in places[place].names)}
    assert seen == (set() if person == "stranger" else set(REACHED))


def test_a_measure_is_defined_for_whoever_has_access_somewhere(cast: Cast) -> None:
    path = reverse("api:get_measure", args=[cast.around.measure.pk])
    found = {person: cast.programs[person].get(path).status_code for person in PEOPLE}
    assert found == dict.fromkeys(ALL, 200) | {"stranger": 404, "nobody": 401}
    assert cast.programs["stranger"].get(reverse("api:list_measures")).json()["count"] == 0


@pytest.mark.parametrize("place", [*REACHED, *OUTSIDE])
def test_figures_are_pushed_by_analysts_about_their_own_units(cast: Cast, place: str) -> None:
    row = {"measure": "waiting", "unit": cast.around.places[place].unit.key, "period": "2025-08", "value": 0.5}
    found = {}
    for person in PEOPLE:
        with transaction.atomic():
            response = cast.programs[person].post(
                reverse("api:push_observations"), json.dumps({"rows": [row]}), content_type="application/json"
            )
            transaction.set_rollback(True)
        found[person] = response.status_code
    analyst = 201 if place in REACHED else 422
    assert found == dict.fromkeys(ALL, 403) | {"analyst": analyst, "stranger": 403, "nobody": 401}


@pytest.mark.parametrize(("level", "status"), [("administrator", 200), ("chair", 403), ("viewer", 403)])
def test_the_clock_is_for_administrators_of_the_enterprise(cast: Cast, tmp_path: Path, level: str, status: int) -> None:
    system = cast.around.places["parent"].unit.parent
    assert system is not None
    browser = Client()
    browser.force_login(a_user(f"top-{level}", (system, level)))
    assert browser.get(reverse("clock")).status_code == 404  # it does not stand
    clock.set_standing(tmp_path / "clock.json", NOW)
    try:
        clock.use_standing_file(tmp_path / "clock.json")
        assert browser.get(reverse("clock")).status_code == status
        assert cast.browsers["administrator"].get(reverse("clock")).status_code == 404
    finally:
        clock.use_standing_file(None)
