"""Rows of any model, many at once: plain Python values in, adapted a column at a time to what the database stores."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

from wellrun.measures.bulk.writing import Row, append


def merge_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Row], *, key: Sequence[str], update: Sequence[str]
) -> None:
    """Insert `rows` (values in the order of `columns`, names of fields); where `key` is taken, set `update` instead.

    JSON columns take lists or dicts. Must run inside a transaction.
    """
    conflict = _conflict_clause([_column(model, name) for name in key], [_column(model, name) for name in update])
    append(model._meta.db_table, [_column(model, name) for name in columns], _adapted(model, columns, rows), conflict)


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Set `columns` of existing rows; each row holds their values in order, and last the primary key."""
    key: Any = model._meta.pk
    every = [*columns, key.name]
    sets = ", ".join(f"{_column(model, name)} = %s" for name in columns)
    statement = f"UPDATE {model._meta.db_table} SET {sets} WHERE {_column(model, every[-1])} = %s"
    with connection.cursor() as cursor:
        cursor.executemany(statement, _adapted(model, every, rows))


def _conflict_clause(key: list[str], update: list[str]) -> str:
    if not update:
        return f"ON CONFLICT ({', '.join(key)}) DO NOTHING"
    sets = ", ".join(f"{name} = excluded.{name}" for name in update)
    return f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {sets}"


def _column(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return connection.ops.quote_name(field.column)


def _adapted(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    """The rows in the form the engine stores, adapted a column at a time."""
    by_column = list(zip(*rows, strict=True))
    adapters = [_adapter(model, name) for name in columns]
    done = [
        values if adapter is None else [None if value is None else adapter(value) for value in values]
        for adapter, values in zip(adapters, by_column, strict=bool(by_column))
    ]
    return list(zip(*done, strict=True))


def _adapter(model: type[models.Model], name: str) -> Callable[[Any], Any] | None:
    field: Any = model._meta.get_field(name)
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.JSONField):
        return json.dumps
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.UUIDField):
        return lambda value: value.hex
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return str if isinstance(field, models.DateField) else None
