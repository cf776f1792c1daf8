"""What people say of a series: events on its chart, points left out, new baselines proposed, same-day limits.

None of it is deleted: it is withdrawn, with the day and who did it, so that a later reader sees what was believed when.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from wellrun.measures.models.definitions import Measure
from wellrun.measures.models.series import Phase, Series
from wellrun.organisation.models import Unit


class Event(models.Model):
    """Something that happened in a unit and may be worth seeing beside its figures; it explains nothing by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="events")
    measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="events", help_text="empty: of them all"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="empty: one day, or not over")
    text = models.CharField(max_length=300)
    noted_by = models.CharField(max_length=200)
    noted_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "noted_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="event_says_what"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="event_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["unit", "starts_on"], name="event_of_unit")]

    def __str__(self) -> str:
        return f"{self.starts_on}: {self.text}"


class Exclusion(models.Model):
    """A point that is shown and takes no part in limits, rules and detection, and why."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="exclusions")
    period = models.DateField()
    reason = models.TextField()
    excluded_by = models.CharField(max_length=200)
    excluded_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["series", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period"], condition=Q(lifted_at__isnull=True), name="exclusion_once_in_force"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exclusion_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} without {self.period}"


class BaselineProposal(models.Model):
    """A new baseline somebody asks for, because a process or a definition changed on a day that can be named.

    Someone else, outside the owner's line, approves or declines it. The aim stays what it is.
    """

    class Reason(models.TextChoices):
        DEFINITION = "definition"
        PROCESS = "process"

    class Origin(models.TextChoices):
        PERSON = "person"
        SEGMENTS = "segments"
        REVIEW = "review"

    class Status(models.TextChoices):
        PROPOSED = "proposed"
        APPROVED = "approved"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="baseline_proposals")
    start = models.DateField(help_text="the period with which the new baseline begins")
    changed_on = models.DateField(help_text="the day on which the process or definition changed")
    reason_kind = models.CharField(max_length=12, choices=Reason)
    reason = models.TextField()
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PERSON)
    evidence = models.JSONField(
        default=dict, blank=True, help_text="level before and after and support, as segments say"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True)
    phase = models.ForeignKey(Phase, null=True, blank=True, on_delete=models.PROTECT, related_name="proposals")

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "start"], condition=Q(status="proposed"), name="baseline_proposed_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="baseline_proposal_has_reason"),
            models.CheckConstraint(
                condition=Q(status="proposed", decided_at__isnull=True)
                | (~Q(status="proposed") & Q(decided_at__isnull=False)),
                name="baseline_proposal_decided_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "declined"]) | ~Q(decided_by=F("proposed_by")),
                name="baseline_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(phase__isnull=False), name="baseline_approved_begins_a_phase"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} from {self.start}: {self.status}"


class Trigger(models.Model):
    """A same-day operational limit of a series. It claims no statistics and is never shown as a signal."""

    class Side(models.TextChoices):
        HIGH = "high"
        LOW = "low"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="triggers")
    side = models.CharField(max_length=4, choices=Side)
    limit = models.FloatField(help_text="met at this value already; a proportion is 0-1, as the figures are")
    response = models.CharField(max_length=300, help_text="what is done when it is met")
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField()
    retired_by = models.CharField(max_length=200, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["series", "side"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=["high", "low"]), name="trigger_side_known"),
            models.CheckConstraint(condition=~Q(response=""), name="trigger_says_what_to_do"),
            models.UniqueConstraint(
                fields=["series", "side"], condition=Q(retired_at__isnull=True), name="trigger_one_a_side"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.side} {self.limit}"
