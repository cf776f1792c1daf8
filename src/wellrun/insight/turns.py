"""One at a time: what evaluates or raises would find the same things twice if two did it at once."""

from __future__ import annotations

from django.db import connection

# Any number that no other lock of this database uses.
_TURN = 7_264_301


def take_turn() -> None:
    """Wait until nobody else evaluates or raises, and hold the turn until the transaction ends.

    Call it first in the transaction. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])
