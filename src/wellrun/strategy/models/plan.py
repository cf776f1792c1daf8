"""The strategy of one cycle: its stages, its kept versions, and every change of it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Plan(models.Model):
    """The strategy of one cycle. It is drafted, consulted on, in force, closed; one is in force at a time."""

    class Stage(models.TextChoices):
        DRAFT = "draft"
        CONSULTATION = "consultation"
        ACTIVE = "active"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    starts = models.DateField()
    ends = models.DateField(help_text="the last day of the cycle")
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAFT)
    activated_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    cloned_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="clones")
    illustrative = models.BooleanField(default=False, help_text="the plan is an example; the figures are real")

    class Meta:
        ordering = ["-starts", "key"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="plan_ends_after_start"),
            models.UniqueConstraint(fields=["stage"], condition=Q(stage="active"), name="plan_one_active"),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "consultation", "active", "closed"]), name="plan_stage_known"
            ),
            models.CheckConstraint(
                condition=~Q(stage="active") | Q(activated_on__isnull=False), name="plan_active_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanVersion(models.Model):
    """The plan as it stood at one moment, as its file; kept when it changes stage, is applied or is put aside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.TextField(help_text="the plan file")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} version {self.number}"


class PlanChange(models.Model):
    """One change of the plan: what of it, from what, to what, by whom."""

    id = models.BigAutoField(primary_key=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=20, help_text="plan, objective, role, parent, target, ...")
    subject = models.CharField(max_length=200, help_text="its key, or the keys it joins")
    verb = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["plan", "id"]
        indexes = [models.Index(fields=["plan", "kind", "subject"], name="plan_change_of_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.subject}"


class Domain(models.Model):
    """One of the few enterprise priority areas. It may be renamed; its key stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name
