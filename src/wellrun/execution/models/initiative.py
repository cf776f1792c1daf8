"""A time-boxed change with a predicted effect, fixed before results exist."""

from __future__ import annotations

import uuid

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
