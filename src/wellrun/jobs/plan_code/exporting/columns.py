"""Rows of a query as specifications: a field from a column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import QuerySet

T = TypeVar("T")


def made(kind: Callable[..., T], rows: QuerySet[Any], /, **columns: str) -> tuple[T, ...]:
    """One specification a row, its fields from those columns."""
    return tuple(kind(**dict(zip(columns, values, strict=True))) for values in rows.values_list(*columns.values()))


def grouped(kind: Callable[..., T], rows: QuerySet[Any], by: str, /, **columns: str) -> dict[Any, list[T]]:
    """Likewise, by the record they belong to."""
    found: dict[Any, list[T]] = defaultdict(list)
    for owner, *values in rows.values_list(by, *columns.values()):
        found[owner].append(kind(**dict(zip(columns, values, strict=True))))
    return found
