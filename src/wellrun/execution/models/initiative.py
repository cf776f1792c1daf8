"""A time-boxed change with a predicted effect, fixed before results exist."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from wellrun.measures.models import Series
from wellrun.organisation.models import Post
from wellrun.strategy.models import DriverNode, Objective


class Initiative(models.Model):
    """What is being tried, by which post, and what it should move by how much and when."""

    class Status(models.TextChoices):
        PLANNED = "planned"
        ACTIVE = "active"
        STOPPED = "stopped"
        FINISHED = "finished"

    UNDER_WAY = (Status.PLANNED, Status.ACTIVE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="initiatives")
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="initiatives")
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    design = models.TextField(blank=True, help_text="how the effect will be judged")
    idea = models.ForeignKey(
        DriverNode,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="initiatives",
        help_text="the change idea of the driver diagram that it tries",
    )
    update_every_days = models.PositiveSmallIntegerField(default=28, help_text="how long it may be silent")
    last_update_at = models.DateTimeField(null=True, blank=True, help_text="none: not spoken of since it began")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="initiative_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def foremost(self) -> InitiativeTarget | None:
        """What it is to move first of all; none: nothing is said yet. Reads `targets`, so fetch them with it."""
        return next(iter(self.targets.all()), None)


class InitiativeTarget(models.Model):
    """What an initiative is to move, by how much (as stored, without sign) and after how long. The first is foremost.

    Of a draft the size and delay may be wanting; the model check asks for them.
    """

    id = models.BigAutoField(primary_key=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="targets")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="aimed_at_by")
    direction = models.CharField(max_length=4, choices=[("up", "up"), ("down", "down")])
    change = models.FloatField(null=True, blank=True)
    delay_days = models.PositiveSmallIntegerField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "series"], name="initiative_target_once"),
            models.CheckConstraint(
                condition=Q(change__isnull=True) | Q(change__gt=0), name="initiative_predicts_a_change"
            ),
            models.CheckConstraint(condition=Q(direction__in=["up", "down"]), name="initiative_target_direction_known"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.direction}"


class InitiativeHours(models.Model):
    """How many hours a week an initiative takes of a post."""

    id = models.BigAutoField(primary_key=True)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="hours")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="initiative_hours")
    hours_a_week = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "post"], name="initiative_hours_once"),
            models.CheckConstraint(condition=Q(hours_a_week__gte=0, hours_a_week__lte=168), name="initiative_hours"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.hours_a_week} h a week"


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
