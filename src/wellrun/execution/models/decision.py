"""A choice recorded in a review; doing nothing is one too, and needs a reason like any other."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from wellrun.measures.models import Series
from wellrun.organisation.models import Right, Unit


class Decision(models.Model):
    """What was chosen and why, with the date to look back."""

    class Kind(models.TextChoices):
        CHOICE = "choice"
        NO_ACTION = "no_action"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField()
    reason = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="decisions")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions")
    look_back = models.DateField(null=True, blank=True)
    about = models.CharField(max_length=20, blank=True, choices=Right.Kind, help_text="as decision rights name it")
    spending = models.FloatField(null=True, blank=True, help_text="a year, in the site's currency")
    staffing = models.FloatField(null=True, blank=True, help_text="full-time equivalents")
    beyond_right = models.BooleanField(default=False, help_text="neither the forum nor its chair had the right")
    right_holder = models.CharField(max_length=200, blank=True, help_text="who had the right to it then, by name")
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200)
    taken_back_at = models.DateTimeField(null=True, blank=True, help_text="recorded by mistake: it no longer holds")

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="decision_has_reason"),
            models.CheckConstraint(condition=~Q(text=""), name="decision_says_what"),
            models.CheckConstraint(condition=Q(kind__in=["choice", "no_action"]), name="decision_kind_known"),
            models.CheckConstraint(
                condition=Q(about__in=["", *Right.Kind.values]), name="decision_about_something_known"
            ),
            models.CheckConstraint(
                condition=Q(spending__isnull=True) | Q(spending__gte=0), name="decision_spending_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(staffing__isnull=True) | Q(staffing__gte=0), name="decision_staffing_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(beyond_right=False) | ~Q(about=""), name="decision_beyond_a_right_says_which"
            ),
        ]

    def __str__(self) -> str:
        return self.text
