"""Pages of the documentation: links lead somewhere, indexes are whole, rooms exist, examples fit the product."""

import ast
import importlib
import importlib.util
import io
import json
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.docs.test_commands import options_of
from tests.docs.test_documented_things import DOCUMENTS, names_of
from tests.factories import a_post, a_unit, at
from tests.shared_data import ROOT
from wellrun.cli.main import main
from wellrun.cli.registry import COMMANDS

DOCS = ROOT / "docs"
WRITTEN = [*DOCUMENTS, ROOT / "GLOSSARY.md", ROOT / "CHANGELOG.md"]
FOLDERS = ("tutorials", "how-to", "reference", "explanation", "explanation/methods", "decisions")
INDEXED = [DOCS / folder / "index.md" for folder in FOLDERS]
BLOCK = re.compile(r"(?:^(?: {4,}.*)?\n)*^ {4}.*$", re.MULTILINE)


def blocks(path: Path) -> list[str]:
    """The indented pieces of a page, each without its indentation."""
    found = [re.sub(r"^ {4}", "", block, flags=re.MULTILINE).strip() for block in BLOCK.findall(path.read_text())]
    return [block for block in found if block]


def command_lines(path: Path) -> list[str]:
    """Every call of `wellrun` in a page, with its options; a line that ends in a backslash goes on."""
    inline = re.findall(r"`((?:\.venv/bin/)?wellrun [a-z][^`]*)`", path.read_text())
    lines = [line for block in blocks(path) for line in block.replace("\\\n", " ").splitlines()]
    calls = [match[1] for line in lines if (match := re.search(r"(?:^|\s|/)wellrun ([a-z].*)$", line))]
    return [*(re.sub(r"^.*?wellrun ", "", call) for call in inline), *calls]


def slug(heading: str) -> str:
    """The anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("path", WRITTEN, ids=names_of)
def test_every_command_is_called_with_options_it_has(path: Path) -> None:
    for call in command_lines(path):
        command = call.split()[0]
        if command == "token":
            assert call.split()[1:2] in ([], ["issue"], ["list"], ["revoke"]), call
            continue
        assert command in COMMANDS, call
        assert set(re.findall(r"(?<=\s)--[a-z-]+", call)) <= options_of(command) | {"--help"}, call


@pytest.mark.parametrize("path", WRITTEN, ids=names_of)
def test_every_module_it_runs_exists(path: Path) -> None:
    named = re.findall(r"-m (wellrun[a-z_.]*|gunicorn|pytest|scripts[a-z_.]*)", path.read_text())
    assert [name for name in named if importlib.util.find_spec(name) is None] == []


@pytest.mark.parametrize("path", WRITTEN, ids=names_of)
def test_every_heading_it_links_to_exists(path: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", path.read_text()):
        page = path.parent / target if target else path
        assert anchor in {slug(each) for each in re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)}, anchor


@pytest.mark.parametrize("path", WRITTEN, ids=names_of)
def test_every_place_in_the_code_it_names_exists(path: Path) -> None:
    named = re.findall(r"`((?:src|tests|definitions|docs|scripts|requirements)/[\w./-]*)`", path.read_text())
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("path", INDEXED, ids=names_of)
def test_an_index_names_every_page_of_its_folder(path: Path) -> None:
    pages = {page.name for page in path.parent.glob("*.md")} - {"index.md"}
    pages |= {f"{page.parent.name}/index.md" for page in path.parent.glob("*/index.md")}
    assert pages <= set(re.findall(r"\]\(([^)]+\.md)\)", path.read_text()))


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=names_of)
def test_python_in_a_page_imports_what_there_is(path: Path) -> None:
    for block in blocks(path):
        if not block.startswith("from "):
            continue
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.ImportFrom):
                module = importlib.import_module(str(node.module))
                assert [each.name for each in node.names if not hasattr(module, each.name)] == []


@pytest.mark.django_db
def test_the_page_on_access_gives_access_and_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from wellrun.access.models import Grant
    from wellrun.cli import system
    from wellrun.organisation.models import Holding

    monkeypatch.setattr(system, "migrate", lambda: None)
    monkeypatch.setattr("sys.stdin", io.StringIO("a-lake-and-a-bridge\n"))
    a_post("charge-nurse-northgate-medicine-1", a_unit("northgate-medicine-1"))
    give, look, close, take = (
        [shlex.split(line)[1:] for line in block.splitlines()]
        for block in blocks(DOCS / "how-to/give-somebody-access.md")
    )
    with at():
        assert [main(words) for words in give] == [0, 0, 0]
        assert Grant.objects.get().level == "contributor"
        assert Holding.objects.get().user.username == "ward.manager"
        assert [main(words) for words in (*look, *reversed(take), *close)] == [0] * 6
    assert not Grant.objects.exists()
    assert not Holding.objects.exists()


def test_the_figures_that_are_pushed_in_the_guide_have_the_shape_of_the_reference() -> None:
    (pushed,) = [json.loads(each) for each in blocks(DOCS / "how-to/use-the-api.md") if each.startswith("{")]
    from wellrun.api.schemas.observations import PushIn

    assert PushIn.model_validate(pushed).rows[0].period == "2025-10-14"


def test_the_addresses_in_the_guide_exist() -> None:
    from wellrun.api.api import api

    text = (DOCS / "how-to/use-the-api.md").read_text()
    asked = {urlsplit(each).path for each in re.findall(r"(/api/v1/[a-z.?&=_\d-]+)", text)}
    assert asked - {"/api/v1/openapi.json"} <= set(api.get_openapi_schema(path_prefix="/api/v1/")["paths"])


@pytest.mark.parametrize("page", ["import-your-own-file.md", "move-a-demos-clock.md"])
def test_what_one_is_to_press_stands_on_a_page(page: str) -> None:
    web = ROOT / "src" / "wellrun" / "web"
    shown = "\n".join(path.read_text() for end in ("html", "py") for path in web.rglob(f"*.{end}"))
    named = re.findall(r"\*\*(\w[^*]*\w)\*\*", " ".join((DOCS / "how-to" / page).read_text().split()))
    assert named
    assert [words for words in named if not re.search(rf"""["']{re.escape(words)}["']""", shown)] == []


def test_every_file_in_the_site_folder_is_one_that_the_code_writes() -> None:
    text = (DOCS / "reference/settings.md").read_text().split("## What lies in the site's folder")[1]
    code = "\n".join(path.read_text() for path in (ROOT / "src/wellrun").rglob("*.py"))
    files = [name.rstrip("/") for name in re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)]
    assert files
    assert [name for name in files if f'"{name}"' not in code and f"'{name}'" not in code] == []
