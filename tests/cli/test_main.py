"""What every command has in common: help, exit codes, one line per refusal."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from tests.cli.conftest import Wellrun
from wellrun.cli import main as main_module
from wellrun.cli.registry import COMMANDS
from wellrun.lib.errors import UserError

START = "import sys; from wellrun.cli.main import main; sys.exit(main())"
SLOW = ("django", "numpy", "pyarrow", "rich", "fastexcel", "xlsxwriter", "wellrun.analytics", "wellrun.tables")


def test_without_words_it_helps(wellrun: Wellrun) -> None:
    ran = wellrun()
    assert ran.code == 0
    assert ran.out == wellrun("--help").out
    for name, lazy in COMMANDS.items():
        assert f"  {name} " in ran.out.decode()
        assert lazy.summary[:30] in ran.out.decode()


@pytest.mark.parametrize("words", [["--help"], ["analyse", "--help"]])
def test_help_waits_for_nothing_slow(words: list[str]) -> None:
    program = f"{START.replace('sys.exit(main())', 'main()')}; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    loaded = said.stdout.splitlines()[-1].split()
    assert [name for name in loaded if name in SLOW] == []


def test_the_version_is_said(wellrun: Wellrun) -> None:
    ran = wellrun("--version")
    assert (ran.code, ran.out.startswith(b"wellrun")) == (0, True)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["analize"], "wellrun: No such command 'analize'. Did you mean 'analyse'? (see --help)"),
        (["analyse", "--colour"], "wellrun: No such option: --colour"),
        (["analyse", "--chart"], "wellrun: Option '--chart' requires an argument. (see --help)"),
        (["analyse", "--baseline", "many"], "wellrun: Invalid value for '--baseline'"),
        (["analyse", "nothing.csv"], "nothing.csv: there is no such file"),
    ],
)
def test_a_refusal_is_one_line_and_exit_2(wellrun: Wellrun, words: list[str], line: str) -> None:
    assert wellrun(*words).complaint.startswith(line)


@pytest.mark.parametrize(("raised", "code"), [(None, 0), (typer.Exit(1), 1), (UserError("a_code", "No.\nNo."), 2)])
def test_how_it_ended_is_the_exit_code(
    wellrun: Wellrun, monkeypatch: pytest.MonkeyPatch, raised: Exception | None, code: int
) -> None:
    app = typer.Typer()

    @app.command()
    def command() -> None:
        if raised:
            raise raised

    monkeypatch.setattr(main_module, "app", app)
    ran = wellrun("--")
    assert ran.code == code
    assert ran.err == ("No. No.\n" if code == 2 else "")


def test_our_own_bug_surfaces(monkeypatch: pytest.MonkeyPatch) -> None:
    app = typer.Typer()

    @app.command()
    def command() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(main_module, "app", app)
    with pytest.raises(ZeroDivisionError):
        main_module.main(["--"])


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text("series,period,value\n" + "".join(f"s{n},2025-01,{n}\n" for n in range(30_000)))
    words = [sys.executable, "-c", START, "analyse", str(path), "--format", "csv"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
