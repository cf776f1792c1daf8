"""The library by the interface: looked through by everybody, adopted from and added to by who defines measures."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.worlds import World, a_world
from wellrun.access.actions import grant
from wellrun.accounts.actions import issue_token
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.measures.actions import adopt_measure
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.strategy.models import TradeOff

pytestmark = pytest.mark.django_db

OWN = {
    "key": "own-waits",
    "name": "People who wait too long",
    "domain": "access_experience",
    "definition": "Of the people who wait, the share who wait too long.",
    "numerator": "People who wait too long",
    "denominator": "People who wait",
    "bounded": True,
    "standards": [{"id": "X 1", "steward": "Somebody", "evidence": "recalled"}],
}


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.fixture
def analyst(world: World) -> dict[str, str]:
    grant(user=world.stranger, unit=world.system, level="analyst", by=SYSTEM)
    return headers(world.stranger)


def headers(user: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {issue_token(user=user, name='t', may_write=True, days=1, by=SYSTEM)[1]}"}


def get(path: str, as_: dict[str, str], **query: Any) -> Any:
    return Client().get(f"/api/v1{path}", query, headers=as_)


def post(path: str, as_: dict[str, str], body: Any = None) -> Any:
    return Client().post(f"/api/v1{path}", body, content_type="application/json", headers=as_)


def test_the_library_is_listed_and_narrowed_down(world: World) -> None:
    viewer = headers(world.viewer)
    everything = get("/library", viewer, limit=200).json()

    assert everything["count"] == 96
    assert len(everything["results"]) == 96
    found = get("/library", viewer, text="readmission", setting="payer").json()
    assert [one["library_id"] for one in found["results"]] == ["q.pcr"]
    assert get("/library", viewer, tier="core").json()["count"] == 78


def test_one_measure_comes_with_what_it_hangs_together_with(world: World) -> None:
    one = get("/library/a.los_oe", headers(world.viewer)).json()

    assert one["standards"] == [
        {"id": "GMLOS", "steward": "CMS MS-DRG table 5", "evidence": "recalled", "confirmed": False}
    ]
    assert {"B01", "B02"} <= {trade["id"] for trade in one["trade_offs"]}
    contested = next(link for link in one["links"] if link["id"] == "L11")
    assert (contested["grade"], contested["caveat"]) == ("contested", "sign differs by service line")
    assert get("/library/los_oe", headers(world.viewer)).json() == one
    assert get("/library/unknown", headers(world.viewer)).status_code == 404


def test_who_sees_no_unit_sees_no_library(world: World) -> None:
    assert get("/library", headers(world.stranger)).status_code == 404
    assert get("/library/a.los_oe", headers(world.stranger)).status_code == 404
    assert get("/library-offers", headers(world.stranger)).status_code == 404
    assert Client().get("/api/v1/library").status_code == 401


def test_adopting_is_idempotent_and_offers_what_fits(analyst: dict[str, str]) -> None:
    adopt_measure(name="a.los_oe", by=SYSTEM)
    first = post("/library/q.readmit30/adopt", analyst).json()
    again = post("/library/readmit30/adopt", analyst).json()

    assert (first["key"], first["is_new"], first["offered"]) == ("readmit30", True, ["B01"])
    assert again == first | {"is_new": False}
    taken = post("/library/q.readmit30/links", analyst, {"ids": ["B01"]}).json()
    assert taken == {"taken": 1, "offered": []}
    assert TradeOff.objects.count() == 1
    shown = get("/library/q.readmit30", analyst).json()
    assert (shown["here_id"], shown["here_key"]) == (first["id"], "readmit30")
    given_up = post("/library/q.readmit30/give-up", analyst).json()
    assert given_up["here_id"] is None
    assert post("/library/q.readmit30/give-up", analyst).status_code == 404


def test_what_the_library_says_between_any_two_measures_is_offered_and_taken_over(
    world: World, analyst: dict[str, str]
) -> None:
    adopt_measure(name="a.los_oe", by=SYSTEM)
    adopt_measure(name="q.readmit30", by=SYSTEM)

    told = get("/library-offers", headers(world.viewer)).json()
    assert [one["id"] for one in told["trade_offs"]] == ["B01"]
    assert post("/library-offers/take", headers(world.viewer), {"ids": ["B01"]}).status_code == 403
    taken = post("/library-offers/take", analyst, {"ids": ["B01", "none"]}).json()
    assert (taken["taken"], "B01" in taken["offered"]) == (1, False)
    assert TradeOff.objects.get().key == "B01"


@pytest.mark.parametrize(
    "path", ["/library/q.cdi/adopt", "/library/q.cdi/links", "/library/q.cdi/give-up", "/measures"]
)
def test_others_only_look(world: World, path: str) -> None:
    adopt_measure(name="q.cdi", by=SYSTEM)
    body = OWN if path == "/measures" else {"ids": []}

    assert post(path, headers(world.chief), body).status_code == 403
    assert Measure.objects.filter(key="own-waits").count() == 0


def test_a_measure_of_ones_own_is_defined_by_the_same_rules(analyst: dict[str, str]) -> None:
    made = post("/measures", analyst, OWN)

    assert made.status_code == 201
    assert made.json()["versions"][0]["standards"] == [
        {"id": "X 1", "steward": "Somebody", "evidence": "recalled", "confirmed": False}
    ]
    assert MeasureVersion.objects.get(measure__key="own-waits").standards[0]["evidence"] == "recalled"
    assert post("/measures", analyst, OWN).status_code == 409
    named = post("/measures", analyst, OWN | {"key": "b", "name": "HEDIS waits", "conformance": "approximation"})
    assert (named.status_code, named.json()["code"]) == (400, "definition_wrong")
    assert "name of a programme" in named.json()["detail"]
    assert post("/measures", analyst, OWN | {"key": "c", "goal": 3}).status_code == 422
