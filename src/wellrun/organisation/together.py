"""Rows that belong to a row, brought along with it as one list instead of by a query of their own."""

from __future__ import annotations

from django.db.models import Aggregate, JSONField


class Together(Aggregate):
    """The values of the rows of a group as a list, in no order; NULL of no rows. On SQLite and on PostgreSQL."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler, connection, **more):  # type: ignore[no-untyped-def]  # as the stubs have it
        """The same there."""
        return super().as_sql(compiler, connection, function="JSONB_AGG", **more)
