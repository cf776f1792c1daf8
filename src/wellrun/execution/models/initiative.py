"""A time-boxed change with a predicted effect, fixed before results exist."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wellrun.measures.models import Series
from wellrun.organisation.models import Post
from wellrun.strategy.models import Objective


class Initiative(models.Model):
    """What is being tried, by which post, and what it should move by how much and when."""

    class Status(models.TextChoices):
        PLANNED = "planned"
        ACTIVE = "active"
        STOPPED = "stopped"
        FINISHED = "finished"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="initiatives")
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="initiatives")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    starts = models.DateField()
    ends = models.DateField()
    target_series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="initiatives")
    direction = models.CharField(max_length=4, choices=[("up", "up"), ("down", "down")])
    predicted_change = models.FloatField(help_text="in the measure's stored unit, without sign")
    effect_delay_days = models.PositiveSmallIntegerField(default=0)
    design = models.TextField(help_text="how the effect will be judged")
    update_every_days = models.PositiveSmallIntegerField(default=28, help_text="how long it may be silent")
    last_update_at = models.DateTimeField(null=True, blank=True, help_text="none: not spoken of since it began")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="initiative_ends_after_start"),
            models.CheckConstraint(condition=Q(predicted_change__gt=0), name="initiative_predicts_a_change"),
            models.CheckConstraint(condition=~Q(design=""), name="initiative_has_design"),
        ]

    def __str__(self) -> str:
        return self.title


class InitiativeUpdate(models.Model):
    """What was said of an initiative on its way, and that it ended."""

    class Kind(models.TextChoices):
        PROGRESS = "progress"
        FINISHED = "finished"
        STOPPED = "stopped"

    id = models.BigAutoField(primary_key=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="updates")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PROGRESS)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="initiative_update_says_something"),
            models.CheckConstraint(
                condition=Q(kind__in=["progress", "finished", "stopped"]), name="initiative_update_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
