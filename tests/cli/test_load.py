"""A real site from an empty folder to a first sign-in, loaded anew without change, and refused by file and row."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.cli.conftest import Wellrun
from tests.factories import at
from wellrun.access.actions import revoke
from wellrun.access.models import Grant
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.audit.models import AuditEvent
from wellrun.cli import system
from wellrun.demo.integrity import UNIT_KINDS
from wellrun.jobs.people import farewell
from wellrun.organisation.models import Holding, SiteSetting, Unit

pytestmark = pytest.mark.integration
BLANK = "Northgate: Health"


@pytest.fixture(autouse=True)
def _shape(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(system, "migrate", lambda: None)
    with at():
        yield


@pytest.fixture
def folder(wellrun: Wellrun, tmp_path: Path) -> Path:
    """The empty site folder."""
    path = tmp_path / "own"
    ran = wellrun("init", path, "--name", BLANK, "--time-zone", "America/New_York")
    assert (ran.code, ran.out.count(b"\n")) == (0, 7)
    return path


def said(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def events() -> int:
    return AuditEvent.objects.count()


def test_the_empty_folder_loads_and_its_administrator_reaches_every_place(wellrun: Wellrun, folder: Path) -> None:
    ran = wellrun("load", folder)
    assert ran.out.decode().splitlines()[0] == "Brought 1 units, 1 posts, 1 accounts, 1 grants."
    here = SiteSetting.objects.get()
    assert (here.name, here.time_zone, here.demo) == (BLANK, "America/New_York", "")
    browser = Client()
    browser.force_login(User.objects.get())
    for place in ("day", "strategy", "reviews", "actions", "data"):
        assert browser.get(f"/u/enterprise/{place}/").status_code == 200, place


def test_loaded_again_it_changes_nothing(wellrun: Wellrun, folder: Path) -> None:
    wellrun("load", folder)
    before = events()
    assert wellrun("load", folder).out == b"Brought nothing that was not there already.\n"
    assert events() == before


def test_what_is_added_to_the_folder_is_added_to_the_site(wellrun: Wellrun, folder: Path) -> None:
    wellrun("load", folder)
    with (folder / "units.csv").open("a") as units:
        units.write("ward-1,Ward 1,ward,enterprise\n")
    (folder / "figures.csv").write_text(
        "measure,unit,period,numerator,denominator\n"
        + "".join(f"ed_4h,ward-1,2025-{month:02},{70 + month},100\n" for month in range(1, 10))
    )
    said(folder, "site.yaml", "measures: []", "measures: [ed_4h]")
    said(folder, "sources.yaml", "files: []", "files:\n- {file: figures.csv, source: own-files}")
    tried = wellrun("load", folder, "--dry-run").out.decode()
    assert tried.startswith("Would bring 1 units, 1 measures, ")
    assert not Unit.objects.filter(key="ward-1").exists()
    assert wellrun("load", folder).out.decode() == tried.replace("Would bring", "Brought")
    assert wellrun("load", folder).out == b"Brought nothing that was not there already.\n"


def test_a_trial_leaves_nothing_behind(wellrun: Wellrun, folder: Path) -> None:
    before = events()
    assert wellrun("load", folder, "--dry-run").out == b"Would bring 1 units, 1 posts, 1 accounts, 1 grants.\n"
    assert (Unit.objects.count(), events()) == (0, before)


def test_what_was_taken_away_since_stays_away(wellrun: Wellrun, folder: Path) -> None:
    said(folder, "sign-ins.yaml", "shown: false", "shown: false\n  holds: [chief-executive]")
    wellrun("load", folder)
    revoke(grant=Grant.objects.get(), by=SYSTEM)
    farewell(user=User.objects.get(), by=SYSTEM)
    assert wellrun("load", folder).out == b"Brought nothing that was not there already.\n"
    assert not Grant.objects.exists()
    assert [held.ends for held in Holding.objects.all()] != [None]


def test_everything_that_is_wrong_is_said_by_file_and_row(wellrun: Wellrun, folder: Path) -> None:
    said(folder, "posts.yaml", "unit: enterprise}", "unit: enterprize}")
    with (folder / "units.csv").open("a") as units:
        units.write("ward-1,Ward 1,wardd,enterprise\n")
    ran = wellrun("load", folder)
    assert (ran.code, ran.out) == (2, b"")
    assert ran.err.splitlines() == [
        f"units.csv, row 3: The unit 'ward-1' has the kind 'wardd'; it is one of {', '.join(UNIT_KINDS)}.",
        "posts.yaml, row 2: The post 'chief-executive' names the unit 'enterprize', which is not there.",
        f"{folder} was not loaded: 2 things are wrong in it.",
    ]
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "posts.yaml",
            "title:",
            "titel:",
            "posts.yaml, row 2: posts.yaml[0]: the field 'titel' is not known; did you mean 'title'?",
        ),
        ("units.csv", "yes,member,", "yes,member,soon", "units.csv, row 2, column opened: 'soon' is not a date"),
        ("forums.yaml", "[]", "[", "forums.yaml is not valid YAML"),
        ("site.yaml", "measures: []", "measures: [no_such]", "The measure 'no_such' is not defined"),
        ("sources.yaml", "files: []", "files:\n- {file: gone.csv, source: own-files}", "gone.csv is not in"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(
    wellrun: Wellrun, folder: Path, name: str, old: str, new: str, sentence: str
) -> None:
    said(folder, name, old, new)
    assert sentence in wellrun("load", folder).err.splitlines()[0]


def test_a_row_of_figures_that_is_wrong_is_named(wellrun: Wellrun, folder: Path) -> None:
    (folder / "figures.csv").write_text("measure,unit,period,numerator,denominator\ned_4h,enterprise,2025-01,7,0\n")
    said(folder, "site.yaml", "measures: []", "measures: [ed_4h]")
    said(folder, "sources.yaml", "files: []", "files:\n- {file: figures.csv, source: own-files}")
    ran = wellrun("load", folder, "--dry-run")
    assert ran.code == 2
    assert "row 2" in ran.err
    assert "denominator" in ran.err
    assert not Unit.objects.exists()


def test_a_column_that_is_missing_is_named_where_it_can_be_mended(wellrun: Wellrun, folder: Path) -> None:
    (folder / "figures.csv").write_text("measure,unit,period\ned_4h,enterprise,2025-01\n")
    said(folder, "sources.yaml", "files: []", "files:\n- {file: figures.csv, source: own-files}")
    complaint = wellrun("load", folder).err.splitlines()[-1]
    assert complaint.startswith("figures.csv")
    assert complaint.endswith("in sources.yaml.")


def test_a_demo_is_not_made_a_real_site(wellrun: Wellrun, folder: Path) -> None:
    SiteSetting.objects.create(name="Demo", demo="lakeside")
    assert "holds a demo" in wellrun("load", folder).err


def test_a_folder_with_something_in_it_is_left_alone(wellrun: Wellrun, folder: Path) -> None:
    assert "is there already" in wellrun("init", folder, "--name", "Other").complaint
    assert "is no time zone" in wellrun("init", folder / "x", "--name", "A", "--time-zone", "Mars/One").complaint
