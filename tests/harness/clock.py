"""The clock stands still in a test that asks for it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from wellrun.lib import clock

DEMO_MORNING = datetime(2025, 10, 14, 8, 0, tzinfo=UTC)  # 09:00 in London


@pytest.fixture
def clock_at() -> Iterator[Callable[[datetime], None]]:
    """Call it with an aware moment: the time is that, for the live server too, until the test ends."""
    with ExitStack() as stack:
        yield lambda moment: stack.enter_context(clock.frozen(moment))


@pytest.fixture
def demo_morning(clock_at: Callable[[datetime], None]) -> datetime:
    """The moment at which the demo stands: 14 October 2025, nine in the morning in London."""
    clock_at(DEMO_MORNING)
    return DEMO_MORNING
