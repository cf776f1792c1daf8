"""Writing and reading by the hundred thousand: figures through one contract, rows of any model, one way a database."""

from django.db import connection

from wellrun.measures.bulk.contract import Engine
from wellrun.measures.bulk.postgres import PostgresEngine
from wellrun.measures.bulk.sqlite import SqliteEngine

__all__ = ["engine"]


def engine() -> Engine:
    """The engine of the database in use."""
    return PostgresEngine() if connection.vendor == "postgresql" else SqliteEngine()
