import subprocess
import sys
from pathlib import Path

import pytest

from scripts import link


@pytest.fixture
def root(tmp_path: Path) -> Path:
    source = tmp_path / "src" / "wellrun"
    source.mkdir(parents=True)
    (source / "__init__.py").write_text('__version__ = "1.2.3"\n')
    (tmp_path / "packages").mkdir()
    (tmp_path / "bin").mkdir()
    return tmp_path


def test_the_source_is_on_the_path_under_its_version(root: Path) -> None:
    outdated = root / "packages" / "wellrun-1.0.dist-info"
    outdated.mkdir()
    link.put(root, root / "packages", root / "bin" / "python")
    assert (root / "packages" / "wellrun.pth").read_text() == f"{root / 'src'}\n"
    assert "Version: 1.2.3" in (root / "packages" / "wellrun-1.2.3.dist-info" / "METADATA").read_text()
    assert not outdated.exists()


def test_a_command_whose_packages_are_gone_says_so_in_one_sentence(root: Path) -> None:
    (root / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" -I -S "$@"\n')
    (root / "bin" / "python").chmod(0o755)
    link.put(root, root / "packages", root / "bin" / "python")
    answer = subprocess.run([root / "bin" / "wellrun", "--help"], capture_output=True, text=True)
    assert answer.returncode == 1
    assert answer.stderr.startswith("Wellrun is not installed whole (No module named 'wellrun'")
    assert "make setup" in answer.stderr
