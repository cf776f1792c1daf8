"""The figures: one live row a period, and the rows that corrections replaced."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from wellrun.measures.models.feeds import Receipt
from wellrun.measures.models.series import Series


class Observation(models.Model):
    """What is known now of one period of a series. A null value is a figure that was withdrawn."""

    pk = models.CompositePrimaryKey("series_id", "period")
    # The primary key starts with the series: an index of its own would only slow every write.
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="observations", db_index=False)
    period = models.DateField()
    value = models.FloatField(null=True, blank=True)
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    reporting = models.SmallIntegerField(null=True, blank=True, help_text="derived: units that reported")
    expected = models.SmallIntegerField(null=True, blank=True, help_text="derived: units that should")
    judged = models.BooleanField(default=True, help_text="derived: false while who reports differs from the phase")
    revision = models.SmallIntegerField(default=1)
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0),
                name="observation_rate_needs_cases",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="observation_revision_from_one"),
            models.CheckConstraint(
                condition=Q(reporting__isnull=True) | Q(reporting__lte=F("expected")),
                name="observation_coverage_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period}: {self.value}"


class SupersededObservation(models.Model):
    """A row that a correction replaced: live from `recorded_at` until `superseded_at`."""

    id = models.BigAutoField(primary_key=True)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="superseded", db_index=False)
    period = models.DateField()
    value = models.FloatField(null=True, blank=True)
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    reporting = models.SmallIntegerField(null=True, blank=True)
    expected = models.SmallIntegerField(null=True, blank=True)
    judged = models.BooleanField(default=True)
    revision = models.SmallIntegerField()
    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "period", "revision"], name="superseded_revision_once"),
            models.CheckConstraint(condition=Q(superseded_at__gte=F("recorded_at")), name="superseded_after_recorded"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.period} revision {self.revision}"
