"""One thing to be done by one post by one date, with how it is known to be done."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from wellrun.execution.models.initiative import Initiative
from wellrun.measures.models import Series
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.models import Objective


class Action(models.Model):
    """Asked of a post; owned only once the post accepts it."""

    class Status(models.TextChoices):
        PROPOSED = "proposed"
        COUNTERED = "countered"
        DECLINED = "declined"
        ACCEPTED = "accepted"
        DONE = "done"
        CANCELLED = "cancelled"

    OPEN = (Status.PROPOSED, Status.COUNTERED, Status.DECLINED, Status.ACCEPTED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True, help_text="as people say it: action 12")
    title = models.CharField(max_length=300)
    done_when = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="actions")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="actions")
    due = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    countered_due = models.DateField(null=True, blank=True)
    decline_reason = models.TextField(blank=True)
    look_back = models.DateField(null=True, blank=True)
    update_every_days = models.PositiveSmallIntegerField(default=7)
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    initiative = models.ForeignKey(Initiative, null=True, blank=True, on_delete=models.PROTECT, related_name="actions")
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    last_update_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_evidence = models.TextField(blank=True)

    class Meta:
        ordering = ["due", "number"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="action_says_what"),
            models.CheckConstraint(condition=~Q(done_when=""), name="action_says_when_done"),
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(accepted_at__isnull=False),
                name="action_accepted_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["proposed", "countered", "declined"]) | Q(accepted_at__isnull=True),
                name="action_owned_only_once_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(status="done")
                | (Q(done_at__isnull=False, accepted_at__isnull=False) & ~Q(done_evidence="")),
                name="action_done_was_accepted_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(status="countered") | Q(countered_due__isnull=False),
                name="action_counter_has_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(decline_reason=""), name="action_decline_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "countered", "declined", "accepted", "done", "cancelled"]),
                name="action_status_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ActionUpdate(models.Model):
    """One step in the life of an action."""

    class Kind(models.TextChoices):
        ASKED = "asked"
        ACCEPTED = "accepted"
        COUNTERED = "countered"
        DECLINED = "declined"
        AGREED = "agreed"
        REASSIGNED = "reassigned"
        PROGRESS = "progress"
        DONE = "done"
        REOPENED = "reopened"
        CANCELLED = "cancelled"

    id = models.BigAutoField(primary_key=True)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
