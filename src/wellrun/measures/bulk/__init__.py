"""Writing and reading figures by the hundred thousand: one contract, one engine a database."""

from django.db import connection

from wellrun.measures.bulk.contract import Engine
from wellrun.measures.bulk.postgres import PostgresEngine
from wellrun.measures.bulk.sqlite import SqliteEngine

__all__ = ["engine"]


def engine() -> Engine:
    """The engine of the database in use."""
    return PostgresEngine(connection) if connection.vendor == "postgresql" else SqliteEngine(connection)
