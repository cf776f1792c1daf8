"""How others do, given their size: one's own by name, the others never, and never a rank."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.factories import a_measure, a_unit, a_user
from tests.measures.small import counted, rows, take_in
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.measures.models import MeasureVersion, QualityIssue

CASES = 1000


def compare(user: Any, unit: str, key: str = "seen", query: str = "") -> Any:
    return client_of(user).get(f"/u/{unit}/measures/{key}/compare/{query}")


def months(shares: Iterable[float], cases: int = CASES) -> list[tuple[float, float]]:
    return [(round(share * cases), cases) for share in shares]


def hidden_name(number: int) -> str:
    return f"Elsewhere Infirmary {number}"


@pytest.fixture
def many(world: World) -> World:
    """North far below, south as all others are; twelve reference units whose keys and names nobody may see."""
    a_measure("seen", denominator="Attendances")
    found = counted("seen", "north", *months([0.5] * 6))
    found += counted("seen", "south", *months([0.7] * 6))
    for number in range(12):
        a_unit(f"zz{number}", name=hidden_name(number), membership="reference", kind="site")
        found += counted("seen", f"zz{number}", *months([0.66 + 0.007 * number] * 6, CASES + 100 * number))
    take_in(found)
    return world


def test_the_sentence_says_where_the_unit_lies_among_how_many(many: World) -> None:
    said = text_of(compare(many.chief, "north"))
    assert "In June 2024 North stands at 50.0 %: lower than usual for its size, among 14 units" in said
    assert "Your other unit lies within what is usual for its size." in said
    assert "would stand out four times in five at" in said
    assert "phi" in said


def test_no_key_and_no_name_of_a_reference_unit_leaves_the_house(many: World) -> None:
    page = compare(many.chief, "north", query="?newest=3")
    file = client_of(many.chief).get("/u/north/measures/seen/compare.csv")
    for answer in (page, file):
        body = answer.content.decode()
        assert answer.status_code == 200
        assert not [number for number in range(12) if hidden_name(number) in body or f"zz{number}" in body]
    assert "12 of the units are not your own" in text_of(page)


def test_the_order_of_the_others_says_nothing(many: World) -> None:
    answer = client_of(many.chief).get("/u/north/measures/seen/compare.csv")
    others = [row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))) if row["other"]]
    assert [row["other"] for row in others] == [str(number + 1) for number in range(12)]
    values = [float(row["value"]) for row in others]
    assert values not in (sorted(values), sorted(values, reverse=True))


def test_own_units_stand_by_name_with_word_interval_and_what_could_be_found(many: World) -> None:
    page = compare(many.chief, "north").content.decode()
    table = page[page.index('id="own-units"') :]
    names = re.findall(r'<a href="/u/\w+/measures/seen/">(\d+)\. (\w+)</a>', table)
    assert names == [("1", "North"), ("2", "South")]
    told = text_of(compare(many.chief, "north"))
    assert "Lower than usual for its size" in told
    assert "500 of 1,000" in told
    assert "46.9 % to 53.1 %" in told


def test_members_out_of_sight_are_not_even_counted(many: World) -> None:
    told = text_of(compare(many.viewer, "north"))
    assert "among 13 units" in told
    assert "South" not in told
    assert compare(many.viewer, "south").status_code == 404
    assert client_of(many.viewer).get("/u/south/measures/seen/compare.csv").status_code == 404
    assert compare(many.chief, "zz1").status_code == 404
    assert compare(many.chief, "north", "nothing-like-it").status_code == 404


def test_a_range_is_added_up_and_says_who_lacks_a_month(many: World) -> None:
    take_in(counted("seen", "north", (700, 1000), start=6))
    answer = compare(many.chief, "north", query="?from=2024-05-01&to=2024-07-01")
    told = text_of(answer)
    assert "From May 2024 to July 2024 North stands at" in told
    assert "1,700 of 3,000" in told
    assert "2 of 3 months" in told


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?from=2024-05-01&to=2024-03-01", "The range ends before it begins"),
        ("?from=yesterday", "Choose the first and the last period"),
        ("?newest=nine", "how many periods"),
        ("?kind=person", "Choose the kind of unit"),
    ],
)
def test_what_cannot_be_is_told_and_the_newest_figure_shown(many: World, query: str, words: str) -> None:
    answer = compare(many.chief, "north", query=query)
    assert answer.status_code == 400
    assert words in text_of(answer)
    assert "In June 2024" in text_of(answer)
    file = client_of(many.chief).get(f"/u/north/measures/seen/compare.csv{query}")
    assert file.status_code == 400
    assert file["Content-Type"].startswith("text/html")
    assert words in text_of(file)


def test_too_few_units_have_intervals_and_no_lines(world: World) -> None:
    a_measure("seen")
    take_in(counted("seen", "north", (50, 100)) + counted("seen", "south", (60, 100)))
    told = text_of(compare(world.chief, "north"))
    assert "2 units are too few for a funnel" in told
    assert "With fewer than 5 units" in told
    assert "39.8 % to 60.2 %" in told
    assert "usual for its size" not in told


@pytest.mark.parametrize(
    ("scoring", "words"),
    [
        ("count", "A count has no size beside it"),
        ("continuous", "An average is not compared this way"),
        ("proportion", "came without their counts"),
    ],
)
def test_what_has_no_size_is_refused_with_what_to_use(world: World, scoring: str, words: str) -> None:
    a_measure("seen", scoring=scoring, roll_up="none")
    take_in([row for unit in ("north", "south") for row in rows("seen", unit, 0.5, 0.6)])
    answer = compare(world.chief, "north")
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert b"compare.csv" not in answer.content


def test_amounts_are_no_cases(world: World) -> None:
    a_measure("cost", scoring="ratio", may_pass_one=True, display_unit="USD")
    take_in([row for unit in ("north", "south") for row in counted("cost", unit, (1050.25, 12))])
    assert "These are amounts and not cases" in text_of(compare(world.chief, "north", "cost"))


def test_observed_over_expected_is_compared_with_one(world: World) -> None:
    a_measure("mortality", scoring="ratio", may_pass_one=True, display_unit="", multiplier=1, decimals=2)
    found = []
    for number in range(8):
        a_unit(f"zz{number}", membership="reference", kind="site")
        found += counted("mortality", f"zz{number}", (7 + number % 3, 8.5))
    take_in(found + counted("mortality", "north", (30, 8.5)))
    told = text_of(compare(world.chief, "north", "mortality"))
    assert "30, 8.5 expected" in told
    assert "all together 1.00" in told
    assert "from the counts themselves" in told


def test_cases_of_two_definitions_are_never_added(many: World) -> None:
    first = MeasureVersion.objects.get(measure__key="seen")
    MeasureVersion.objects.filter(pk=first.pk).update(current=False)
    again = {
        field.name: getattr(first, field.name) for field in MeasureVersion._meta.concrete_fields if field.name != "id"
    }
    again |= {"number": 2, "effective_from": "2024-04-01", "current": True}
    MeasureVersion.objects.create(**again)
    told = text_of(compare(many.chief, "north", query="?from=2024-01-01&to=2024-06-01"))
    assert "From April 2024 to June 2024" in told
    assert "another definition" in told


def test_a_unit_above_its_kind_is_shown_the_kind_that_reports(many: World) -> None:
    told = text_of(compare(many.chief, "system"))
    assert "14 units of this kind together stand at" in told
    assert "North" in told


def test_a_figure_in_question_says_so(many: World) -> None:
    seen = MeasureVersion.objects.get(measure__key="seen").measure
    QualityIssue.objects.create(
        kind="jump", measure=seen, unit=many.north, period="2024-06-01", raised_at="2024-07-10T00:00Z"
    )
    assert "figure in question: Jun 2024" in text_of(compare(many.chief, "north"))


def test_the_small_are_told_that_nothing_could_be_found(world: World) -> None:
    a_measure("falls", direction="down")
    found = counted("falls", "north", (1, 20))
    for number in range(9):
        a_unit(f"zz{number}", membership="reference", kind="site")
        found += counted("falls", f"zz{number}", (number % 2, 20))
    take_in(found)
    told = text_of(compare(world.chief, "north", "falls"))
    assert "Not even a doubling would be seen: no mark here means too little is known, not that all is well." in told


@pytest.mark.parametrize("more", [0, 30])
def test_the_queries_do_not_grow_with_the_units(
    many: World, more: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    found = []
    for number in range(more):
        a_unit(f"site-{number}", parent=many.system)
        found += counted("seen", f"site-{number}", (70, 100))
    if found:
        take_in(found)
    client = client_of(a_user("late", (many.system, "viewer")))
    with django_assert_max_num_queries(18):
        assert client.get("/u/north/measures/seen/compare/").status_code == 200


def test_the_card_leads_to_it(many: World) -> None:
    card = client_of(many.chief).get("/u/north/measures/seen/")
    assert b'href="/u/north/measures/seen/compare/"' in card.content
