"""Who may do what where."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from wellrun.organisation.models import Unit


class Level(models.TextChoices):
    """What a grant allows; `access.permissions` spells each out."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    CHAIR = "chair"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


class Grant(models.Model):
    """A level for one user over one unit and all below it. A post grants nothing by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="grants")
    level = models.CharField(max_length=20, choices=Level)
    granted_at = models.DateTimeField()

    class Meta:
        ordering = ["granted_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "unit", "level"], name="grant_once"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="grant_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.level} of {self.unit}"
