"""Running the command in this process, as a shell would see it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from wellrun.cli.main import main


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: bytes
    err: str

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out.decode(), newline="")))

    @property
    def objects(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.out)
        return found

    @property
    def complaint(self) -> str:
        """The one line of a refusal."""
        assert self.code == 2
        assert self.out == b""
        assert self.err.count("\n") == 1
        return self.err.rstrip("\n")


Wellrun = Callable[..., Ran]


@pytest.fixture
def wellrun(capfdbinary: pytest.CaptureFixture[bytes]) -> Wellrun:
    """Run `wellrun` with these words."""

    def run(*words: str | Path) -> Ran:
        code = main([str(word) for word in words])
        said = capfdbinary.readouterr()
        return Ran(code, said.out, said.err.decode())

    return run


@pytest.fixture
def figures(tmp_path: Path) -> Callable[[str], Path]:
    """A file with these lines, called figures.csv."""

    def write(text: str) -> Path:
        path = tmp_path / "figures.csv"
        path.write_text(text)
        return path

    return write
