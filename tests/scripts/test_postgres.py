import contextlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest

from scripts import postgres
from tests.harness.parts import leave_out
from wellrun.config import environment


def test_the_newest_server_is_taken(tmp_path: Path) -> None:
    for version in ("9.6", "15", "13"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    assert postgres.server_programs(tmp_path) == tmp_path / "15" / "bin"
    assert postgres.server_programs(tmp_path / "nowhere") is None


def test_the_settings_read_the_sockets_folder_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path("/tmp/Upper and lower")
    monkeypatch.setenv("WELLRUN_DATABASE_URL", postgres.database_url(folder))
    read = environment.database(tmp_path)
    assert read["HOST"] == str(folder)
    assert read["USER"] == "wellrun"


@pytest.fixture
def programs() -> Path:
    found = postgres.server_programs()
    return found if found is not None else leave_out("PostgreSQL")


@pytest.mark.integration
def test_the_server_answers_and_leaves_nothing_behind(programs: Path) -> None:
    folders = []
    with contextlib.suppress(KeyboardInterrupt), postgres.throwaway_server(programs) as url:
        folders.append(Path(unquote(urlsplit(url).hostname or "")))
        with psycopg.connect(host=str(folders[0]), user="wellrun", dbname="postgres") as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        raise KeyboardInterrupt
    assert not folders[0].exists()


@pytest.mark.integration
def test_a_server_that_cannot_start_says_why(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(postgres.OPTIONS, "fsync", "perhaps")
    with pytest.raises(postgres.ServerFailed, match="fsync"), postgres.throwaway_server(programs):
        pass


def test_programs_that_cannot_be_run_are_a_failure_and_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(postgres.ServerFailed, match="initdb"), postgres.throwaway_server(tmp_path):
        pass
