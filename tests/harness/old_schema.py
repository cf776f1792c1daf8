"""A database of its own that begins empty: migrated to some day in the past, filled, migrated on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

Node = tuple[str, str]
NAME = "wellrun_rows_before"


@contextmanager
def empty_database(folder: Path) -> Iterator[None]:
    """The default connection leads to an empty database; on PostgreSQL beside that of the tests."""
    tests = connection.settings_dict["NAME"]
    connection.close()
    _make(folder)
    connection.settings_dict["NAME"] = str(folder / "rows.sqlite3") if connection.vendor == "sqlite" else NAME
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = tests
        _drop()


def migrated(targets: Sequence[Node] | None = None) -> Any:
    """The models of that moment, to which the database was brought; without targets those of today."""
    executor = MigrationExecutor(connection)
    nodes = list(targets or executor.loader.graph.leaf_nodes())
    executor.migrate(nodes)
    executor.loader.build_graph()
    return executor.loader.project_state(nodes).apps


def rows(apps: Any, rooms: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """All rows of the rooms: by the name of the record, each by the names of its columns."""
    kinds = (one for one in apps.get_models() if one._meta.app_label in rooms)
    with transaction.atomic():
        return {one._meta.label_lower: list(one._base_manager.order_by("pk").values()) for one in kinds}


def _make(folder: Path) -> None:
    if connection.vendor == "postgresql":
        _drop()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {NAME}")


def _drop() -> None:
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
