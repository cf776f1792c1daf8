"""What is believed to move what: hypotheses, with where they come from. Wellrun claims none of them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from wellrun.measures.models import Measure


class Origin(models.TextChoices):
    """Whether the library says so or the site does."""

    LIBRARY = "library"
    LOCAL = "local"


class InfluenceLink(models.Model):
    """When the lead rises, the lag is expected to move by `sign` after the delay; `caveat` is shown with it."""

    class Sign(models.TextChoices):
        PLUS = "+"
        MINUS = "-"

    class Grade(models.TextChoices):
        STRONG = "strong"
        MODERATE = "moderate"
        CONTESTED = "contested"
        JUDGEMENT = "judgement"
        STRUCTURAL = "structural"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    lead = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="links_as_lead")
    lag = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="links_as_lag")
    sign = models.CharField(max_length=1, choices=Sign)
    delay_min_days = models.PositiveSmallIntegerField()
    delay_max_days = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=10, choices=Grade)
    source_text = models.TextField()
    caveat = models.TextField(blank=True)
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.LOCAL)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "lag"], condition=Q(retired_on__isnull=True), name="influence_link_once"
            ),
            models.CheckConstraint(condition=~Q(lead=F("lag")), name="influence_link_between_two"),
            models.CheckConstraint(
                condition=Q(delay_max_days__gte=F("delay_min_days")), name="influence_link_delay_range"
            ),
            models.CheckConstraint(condition=Q(sign__in=["+", "-"]), name="influence_link_sign_known"),
            models.CheckConstraint(
                condition=Q(grade__in=["strong", "moderate", "contested", "judgement", "structural"]),
                name="influence_link_grade_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.lead_id} {self.sign} {self.lag_id}"


class TradeOff(models.Model):
    """Pushing one measure in a direction needs another beside it that must not get worse."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    push = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="trade_offs_as_push")
    push_direction = models.CharField(max_length=4, choices=[("up", "up"), ("down", "down"), ("band", "band")])
    guard = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="trade_offs_as_guard")
    guard_direction = models.CharField(max_length=4, choices=[("up", "up"), ("down", "down")])
    mechanism = models.TextField(help_text="how the push could do harm")
    source_text = models.TextField()
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.LOCAL)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["push", "push_direction", "guard"],
                condition=Q(retired_on__isnull=True),
                name="trade_off_once",
            ),
            models.CheckConstraint(condition=~Q(push=F("guard")), name="trade_off_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.push_id} needs {self.guard_id}"
