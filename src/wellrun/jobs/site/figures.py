"""The observation files of a site, in order, through the same ingest as any import."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from wellrun.audit.actions import Actor
from wellrun.demo.site import ColumnNames, ObservationFile
from wellrun.jobs.imports import Progress
from wellrun.jobs.reading import read_figures_at
from wellrun.measures.actions import ingest
from wellrun.measures.models import Receipt, Source
from wellrun.measures.receiving import IngestResult


def load_figures(
    folder: Path, files: Sequence[ObservationFile], *, by: Actor, progress: Progress | None = None
) -> list[IngestResult]:
    """Take in each file that is not known; a correction may also take figures back with an empty row."""
    sources = {source.key: source for source in Source.objects.filter(key__in={entry.source for entry in files})}
    results = []
    for entry in files:
        path, source = folder / entry.file, sources[entry.source]
        if _is_known(path, source):
            continue
        table, file = read_figures_at(path, mapping=_mapping(entry.columns))
        results.append(
            ingest(
                source=source,
                table=table,
                file=file,
                by=by,
                empty_withdraws=entry.correction,
                progress=progress,
            )
        )
    return results


def _is_known(path: Path, source: Source) -> bool:
    """Whether these very bytes came from that source before: what was corrected since stays corrected."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Receipt.objects.filter(source=source, sha256=digest).exists()


def _mapping(columns: ColumnNames) -> dict[str, str]:
    """Field to header, for those that are called otherwise; a source is named once for the whole file.

    A column that bears its field's own name is found without, and need not be there.
    """
    return {
        field: header for field, header in asdict(columns).items() if header not in ("", field) and field != "source"
    }
