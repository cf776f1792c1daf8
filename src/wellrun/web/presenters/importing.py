"""What a waiting file looks like, and what its import would bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.accounts.models import User
from wellrun.jobs.imports import Imported, import_table, source_for, try_table
from wellrun.jobs.reading import read_figures
from wellrun.lib.errors import UserError
from wellrun.measures.receiving import IngestResult
from wellrun.tables.columns import map_columns
from wellrun.tables.errors import RowError, TableErrors
from wellrun.tables.limits import UPLOAD
from wellrun.tables.read import read_table
from wellrun.tables.table import Table
from wellrun.web import figures
from wellrun.web.forms.importing import LABELS
from wellrun.web.parts import Fact
from wellrun.web.uploads import Upload

FIRST_ROWS = 8
LONGEST_CELL = 80
MOST_WARNINGS = 20


@dataclass(frozen=True)
class FilePreview:
    """The first rows as they stand in the file, and the guess which column is what."""

    headers: tuple[str, ...]
    rows: list[list[str]]
    count: int
    notes: tuple[str, ...]
    guess: dict[str, str]


@dataclass(frozen=True)
class Trial:
    """What the import would do: counts and rows worth a look, or what stands against it.

    `refusal`: why the file as a whole cannot be taken; `errors`: else the rows that cannot, `more` beyond them.
    """

    facts: list[Fact] = field(default_factory=list)
    warnings: Sequence[RowError] = ()
    more_warnings: str = ""
    refusal: str = ""
    errors: Sequence[RowError] = ()
    more: str = ""

    @property
    def can_import(self) -> bool:
        """Nothing stands against it."""
        return not self.refusal and not self.errors


@dataclass(frozen=True)
class Chosen:
    """A waiting file with what its columns were said to be, by whom, and where they may write."""

    upload: Upload
    mapping: Mapping[str, str]
    constants: Mapping[str, str]
    user: User
    within: set[UUID]

    def bring(self) -> Imported:
        """Import it. Raises what reading and ingest raise."""
        return import_table(**self._figures())

    def trial(self) -> Trial:
        """What importing it now would bring; nothing is kept, not even its source."""
        try:
            with transaction.atomic():
                tried = try_table(**self._figures())
                transaction.set_rollback(True)
        except UserError as error:
            return refused(error)
        return _brought(tried.ingested)

    def _figures(self) -> dict[str, Any]:
        table, facts = read_figures(
            self.upload.read(),
            self.upload.name,
            mapping=self.mapping,
            constants=self.constants,
            within=self.within,
            limits=UPLOAD,
        )
        source = source_for(self.upload.source, by=self.user)
        return {"source": source, "table": table, "file": facts, "by": self.user, "within": self.within}


def file_preview(upload: Upload) -> FilePreview:
    """Raises UserError for a file that is no table."""
    table = read_table(upload.read(), name=upload.name, limits=UPLOAD)
    first = [[_cell(value) for value in column.slice(0, FIRST_ROWS).to_pylist()] for column in table.columns]
    return FilePreview(
        headers=table.headers,
        rows=[list(row) for row in zip(*first, strict=True)],
        count=table.n_rows,
        notes=table.notes,
        guess=_guess(table, upload.name),
    )


def _cell(value: Any) -> str:
    return "" if value is None else str(value)[:LONGEST_CELL]


def _guess(table: Table, name: str) -> dict[str, str]:
    """Field to header by name; nothing where the names are not clear."""
    try:
        places = map_columns(table.headers, name, fields=tuple(LABELS))
    except UserError:
        return {}
    return {field: table.headers[place] for field, place in places.items()}


def refused(error: UserError) -> Trial:
    """What stands against it, by row and column where it is known."""
    if not isinstance(error, TableErrors):
        return Trial(refusal=error.sentence)
    more = error.total - len(error.errors)
    return Trial(errors=error.errors, more=_and_more(more))


def _brought(result: IngestResult) -> Trial:
    counts = result.receipt
    shown = [
        (_("new"), counts.rows_new),
        (_("corrected"), counts.rows_corrected),
        (_("known already"), counts.rows_unchanged),
        (_("empty"), counts.rows_empty),
        (_("series to judge anew"), result.changed_series_ids.size),
    ]
    return Trial(
        facts=[Fact(label, figures.number(count)) for label, count in shown],
        warnings=result.warnings[:MOST_WARNINGS],
        more_warnings=_and_more(counts.warnings - len(result.warnings[:MOST_WARNINGS])),
    )


def _and_more(count: int) -> str:
    return ngettext("and one more", "and %(n)s more", count) % {"n": figures.number(count)} if count > 0 else ""
