"""The driver diagram of an objective: the aim, what moves it, what moves that, and the ideas to try."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from wellrun.measures.models import Measure
from wellrun.strategy.models.objective import Objective


class DriverNode(models.Model):
    """One box of the diagram. An initiative that tries a change idea points to it."""

    class Kind(models.TextChoices):
        PRIMARY = "primary"
        SECONDARY = "secondary"
        IDEA = "idea"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="driver_nodes")
    key = models.SlugField(max_length=80)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    kind = models.CharField(max_length=9, choices=Kind)
    text = models.CharField(max_length=200)
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="driver_nodes")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "key"], name="driver_node_once"),
            models.CheckConstraint(
                condition=Q(kind="primary", parent__isnull=True) | (~Q(kind="primary") & Q(parent__isnull=False)),
                name="driver_node_hangs_below",
            ),
            models.CheckConstraint(condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="driver_node_no_loop"),
            models.CheckConstraint(condition=Q(kind__in=["primary", "secondary", "idea"]), name="driver_node_kind"),
        ]

    def __str__(self) -> str:
        return self.text
