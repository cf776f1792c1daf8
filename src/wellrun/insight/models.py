"""What evaluation found: runs, the state of each series, and signals."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from wellrun.measures.models import Series


class EvaluationRun(models.Model):
    """One evaluation: what set it off, how much it judged, what it found."""

    class Cause(models.TextChoices):
        FIRST_LOAD = "first_load"
        IMPORT = "import"
        CLOCK = "clock"
        MANUAL = "manual"
        JUDGING = "judging"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cause = models.CharField(max_length=12, choices=Cause)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    series_evaluated = models.IntegerField(default=0)
    signals_opened = models.IntegerField(default=0)
    signals_closed = models.IntegerField(default=0)
    signals_withdrawn = models.IntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.cause} {self.started_at:%Y-%m-%d %H:%M}"


class SeriesState(models.Model):
    """The materialised answer for one series: pages read this and nothing heavier."""

    series = models.OneToOneField(Series, on_delete=models.CASCADE, primary_key=True, related_name="state")
    run = models.ForeignKey(EvaluationRun, on_delete=models.PROTECT, related_name="+")
    data_revision = models.PositiveIntegerField(help_text="the series' revision this answer is of")
    judging_version = models.PositiveSmallIntegerField(default=0, help_text="of the judging code that gave this answer")
    version_number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=20)
    chart = models.CharField(max_length=4)
    chart_reason = models.CharField(max_length=200, blank=True)
    profile = models.CharField(max_length=20)
    phase = models.PositiveIntegerField(default=0)
    phase_start = models.DateField(null=True, blank=True)
    points = models.IntegerField()
    first_period = models.DateField(null=True, blank=True)
    last_period = models.DateField(null=True, blank=True)
    value = models.FloatField(null=True, blank=True)
    numerator = models.FloatField(null=True, blank=True)
    denominator = models.FloatField(null=True, blank=True)
    reporting = models.SmallIntegerField(null=True, blank=True)
    expected = models.SmallIntegerField(null=True, blank=True)
    centre = models.FloatField(null=True, blank=True)
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    sigma_z = models.FloatField(null=True, blank=True)
    rule = models.CharField(max_length=40, blank=True, help_text="rule of the last point")
    variation = models.CharField(max_length=20, blank=True)
    assurance = models.CharField(max_length=20, blank=True)
    change = models.CharField(max_length=12, help_text="none, improving, worsening, higher, lower, unknown")
    aim = models.CharField(max_length=16, help_text="meets, sometimes, short, not_there_yet, no_aim, unknown")
    target_low = models.FloatField(null=True, blank=True)
    target_high = models.FloatField(null=True, blank=True)
    since = models.DateField(null=True, blank=True, help_text="when the present real change began")
    run_side = models.CharField(max_length=4, blank=True, help_text="high or low: side of the newest points")
    run_length = models.IntegerField(default=0, help_text="points in a row on that side of the centre, newest last")
    run_start = models.DateField(null=True, blank=True, help_text="the first of them")
    watched = models.BooleanField(default=False, help_text="early detection has judged the newest point")
    spark = models.JSONField(default=list, help_text="last 24 periods: [period, value, point kind]")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(change__in=["none", "improving", "worsening", "higher", "lower", "unknown"]),
                name="state_change_known",
            ),
            models.CheckConstraint(
                condition=Q(aim__in=["meets", "sometimes", "short", "not_there_yet", "no_aim", "unknown"]),
                name="state_aim_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id}: {self.change}, {self.aim}"


class WatchedPoints(models.Model):
    """What early detection says of a series' points, from the first that it judged on, a number a period."""

    series = models.OneToOneField(Series, on_delete=models.CASCADE, primary_key=True, related_name="watched_points")
    first = models.DateField(help_text="the first period that was judged")
    p = models.BinaryField(help_text="float64, little-endian: how likely a series that did not change comes as far")
    side = models.BinaryField(help_text="int8: 1 or -1 where it fired, on the high or the low side, else 0")

    class Meta:
        verbose_name_plural = "watched points"

    def __str__(self) -> str:
        return f"{self.series_id} from {self.first}"


class Signal(models.Model):
    """A special cause by a named rule profile, dated by the period at which a replay would first have seen it."""

    class Side(models.TextChoices):
        HIGH = "high"
        LOW = "low"

    class Status(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"

    class Meaning(models.TextChoices):
        IMPROVEMENT = "improvement"
        CONCERN = "concern"
        NEUTRAL = "neutral"

    class Scope(models.TextChoices):
        LOCAL = "local"
        SYSTEMIC = "systemic"
        UNCLEAR = "unclear"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="signals")
    version_number = models.PositiveSmallIntegerField()
    phase = models.PositiveIntegerField()
    profile = models.CharField(max_length=20)
    side = models.CharField(max_length=4, choices=Side)
    first_fired = models.DateField(help_text="the newest period when a rule first fired")
    began = models.DateField(help_text="the earliest period of the window that fired")
    last_fired = models.DateField()
    rules = models.JSONField(default=list, help_text="names of the rules that fired, in order of first firing")
    firings = models.IntegerField(default=1)
    p_value = models.FloatField(
        null=True,
        blank=True,
        help_text="at its first firing by early detection: how likely a series that did not change comes as far",
    )
    q_value = models.FloatField(null=True, blank=True, help_text="that, among all series watched in the same period")
    chance = models.FloatField(
        null=True, blank=True, help_text="the least false-alarm probability a year at which it would have fired so far"
    )
    watched_beside = models.IntegerField(
        null=True, blank=True, help_text="how many series of the measure were watched in that period, itself included"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    closed_at_period = models.DateField(null=True, blank=True)
    meaning = models.CharField(max_length=12, choices=Meaning)
    scope = models.CharField(max_length=8, choices=Scope, default=Scope.UNCLEAR)
    scope_same = models.SmallIntegerField(default=0, help_text="siblings, self included, that moved alike")
    scope_of = models.SmallIntegerField(default=0, help_text="siblings, self included, with enough data")
    scope_parent = models.BooleanField(default=False, help_text="the parent without this unit moved alike")
    long_standing = models.BooleanField(default=False, help_text="already old at the first load")
    found_at = models.DateTimeField()
    found_in = models.ForeignKey(EvaluationRun, on_delete=models.PROTECT, related_name="found")

    class Meta:
        ordering = ["-first_fired"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "version_number", "phase", "profile", "side", "first_fired"],
                name="signal_identity",
            ),
            models.CheckConstraint(
                condition=Q(began__lte=F("first_fired"), first_fired__lte=F("last_fired")),
                name="signal_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(side__in=["high", "low"]), name="signal_side_known"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at_period__isnull=False) | ~Q(status="closed"),
                name="signal_closed_has_period",
            ),
        ]
        indexes = [models.Index(fields=["status", "first_fired"], name="signal_open")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.side} {self.first_fired}"
