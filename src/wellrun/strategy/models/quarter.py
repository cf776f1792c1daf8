"""The quarterly push of an objective: key results are aims on measures that exist, and nothing else."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wellrun.measures.models import Series
from wellrun.organisation.models import Post
from wellrun.strategy.models.objective import Objective


class QuarterSlice(models.Model):
    """What of an objective is pushed in one quarter of the cycle. It closes with what was learned."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="slices")
    starts = models.DateField(help_text="first day of the quarter")
    ends = models.DateField(help_text="last day of the quarter")
    title = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    learning = models.TextField(blank=True)

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "starts"], name="slice_once_a_quarter"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="slice_ends_after_start"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(learning=""), name="slice_closes_with_learning"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class KeyResult(models.Model):
    """A value wanted of one series by the end of the quarter. Scored from the figures: 0 at `start`, 1 at `aim`."""

    class Commitment(models.TextChoices):
        COMMITTED = "committed"
        ASPIRATIONAL = "aspirational"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slice = models.ForeignKey(QuarterSlice, on_delete=models.CASCADE, related_name="key_results")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="key_results")
    start = models.FloatField(help_text="as stored")
    aim = models.FloatField(help_text="as stored")
    commitment = models.CharField(max_length=12, choices=Commitment, default=Commitment.COMMITTED)
    owner = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="key_results")
    score = models.FloatField(null=True, blank=True, help_text="0 to 1, fixed when the quarter is closed")
    scored_period = models.DateField(null=True, blank=True, help_text="the period whose figure gave the score")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["slice", "series"], name="key_result_once"),
            models.CheckConstraint(condition=~Q(start=F("aim")), name="key_result_moves"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1), name="key_result_score_0_1"
            ),
            models.CheckConstraint(
                condition=Q(commitment__in=["committed", "aspirational"]), name="key_result_commitment_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} to {self.aim}"


class ConfidenceCheck(models.Model):
    """How sure a post is, between figures, that a key result will be reached: 0 to 10."""

    id = models.BigAutoField(primary_key=True)
    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="checks")
    confidence = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=Q(confidence__lte=10), name="confidence_0_10")]

    def __str__(self) -> str:
        return f"{self.confidence} of 10"
