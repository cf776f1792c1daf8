import json
from pathlib import Path

import pytest

from scripts import environment, installed


@pytest.fixture
def stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "stamp.json"
    monkeypatch.setattr(environment, "STAMP", path)
    return path


def test_a_level_nobody_knows_is_refused_in_one_sentence() -> None:
    with pytest.raises(environment.SetupFailed, match="there is no level 'fast'; choose build or dev"):
        environment.prepare("fast")


def test_the_larger_level_is_kept_when_the_smaller_is_asked_for(stamp: Path, tmp_path: Path) -> None:
    stamp.write_text(json.dumps({"level": "dev"}))
    assert environment._present_level(tmp_path) == "dev"


def test_an_environment_made_without_a_stamp_is_known_by_what_it_holds(
    stamp: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "absent", lambda packages, requirements: set())
    assert environment._present_level(tmp_path) == "dev"


def test_an_empty_environment_starts_with_the_smaller_level(stamp: Path, tmp_path: Path) -> None:
    assert environment._present_level(tmp_path) == "build"


def test_a_stamp_that_is_no_json_is_no_stamp(stamp: Path) -> None:
    stamp.write_text("{half")
    assert environment._read_stamp() == {}
