"""Measures with the versions of their definitions, and receipts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from wellrun.api.schemas.fields import Answered, same
from wellrun.library.definition import StandardId
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


class StandardOut(Answered):
    """What others call it. `confirmed`: false where nobody found the identifier on a public page."""

    id: str
    steward: str
    evidence: str
    confirmed: bool


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
    judged_on: str
    early_detection: bool
    licence: str
    source: str
    conformance: str
    standards: list[StandardOut]


class MeasureOut(MeasureRef):
    """A measure with its definitions, the first version first."""

    domain: str
    library_id: str
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
    *("judged_on", "early_detection", "licence", "conformance"),
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
        library_id=measure.library_id,
        retired_on=measure.retired_on,
        versions=[_version_out(version) for version in versions],
    )


def _version_out(version: MeasureVersion) -> VersionOut:
    display = DisplayOut(multiplier=version.multiplier, decimals=version.decimals, unit=version.display_unit)
    standards = [standard_out(StandardId(**standard)) for standard in version.standards]
    return VersionOut(**same(version, *_VERSION), display=display, source=version.source_text, standards=standards)


def standard_out(standard: StandardId) -> StandardOut:
    """An identifier, and whether it is confirmed."""
    return StandardOut(**same(standard, "id", "steward", "evidence"), confirmed=standard.is_confirmed)


def receipts_out(receipts: Sequence[Receipt]) -> list[ReceiptOut]:
    """Receipts with their sources at hand."""
    return [receipt_out(receipt) for receipt in receipts]


def receipt_out(receipt: Receipt) -> ReceiptOut:
    """One receipt."""
    return ReceiptOut(**same(receipt, *_RECEIPT), source=receipt.source.key)
