"""What an import would bring, found by doing it and taking it back."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from wellrun.audit.actions import Actor
from wellrun.measures.actions import ingest
from wellrun.measures.models import Source
from wellrun.measures.receiving import FileFacts, IngestResult
from wellrun.tables.long import LongTable


def preview_table(
    *, source: Source, table: LongTable, file: FileFacts, by: Actor, within: Collection[UUID] | None = None
) -> IngestResult:
    """The result an import of `table` would have now; nothing is kept of it. Raises what ingest raises."""
    with transaction.atomic():
        result = ingest(source=source, table=table, file=file, by=by, within=within)
        transaction.set_rollback(True)
    return result
