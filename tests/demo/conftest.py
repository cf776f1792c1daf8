"""The demo system, generated once for all tests that only read it."""

from pathlib import Path

import pytest

from wellrun.demo.generate.write import generate


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("small"), size="small").folder


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("demo"), size="demo").folder
