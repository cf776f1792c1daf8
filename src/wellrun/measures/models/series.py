"""A measure in a unit and stratum, the stretches with their own baseline, and the aims."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from wellrun.measures.models.definitions import Measure
from wellrun.organisation.models import Post, Unit


class Series(models.Model):
    """One line of figures. Its integer key keeps hundreds of millions of observations narrow; the API uses `uid`."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="series")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="series")
    stratum = models.CharField(max_length=80, default="total")
    derived = models.BooleanField(default=False, help_text="rolled up from the units below")
    data_revision = models.PositiveIntegerField(
        default=0, help_text="counts changes of its figures, phases and targets; evaluation follows it"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measure", "unit", "stratum"], name="series_once")]
        indexes = [models.Index(fields=["unit", "measure"], name="series_of_unit")]

    def __str__(self) -> str:
        return f"{self.measure_id}/{self.unit_id}/{self.stratum}"


class Phase(models.Model):
    """A stretch with its own baseline. Number 0 is implicit (from the first figure); rows are the later, forced ones.

    `number` is that of its first period in the grain's calendar: the same in whatever order the figures came, and
    rising in time whatever is added before it.
    """

    class Reason(models.TextChoices):
        REPORTING = "reporting"
        MERGER = "merger"
        DEFINITION = "definition"
        PROCESS = "process"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="phases")
    number = models.PositiveIntegerField()
    start = models.DateField()
    baseline_end = models.DateField(null=True, blank=True)
    reason_kind = models.CharField(max_length=12, choices=Reason)
    reason = models.TextField()
    derived = models.BooleanField(default=False, help_text="found by roll-up, and withdrawn by it")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["series", "number"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="phase_number_once"),
            models.UniqueConstraint(fields=["series", "start"], name="phase_start_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="phase_zero_is_implicit"),
            models.CheckConstraint(
                condition=Q(baseline_end__isnull=True) | Q(baseline_end__gte=F("start")),
                name="phase_baseline_after_start",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="phase_has_reason"),
        ]

    def __str__(self) -> str:
        return f"phase {self.number} from {self.start}"


class Target(models.Model):
    """A value (or band) wanted by a date. A proportion is 0-1, as the figures are."""

    class Commitment(models.TextChoices):
        COMMITTED = "committed"
        ASPIRATIONAL = "aspirational"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="targets")
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    by_date = models.DateField(null=True, blank=True)
    baseline = models.FloatField(null=True, blank=True)
    baseline_points = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="how many figures the baseline was taken from, as stated with it"
    )
    post = models.ForeignKey(
        Post,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets",
        help_text="empty: an aim of the unit; otherwise set for this one post, which the model check questions",
    )
    commitment = models.CharField(max_length=12, choices=Commitment, default=Commitment.COMMITTED)
    source_text = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=False, low__isnull=True, high__isnull=True)
                | Q(value__isnull=True, low__isnull=False, high__isnull=False),
                name="target_value_or_band",
            ),
            models.CheckConstraint(condition=Q(low__isnull=True) | Q(high__gt=F("low")), name="target_band_has_width"),
            models.UniqueConstraint(
                fields=["series"], condition=Q(retired_at__isnull=True), name="target_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value if self.value is not None else (self.low, self.high)}"
