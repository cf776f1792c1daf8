from pathlib import Path

import pytest

from scripts import installed

PINS = "Some.Package[extra]==1.2.0 \\\n    --hash=sha256:00\n    # via x\nother==3\n"


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    path = tmp_path / "set.txt"
    path.write_text(PINS)
    return path


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    folder = tmp_path / "site-packages"
    add(folder, "some_package", "1.2.0")
    add(folder, "other", "3")
    return folder


def add(packages: Path, name: str, version: str) -> None:
    info = packages / f"{name}-{version}.dist-info"
    info.mkdir(parents=True)
    (packages / f"{name}.py").touch()
    (info / "METADATA").touch()
    (info / "RECORD").write_text(f"{name}.py,,\n{info.name}/METADATA,,\n__pycache__/{name}.pyc,,\n")


def test_pins_are_read_with_names_in_normal_form(requirements: Path) -> None:
    assert installed.pins(requirements) == {"some-package": "1.2.0", "other": "3"}


def test_what_is_whole_is_neither_absent_nor_damaged(packages: Path, requirements: Path) -> None:
    assert installed.absent(packages, requirements) == set()
    assert installed.damaged(packages, requirements) == set()


def test_another_version_counts_as_absent(packages: Path, requirements: Path) -> None:
    requirements.write_text(PINS.replace("other==3", "other==4"))
    assert installed.absent(packages, requirements) == {"other"}


def test_a_lost_file_and_a_half_install_are_damage(packages: Path, requirements: Path) -> None:
    (packages / "other.py").unlink()
    (packages / "some_package-1.2.0.dist-info" / "RECORD").unlink()
    assert installed.damaged(packages, requirements) == {"other", "some-package"}


def test_an_environment_without_a_python_has_no_packages(tmp_path: Path) -> None:
    assert installed.site_packages(tmp_path) is None
