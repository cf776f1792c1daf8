"""What is believed to move what: a list to look through, one of them, said anew by who defines measures."""

import csv
import io
from typing import Any

import pytest

from tests.factories import a_measure, a_plan, a_user, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.library import library
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.strategy.models import InfluenceLink, TradeOff

PAGE = "/u/north/strategy/links/"
GIVEN = {
    "lead": "rounds",
    "sign": "-",
    "lag": "stay",
    "delay_min_days": "0",
    "delay_max_days": "30",
    "grade": "moderate",
    "source_text": "Ward 4, 2024",
    "caveat": "",
}
GUARD = {
    "push": "stay",
    "push_direction": "down",
    "guard": "return",
    "guard_direction": "down",
    "mechanism": "Sent home too early",
    "source_text": "Judgement",
}


@pytest.fixture
def definer(world: World) -> User:
    a_plan()
    for key in ("rounds", "stay", "return"):
        a_measure(key)
    return a_user("definer", (world.system, "analyst"))


def a_link(key: str = "own", lead: str = "rounds", lag: str = "stay", **change: Any) -> InfluenceLink:
    ends = {"lead": Measure.objects.get(key=lead), "lag": Measure.objects.get(key=lag)}
    fields = {"sign": "-", "delay_min_days": 0, "delay_max_days": 30, "grade": "moderate", "source_text": "Ward 4"}
    return InfluenceLink.objects.create(key=key, **(ends | fields | change))


def test_each_is_a_sentence_with_its_grade_source_and_who_says_it(world: World, definer: User) -> None:
    a_link(grade="contested", caveat="Two trials disagree.")
    said = text_of(client_of(world.viewer).get(PAGE))
    assert "One influence link and no trade-off in use. They are hypotheses" in said
    assert "When “Rounds” rises, “Stay” is expected to fall, within 0 to 30 days." in said
    assert "Two trials disagree." in said
    assert "Contested" in said
    assert "Ward 4 Own" in said
    assert "Add a link" not in said


def test_an_identifier_that_nobody_confirmed_says_so(world: World, definer: User) -> None:
    a_link()
    standards = [{"id": "CMS-999", "steward": "CMS", "evidence": "recalled"}]
    MeasureVersion.objects.filter(measure__key="stay").update(standards=standards)
    assert "CMS-999 (CMS), unconfirmed" in text_of(client_of(world.viewer).get(PAGE))
    assert "CMS-999 (CMS), unconfirmed" in text_of(client_of(world.viewer).get(PAGE + "own/"))


def test_with_nothing_said_there_is_nothing_to_look_through(world: World, definer: User) -> None:
    client = client_of(definer)
    assert b'role="search"' not in client.get("/u/system/strategy/links/").content.partition(b"<main")[2]
    assert b'role="search"' in client.get("/u/system/strategy/links/", {"q": "zebra"}).content.partition(b"<main")[2]


def test_it_is_looked_through_by_words_grade_origin_and_what_was_withdrawn(world: World, definer: User) -> None:
    a_link("one")
    a_link("two", "return", "stay", grade="structural", origin="library", source_text="The library")
    a_link("old", "stay", "return", retired_on="2025-01-01")
    client = client_of(world.viewer)

    def keys(query: str) -> set[str]:
        page = client.get(PAGE + query).content.decode()
        return {key for key in ("one", "two", "old") if f"/strategy/links/{key}/" in page}

    assert keys("") == {"one", "two"}
    assert keys("?q=rounds") == {"one"}
    assert keys("?q=library") == {"two"}
    assert keys("?grade=structural") == {"two"}
    assert keys("?origin=local") == {"one"}
    assert keys("?which=withdrawn") == {"old"}
    roles = {"lag": Measure.objects.get(key="stay"), "lead": Measure.objects.get(key="return")}
    an_objective("flow", world.north, world.lead_post, roles=roles)
    assert keys("?which=plan") == {"two"}
    assert keys("?q=nothing+of+it") == set()
    assert "“Return” is a part of “Stay”." in text_of(client.get(PAGE))


def test_the_list_is_paged_and_a_file_has_them_all(
    world: World, definer: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        a_link(f"link-{number}", a_measure(f"lead-{number}").key)
    client = client_of(world.viewer)
    with django_assert_max_num_queries(14):
        first = client.get(PAGE)
    assert first.content.decode().count("is expected to fall") == 25
    assert client.get(PAGE + "?page=2").content.decode().count("is expected to fall") == 5
    found = list(csv.DictReader(io.StringIO(client.get("/u/north/strategy/links.csv").content.decode("utf-8-sig"))))
    assert len(found) == 30
    assert found[0]["kind"] == "link"
    assert found[0]["delay_max_days"] == "30"


def test_one_is_added_changed_and_withdrawn(world: World, definer: User) -> None:
    client = client_of(definer)
    page = "/u/system/strategy/links/"
    client.post(page + "new/", GIVEN)
    link = InfluenceLink.objects.get()
    assert (link.key, link.origin, link.delay_max_days) == ("rounds-stay", "local", 30)
    answer = client.post(f"{page}{link.key}/", GIVEN | {"grade": "contested", "caveat": "It may be the ward."})
    assert answer.status_code == 302
    link.refresh_from_db()
    assert (link.grade, link.caveat) == ("contested", "It may be the ward.")
    assert "Withdraw it?" in text_of(client.get(f"{page}{link.key}/withdraw/"))
    client.post(f"{page}{link.key}/withdraw/")
    link.refresh_from_db()
    assert link.retired_on is not None
    assert "Say it otherwise" not in text_of(client.get(f"{page}{link.key}/"))


def test_a_trade_off_is_added_changed_and_withdrawn(world: World, definer: User) -> None:
    client = client_of(definer)
    page = "/u/system/strategy/trade-offs/"
    client.post(page + "new/", GUARD)
    one = TradeOff.objects.get()
    client.post(f"{page}{one.key}/", GUARD | {"mechanism": "Sent home without help"})
    said = text_of(client.get("/u/system/strategy/links/?show=trade-offs"))
    assert "Pushing “Stay” down needs “Return” beside it." in said
    assert "Sent home without help" in said
    client.post(f"{page}{one.key}/withdraw/")
    one.refresh_from_db()
    assert one.retired_on is not None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"lag": "rounds"}, "Name two different measures."),
        ({"source_text": " "}, "Say where this comes from"),
        ({"delay_min_days": "40"}, "The effect shows after at least so many days"),
        ({"grade": "contested"}, "What is contested is never said without what speaks against it."),
        ({"lead": ""}, "Choose what moves first."),
        ({"delay_max_days": "soon"}, "Give a whole number of days."),
    ],
)
def test_what_is_not_said_properly_is_refused_and_stays_typed(
    world: World, definer: User, typed: dict[str, str], sentence: str
) -> None:
    answer = client_of(definer).post("/u/system/strategy/links/new/", GIVEN | typed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not InfluenceLink.objects.exists()


def test_an_address_leads_to_one_and_fills_its_form_in(world: World, definer: User) -> None:
    a_link()
    client = client_of(definer)
    assert client.get("/u/system/strategy/links/?link=own").headers["Location"] == "/u/system/strategy/links/own/"
    page = client.get("/u/system/strategy/links/own/?grade=structural").content.decode()
    assert '<option value="structural" selected>' in page
    assert client.get("/u/system/strategy/links/?link=nothing").status_code == 404


def test_what_the_library_says_is_taken_over_as_chosen(world: World, definer: User) -> None:
    spec = library().links[0]
    for library_id in (spec.lead, spec.lag):
        measure = a_measure(library_id.replace(".", "-"))
        Measure.objects.filter(pk=measure.pk).update(library_id=library_id)
    client = client_of(definer)
    page = "/u/system/strategy/links/library/"
    assert spec.source in text_of(client.get(page))
    assert client.post(page, {}).status_code == 422
    client.post(page, {"ids": [spec.id]})
    link = InfluenceLink.objects.get()
    assert (link.key, link.origin) == (spec.id, "library")
    assert "Library" in text_of(client.get("/u/system/strategy/links/"))
    InfluenceLink.objects.update(delay_max_days=999)
    assert "Library, changed here" in text_of(client.get("/u/system/strategy/links/"))


def test_only_who_defines_measures_writes(world: World, definer: User) -> None:
    a_link()
    client = client_of(world.lead)
    assert "Analysts and administrators of the whole organisation say what moves what" in text_of(
        client.get(PAGE + "own/")
    )
    for path in ("new/", "library/", "own/withdraw/"):
        assert client.get(PAGE + path).status_code == 403
    assert client.post(PAGE + "own/", GIVEN).status_code == 403
    assert client_of(world.neighbour).get(PAGE).status_code == 404
    assert client.get(PAGE + "nothing/").status_code == 404
