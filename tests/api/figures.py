"""Figures for these tests, pushed as a program pushes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.api.calling import Answer, Program


def months(
    values: Sequence[float | None], *, measure: str = "ready-to-leave", unit: str = "north", start: int = 2023
) -> list[dict[str, Any]]:
    """One row a month from January of `start`; None is an empty row."""
    return [
        {"measure": measure, "unit": unit, "period": f"{start + at // 12}-{at % 12 + 1:02}", "value": value}
        for at, value in enumerate(values)
    ]


def push(program: Program, rows: Sequence[dict[str, Any]], **said: Any) -> Answer:
    """Push rows; anything else goes beside them."""
    return program.post("/observations", {"rows": rows, **said})
