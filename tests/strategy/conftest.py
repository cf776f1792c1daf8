"""The small system of these tests, at the demo's moment."""

from collections.abc import Iterator

import pytest

from tests.factories import at
from tests.worlds import World, a_world


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with at():
        yield a_world()
