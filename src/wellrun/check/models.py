"""Exceptions the organisation has stated: a rule it does not keep, why, who says so, until when."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from wellrun.organisation.models import Post
from wellrun.strategy.models import Plan


class Waiver(models.Model):
    """One rule set aside for one subject of the plan, named by a post."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="waivers")
    rule = models.CharField(max_length=20)
    subject = models.CharField(max_length=120, help_text="key of the domain or objective")
    reason = models.TextField()
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="waivers")
    expires = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "rule", "subject"], name="waiver_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}"
