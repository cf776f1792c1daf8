"""Files that wait for their import: few, one's own, and not for long."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest

from tests.factories import a_user
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.lib.errors import NotFound, UserError
from wellrun.web import uploads

Keep = Callable[[HttpRequest], uploads.Upload]
DAY_SECONDS = 24 * 3600


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path / "uploads"


def a_request() -> HttpRequest:
    request = HttpRequest()
    request.session = {}  # type: ignore[assignment]
    return request


def keep(request: HttpRequest, data: bytes = b"a,b\n1,2\n") -> uploads.Upload:
    return uploads.keep(request, SimpleUploadedFile("figures.csv", data), "own-files")


def waiting(folder: Path) -> set[Path]:
    return set(folder.iterdir())


def test_a_session_keeps_its_newest_three(folder: Path) -> None:
    request = a_request()
    kept = [keep(request) for _ in range(5)]
    assert waiting(folder) == {upload.path for upload in kept[2:]}
    assert uploads.kept(request, kept[4].token).read() == b"a,b\n1,2\n"
    with pytest.raises(NotFound):
        uploads.kept(request, kept[0].token)


def test_the_files_of_another_session_are_left_alone(folder: Path) -> None:
    other = keep(a_request())
    mine = a_request()
    for _ in range(4):
        keep(mine)
    assert other.path in waiting(folder)


def test_all_sessions_together_have_so_much_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 20)
    first, second = keep(a_request()), keep(a_request())
    with pytest.raises(UserError, match="Too many files are waiting") as refused:
        keep(a_request())
    assert refused.value.code == "uploads_full"
    assert waiting(folder) == {first.path, second.path}


def test_the_last_file_goes_too_once_it_is_a_day_old(folder: Path) -> None:
    old, fresh = keep(a_request()), keep(a_request())
    for upload, age in ((old, DAY_SECONDS + 60), (fresh, DAY_SECONDS - 600)):
        stamp = upload.path.stat().st_mtime - age
        os.utime(upload.path, (stamp, stamp))
    newest = keep(a_request())
    assert waiting(folder) == {fresh.path, newest.path}


def test_a_file_that_is_refused_is_not_kept(folder: Path, world: World) -> None:
    file = SimpleUploadedFile("figures.csv", b"\x89PNG")
    analyst = a_user("analyst", (world.north, "analyst"))
    answer = client_of(analyst).post("/u/north/data/import/", {"file": file, "source": "own-files"})
    assert answer.status_code == 422
    assert "a picture (PNG), not a table" in text_of(answer)
    assert waiting(folder) == set()
