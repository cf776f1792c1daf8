"""The measure library: looked through, adopted from, added to; what is not confirmed says so everywhere."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import a_series, an_objective
from tests.web.reviewing import client_of, text_of
from tests.worlds import World, a_world
from wellrun.access.actions import grant
from wellrun.audit.actions import SYSTEM
from wellrun.library import library
from wellrun.measures.actions import adopt_measure
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.strategy.models import ObjectiveMeasure, TradeOff

pytestmark = pytest.mark.django_db

LIBRARY = "/u/system/data/library/"
TYPED = {
    "name": "People who wait too long",
    "key": "own-waits",
    "domain": "access_experience",
    "definition": "Of the people who wait, the share who wait too long.",
    "numerator": "People who wait too long",
    "denominator": "People who wait",
    "exclusions": "planned waits\nthose who left",
    "grain": "week",
    "scoring": "proportion",
    "direction": "down",
    "roll_up": "ratio_of_sums",
    "display_unit": "%",
    "multiplier": "100",
    "decimals": "1",
    "data_lag_days": "3",
    "conformance": "local",
}


@pytest.fixture
def world() -> World:
    return a_world()


@pytest.fixture
def analyst(world: World) -> Client:
    grant(user=world.stranger, unit=world.system, level="analyst", by=SYSTEM)
    return client_of(world.stranger)


@pytest.fixture
def chief(world: World) -> Client:
    return client_of(world.chief)


def page_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return text_of(answer)


def test_all_measures_are_there_page_by_page(chief: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(20):
        first = page_of(chief, LIBRARY)

    assert "96 measures in plain words" in first
    found = {
        spec.name
        for spec in library().measures
        for number in range(1, 5)
        if spec.name in page_of(chief, f"{LIBRARY}?page={number}")
    }
    assert len(found) == 96


def test_measures_that_are_none_of_the_library_stand_below(chief: Client) -> None:
    said = page_of(chief, LIBRARY)

    assert "One measure here is not of the library" in said
    assert "Ready to leave" in said
    assert "not of the library" not in page_of(chief, f"{LIBRARY}?q=readmission")


def test_an_objective_without_a_lead_measure_leads_here(world: World, chief: Client) -> None:
    an_objective("no-harm", world.system, world.chief_post, roles={"lag": world.series.measure})

    answer = chief.get("/u/system/strategy/").content.decode()

    assert "/u/system/data/library/?domain=" in answer
    assert "Look for a measure in the library" in answer


def test_it_is_narrowed_down_by_words_and_choices(chief: Client) -> None:
    said = page_of(chief, f"{LIBRARY}?q=readmission&setting=payer&role=lag")

    assert "Plan all-cause readmissions O/E" in said
    assert "30-day unplanned readmission rate" not in said
    assert "One measure fits." in said
    adopt_measure(name="q.pcr", by=SYSTEM)
    assert "One measure fits." in page_of(chief, f"{LIBRARY}?here=yes")
    assert "95 measures fit." in page_of(chief, f"{LIBRARY}?here=no")
    assert chief.get("/u/system/data/library.csv?here=yes").content.count(b"\n") == 2
    assert "No measure of the library fits" in page_of(chief, f"{LIBRARY}?q=zeppelin")
    assert "No measure of the library fits" in page_of(chief, f"{LIBRARY}?domain=nowhere")


def test_who_does_not_define_sees_no_button(chief: Client) -> None:
    said = chief.get(LIBRARY).content.decode()

    assert "/adopt/" not in said
    assert chief.post(f"{LIBRARY}readmit30/adopt/").status_code == 403
    assert chief.get("/u/system/data/define/").status_code == 403
    assert not Measure.objects.filter(key="readmit30").exists()


def test_one_click_adopts_and_the_list_stays_where_it_was(analyst: Client) -> None:
    answer = analyst.post(f"{LIBRARY}readmit30/adopt/", {"back": "list", "asked": "q=readm&page=1"}, follow=True)

    assert answer.redirect_chain[-1][0] == f"{LIBRARY}?q=readm&page=1"
    assert "is adopted" in text_of(answer)
    assert "In use" in text_of(answer)
    again = analyst.post(f"{LIBRARY}readmit30/adopt/", follow=True)
    assert "was adopted before, as “readmit30”" in text_of(again)
    assert Measure.objects.filter(library_id="q.readmit30").count() == 1


def test_a_measure_says_what_it_leans_on(analyst: Client, django_assert_max_num_queries: Any) -> None:
    adopt_measure(name="a.los_oe", by=SYSTEM)
    with django_assert_max_num_queries(20):
        said = page_of(analyst, f"{LIBRARY}los_oe/")

    assert (
        "Pushing “Length of stay observed/expected” down needs a guard on “30-day unplanned readmission rate”." in said
    )
    assert "Too-early discharge." in said
    assert "GMLOS (CMS MS-DRG table 5) unconfirmed" in said
    assert "contested" in said
    assert "Sign differs by service line." in said
    assert "Who uses it here" in said


def test_a_confirmed_identifier_is_not_called_unconfirmed(chief: Client) -> None:
    said = page_of(chief, f"{LIBRARY}sepsis_bundle/")

    assert "CBE 0500 SEP-1 (CMS)" in said
    assert "SEP-1 (CMS) unconfirmed" not in said


def test_the_card_of_a_measure_says_what_is_unconfirmed_and_leads_to_its_definition(
    world: World, analyst: Client
) -> None:
    measure = adopt_measure(name="q.cdi", by=SYSTEM).measure
    a_series(world.north, measure)

    answer = analyst.get("/u/north/measures/cdi/")

    assert "CBE 1717 (CDC NHSN), unconfirmed" in text_of(answer)
    assert "/u/north/data/measures/cdi/" in answer.content.decode()


def test_who_uses_it_is_named(world: World, analyst: Client) -> None:
    measure = adopt_measure(name="q.cdi", by=SYSTEM).measure
    a_series(world.north, measure)
    objective = an_objective("no-harm", world.system, owner=world.chief_post, sponsor=world.chief_post)
    ObjectiveMeasure.objects.create(objective=objective, measure=measure, role="lag", position=9)

    said = page_of(analyst, f"{LIBRARY}cdi/")

    assert f"Lag of “{objective.title}”" in said
    assert "Figures of 1 unit" in said
    assert "Undo the adoption" not in said
    refused = analyst.post(f"{LIBRARY}cdi/give-up/", follow=True)
    assert "it is in use" in text_of(refused)


def test_adopting_offers_what_touches_measures_that_are_here(analyst: Client) -> None:
    adopt_measure(name="a.los_oe", by=SYSTEM)
    answer = analyst.post(f"{LIBRARY}readmit30/adopt/", {"back": "list"}, follow=True)

    assert answer.redirect_chain[-1][0] == f"{LIBRARY}readmit30/"
    assert 'value="B01" checked' in answer.content.decode()
    nothing = analyst.post(f"{LIBRARY}readmit30/links/", follow=True)
    assert "Nothing was chosen" in text_of(nothing)
    taken = analyst.post(f"{LIBRARY}readmit30/links/", {"take": ["B01"]}, follow=True)
    assert "1 of them now holds here." in text_of(taken)
    assert TradeOff.objects.get().origin == "library"
    assert 'value="B01"' not in taken.content.decode()


def test_an_adoption_is_undone_while_there_are_no_figures(analyst: Client) -> None:
    analyst.post(f"{LIBRARY}readmit30/adopt/")

    answer = analyst.post(f"{LIBRARY}readmit30/give-up/", follow=True)

    assert "is given up here. It can be adopted again." in text_of(answer)
    assert "Adopt it here" in text_of(answer)
    assert analyst.post(f"{LIBRARY}readmit30/give-up/").status_code == 404


def test_the_file_holds_what_the_list_shows(chief: Client) -> None:
    answer = chief.get("/u/system/data/library.csv?role=balancing")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert len(rows) == 10
    assert {row["default_role"] for row in rows} == {"balancing"}
    everything = chief.get("/u/system/data/library.csv").content.decode("utf-8-sig")
    assert everything.count("unconfirmed") == 30


def test_a_definition_as_a_file_comes_back_as_a_measure(analyst: Client) -> None:
    text = analyst.get(f"{LIBRARY}readmit30.yaml").content.decode()
    own = text.replace("key: readmit30", "key: readmit30-north").replace("tier: core\n", "")
    sent = {"upload": "1", "file": SimpleUploadedFile("own.yaml", own.encode())}

    answer = analyst.post("/u/system/data/define/", sent, follow=True)

    assert answer.redirect_chain[-1][0] == "/u/system/data/measures/readmit30-north/"
    assert MeasureVersion.objects.get(measure__key="readmit30-north").review_cadence == "monthly"
    exported = analyst.get("/u/system/data/measures/readmit30-north.yaml").content.decode()
    assert exported == own


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("key: [", "own.yaml, line"),
        ("key: a\ngoal: b\n", "own.yaml, line 2, goal: the field &#x27;goal&#x27; is not known"),
        ("", "empty"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(analyst: Client, text: str, what: str) -> None:
    sent = {"upload": "1", "file": SimpleUploadedFile("own.yaml", text.encode())}

    answer = analyst.post("/u/system/data/define/", sent)

    assert answer.status_code == 422
    assert what in answer.content.decode()


def test_a_tier_is_the_librarys(analyst: Client) -> None:
    text = analyst.get(f"{LIBRARY}readmit30.yaml").content
    sent = {"upload": "1", "file": SimpleUploadedFile("readmit30.yaml", text)}

    assert "A tier belongs to the library" in text_of(analyst.post("/u/system/data/define/", sent))


def test_a_measure_of_ones_own_is_typed(analyst: Client) -> None:
    answer = analyst.post("/u/system/data/define/", TYPED, follow=True)

    assert "It waits for figures." in text_of(answer)
    version = MeasureVersion.objects.get(measure__key="own-waits")
    assert (version.bounded, version.exclusions) == (True, ["planned waits", "those who left"])
    assert "None: there is no national standard for it." in text_of(answer)
    undone = analyst.post("/u/system/data/measures/own-waits/give-up/", follow=True)
    assert "is given up here" in text_of(undone)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"name": "HEDIS waits", "conformance": "approximation"}, "is the name of a programme"),
        ({"denominator": ""}, "a proportion needs one"),
        ({"multiplier": "1"}, "it is 100 where figures are shown in %"),
        ({"name": ""}, "This field is required"),
        ({"key": "ready-to-leave"}, "already a measure with the key"),
    ],
)
def test_what_is_wrong_keeps_what_was_typed(analyst: Client, change: dict[str, str], what: str) -> None:
    answer = analyst.post("/u/system/data/define/", TYPED | change)

    assert answer.status_code in (409, 422)
    assert what in text_of(answer)
    assert "those who left" in answer.content.decode()


def test_a_copy_begins_with_what_is_copied(analyst: Client) -> None:
    said = analyst.get("/u/system/data/define/?from=sepsis_bundle").content.decode()

    assert "Begun from “Sepsis 3-hour bundle compliance”" in said
    assert 'value="sepsis_bundle-own"' in said
    typed = TYPED | {"name": "Sepsis bundle in our way", "key": "sepsis-own", "conformance": "approximation"}
    copy = analyst.post("/u/system/data/define/?from=sepsis_bundle", typed, follow=True)
    assert "CBE 0500 SEP-1 (CMS)" in text_of(copy)
    assert "Sepsis 3-hour bundle compliance" in text_of(copy)
    assert analyst.get("/u/system/data/define/?from=unknown").status_code == 404


def test_what_is_not_there_is_not_found(chief: Client) -> None:
    assert chief.get(f"{LIBRARY}unknown/").status_code == 404
    assert chief.get(f"{LIBRARY}unknown.yaml").status_code == 404
    assert chief.get("/u/system/data/measures/unknown/").status_code == 404
    assert chief.get("/u/elsewhere/data/library/").status_code == 404
