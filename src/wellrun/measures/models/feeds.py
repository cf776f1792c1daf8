"""Where figures come from, what arrived when, and what is wrong with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Max, Q

from wellrun.measures.models.definitions import Measure
from wellrun.organisation.models import Unit


class Source(models.Model):
    """A publisher or system that figures come from."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    licence = models.CharField(max_length=200, blank=True)
    attribution = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Feed(models.Model):
    """One measure as one source delivers it. Figures beyond the declared end are not late, they are not promised."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="feeds")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="feeds")
    declared_end = models.DateField(null=True, blank=True, help_text="last period the source delivers")
    lag_days = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "measure"], name="feed_once")]

    def __str__(self) -> str:
        return f"{self.source_id}/{self.measure_id}"


class Receipt(models.Model):
    """What one import brought: counted, hashed, signed for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="receipts")
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()
    rows_read = models.IntegerField()
    rows_new = models.IntegerField()
    rows_corrected = models.IntegerField()
    rows_unchanged = models.IntegerField()
    rows_empty = models.IntegerField(default=0)
    rows_derived = models.IntegerField(default=0)
    warnings = models.IntegerField(default=0)
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=200)
    number = models.BigIntegerField(
        default=0, editable=False, db_index=True, help_text="rises with every receipt: a standing clock has one moment"
    )

    class Meta:
        ordering = ["-received_at", "-number", "pk"]

    def __str__(self) -> str:
        return f"{self.file_name} at {self.received_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new receipt takes the next number. Two imports at once may share one; their ids keep the order stable."""
        if self._state.adding and not self.number:
            self.number = (Receipt.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        super().save(*args, **kwargs)


class Remark(models.Model):
    """One row of an import that was taken in and is worth a look: where it stands in the file, and why."""

    id = models.BigAutoField(primary_key=True)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="remarks")
    row = models.BigIntegerField(help_text="as a person counts it: the header is row 1")
    column = models.CharField(max_length=20)
    measure = models.CharField(max_length=80, help_text="key")
    unit = models.CharField(max_length=80, help_text="key")
    stratum = models.CharField(max_length=80, default="total")
    period = models.DateField()
    sentence = models.CharField(max_length=500)

    class Meta:
        ordering = ["receipt", "row", "id"]
        indexes = [models.Index(fields=["receipt", "row"], name="remark_of_receipt")]

    def __str__(self) -> str:
        return f"row {self.row}: {self.sentence}"


class QualityIssue(models.Model):
    """Something about the data that a person should know before trusting a figure."""

    class Kind(models.TextChoices):
        ABOVE_DENOMINATOR = "above_denominator"
        DISAGREES = "disagrees"
        LATE = "late"
        GAP = "gap"
        JUMP = "jump"
        ENDED = "ended"
        LATE_START = "late_start"
        ALL_HITS = "all_hits"
        SUDDEN = "sudden"
        REPEATED = "repeated"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="quality_issues")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="quality_issues")
    stratum = models.CharField(max_length=80, default="total")
    period = models.DateField()
    detail = models.JSONField(default=dict, help_text="the facts of the sentence")
    receipt = models.ForeignKey(Receipt, null=True, blank=True, on_delete=models.PROTECT, related_name="issues")
    raised_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "measure", "unit", "stratum", "period"],
                condition=Q(resolved_at__isnull=True),
                name="quality_issue_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"
