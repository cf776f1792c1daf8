"""A standing meeting and its sittings."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Right, Unit
from wellrun.strategy.models import Domain


class Forum(models.Model):
    """Who meets about what, how often. `cadence` is an iCalendar RRULE counted from `first_start` in `time_zone`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="forums")
    tier = models.PositiveSmallIntegerField(help_text="1 unit, 2 service line, 3 site, 4 or more system")
    cadence = models.CharField(max_length=200)
    cadence_days = models.PositiveSmallIntegerField(help_text="length of one round, for routing and deferral")
    first_start = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    time_zone = models.CharField(max_length=64)
    chair = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="chaired_forums")
    sponsor = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="sponsored_forums")
    domains = models.ManyToManyField(Domain, related_name="forums", blank=True)
    measures = models.ManyToManyField(Measure, related_name="forums", blank=True)
    restricted = models.BooleanField(default=False, help_text="visible to its members only")
    false_alarms_a_month = models.FloatField(
        default=1, help_text="how many it accepts of early detection, over all series it looks at"
    )
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(tier__gte=1), name="forum_tier_from_one"),
            models.CheckConstraint(condition=Q(cadence_days__gte=1), name="forum_cadence_positive"),
            models.CheckConstraint(condition=Q(false_alarms_a_month__gte=0), name="forum_false_alarms_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class ForumMember(models.Model):
    """Someone who belongs to a forum; membership is what opens a restricted one."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="forums")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forum", "user"], name="forum_member_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.forum_id}"


class ForumRight(Right):
    """A kind of decision that a forum may take in its sittings."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="rights")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["forum", "kind", "scope"], name="forum_right_once"),
            models.CheckConstraint(
                condition=Q(spending_ceiling__isnull=True) | Q(spending_ceiling__gte=0),
                name="forum_right_spending_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(staffing_ceiling__isnull=True) | Q(staffing_ceiling__gte=0),
                name="forum_right_staffing_not_negative",
            ),
        ]


class Review(models.Model):
    """One sitting of a forum. Nobody writes a status by hand: it opens, and it closes when no item is left."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled"
        OPEN = "open"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="reviews")
    starts_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status, default=Status.SCHEDULED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "starts_at"], name="review_once"),
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="review_closed_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum} {self.starts_at:%Y-%m-%d}"
