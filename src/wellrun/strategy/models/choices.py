"""What a plan decides before it starts: what wins, what stops, and whose hours it may use."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from wellrun.organisation.models import Post
from wellrun.strategy.models.objective import Objective
from wellrun.strategy.models.plan import Plan


class Precedence(models.Model):
    """Where two objectives pull against each other, the one that wins, because of something said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="precedences")
    winner = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="wins")
    loser = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="yields")
    because = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "winner", "loser"], name="precedence_once"),
            models.CheckConstraint(condition=~Q(winner=F("loser")), name="precedence_between_two"),
            models.CheckConstraint(condition=~Q(because=""), name="precedence_has_because"),
        ]

    def __str__(self) -> str:
        return f"{self.winner_id} wins over {self.loser_id}"


class Stopped(models.Model):
    """Something the organisation stops or pauses in this cycle, so that there is room for the rest."""

    class Kind(models.TextChoices):
        STOPPED = "stopped"
        PAUSED = "paused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="stopped")
    key = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.STOPPED)
    because = models.TextField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="stopped", help_text="who stops it")
    from_date = models.DateField()

    class Meta:
        ordering = ["from_date", "key"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="stopped_once"),
            models.CheckConstraint(condition=~Q(because=""), name="stopped_has_because"),
            models.CheckConstraint(condition=Q(kind__in=["stopped", "paused"]), name="stopped_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title


class DeclaredHours(models.Model):
    """How many hours a week a post has for the initiatives of the plan, as it says itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="declared_hours")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="declared_hours")
    hours_a_week = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "post"], name="hours_declared_once"),
            models.CheckConstraint(condition=Q(hours_a_week__gte=0, hours_a_week__lte=168), name="hours_of_a_week"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.hours_a_week} h a week"
