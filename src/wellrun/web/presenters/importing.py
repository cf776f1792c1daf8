"""What a waiting file looks like, and what its import would bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wellrun.jobs.preview import preview_table
from wellrun.jobs.reading import read_figures
from wellrun.jobs.sources import source_for
from wellrun.lib.errors import UserError
from wellrun.tables.columns import map_columns
from wellrun.tables.errors import TableErrors
from wellrun.tables.limits import UPLOAD
from wellrun.tables.read import read_table
from wellrun.tables.table import Table
from wellrun.web.forms.importing import LABELS
from wellrun.web.parts import Fact
from wellrun.web.uploads import Upload

FIRST_ROWS = 8


@dataclass(frozen=True)
class FilePreview:
    """The first rows as they stand in the file, and the guess which column is what."""

    headers: tuple[str, ...]
    rows: list[list[str]]
    count: int
    notes: tuple[str, ...]
    guess: dict[str, str]


@dataclass(frozen=True)
class DryRun:
    """What the import would do: counts and warnings, or the rows that stand against it."""

    facts: list[Fact]
    warnings: list[str]
    refusals: list[str]
    more: int

    @property
    def can_import(self) -> bool:
        """Nothing stands against it."""
        return not self.refusals


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
    return "" if value is None else str(value)[:80]


def _guess(table: Table, name: str) -> dict[str, str]:
    """Field to header by name; nothing where the names are not clear."""
    try:
        places = map_columns(table.headers, name, fields=tuple(LABELS))
    except UserError:
        return {}
    return {field: table.headers[place] for field, place in places.items()}


def dry_run(
    upload: Upload, mapping: Mapping[str, str], constants: Mapping[str, str], *, user: Any, within: set[UUID]
) -> DryRun:
    """What importing the file now would bring; nothing is kept."""
    try:
        table, facts = read_figures(upload.read(), upload.name, mapping=mapping, constants=constants, limits=UPLOAD)
        result = preview_table(
            source=source_for(upload.source, by=user), table=table, file=facts, by=user, within=within
        )
    except TableErrors as error:
        return DryRun([], [], list(error.lines), error.total - len(error.lines))
    except UserError as error:
        return DryRun([], [], [error.sentence], 0)
    counts = result.receipt
    shown = [
        Fact(_("new"), f"{counts.rows_new:,}"),
        Fact(_("corrected"), f"{counts.rows_corrected:,}"),
        Fact(_("known already"), f"{counts.rows_unchanged:,}"),
        Fact(_("empty"), f"{counts.rows_empty:,}"),
        Fact(_("series to judge anew"), f"{result.changed_series_ids.size:,}"),
    ]
    return DryRun(shown, [warning.line(upload.name) for warning in result.warnings], [], 0)
