"""What came to pass under a plan and stands in no plan file, as columns: exchanges, quarters, confidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from wellrun.access.queries import granted_unit_ids
from wellrun.accounts.models import User
from wellrun.strategy.exchanges import visible_exchanges
from wellrun.strategy.models import CatchballTurn, ConfidenceCheck, KeyResult, Plan, QuarterSlice
from wellrun.strategy.pushes import score_of, with_figures

Columns = Mapping[str, np.ndarray[Any, Any]]
_NUMBERS = frozenset({"number", "contribution", "start", "aim", "figure", "score", "confidence"})


def exchange_columns(user: User, plan: Plan, today: date, zone: ZoneInfo) -> Columns:
    """Every turn of the exchanges that the caller sees, one a row; `contribution` as stored. One query."""
    seen = visible_exchanges(user, today).filter(plan=plan)
    turns = CatchballTurn.objects.filter(catchball__in=seen.order_by().values("pk"))
    related = ("catchball__parent", "catchball__unit", "catchball__post", "catchball__child", "by")
    rows = turns.select_related(*related).order_by("catchball__parent__key", "catchball__unit__key", "number")
    return _columns(
        list(rows),
        {
            "exchange": lambda one: str(one.catchball_id),
            "parent": lambda one: one.catchball.parent.key,
            "unit": lambda one: one.catchball.unit.key,
            "post": lambda one: one.catchball.post.key,
            "number": lambda one: one.number,
            "kind": lambda one: one.kind,
            "title": lambda one: one.title,
            "contribution": lambda one: one.contribution,
            "text": lambda one: one.text,
            "at": lambda one: _moment(one.at, zone),
            "by": lambda one: one.by.username if one.by else "",
            "came_of_it": lambda one: one.catchball.child.key if one.catchball.child else "",
        },
    )


def quarter_columns(user: User, plan: Plan, zone: ZoneInfo) -> Columns:
    """Every key result of the plan's quarters, one a row, and a row for a quarter without any; three queries.

    `score` is fixed where the quarter is closed, else by its newest figure; figures as stored. Of objectives of units
    that the caller sees.
    """
    slices = _slices(user, plan)
    results = with_figures(KeyResult.objects.filter(slice__in=slices.order_by().values("pk")))
    order = ("slice__objective__key", "slice__starts", "position")
    rows: list[tuple[QuarterSlice, Any]] = [(one.slice, one) for one in results.order_by(*order)]
    rows += [(one, None) for one in slices.filter(key_results__isnull=True).select_related("objective__unit")]
    rows.sort(key=lambda row: (row[0].objective.key, row[0].starts))
    return _columns(rows, {**_pushed(zone), **_wanted()})


def confidence_columns(user: User, plan: Plan, zone: ZoneInfo) -> Columns:
    """Every time somebody said how sure they were of a key result, one a row; one query."""
    slices = _slices(user, plan)
    checks = ConfidenceCheck.objects.filter(key_result__slice__in=slices.order_by().values("pk"))
    result = "key_result__"
    related = (f"{result}slice__objective", f"{result}series__measure", f"{result}series__unit", "by")
    order = (f"{result}slice__objective__key", f"{result}slice__starts", f"{result}position", "at", "pk")
    return _columns(
        list(checks.select_related(*related).order_by(*order)),
        {
            "objective": lambda one: one.key_result.slice.objective.key,
            "starts": lambda one: one.key_result.slice.starts.isoformat(),
            "measure": lambda one: one.key_result.series.measure.key,
            "measured_in": lambda one: one.key_result.series.unit.key,
            "confidence": lambda one: one.confidence,
            "text": lambda one: one.text,
            "at": lambda one: _moment(one.at, zone),
            "by": lambda one: one.by.username if one.by else "",
        },
    )


def _slices(user: User, plan: Plan) -> Any:
    return QuarterSlice.objects.filter(objective__plan=plan, objective__unit__in=granted_unit_ids(user))


def _pushed(zone: ZoneInfo) -> dict[str, Callable[[tuple[QuarterSlice, Any]], Any]]:
    """What is said of the quarter itself."""
    return {
        "objective": lambda row: row[0].objective.key,
        "unit": lambda row: row[0].objective.unit.key,
        "starts": lambda row: row[0].starts.isoformat(),
        "ends": lambda row: row[0].ends.isoformat(),
        "push": lambda row: row[0].title,
        "closed_at": lambda row: _moment(row[0].closed_at, zone),
        "learning": lambda row: row[0].learning,
    }


def _wanted() -> dict[str, Callable[[tuple[QuarterSlice, Any]], Any]]:
    """What is said of one key result; empty of a quarter without any."""

    def of(value: Callable[[Any], Any], otherwise: Any = "") -> Callable[[tuple[QuarterSlice, Any]], Any]:
        return lambda row: otherwise if row[1] is None else value(row[1])

    return {
        "measure": of(lambda one: one.series.measure.key),
        "measured_in": of(lambda one: one.series.unit.key),
        "commitment": of(lambda one: one.commitment),
        "owner": of(_owner),
        "start": of(lambda one: one.start, None),
        "aim": of(lambda one: one.aim, None),
        "figure": of(lambda one: one.reached, None),
        "score": of(score_of, None),
        "period": of(_period),
    }


def _owner(one: Any) -> str:
    owner = one.owner or one.slice.objective.owner
    return owner.key if owner else ""


def _period(one: Any) -> str:
    """The period whose figure gave the score."""
    period = one.scored_period if one.slice.closed_at else one.reached_in
    return period.isoformat() if period else ""


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat() if at else ""


def _columns(rows: Sequence[Any], told: Mapping[str, Callable[[Any], Any]]) -> Columns:
    """Numbers that are missing are NaN."""
    found = {}
    for name, value in told.items():
        values = [value(row) for row in rows]
        if name in _NUMBERS:
            values = [np.nan if one is None else float(one) for one in values]
        found[name] = np.array(values, dtype=np.float64 if name in _NUMBERS else object)
    return found
