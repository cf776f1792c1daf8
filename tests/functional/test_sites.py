"""The harness: a whole site in its own process, on a copy of a folder that was filled once."""

from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.harness.sites import Prepare, manage

pytestmark = pytest.mark.functional


def empty_site(home: Path) -> None:
    """The tables and nothing in them."""
    manage(home, "migrate", "--verbosity", "0")
    manage(home, "createcachetable")


def test_a_site_answers_in_a_process_of_its_own(
    prepared_site: Callable[[str, Prepare], Path], running_site: Callable[[Path], str], tmp_path: Path
) -> None:
    address = running_site(prepared_site("empty", empty_site))
    with urlopen(f"{address}/static/img/wellrun.svg") as answer:
        assert answer.status == 200
    assert (tmp_path / "site" / "wellrun.sqlite3").exists()


def test_a_folder_is_filled_once(prepared_site: Callable[[str, Prepare], Path]) -> None:
    fillings: list[Path] = []
    assert prepared_site("counted", fillings.append) == prepared_site("counted", fillings.append)
    assert len(fillings) <= 1
