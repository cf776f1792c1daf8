"""How a part of an objective goes down, comes back with counter-proposals, and is agreed; every turn is kept."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from wellrun.organisation.models import Post, Unit
from wellrun.strategy.models.objective import Objective
from wellrun.strategy.models.plan import Plan


class Catchball(models.Model):
    """One exchange about what a unit takes on of an objective. Its last turn tells how it stands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="catchballs")
    parent = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="offered_down")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="catchballs", help_text="asked for a part")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="catchballs", help_text="who answers below")
    child = models.ForeignKey(
        Objective,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agreed_from",
        help_text="what came of it",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["parent", "unit"], name="catchball_once")]

    def __str__(self) -> str:
        return f"{self.parent_id} to {self.unit_id}"


class CatchballTurn(models.Model):
    """One turn of the exchange. `contribution` is in the unit of the parent's measure, as stored."""

    class Kind(models.TextChoices):
        PROPOSED = "proposed"
        COUNTERED = "countered"
        AGREED = "agreed"
        WITHDRAWN = "withdrawn"

    id = models.BigAutoField(primary_key=True)
    catchball = models.ForeignKey(Catchball, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200, help_text="the objective the unit would take on")
    contribution = models.FloatField(null=True, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["catchball", "number"]
        constraints = [
            models.UniqueConstraint(fields=["catchball", "number"], name="catchball_turn_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["proposed", "countered", "agreed", "withdrawn"]), name="catchball_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
