from pathlib import Path

import pytest

from scripts import machine
from scripts.machine import Program, obtain


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What apt-get was asked for; nothing is installed."""
    words: list[str] = []
    monkeypatch.setattr(machine.shutil, "which", lambda name, path=None: f"/usr/bin/{name}")
    monkeypatch.setattr(machine, "_apt_get", lambda *arguments: words.append(arguments[0]))
    return words


def test_what_is_there_is_not_installed_again(asked: list[str]) -> None:
    here = Path("/usr/bin/thing")
    assert obtain(Program("Thing", "thing", lambda: here)) == here
    assert asked == []


def test_root_installs_what_is_missing(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.os, "geteuid", lambda: 0)
    found = iter([None, Path("/usr/bin/thing")])
    assert obtain(Program("Thing", "thing", lambda: next(found))) == Path("/usr/bin/thing")
    assert asked == ["update", "install"]


def test_anyone_else_goes_without(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.os, "geteuid", lambda: 1000)
    assert obtain(Program("Thing", "thing", lambda: None)) is None
    assert asked == []
