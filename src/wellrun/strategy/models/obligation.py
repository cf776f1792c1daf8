"""What a regulator or payer requires by a day, who answers for it, and what shows that it is met."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit


class Obligation(models.Model):
    """One clause to be met by a day. It reaches its unit's forum `notice_days` before it is due."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    regulator = models.CharField(max_length=200)
    clause = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="obligations")
    owner = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="obligations")
    due = models.DateField()
    notice_days = models.PositiveSmallIntegerField(default=60)
    evidence = models.TextField(blank=True, help_text="what will show that it is met")
    measure = models.ForeignKey(Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="obligations")
    met_on = models.DateField(null=True, blank=True)
    met_by = models.TextField(blank=True, help_text="the evidence that was given")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(met_on__isnull=True) | ~Q(met_by=""), name="obligation_met_with_evidence"
            ),
        ]

    def __str__(self) -> str:
        return self.title
