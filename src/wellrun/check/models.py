"""What the model check found and since when, what was set aside on purpose, and what a site counts differently."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from wellrun.organisation.models import Post, Unit
from wellrun.strategy.models import Plan


class Waiver(models.Model):
    """One rule set aside for one subject of the plan, named by a post."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="waivers")
    rule = models.CharField(max_length=20)
    subject = models.CharField(max_length=200, help_text="what the rule fires on: its key")
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


class Finding(models.Model):
    """A rule that fires on a subject: since when, and when it no longer did. Not edited: found and resolved."""

    class Severity(models.TextChoices):
        ERROR = "error"
        WARN = "warn"
        INFO = "info"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, help_text="what the subject is: objective, measure, target, ...")
    subject = models.CharField(max_length=200)
    unit = models.ForeignKey(
        Unit,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="findings",
        help_text="whose it is; empty: of the plan as a whole",
    )
    severity = models.CharField(max_length=5, choices=Severity)
    message = models.TextField()
    facts = models.JSONField(default=dict, help_text="the values its sentence is filled with, and the fix")
    since = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["since", "rule", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "rule", "subject"], condition=Q(resolved_at__isnull=True), name="finding_open_once"
            ),
            models.CheckConstraint(condition=Q(severity__in=["error", "warn", "info"]), name="finding_severity_known"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}"


class RuleSetting(models.Model):
    """Where a site counts differently from a rule's default: its thresholds, its severity."""

    rule = models.CharField(max_length=20, primary_key=True)
    severity = models.CharField(max_length=5, choices=Finding.Severity, blank=True)
    thresholds = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=["", "error", "warn", "info"]), name="rule_setting_severity_known"
            ),
        ]

    def __str__(self) -> str:
        return self.rule


class CheckRun(models.Model):
    """How far the check of a plan has come: up to which change of it, what could not be told and why."""

    plan = models.OneToOneField(Plan, on_delete=models.CASCADE, primary_key=True, related_name="check_run")
    at = models.DateTimeField()
    last_change = models.BigIntegerField(default=0, help_text="id of the newest change of the plan that was looked at")
    last_event = models.BigIntegerField(default=0, help_text="id of the newest event of the log that was looked at")
    whole_on = models.DateField(help_text="the day of the last whole check")
    clear = models.PositiveIntegerField(default=0, help_text="answers of the last whole check that were clear")
    skipped = models.JSONField(default=list, help_text="of the last whole check: [rule, why, subjects]")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.at:%Y-%m-%d}"
