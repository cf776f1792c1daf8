"""Where figures come from, what arrived when, and what is wrong with it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

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

    class Meta:
        ordering = ["-received_at"]

    def __str__(self) -> str:
        return f"{self.file_name} at {self.received_at:%Y-%m-%d %H:%M}"


class QualityIssue(models.Model):
    """Something about the data that a person should know before trusting a figure."""

    class Kind(models.TextChoices):
        ABOVE_DENOMINATOR = "above_denominator"
        DISAGREES = "disagrees"
        LATE = "late"
        GAP = "gap"
        JUMP = "jump"
        ENDED = "ended"

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
