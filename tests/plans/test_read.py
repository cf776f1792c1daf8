"""A plan file or a folder of them is read strictly; what is wrong is said with file, line, field and what to do."""

from pathlib import Path

import pytest

from tests.plans.generated import generated_plan
from wellrun.lib.errors import UserError
from wellrun.library.folder import DEFINITIONS
from wellrun.plans.diff import changes
from wellrun.plans.document import SITE_PARTS
from wellrun.plans.read import plan_of, read_plan
from wellrun.plans.write import write_plan

GOOD = """\
as_of: 2026-04-01
plan:
  key: p
  name: The plan
  starts: 2026-04-01
  ends: 2027-03-31
  stage: draft
  domains:
  - {key: access, name: Access}
  objectives:
  - key: four-hours
    domain: access
    title: Seen within four hours
    unit: top
    level: enterprise
    rank: 1
    owner: chief-nurse
posts:
- {key: chief-nurse, title: Chief nurse, unit: top}
"""


def refusal(text: str) -> UserError:
    with pytest.raises(UserError) as refused:
        plan_of(text, "plan.yaml")
    return refused.value


def test_a_plan_says_what_it_says() -> None:
    plan = plan_of(GOOD, "plan.yaml")
    assert plan.plan.objectives[0].owner == "chief-nurse"
    assert plan.says == {"posts"}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "owner: chief-nurse",
            "owner: chief-nures",
            "plan.yaml, line 17, plan.objectives[0].owner: there is no post 'chief-nures'; did you mean 'chief-nurse'?",
        ),
        (
            "level: enterprise",
            "level: hospital",
            "plan.yaml, line 15, plan.objectives[0].level: 'hospital' is not known here; it is one of enterprise,",
        ),
        (
            "    rank: 1",
            "    ranks: 1",
            "plan.yaml, line 16, plan.objectives[0]: the field 'ranks' is not known; did you mean 'rank'?",
        ),
        (
            "    rank: 1",
            "    rank: first",
            "plan.yaml, line 16, plan.objectives[0].rank: 'first' is not a whole number.",
        ),
        (
            "domain: access",
            "domain: acess",
            "plan.yaml, line 12, plan.objectives[0].domain: there is no domain 'acess'; did you mean 'access'?",
        ),
        ("ends: 2027-03-31", "ends: 2026-03-31", "plan.yaml, line 6, plan.ends: a plan ends after it starts."),
        ("posts:\n", "persons:\n", "plan.yaml, line 18: the part 'persons' is not known; there are "),
        ("unit: top}", "unit: top}\n- {key: chief-nurse, title: Again, unit: top}", "'chief-nurse' is there twice"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, sentence: str) -> None:
    assert old in GOOD
    assert sentence in refusal(GOOD.replace(old, new, 1)).sentence


def test_every_thing_that_is_wrong_is_told() -> None:
    text = GOOD.replace("owner: chief-nurse", "owner: nobody").replace("domain: access", "domain: none")
    assert len(refusal(text).params["problems"]) == 2


def test_units_and_measures_are_held_against_what_a_site_knows() -> None:
    known = {"unit": ["top-unit"], "account": [], "measure": [], "post": []}
    with pytest.raises(UserError) as refused:
        plan_of(GOOD, "plan.yaml", known)
    assert "there is no unit 'top'" in refused.value.sentence


def test_objectives_do_not_serve_one_another_in_a_circle() -> None:
    second = "  - {key: b, domain: access, title: B, unit: top, level: team, parents: [four-hours]}\n"
    text = GOOD.replace("posts:\n", f"    parents: [b]\n{second}posts:\n")
    assert "in a circle" in refusal(text).sentence


def test_references_inside_the_text_are_refused() -> None:
    assert refusal("plan: &a {key: p}\nposts: *a\n").code == "definition_unreadable"


def a_folder(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


def test_a_folder_is_one_plan(tmp_path: Path) -> None:
    head, posts = GOOD.split("posts:\n")
    before, objectives = head.split("  objectives:\n")
    outdented = "".join(line[2:] for line in objectives.splitlines(keepends=True))
    folder = a_folder(tmp_path, plan=before, posts=posts, objectives=f"objectives:\n{outdented}")
    assert write_plan(read_plan(folder)) == write_plan(plan_of(GOOD, "plan.yaml"))


def test_a_part_in_two_files_is_refused_with_both(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, plan=GOOD, more="posts: []\n")
    with pytest.raises(UserError, match=r"posts is said twice, in more.yaml and plan.yaml") as refused:
        read_plan(folder)
    assert refused.value.code == "plan_part_twice"


def test_a_part_inside_the_plan_and_beside_it_is_refused(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, plan=GOOD, objectives="[]\n")
    with pytest.raises(UserError, match=r"objectives is said twice, in objectives.yaml and plan.yaml"):
        read_plan(folder)


def test_a_line_of_a_file_that_is_a_plain_list_is_found(tmp_path: Path) -> None:
    head, posts = GOOD.split("posts:\n")
    folder = a_folder(tmp_path, plan=head, posts=posts.replace("unit: top", "unitt: top"))
    with pytest.raises(UserError, match=r"posts.yaml, line 1, posts\[0\]: the field 'unitt' is not known"):
        read_plan(folder)


def test_a_folder_without_a_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds no plan file"):
        read_plan(tmp_path)
    with pytest.raises(UserError, match="the part 'plan' is missing"):
        read_plan(a_folder(tmp_path, posts="[]\n"))


@pytest.mark.parametrize("name", ["england", "demo"])
def test_a_site_folder_is_read_as_a_plan_and_comes_back_from_its_text(name: str) -> None:
    document = read_plan(DEFINITIONS / name)
    assert len(document.plan.objectives) > 20
    assert {"posts", "forums", "targets", "measures"} <= document.says
    text = write_plan(document)
    again = plan_of(text, "plan.yaml")
    assert changes(document, again) == []
    assert write_plan(again) == text


@pytest.mark.parametrize("seed", range(20))
def test_what_is_written_is_read_back(seed: int) -> None:
    drawn = generated_plan(seed)
    again = plan_of(write_plan(drawn), "plan.yaml")
    assert again.says == set(SITE_PARTS)
    assert write_plan(again) == write_plan(drawn)
    assert changes(drawn, again) == changes(again, drawn) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  name: The", "\tname: The", "plan.yaml, line 4: a tab stands here, indent with spaces."),
        ("ends: 2027-03-31", "ends: 2027-02-31", "plan.yaml, line 6: '2027-02-31' is no value: a date is like"),
        ("ends: 2027-03-31", "ends: 31.3.2027", "plan.ends: '31.3.2027' is not a date like 2026-04-01."),
        ("    rank: 1", f"    rank: {'9' * 5000}", "plan.yaml, line 16: '9999"),
        ("    rank: 1", "    rank: !!python/name:os.system", "plan.yaml, line 16: the tag "),
        ("    rank: 1", "    rank: 1\n    rank: 2", "plan.yaml, line 17: the field 'rank' is there twice."),
        ("unit: top}", "unit: }", "posts[0].unit: nothing is written here, and a text is needed."),
        ("unit: top}", "unit: 12}", "posts[0].unit: 12 is not a text: put it in quotes."),
        ("posts:\n", "---\nposts:\n", "a second document begins here: one file is one document"),
        ("unit: top}", "unit: to\x00p}", "a character stands here that YAML does not allow, take it out."),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line_and_what_to_do(old: str, new: str, sentence: str) -> None:
    assert old in GOOD
    assert sentence in refusal(GOOD.replace(old, new, 1)).sentence


def test_what_is_too_long_is_not_read_and_what_is_no_text_is_said(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(UserError, match="at most 10,000,000 characters are read"):
        read_plan(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="is not a text in UTF-8"):
        read_plan(path)


def test_references_are_refused_in_the_file_of_places_too(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, plan=GOOD, places="places: &a [1]\ngroups: *a\n")
    with pytest.raises(UserError, match=r"places\.yaml, line 2: references"):
        read_plan(folder)
