"""What can go wrong before a command does anything: each has one clear sentence."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Wellrun
from wellrun.cli import demo, system
from wellrun.demo.outline import write_outline
from wellrun.lib import clock
from wellrun.lib.errors import UserError
from wellrun.organisation.models import SiteSetting, Unit

COMMAND = [sys.executable, "-c", "import sys; from wellrun.cli.main import main; sys.exit(main())"]


def complaint(home: Path, *words: str, **variables: str) -> str:
    """The one line of a refusal, from a process of its own."""
    environment = {**os.environ, "WELLRUN_HOME": str(home), **variables}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    answer = subprocess.run([*COMMAND, *words], env=environment, capture_output=True, text=True)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1), answer.stderr
    return answer.stderr.strip()


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"WELLRUN_LOG_LEVEL": "LOUD"}, "WELLRUN_LOG_LEVEL=LOUD: must be one of DEBUG, INFO, WARNING, ERROR."),
        ({"WELLRUN_LANGUAGE": "xx"}, "WELLRUN_LANGUAGE=xx: must be one of en, en-gb."),
        ({"WELLRUN_DATABASE_URL": "mysql://here"}, "WELLRUN_DATABASE_URL must start with sqlite:/// or postgresql://."),
        (
            {"WELLRUN_DATABASE_URL": "postgresql://here:many/name"},
            "WELLRUN_DATABASE_URL has a port that is no number from 1 to 65535.",
        ),
    ],
)
def test_a_variable_that_makes_no_sense_is_named(tmp_path: Path, variables: dict[str, str], line: str) -> None:
    assert complaint(tmp_path, "migrate", **variables) == line


@pytest.mark.parametrize("command", ["migrate", "audit"])
def test_a_database_that_is_none_is_said(tmp_path: Path, command: str) -> None:
    (tmp_path / "wellrun.sqlite3").write_text("figures, and not a database: " * 20)
    said = complaint(tmp_path, command, WELLRUN_DATABASE_URL="")
    assert said.startswith("Wellrun cannot open its database (file is not a database)")


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/srv"), "home_not_writable", "may not write to /srv:"),
        (OSError(errno.EROFS, "Read-only file system", "/srv"), "home_not_writable", "(Read-only file system)"),
        (OSError(errno.ENOSPC, "No space left on device", "/srv"), "home_not_writable", "(No space left on device)"),
        (NotADirectoryError(errno.ENOTDIR, "Not a directory", "/srv"), "home_not_a_folder", "/srv is not a folder"),
    ],
)
def test_a_folder_that_cannot_be_used_says_why(error: OSError, code: str, words: str) -> None:
    refusal = system._unusable_home(error)
    assert (refusal.code, words in refusal.sentence) == (code, True)


def test_a_package_that_is_not_there_sends_to_set_up(wellrun: Wellrun, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(app: Any) -> Any:
        raise ModuleNotFoundError("No module named 'scipy'", name="scipy.special")

    monkeypatch.setattr("typer.main.get_command", broken)
    assert wellrun("tick").complaint == (
        "This installation is broken (No module named 'scipy'): run `make setup`, and then this command again."
    )


def test_a_part_of_wellrun_that_is_not_there_is_our_fault(wellrun: Wellrun, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(app: Any) -> Any:
        raise ImportError("cannot import name 'judge'", name="wellrun.insight.judge")

    monkeypatch.setattr("typer.main.get_command", broken)
    with pytest.raises(ImportError, match="judge"):
        wellrun("tick")


def test_pages_without_their_styles_are_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.contrib.staticfiles.finders.find", lambda path: None)
    with pytest.raises(UserError) as refusal:
        system.require_whole()
    assert refusal.value.code == "assets_missing"


@pytest.mark.django_db
def test_a_demo_cut_off_amid_its_load_is_finished_by_the_next(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOME, settings.CLOCK_FILE = tmp_path, tmp_path / "clock.json"
    settings.DEMO_MARKER = tmp_path / "demo.json"
    folder = tmp_path / "our-site"
    write_outline(folder, name="Northgate Health", time_zone="Europe/London", today=clock.today())

    def cut_off(*given: object, **named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("wellrun.jobs.site.load.load_people", cut_off)
        with pytest.raises(KeyboardInterrupt):
            demo._load_or_say(str(folder))
    assert "The same command again finishes it." in capsys.readouterr().err
    assert not settings.DEMO_MARKER.exists()
    demo._load(str(folder))
    assert (SiteSetting.objects.get().demo, Unit.objects.count()) == ("own-site", 1)
    assert settings.DEMO_MARKER.exists()


@pytest.mark.django_db
def test_the_beginning_of_one_demo_does_not_mix_with_another(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    SiteSetting.objects.update_or_create(pk=1, defaults={"name": "Lakeside Health", "demo": "lakeside"})
    with pytest.raises(UserError) as refusal:
        demo._require_no_other_demo("england")
    assert refusal.value.code == "home_holds_another_demo"
    demo._require_no_other_demo("lakeside")
