"""Taking in a file of figures: all of it or nothing, and nothing twice."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from wellrun.audit.actions import Actor
from wellrun.measures.models import Source
from wellrun.measures.receiving import FileFacts, IngestResult, Progress
from wellrun.tables.long import LongTable


def ingest(
    *,
    source: Source,
    table: LongTable,
    file: FileFacts,
    by: Actor,
    empty_withdraws: bool = False,
    within: Collection[UUID] | None = None,
    progress: Progress | None = None,
) -> IngestResult:
    """Take in the figures of `table`, roll them up, and sign for them, in one transaction.

    A row equal to what is known is dropped; a differing one is a new revision, the old one goes to history.
    `empty_withdraws`: an empty row takes back the figure of its period instead of being passed over.
    `within`: ids of the units the file may speak of; any other unit answers as if it did not exist.
    Raises TableErrors with every row that cannot be taken; nothing has changed then.
    """
    raise NotImplementedError
