"""Every command and option that exists is documented, and the other way round."""

import re

import pytest
import typer

from tests.shared_data import ROOT
from wellrun.cli.analyse import CHARTS, DIRECTIONS, RULES
from wellrun.cli.lazy import load
from wellrun.cli.options import FORMATS, GRAINS
from wellrun.cli.registry import COMMANDS
from wellrun.tables.columns import FIELDS, SYNONYMS
from wellrun.tables.limits import LOCAL, MEGABYTE, UPLOAD

PAGE = (ROOT / "docs" / "reference" / "cli.md").read_text()
FORMATS_PAGE = (ROOT / "docs" / "reference" / "file-formats.md").read_text()


def section(command: str) -> str:
    """What the page says under `## wellrun COMMAND`."""
    found = re.search(rf"^## wellrun {command}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/reference/cli.md has no section on {command}"
    return found[1]


def options_of(command: str) -> set[str]:
    made = load(command, COMMANDS[command])
    parts = [made, *made.commands.values()] if isinstance(made, typer.core.TyperGroup) else [made]
    parameters = [parameter for part in parts for parameter in part.params]
    names = (name for parameter in parameters for name in (*parameter.opts, *parameter.secondary_opts))
    return {name for name in names if name.startswith("--")} - {"--help"}


def test_every_command_has_a_section() -> None:
    assert set(re.findall(r"^## wellrun ([a-z]+)$", PAGE, re.MULTILINE)) == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented_and_every_documented_option_exists(command: str) -> None:
    assert set(re.findall(r"`(--[a-z-]+)", section(command))) == options_of(command)


@pytest.mark.parametrize("word", [*CHARTS, *RULES, *DIRECTIONS, *GRAINS, *FORMATS])
def test_every_word_an_option_takes_is_documented(word: str) -> None:
    assert f"`{word}`" in section("analyse")


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_and_synonym_is_documented(field: str) -> None:
    assert f"| `{field}` |" in FORMATS_PAGE
    assert [name for name in SYNONYMS[field] if f"`{name}`" not in FORMATS_PAGE] == []


def test_the_limits_are_those_of_the_page() -> None:
    for limits in (LOCAL, UPLOAD):
        for size in (limits.file_bytes, limits.unpacked_bytes):
            assert f"{size // MEGABYTE:,} MB" in FORMATS_PAGE
        for number in (limits.columns, limits.header_characters, limits.area):
            assert f"{number:,}" in FORMATS_PAGE
