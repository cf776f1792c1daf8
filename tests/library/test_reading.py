"""A definition is read strictly: what is wrong is said with file, line and field."""

from pathlib import Path

import pytest

from wellrun.lib.errors import UserError
from wellrun.library.reading import measure_of, read_links, read_measure, read_trade_offs
from wellrun.library.shelf import read_library

GOOD = """\
key: waits
name: People who wait too long
domain: access_experience
definition: Of the people who wait, the share who wait too long.
numerator: People who wait too long
denominator: People who wait
bounded: true
display_unit: '%'
multiplier: 100
"""
WRONG = [
    ("goal: 3", 10, "goal", "the field 'goal' is not known"),
    ("standards:\n- id: A\n  steward: B\n  evidence: heard", 13, "standards[0].evidence", "'heard' is not one of"),
    ("standards:\n- id: A\n  evidence: seen", 11, "standards[0].steward", "the field 'steward' is missing"),
    ("exclusions: none", 10, "exclusions", "a list is needed here"),
    ("exclusions: [a, 3]", 10, "exclusions[1]", "3 is not a text: put it in quotes"),
    ("decimals: -1", 10, "decimals", "between 0 and 6"),
    ("grain: hour", 10, "grain", "'hour' is not one of day, week"),
    ("chart: pie", 10, "chart", "'pie' is not one of xmr"),
    ("settings: [hospital, school]", 10, "settings[1]", "'school' is not one of"),
    ("rule_profile: none", 10, "rule_profile", "is not one of nhs"),
    ("may_pass_one: true", 10, "may_pass_one", "what is bounded cannot pass 1"),
    ("conformance: certified", 1, "standards", "names what it is certified for"),
    ("library_id: Q30", 10, "library_id", "is not like q.readmit30"),
    ("tier: core", 1, "library_id", "a measure of the library needs it"),
]


def test_a_whole_definition_is_read() -> None:
    assert measure_of(GOOD, "waits.yaml").multiplier == 100.0


@pytest.mark.parametrize(("added", "line", "field", "what"), WRONG, ids=[case[2] for case in WRONG])
def test_what_is_wrong_is_named(added: str, line: int, field: str, what: str) -> None:
    with pytest.raises(UserError) as refusal:
        measure_of(GOOD + added + "\n", "waits.yaml")

    assert refusal.value.code == "definition_wrong"
    assert refusal.value.sentence.startswith(f"waits.yaml, line {line}, {field}: ")
    assert what in refusal.value.sentence
    assert (refusal.value.params["line"], refusal.value.params["field"]) == (line, field)


@pytest.mark.parametrize("name", ["HEDIS blood pressure", "Readmissions (CMS)", "NHS waits", "hcahps rating"])
def test_an_approximation_never_carries_a_programmes_name(name: str) -> None:
    text = GOOD.replace("People who wait too long", name, 1)

    with pytest.raises(UserError, match=r"waits\.yaml, line 2, name: .* is the name of a programme"):
        measure_of(text + "conformance: approximation\n", "waits.yaml")
    assert measure_of(text, "waits.yaml").name == name


def test_the_label_of_an_approximation_carries_none_either() -> None:
    text = GOOD.replace("'%'", "HEDIS points").replace("multiplier: 100\n", "conformance: approximation\n")

    with pytest.raises(UserError, match="line 8, display_unit: "):
        measure_of(text, "waits.yaml")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "it is empty"),
        ("key: [1, 2", 2, "line 2"),
        (GOOD + "key: waits\n", 10, "the field 'key' is there twice"),
        ("a: &a [x]\nb: *a\n", 2, "references"),
        ("key: \x07", 1, "a character stands here"),
        ("a: " + "[" * 900_000, 1, "nested too deeply"),
        ("x" * 1_000_001, 1, "too long"),
        ("!!python/object/apply:os.getcwd []", 1, "the tag "),
    ],
)
def test_what_cannot_be_read_is_one_sentence(text: str, line: int, what: str) -> None:
    with pytest.raises(UserError, match=r"waits\.yaml") as refusal:
        measure_of(text, "waits.yaml")

    assert refusal.value.code == "definition_unreadable"
    assert f"line {line}" in refusal.value.sentence
    assert what in refusal.value.sentence
    assert "\n" not in refusal.value.sentence


@pytest.mark.parametrize("text", ["just words", "- a\n- b", "3"])
def test_what_is_no_set_of_fields_is_refused(text: str) -> None:
    with pytest.raises(UserError, match=r"waits\.yaml, line 1, the file: a set of named fields is needed here"):
        measure_of(text, "waits.yaml")


def test_file_and_key_must_agree(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(GOOD)

    with pytest.raises(UserError, match="file and key must agree"):
        read_measure(tmp_path / "other.yaml")


def test_a_link_is_refused_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "links.yaml"
    link = "- {id: L1, lead: q.a, lag: q.b, sign: '+', delay_days: [7, 1], grade: strong, source: s}\n"
    path.write_text("links:\n" + link)

    with pytest.raises(UserError, match=r"links\.yaml, line 2, links\[0\]\.delay_days: two numbers"):
        read_links(path)
    path.write_text("links:\n" + link.replace("[7, 1]", "[1, 7]").replace("strong", "contested"))
    with pytest.raises(UserError, match="a contested link needs its caveat"):
        read_links(path)
    path.write_text("links:\n" + link.replace("[7, 1]", "[1, 7]") * 2)
    with pytest.raises(UserError, match=r"line 3, links\[1\]\.id: 'L1' is there twice"):
        read_links(path)
    path.write_text("others: []\n")
    with pytest.raises(UserError, match="a list under this name"):
        read_links(path)


def test_a_link_into_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "waits.yaml").write_text(GOOD)
    (tmp_path / "links.yml").write_text("links: []\n")
    (tmp_path / "trades.yml").write_text(
        "trade_offs:\n- {id: B1, push: q.a, push_good: down, guard: q.b, guard_good: up, mechanism: m, source: s}\n"
    )

    with pytest.raises(UserError, match=r"trades\.yml, line 1, trade_offs B1: the library has no measure 'q\.a'"):
        read_library(tmp_path, tmp_path / "links.yml", tmp_path / "trades.yml")
    assert len(read_trade_offs(tmp_path / "trades.yml")) == 1
