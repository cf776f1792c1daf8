"""The real figures as records: units and measures from the data folder, one import."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from typing import Any

from tests.shared_data import ENGLAND
from wellrun.audit.actions import SYSTEM
from wellrun.demo.england import read_england
from wellrun.demo.site import MeasureSpec, Site
from wellrun.measures.definition_fields import version_fields
from wellrun.measures.models import Feed, Measure, MeasureVersion, Source
from wellrun.measures.receiving import FileFacts
from wellrun.organisation.actions import add_units
from wellrun.organisation.models import Unit
from wellrun.tables.long import LongTable, Reading, read_long
from wellrun.tables.read import read_table

FILE = ENGLAND / "measures_long.csv.gz"


def england_site() -> Site:
    """What the data folder and the definitions beside it describe."""
    return read_england(ENGLAND)[0]


def england_records(site: Site) -> Source:
    """Save units, measures and feeds; answers the source."""
    _units(site)
    measures = {spec.key: _measure(spec) for spec in site.measures}
    spec = site.sources[0]
    source = Source.objects.create(key=spec.key, name=spec.name, licence=spec.licence, attribution=spec.attribution)
    Feed.objects.bulk_create(
        Feed(source=source, measure=measures[feed.measure], declared_end=feed.declared_end, lag_days=feed.lag_days)
        for feed in site.feeds
    )
    return source


def _units(site: Site) -> None:
    made: dict[str, Unit] = {}
    for spec in site.units:
        facts: dict[str, Any] = {**asdict(spec), "parent": made.get(spec.parent or ""), "successor": None}
        made[spec.key] = Unit(**facts)
    order = sorted(made.values(), key=lambda unit: _depth(unit))
    add_units(units=order, by=SYSTEM)
    for spec in site.units:
        if spec.successor:
            Unit.objects.filter(key=spec.key).update(successor=made[spec.successor])


def _depth(unit: Unit) -> int:
    return 0 if unit.parent is None else 1 + _depth(unit.parent)


def _measure(spec: MeasureSpec) -> Measure:
    measure = Measure.objects.create(key=spec.key, domain=spec.domain, library_id=spec.library_id)
    MeasureVersion.objects.create(measure=measure, number=1, **version_fields(spec))
    return measure


def england_table() -> LongTable:
    """The file as it lies there."""
    reading = Reading(mapping={"unit": "org_code"}, need=("period", "measure", "unit"))
    return read_long(read_table(FILE), reading)


def england_file() -> FileFacts:
    """The file's facts."""
    data = FILE.read_bytes()
    return FileFacts(FILE.name, sha256(data).hexdigest(), len(data))
