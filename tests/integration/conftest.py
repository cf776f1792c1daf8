"""The generated health system as its first load leaves it, for tests that look for what was planted in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from wellrun.demo.generate.write import generate
from wellrun.demo.open import open_site
from wellrun.demo.site import ObservationFile, Site
from wellrun.jobs.site import Loaded, load_site
from wellrun.lib import clock


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A database is made only where a collected test says that it uses one; who asks for the loaded site does.

    So a file runs alone as it does among all the others.
    """
    for item in items:
        if "lakeside" in getattr(item, "fixturenames", ()) and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.django_db)


@dataclass(frozen=True)
class Lakeside:
    """The files, what is planted in them, and what loading them brought."""

    folder: Path
    site: Site
    files: tuple[ObservationFile, ...]
    truth: dict[str, Any]
    loaded: Loaded

    def shift(self, name: str) -> dict[str, Any]:
        """One planted change, as truth.json tells it."""
        found: dict[str, Any] = next(each for each in self.truth["shifts"] if each["name"] == name)
        return found


@pytest.fixture(scope="module")
def lakeside(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Lakeside]:
    """Loaded once a module and taken back at its end; the clock stands in a file meanwhile, as in a demo."""
    folder = generate(tmp_path_factory.mktemp("lakeside")).folder
    site, files = open_site(folder)
    before = clock._standing_file
    clock.use_standing_file(folder / "clock.json")
    clock.set_standing(folder / "clock.json", site.clock)
    with django_db_blocker.unblock(), transaction.atomic():
        loaded = load_site(site=site, folder=folder, files=files, demo=site.key)
        connection.check_constraints()  # once, or PostgreSQL checks every loaded row again after each test
        yield Lakeside(folder, site, files, json.loads((folder / "truth.json").read_text()), loaded)
        transaction.set_rollback(True)
    clock.use_standing_file(before)
