"""What a measure means, in versions: a definition never changes under a figure."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q


class Measure(models.Model):
    """A defined number over time; what it means is in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    domain = models.CharField(max_length=40, help_text="key of the domain it belongs to by default")
    library_id = models.CharField(max_length=40, blank=True, help_text="what the measure library calls it, if it does")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class MeasureVersion(models.Model):
    """One definition of a measure, in force from a date until the next version's."""

    class Grain(models.TextChoices):
        DAY = "day"
        WEEK = "week"
        MONTH = "month"
        QUARTER = "quarter"
        EVENT = "event"

    class Scoring(models.TextChoices):
        PROPORTION = "proportion"
        RATIO = "ratio"
        RATE = "rate"
        COUNT = "count"
        CONTINUOUS = "continuous"

    class Direction(models.TextChoices):
        UP = "up"
        DOWN = "down"
        BAND = "band"
        NONE = "none"

    class RollUp(models.TextChoices):
        RATIO_OF_SUMS = "ratio_of_sums"
        SUM = "sum"
        NONE = "none"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    effective_from = models.DateField(null=True, blank=True, help_text="empty: from the first figure on")
    current = models.BooleanField(default=True)
    name = models.CharField(max_length=200)
    definition = models.TextField()
    numerator = models.TextField(blank=True)
    denominator = models.TextField(blank=True)
    exclusions = models.JSONField(default=list, blank=True)
    grain = models.CharField(max_length=10, choices=Grain)
    scoring = models.CharField(max_length=12, choices=Scoring)
    bounded = models.BooleanField(default=False, help_text="a proportion that cannot pass 1")
    may_pass_one = models.BooleanField(
        default=False, help_text="a numerator above its denominator is nothing odd, as in observed over expected"
    )
    least_cases = models.PositiveSmallIntegerField(
        default=0, help_text="its source leaves out a period with fewer cases than this; 0: it leaves out none"
    )
    direction = models.CharField(max_length=5, choices=Direction)
    roll_up = models.CharField(max_length=14, choices=RollUp)
    display_unit = models.CharField(max_length=40, blank=True)
    multiplier = models.FloatField(default=1)
    decimals = models.PositiveSmallIntegerField(default=0)
    data_lag_days = models.PositiveSmallIntegerField(default=0)
    rule_profile = models.CharField(max_length=20, default="nhs")
    judged_on = models.CharField(
        max_length=4, blank=True, help_text="the chart it is judged on; empty: its kind of figures decides"
    )
    early_detection = models.BooleanField(
        default=False, help_text="watched for an early change as well, at a stated false-alarm probability"
    )
    licence = models.CharField(max_length=200, blank=True)
    source_text = models.TextField(blank=True)
    conformance = models.CharField(max_length=20, blank=True)
    contributing_teams = models.JSONField(default=list, blank=True)
    perspective = models.CharField(max_length=20, blank=True)
    default_role = models.CharField(
        max_length=10, blank=True, help_text="where to start only: the role belongs to the objective"
    )
    settings = models.JSONField(default=list, blank=True)
    counted_in = models.CharField(max_length=80, blank=True, help_text="what one figure is, as its source says")
    natural_frequency = models.CharField(max_length=10, blank=True)
    review_cadence = models.CharField(max_length=10, blank=True)
    suited_chart = models.CharField(
        max_length=8, blank=True, help_text="which chart suits its kind of figures; the judge chooses by the figures"
    )
    standards = models.JSONField(
        default=list, blank=True, help_text="id, steward and evidence each; what is not seen is shown as unconfirmed"
    )

    class Meta:
        ordering = ["measure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="measure_version_once"),
            models.UniqueConstraint(fields=["measure"], condition=Q(current=True), name="measure_one_current_version"),
            models.CheckConstraint(condition=Q(number__gte=1), name="measure_version_from_one"),
            models.CheckConstraint(
                condition=Q(bounded=False) | Q(scoring="proportion"), name="only_proportions_are_bounded"
            ),
            models.CheckConstraint(
                condition=Q(bounded=False) | Q(may_pass_one=False), name="what_is_bounded_cannot_pass_one"
            ),
            models.CheckConstraint(
                condition=Q(grain__in=["day", "week", "month", "quarter", "event"]),
                name="measure_grain_known",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["up", "down", "band", "none"]), name="measure_direction_known"
            ),
            models.CheckConstraint(
                condition=Q(roll_up__in=["ratio_of_sums", "sum", "none"]), name="measure_roll_up_known"
            ),
            models.CheckConstraint(
                condition=Q(rule_profile__in=["nhs", "western-electric", "nelson", "anhoej", "limits"]),
                name="measure_rule_profile_known",
            ),
            models.CheckConstraint(
                condition=Q(judged_on__in=["", "xmr", "ip", "p", "pp", "u", "up", "c", "oe", "oep", "g", "t"]),
                name="measure_judged_on_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (version {self.number})"
