"""Measures with the versions of their definitions, and receipts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from wellrun.api.schemas.fields import Answered, same
from wellrun.measures.models import Measure, MeasureVersion, Receipt


class MeasureRef(Answered):
    """Which measure, by its present name."""

    id: UUID
    key: str
    name: str

    @classmethod
    def of(cls, measure: Measure, version: MeasureVersion) -> MeasureRef:
        """The measure's own names."""
        return cls(id=measure.pk, key=measure.key, name=version.name)


class DisplayOut(Answered):
    """How figures are written: times `multiplier`, with so many decimals, followed by `unit`."""

    multiplier: float
    decimals: int
    unit: str


class VersionOut(Answered):
    """One definition, in force from `effective_from` (null: from the first figure) until the next one's."""

    number: int
    current: bool
    effective_from: date | None
    name: str
    definition: str
    numerator: str
    denominator: str
    exclusions: list[str]
    grain: str
    scoring: str
    bounded: bool
    direction: str
    roll_up: str
    display: DisplayOut
    data_lag_days: int
    rule_profile: str
    early_detection: bool
    licence: str
    source: str


class MeasureOut(MeasureRef):
    """A measure with its definitions, the first version first."""

    domain: str
    retired_on: date | None
    versions: list[VersionOut]


class ReceiptOut(Answered):
    """What one import brought: signed for, with the hash of what was sent. Counts are rows."""

    id: UUID
    source: str
    file_name: str
    sha256: str
    size_bytes: int
    rows_read: int
    rows_new: int
    rows_corrected: int
    rows_unchanged: int
    rows_empty: int
    rows_derived: int
    warnings: int
    received_at: datetime
    received_by: str


_VERSION = (
    *("number", "current", "effective_from", "name", "definition", "numerator", "denominator", "exclusions"),
    *("grain", "scoring", "bounded", "direction", "roll_up", "data_lag_days", "rule_profile"),
    *("early_detection", "licence"),
)
_RECEIPT = tuple(name for name in ReceiptOut.model_fields if name != "source")


def measures_out(measures: Sequence[Measure]) -> list[MeasureOut]:
    """Measures with their versions prefetched."""
    return [_measure_out(measure) for measure in measures]


def _measure_out(measure: Measure) -> MeasureOut:
    versions = sorted(measure.versions.all(), key=lambda version: version.number)
    present = next(version for version in versions if version.current)
    return MeasureOut(
        id=measure.pk,
        key=measure.key,
        name=present.name,
        domain=measure.domain,
        retired_on=measure.retired_on,
        versions=[_version_out(version) for version in versions],
    )


def _version_out(version: MeasureVersion) -> VersionOut:
    display = DisplayOut(multiplier=version.multiplier, decimals=version.decimals, unit=version.display_unit)
    return VersionOut(**same(version, *_VERSION), display=display, source=version.source_text)


def receipts_out(receipts: Sequence[Receipt]) -> list[ReceiptOut]:
    """Receipts with their sources at hand."""
    return [receipt_out(receipt) for receipt in receipts]


def receipt_out(receipt: Receipt) -> ReceiptOut:
    """One receipt."""
    return ReceiptOut(**same(receipt, *_RECEIPT), source=receipt.source.key)
