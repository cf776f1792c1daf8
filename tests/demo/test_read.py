"""A site folder is read whole or refused with the place that is wrong."""

import re
import shutil
from pathlib import Path

import pytest

from wellrun.demo.open import open_site
from wellrun.demo.read import observation_files, read_site, write_site
from wellrun.lib.errors import UserError


def files_of(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def test_a_site_folder_read_and_written_again_is_the_same_folder(small_site: Path, tmp_path: Path) -> None:
    write_site(tmp_path, read_site(small_site), observation_files(small_site))

    for file in files_of(tmp_path):
        assert (tmp_path / file).read_bytes() == (small_site / file).read_bytes(), file
    assert read_site(tmp_path) == read_site(small_site)
    assert observation_files(tmp_path) == observation_files(small_site)


def test_a_folder_may_bring_definitions_of_its_own(copy: Path) -> None:
    text = "key: ed_4h\nname: Ours\ndomain: access_experience\ndefinition: Ours.\nnumerator: Ours\ndenominator: All\n"
    (copy / "measures" / "ed_4h.yaml").write_text(text)

    names = {measure.key: measure.name for measure in read_site(copy).measures}

    assert names["ed_4h"] == "Ours"
    assert names["ed_lwbs"] == "Left without being seen"


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("units.csv", "northgate,Northgate Hospital,site", "northgate,,site", "row 3: key, name and kind"),
        ("units.csv", "key,name,kind", "key,title,kind", "needs a column 'name'"),
        ("units.csv", "northgate,Northgate Hospital,site", "northgate,Northgate,shed", "has the kind 'shed'"),
        ("units.csv", "site,lakeside,,member,,,", "site,lakeside,,member,May,,", "column opened: 'May' is not a date"),
        ("posts.yaml", "unit: lakeside", "unit: nowhere", "names the unit 'nowhere', which is not there"),
        ("plan.yaml", "owner: bed-manager-hillview", "owner: nobody", "names the post 'nobody'"),
        ("plan.yaml", "measure: ed_return72", "measure: happiness", "names the measure 'happiness'"),
        ("plan.yaml", "rank: 2", "rank: 1", "The rank of a unit 'lakeside/1' is there 2 times"),
        ("plan.yaml", "key: no-harm\n", "key: bed-when-needed\n", "The objective 'bed-when-needed' is there 2 times"),
        ("forums.yaml", "chair: chief-operating-officer", "chair: robot", "names the post 'robot'"),
        ("sign-ins.yaml", "level: analyst", "level: king", "has the level 'king'"),
        ("sources.yaml", "measure: hand_hygiene\n  start", "measure: hands\n  start", "names the measure 'hands'"),
        ("site.yaml", "09:00:00-04:00", "09:00:00", "the clock needs a time zone"),
        ("site.yaml", "enterprise: lakeside", "enterprise: hillview", "The enterprise is 'hillview'"),
        ("site.yaml", "watch_early:\n", "watch_early:\n- wishes\n", "names the measure 'wishes', which is not there"),
        ("plan.yaml", "side: high", "side: left", "has the side 'left'; it is one of high, low"),
        (
            "plan.yaml",
            "measure: shift_fill\n  unit: northgate-medicine-4",
            "measure: shift_fill\n  unit: moon",
            "the unit 'moon'",
        ),
        ("site.yaml", "- ed_4h\n", "- not_a_measure\n- ed_4h\n", "'not_a_measure' is not defined"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(copy: Path, file: str, old: str, new: str, sentence: str) -> None:
    text = (copy / file).read_text()
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1))

    with pytest.raises(UserError, match=re.escape(sentence)):
        read_site(copy)


@pytest.mark.parametrize("file", ["site.yaml", "units.csv", "plan.yaml", "forums.yaml", "sources.yaml"])
def test_a_missing_file_is_named(copy: Path, file: str) -> None:
    (copy / file).unlink()

    with pytest.raises(UserError, match=f"{file} is not in"):
        read_site(copy)


def test_a_missing_file_of_observations_is_named_before_anything_is_loaded(copy: Path) -> None:
    (copy / "observations-ehr.csv").unlink()

    with pytest.raises(UserError, match=r"observations-ehr\.csv is not in"):
        open_site(copy)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not a folder"):
        open_site(tmp_path / "absent")


def test_a_unit_below_itself_is_refused(copy: Path) -> None:
    text = (copy / "units.csv").read_text()
    (copy / "units.csv").write_text(text.replace("Lakeside Health,system,", "Lakeside Health,system,northgate", 1))

    with pytest.raises(UserError, match="lies below itself"):
        read_site(copy)


@pytest.fixture
def copy(small_site: Path, tmp_path: Path) -> Path:
    shutil.copytree(small_site, tmp_path / "site")
    return tmp_path / "site"
