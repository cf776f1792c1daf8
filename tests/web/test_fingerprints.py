"""Static files carry a hash of themselves in their name, so that a browser never shows an old one."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.test import Client

from wellrun.web import fingerprints

WEB = Path(fingerprints.__file__).parent
pytestmark = pytest.mark.django_db
SCRIPTS = sorted(path.name for path in (WEB / "static" / "js").glob("*.js"))


@pytest.mark.parametrize("name", [f"js/{one}" for one in SCRIPTS] + ["img/wellrun.svg"])
def test_a_file_is_named_by_its_hash_and_kept_for_good(name: str) -> None:
    address = static(name)
    stem, _dot, suffix = name.rpartition(".")
    assert re.fullmatch(rf"/static/{re.escape(stem)}\.[0-9a-f]{{12}}\.{suffix}", address)
    answer = Client().get(address)
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
    assert b"".join(answer) == (WEB / "static" / name).read_bytes()
    answer.close()


def test_the_plain_name_answers_too_and_is_not_kept_for_good() -> None:
    answer = Client().get("/static/js/page.js")
    assert answer.status_code == 200
    assert "immutable" not in answer["Cache-Control"]
    answer.close()


def test_an_old_hash_is_not_there() -> None:
    assert Client().get("/static/js/page.000000000000.js").status_code == 404


def test_a_page_names_no_file_of_its_own_without_a_hash() -> None:
    named = re.findall(r"/static/([^\"#?]+)", Client().get("/sign-in/").content.decode())
    assert any(re.search(r"\.[0-9a-f]{12}\.", one) for one in named)
    plain = [one for one in named if not re.search(r"\.[0-9a-f]{12}\.", one)]
    assert [one for one in plain if (WEB / "static" / one).exists()] == []


def test_what_is_not_built_yet_keeps_its_name() -> None:
    assert static("built/never-made.css") == "/static/built/never-made.css"
    assert staticfiles_storage.url("") == "/static/"


def test_another_content_gets_another_name(tmp_path: Path) -> None:
    first, second = tmp_path / "a.css", tmp_path / "b.css"
    first.write_text("a")
    second.write_text("b")
    name = "built/a.css"
    assert fingerprints._with_hash(name, str(first)) != fingerprints._with_hash(name, str(second))


def test_while_debugging_a_file_keeps_its_name_so_that_it_may_change(settings: Any) -> None:
    settings.DEBUG = True
    assert fingerprints.fingerprinted("js/page.js") == "js/page.js"
