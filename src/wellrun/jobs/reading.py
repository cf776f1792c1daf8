"""From a file of figures to what ingest takes: understood by the definitions on record, hashed for its receipt."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path
from uuid import UUID

from wellrun.analytics.calendar import Grain
from wellrun.lib import clock
from wellrun.measures.models import MeasureVersion
from wellrun.measures.receiving import FileFacts
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import site, site_zone
from wellrun.tables.arrive import arrive
from wellrun.tables.limits import LOCAL, Limits
from wellrun.tables.long import LongTable, Reading, read_long
from wellrun.tables.names import KnownNames
from wellrun.tables.read import read_table

NEEDED = ("measure", "unit", "period")


def read_figures(
    data: bytes,
    name: str,
    *,
    mapping: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    within: Collection[UUID] | None = None,
    limits: Limits = LOCAL,
) -> tuple[LongTable, FileFacts]:
    """The observations in the bytes of a file, and the facts of its receipt. `within`: as `ingest` has it.

    Raises FileError for the file as a whole, TableErrors with every row that cannot be read.
    """
    table = read_table(data, name=name, limits=limits)
    long = read_long(table, reading_by_definitions(mapping or {}, constants or {}, within))
    return long, FileFacts(name=name, sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data))


def read_figures_at(
    path: Path, *, mapping: Mapping[str, str] | None = None, constants: Mapping[str, str] | None = None
) -> tuple[LongTable, FileFacts]:
    """The same from a file on this machine."""
    data = arrive(path, str(path), LOCAL)
    return read_figures(data, path.name, mapping=mapping, constants=constants)


def reading_by_definitions(
    mapping: Mapping[str, str], constants: Mapping[str, str], within: Collection[UUID] | None
) -> Reading:
    """How to read figures here: each measure in its own grain, weeks as the site counts them, names as on record."""
    versions = MeasureVersion.objects.filter(current=True)
    known = list(versions.values_list("measure__key", "name", "grain", "bounded"))
    return Reading(
        mapping=mapping,
        constants=constants,
        need=NEEDED,
        grain={key: Grain(grain) for key, _name, grain, _bounded in known},
        week_start=site().week_start,
        bounded={key for key, _name, _grain, bounded in known if bounded},
        known={"measure": KnownNames({key: name for key, name, *_ in known}), "unit": known_units(within)},
        today=clock.today(site_zone()),
    )


def known_units(within: Collection[UUID] | None) -> KnownNames:
    """The units a file may speak of; any other one answers as if it did not exist, and is never offered."""
    units = Unit.objects.values_list("pk", "key", "name")
    return KnownNames({key: name for pk, key, name in units if within is None or pk in within})
