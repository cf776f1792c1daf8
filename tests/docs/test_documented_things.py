"""What the documents name exists: targets, variables, commands, links, words."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.shared_data import ROOT, SHARED, needs_shared

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"`([^`\n]+)`|^ {4}(\S.*)$", re.MULTILINE)
CLI_PAGE = ROOT / "docs" / "reference" / "cli.md"


def code_in(path: Path) -> str:
    """The pieces of a document that are set as code, a line each."""
    return "\n".join(inline or block for inline, block in CODE.findall(path.read_text()))


def names_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def variables_read() -> set[str]:
    read = "\n".join(path.read_text() for path in (ROOT / "src" / "wellrun" / "config").glob("*.py"))
    return set(re.findall(r'"(WELLRUN_[A-Z_]+)"', read))


@pytest.mark.parametrize("path", DOCUMENTS, ids=names_of)
def test_every_make_target_it_names_exists(path: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)", code_in(path))) <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=names_of)
def test_every_variable_it_names_is_read(path: Path) -> None:
    known = variables_read() | {"WELLRUN_SHARED"}
    assert set(re.findall(r"\bWELLRUN_[A-Z_]+", path.read_text())) <= known


@pytest.mark.parametrize("path", DOCUMENTS, ids=names_of)
def test_every_file_it_links_to_exists(path: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", path.read_text()) if "://" not in link]
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_variable_that_is_read_is_documented() -> None:
    assert variables_read() <= set(
        re.findall(r"`(WELLRUN_[A-Z_]+)`", (ROOT / "docs/reference/settings.md").read_text())
    )


def test_every_target_of_make_says_what_it_does() -> None:
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("setup", "demo", "test", "check", "fix", "serve", "bench", "docs"):
        assert f"make {target} " in said


@pytest.mark.skipif(not CLI_PAGE.exists(), reason="left out: docs/reference/cli.md is not written yet")
def test_every_documented_command_exists() -> None:
    commands = sorted(set(re.findall(r"\bwellrun ([a-z]+)", code_in(CLI_PAGE))))
    assert commands
    unknown = [command for command in commands if not answers_help(command)]
    assert unknown == []


def answers_help(command: str) -> bool:
    start = "import sys; from wellrun.cli.main import main; sys.exit(main())"
    return not subprocess.run([sys.executable, "-c", start, command, "--help"], capture_output=True).returncode


def test_every_decision_has_a_number_of_its_own_and_stands_in_the_list() -> None:
    files = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    numbers = [name[:4] for name in files]
    assert numbers == [f"{number:04}" for number in range(1, len(files) + 1)]
    listed = (ROOT / "docs" / "decisions" / "index.md").read_text()
    assert [name for name in files if f"]({name})" not in listed] == []


@needs_shared
@pytest.mark.shared
def test_the_glossary_explains_every_word_of_the_vocabulary() -> None:
    terms = yaml.safe_load((SHARED / "domain" / "vocabulary.yaml").read_text())["terms"]
    glossary = (ROOT / "GLOSSARY.md").read_text()
    assert [name for name in terms if f"`{name}`" not in glossary] == []
