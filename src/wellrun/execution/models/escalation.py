"""A question handed up one tier, with the time by which an answer is due."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from wellrun.measures.models import Series
from wellrun.organisation.models import Post, Unit


class Escalation(models.Model):
    """From a unit and tier to the one above; from the top, to the sponsor. The review item points here."""

    class Status(models.TextChoices):
        OPEN = "open"
        ANSWERED = "answered"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.TextField()
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="escalations_up")
    from_tier = models.PositiveSmallIntegerField()
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="escalations_received")
    to_tier = models.PositiveSmallIntegerField(null=True, blank=True)
    to_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations")
    reply_by = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.CharField(max_length=200, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="handed_on", help_text="what it hands on"
    )
    automatic = models.BooleanField(default=False, help_text="raised by the second deferral")
    raised_at = models.DateTimeField()
    raised_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["reply_by"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="escalation_asks_something"),
            models.CheckConstraint(
                condition=Q(to_tier__isnull=False) | Q(to_post__isnull=False),
                name="escalation_goes_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(status="answered") | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="escalation_answer_has_words",
            ),
            models.CheckConstraint(condition=Q(reply_by__gt=F("raised_at")), name="escalation_reply_after_raised"),
        ]

    def __str__(self) -> str:
        return self.question
