"""Importing a file on the pages: what it would bring, which column is what, what stands against it, all or nothing."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import a_measure, a_user
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.insight.models import EvaluationRun
from wellrun.measures.models import Observation, Receipt, Source
from wellrun.tables.limits import UPLOAD
from wellrun.web import uploads

HEADER = "measure,unit,period,numerator,denominator\n"
GOOD = HEADER + "seen,north,2025-08-01,90,100\nseen,north,2025-09-01,80,100\n"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path / "uploads"


@pytest.fixture
def analyst(world: World) -> User:
    a_measure("seen")
    return a_user("analyst", (world.north, "analyst"))


def send(client: Client, data: str | bytes, name: str = "figures.csv", unit: str = "north") -> Any:
    """Choose the file, and look at what it would bring where it can be read."""
    content = data.encode() if isinstance(data, str) else data
    fields = {"file": SimpleUploadedFile(name, content), "source": "own-files"}
    return client.post(f"/u/{unit}/data/import/", fields, follow=True)


def mapping(**changed: str) -> dict[str, str]:
    """What the form of a file with plain names holds."""
    same = {name: name for name in ("measure", "unit", "period", "numerator", "denominator")}
    return {**same, **changed}


def bring(client: Client, answer: Any, **changed: str) -> Any:
    """Press the main button of the file's page."""
    return client.post(answer.request["PATH_INFO"], {**mapping(**changed), "import": "1"}, follow=True)


def test_a_file_is_looked_into_before_anything_is_changed(analyst: User) -> None:
    said = text_of(send(client_of(analyst), GOOD))
    assert "Import figures.csv 2 rows. Nothing has been changed yet." in said
    assert "new 2 corrected 0 known already 0 empty 0 series to judge anew" in said
    assert "measure unit period numerator denominator seen north 2025-08-01 90 100" in said
    assert not Observation.objects.exists()
    assert not Receipt.objects.exists()
    assert not Source.objects.exists()


def test_it_is_brought_judged_and_signed_for(analyst: User) -> None:
    client = client_of(analyst)
    answer = bring(client, send(client, GOOD))
    assert answer.redirect_chain == [("/u/north/data/imports/", 302)]
    said = text_of(answer)
    assert "figures.csv: 2 rows read; 2 new, 0 corrected, 0 as known." in said
    assert "figures.csv by analyst" in said
    assert sorted(Observation.objects.filter(series__unit__key="north").values_list("value", flat=True)) == [0.8, 0.9]
    assert Receipt.objects.get().received_by == analyst.audit_label


def test_the_same_file_again_evaluates_nothing(analyst: User) -> None:
    client = client_of(analyst)
    bring(client, send(client, GOOD))
    before = list(EvaluationRun.objects.values_list("pk", "series_evaluated"))
    again = send(client, GOOD)
    assert "new 0 corrected 0 known already 2 empty 0 series to judge anew 0" in text_of(again)
    assert "0 new, 0 corrected, 2 as known. 0 series judged" in text_of(bring(client, again))
    judged = sum(run.series_evaluated for run in EvaluationRun.objects.exclude(pk__in=[pk for pk, _ in before]))
    assert judged == 0


def test_a_correction_says_so(analyst: User) -> None:
    client = client_of(analyst)
    bring(client, send(client, GOOD))
    assert "new 0 corrected 1 known already 1" in text_of(send(client, GOOD.replace("90", "91")))


def test_errors_stand_by_row_and_column_and_nothing_is_kept(analyst: User) -> None:
    client = client_of(analyst)
    broken = HEADER + "seen,north,2025-08-01,90,100\nseen,north,2025-09-01,110,100\nseen,north,2025-10-99,x,0\n"
    answer = send(client, broken)
    said = text_of(answer)
    assert "It cannot be imported as it is, and nothing was changed." in said
    assert '3 numerator "110" is above the denominator' in said
    assert "4 denominator 0 is not allowed: a rate needs cases" in said
    assert '4 numerator "x" is not a number' in said
    refused = bring(client, answer)
    assert refused.status_code == 422
    assert '3 numerator "110" is above the denominator' in text_of(refused)
    assert not Observation.objects.exists()


def test_a_share_that_may_pass_the_whole_is_only_worth_a_look(analyst: User) -> None:
    a_measure("share", bounded=False)
    client = client_of(analyst)
    answer = send(client, GOOD.replace("seen", "share").replace("90", "110"))
    assert "Rows worth a look" in text_of(answer)
    assert "110 is above the denominator 100" in text_of(answer)
    assert "1 rows to look at." in text_of(bring(client, answer)) or Observation.objects.count() >= 2


def test_names_that_do_not_say_which_column_is_what_are_asked_for(analyst: User) -> None:
    client = client_of(analyst)
    odd = "Indicator;Place;When;Top;Bottom\nseen;north;2025-08-01;90;100\n"
    answer = send(client, odd)
    assert "Import one row" not in text_of(answer)
    told = mapping(measure="Indicator", unit="Place", period="When", numerator="Top", denominator="Bottom")
    looked = client.post(answer.request["PATH_INFO"], {**told, "check": "1"})
    assert looked.status_code == 200
    assert "Import one row" in text_of(looked)
    assert '<option value="Place" selected>' in looked.content.decode()
    client.post(answer.request["PATH_INFO"], {**told, "import": "1"})
    assert Observation.objects.filter(series__measure__key="seen", series__unit__key="north").count() == 1


def test_what_is_needed_is_marked_and_asked_for(analyst: User) -> None:
    client = client_of(analyst)
    answer = send(client, "Indicator;Place;When;Top;Bottom\nseen;north;2025-08-01;90;100\n")
    page = text_of(answer)
    for name in ("Measure", "Unit", "Period"):
        assert f"{name} (needed)" in page
    asked = text_of(client.post(answer.request["PATH_INFO"], {"check": "1"}))
    assert "Say which column holds the measure, or which one the whole file is about." in asked
    assert "Say which column holds the unit, or which one the whole file is about." in asked
    assert "Say which column holds the period." in asked
    assert "Say which column holds the value, or which two the numerator and denominator." in asked


def test_unknown_names_stand_beside_what_else_is_wrong(analyst: User) -> None:
    said = text_of(send(client_of(analyst), HEADER + "seem,north,2025-08-01,90,100\nseen,nort,2025-99-01,9,0\n"))
    assert "2 measure there is no measure “seem”; did you mean “seen”?" in said
    assert "3 denominator 0 is not allowed: a rate needs cases" in said
    assert '3 period "2025-99-01" is not a date in the calendar' in said
    assert "3 unit there is no unit “nort”; did you mean “north”?" in said


def test_a_name_beyond_ones_reach_is_never_offered(analyst: User, world: World) -> None:
    said = text_of(send(client_of(analyst), GOOD.replace("north", "soutth")))
    assert "there is no unit “soutth” 3" in said
    assert "did you mean" not in said


def test_a_file_about_one_measure_and_unit_needs_no_columns_for_them(analyst: User) -> None:
    client = client_of(analyst)
    answer = send(client, "period,value\n2025-08-01,0.9\n")
    told = {"period": "period", "value": "value", "one_measure": "seen", "one_unit": "north", "check": "1"}
    assert "Import one row" in text_of(client.post(answer.request["PATH_INFO"], told))


def test_the_unit_of_somebody_else_is_unknown(analyst: User, world: World) -> None:
    client = client_of(analyst)
    answer = send(client, GOOD.replace("north", "south"))
    assert "Import 2 rows" not in text_of(answer)
    refused = bring(client, answer)
    assert (refused.status_code, Observation.objects.exists()) == (422, False)
    assert text_of(refused).count("South") == 0
    unknown = text_of(send(client, GOOD.replace("north", "nowhere")))
    assert unknown.replace("nowhere", "south") == text_of(answer).replace("nowhere", "south")


def test_a_choice_that_is_not_offered_is_refused(analyst: User) -> None:
    client = client_of(analyst)
    answer = send(client, GOOD)
    refused = bring(client, answer, one_unit="south", measure="nothing")
    assert (refused.status_code, Observation.objects.exists()) == (422, False)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("figures.csv", b"", "empty"),
        ("figures.csv", b"PK\x03\x04 is not much of an archive", "figures.csv"),
        ("figures.csv", b"\x89PNG\r\n\x1a\n", "a picture (PNG), not a table"),
        ("figures.xlsx", b"not a workbook", "figures.xlsx"),
        ("figures.csv", b"a" * 1_000_000, "figures.csv"),
    ],
    ids=["empty", "archive", "picture", "workbook", "one long header"],
)
def test_what_is_no_table_is_refused_where_it_was_chosen(
    analyst: User, folder: Path, name: str, data: bytes, said: str
) -> None:
    answer = send(client_of(analyst), data, name)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert "aria-invalid" in answer.content.decode()
    assert not list(folder.iterdir()) if folder.exists() else True


def test_a_zip_named_csv_is_refused_in_words(analyst: User) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("figures.csv", GOOD)
    answer = send(client_of(analyst), out.getvalue())
    assert answer.status_code == 422
    assert "ZIP" in text_of(answer)


def test_a_file_that_is_too_large_is_refused(analyst: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOAD", type(UPLOAD)(file_bytes=1_000, unpacked_bytes=2_000))
    answer = send(client_of(analyst), GOOD * 50)
    assert answer.status_code == 422
    assert "figures.csv is larger than" in text_of(answer)
    assert UPLOAD.file_bytes == 50_000_000


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\me\\figures.csv", "figures.csv"),
        ("<script>alert(1)</script>.csv", "script>.csv"),
        ("evil\u202evsc.csv", "evilvsc.csv"),
        ("a\x00b\nc.csv", "abc.csv"),
        ("=cmd.csv", "=cmd.csv"),
        ("x" * 400 + ".csv", "x" * 200),
    ],
    ids=["path", "windows path", "markup", "turned round", "control characters", "formula", "long"],
)
def test_a_hostile_name_is_only_a_name(analyst: User, folder: Path, name: str, shown: str) -> None:
    assert uploads.shown_name(name) == shown
    client = client_of(analyst)
    answer = send(client, GOOD, name)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert {path.name for path in folder.iterdir()} == {answer.request["PATH_INFO"].split("/")[-2]}


def test_a_file_without_a_name_has_one(analyst: User) -> None:
    assert uploads.shown_name(None) == uploads.shown_name("/") == uploads.shown_name("\x00") == "file"


def test_the_file_of_another_session_and_a_guess_answer_alike(analyst: User, world: World) -> None:
    mine = client_of(analyst)
    address = send(mine, GOOD).request["PATH_INFO"]
    other = client_of(a_user("second", (world.north, "analyst")))
    guess = address.replace(address.split("/")[-2], "00000000-0000-4000-8000-000000000000")
    for client, path in ((other, address), (client_of(analyst), address), (mine, guess)):
        assert client.get(path).status_code == 404
        assert client.post(path, {**mapping(), "import": "1"}).status_code == 404
    bring(mine, send(mine, GOOD))
    assert mine.get(address).status_code == 200  # the first upload still waits; the second is gone


def test_an_imported_file_no_longer_waits(analyst: User, folder: Path) -> None:
    client = client_of(analyst)
    answer = send(client, GOOD)
    bring(client, answer)
    assert not list(folder.iterdir())
    again = client.post(answer.request["PATH_INFO"], {**mapping(), "import": "1"})
    assert again.status_code == 404
    assert "This file is no longer waiting here. Choose it again." in text_of(again)


@pytest.mark.parametrize(("who", "status"), [("viewer", 403), ("lead", 403), ("neighbour", 404)])
def test_who_looks_after_no_data_imports_none(world: World, who: str, status: int) -> None:
    client = client_of(getattr(world, who))
    assert client.get("/u/north/data/import/").status_code == status
    assert "Import a file" not in text_of(client_of(world.viewer).get("/u/north/data/"))


def test_a_missing_file_is_asked_for(analyst: User) -> None:
    answer = client_of(analyst).post("/u/north/data/import/", {"source": "own-files"})
    assert answer.status_code == 422
    assert "This field is required." in text_of(answer)


def test_a_form_that_takes_long_has_a_place_to_say_so(analyst: User) -> None:
    content = send(client_of(analyst), GOOD).content.decode()
    assert 'data-busy="Importing and judging.' in content
    assert "data-busy-note" in content
