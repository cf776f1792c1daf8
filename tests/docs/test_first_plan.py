"""The tutorial on the first plan, done as it is written: every file, every finding, every command."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.factories import at
from tests.shared_data import ROOT
from wellrun.check.models import Waiver
from wellrun.cli import system
from wellrun.cli.main import main
from wellrun.organisation.models import Holding
from wellrun.strategy.models import Objective

PAGE = ROOT / "docs" / "tutorials" / "your-first-plan.md"
ROW = re.compile(r"^\| `([A-Z]{3}-\d\d)` \| (\w+) \|", re.MULTILINE)
FILE = re.compile(r"^    # (plan/\w+\.yaml)\n((?:    .*\n)+)", re.MULTILINE)
COMMAND = re.compile(r"^    wellrun (.+)$", re.MULTILINE)


def sections() -> Iterator[str]:
    yield from re.split(r"^## ", PAGE.read_text(), flags=re.MULTILINE)[1:]


def write_files(text: str, folder: Path) -> bool:
    for name, content in FILE.findall(text):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(re.sub(r"^ {4}", "", content, flags=re.MULTILINE))
    return bool(FILE.search(text))


def commands(text: str) -> list[list[str]]:
    return [shlex.split(line) for line in COMMAND.findall(text)]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(system, "migrate", lambda: None)


def test_the_check_finds_what_the_page_tells_and_in_the_end_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for text in sections():
        if not write_files(text, tmp_path) or "wellrun check plan" not in text:
            continue
        told = sorted(ROW.findall(text))
        left = main(["check", "plan", "--format", "json"])
        found = [one for one in json.loads(capsys.readouterr().out) if not one["waived"]]
        assert sorted((one["rule"], one["severity"]) for one in found) == told
        assert left == (1 if "error" in dict(told).values() else 0)
    assert told == []
    assert main(["check", "plan"]) == 0
    assert "fit to execute. Errors 0, warnings 0, notes 0, set aside 1" in capsys.readouterr().out


@pytest.mark.django_db
def test_every_command_of_the_page_does_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = {}
    with at(datetime(2026, 1, 5, 9, tzinfo=UTC)):
        for text in sections():
            write_files(text, tmp_path)
            for words in commands(text):
                ended[" ".join(words)] = main(words)
        said = capsys.readouterr().out
        assert main(["check", "--live", "--format", "json"]) == 0
    # The first check of the file, and the site before its posts are held.
    assert {line for line, code in ended.items() if code} == {"check plan", "check --live"}
    assert "No difference." in said
    assert "Nobody holds the post" in said
    assert Objective.objects.get(retired_on__isnull=True).key == "four-hours"
    assert Waiver.objects.get().rule == "FOC-03"
    assert Holding.objects.filter(post__key__in=["director-of-operations", "head-of-discharge"]).count() == 2
