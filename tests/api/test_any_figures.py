"""Any figures at all, of any measure, are taken in and judged, or refused in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.calling import Program
from tests.factories import a_measure, a_unit, a_user, at
from wellrun.measures.arrival.checks import LARGEST

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

EXAMPLES = 25
MEASURES: dict[str, dict[str, Any]] = {
    "share": {},
    "rate": {"scoring": "rate", "grain": "week"},
    "ratio": {"scoring": "ratio", "grain": "quarter", "direction": "band"},
    "count": {"scoring": "count", "roll_up": "sum", "grain": "day", "direction": "none"},
    "level": {"scoring": "continuous", "roll_up": "none", "direction": "down"},
    "events": {"scoring": "continuous", "roll_up": "none", "grain": "event"},
}
WHATEVER = st.floats(allow_nan=False, allow_infinity=False)
ACCEPTED = st.floats(-LARGEST, LARGEST)
NUMBERS = st.none() | WHATEVER | ACCEPTED | st.integers(0, 20)
MONTHS = st.dates(date(2020, 1, 1), date(2025, 12, 31)).map(lambda day: day.replace(day=1))
DAYS = MONTHS | st.dates(date(1900, 1, 1), date(2199, 12, 31))
ROW = st.fixed_dictionaries(
    {"measure": st.sampled_from(sorted(MEASURES)), "unit": st.sampled_from(["site", "ward"]), "period": DAYS.map(str)},
    optional={"value": NUMBERS, "numerator": NUMBERS, "denominator": NUMBERS, "stratum": st.sampled_from(["a", "b"])},
)
# Long enough for limits, signals and a second look at what is known already.
LINES = st.lists(ACCEPTED | st.integers(0, 5), min_size=13, max_size=40)


@pytest.fixture(scope="module")
def analyst(django_db_setup: None, django_db_blocker: Any) -> Iterator[Program]:
    with django_db_blocker.unblock(), at(), transaction.atomic():
        site = a_unit("site", enterprise=True)
        a_unit("ward", parent=site, kind="ward")
        for key, version in MEASURES.items():
            a_measure(key, **version)
        yield Program(a_user("analyst", (site, "analyst")))
        transaction.set_rollback(True)


HOW = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def push(analyst: Program, *pushes: list[dict[str, Any]]) -> list[int]:
    """The statuses of several pushes in a row, after which nothing is kept."""
    with transaction.atomic():
        statuses = [analyst.post("/observations", {"rows": rows, "empty_withdraws": True}).status for rows in pushes]
        listed = analyst.get("/series").body["results"]
        statuses += [analyst.get(f"/series/{one['id']}/points", limits="true").status for one in listed]
        transaction.set_rollback(True)
    return statuses


def test_any_rows(analyst: Program) -> None:
    @HOW
    @given(st.lists(ROW, min_size=1, max_size=30))
    def holds(rows: list[dict[str, Any]]) -> None:
        assert set(push(analyst, rows)) <= {200, 201, 422}

    holds()


def test_any_line_of_figures_and_its_correction(analyst: Program) -> None:
    @HOW
    @given(LINES, LINES)
    def holds(first: list[float], second: list[float]) -> None:
        pushes = [
            [
                {"measure": "level", "unit": "ward", "period": f"{2022 + at // 12}-{at % 12 + 1:02}", "value": value}
                for at, value in enumerate(line)
            ]
            for line in (first, second)
        ]
        assert set(push(analyst, *pushes)) <= {200, 201, 422}

    holds()
