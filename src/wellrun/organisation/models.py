"""The organisation: places, jobs in them, and who holds the jobs when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class SiteSetting(models.Model):
    """What holds for the whole installation: one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=64, default="Europe/London")
    week_start = models.SmallIntegerField(default=0, help_text="0 is Monday")
    attribution = models.TextField(blank=True)
    demo = models.CharField(max_length=20, blank=True, help_text="which demo this is, if any")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="site_one_row"),
            models.CheckConstraint(condition=Q(week_start__range=(0, 6)), name="site_week_start_is_a_weekday"),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A place in the organisation tree."""

    class Kind(models.TextChoices):
        SYSTEM = "system"
        REGION = "region"
        SITE = "site"
        SERVICE_LINE = "service_line"
        WARD = "ward"
        TEAM = "team"
        FUNCTION = "function"

    class Membership(models.TextChoices):
        MEMBER = "member"
        REFERENCE = "reference"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    enterprise = models.BooleanField(default=False)
    membership = models.CharField(max_length=10, choices=Membership, default=Membership.MEMBER)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")
    remark = models.CharField(max_length=300, blank=True, help_text="what its source does not say of it")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise"], condition=Q(enterprise=True), name="unit_one_enterprise"),
            models.CheckConstraint(
                condition=Q(closed__isnull=True) | Q(opened__isnull=True) | Q(closed__gt=F("opened")),
                name="unit_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(closed__isnull=False),
                name="unit_successor_needs_closing_date",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="unit_not_its_own_parent"),
            models.CheckConstraint(condition=Q(membership__in=["member", "reference"]), name="unit_membership_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["system", "region", "site", "service_line", "ward", "team", "function"]),
                name="unit_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitClosure(models.Model):
    """Every (ancestor, descendant) pair of the tree, self included at depth 0."""

    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="below")
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="above")
    depth = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ancestor", "descendant"], name="closure_pair_once"),
            models.CheckConstraint(condition=Q(depth__gte=0), name="closure_depth_not_negative"),
        ]
        indexes = [models.Index(fields=["descendant", "depth"], name="closure_upwards")]

    def __str__(self) -> str:
        return f"{self.ancestor_id} > {self.descendant_id}"


class Post(models.Model):
    """A job in a unit. It owns things; whoever holds it changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """A person in a post for a time, as its holder or as a deputy. `ends` is the first day no longer held."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="holdings")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    deputy = models.BooleanField(default=False)

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="holding_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["post"], condition=Q(ends__isnull=True, deputy=False), name="holding_one_open_holder"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.post}"


class Right(models.Model):
    """What may be decided, where, up to what: shared by the rights of a post and those of a forum."""

    class Kind(models.TextChoices):
        SPEND = "spend"
        STAFF = "staff"
        START_INITIATIVE = "start_initiative"
        STOP_INITIATIVE = "stop_initiative"
        SET_AIM = "set_aim"
        CHANGE_PROCESS = "change_process"
        MOVE_CAPACITY = "move_capacity"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="this unit and all below it")
    spending_ceiling = models.FloatField(null=True, blank=True, help_text="a year, in the site's currency; empty: none")
    staffing_ceiling = models.FloatField(null=True, blank=True, help_text="full-time equivalents; empty: none")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.kind


class DecisionRight(Right):
    """A kind of decision that a post may take. A right to decide opens no page: grants do."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="rights")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "kind", "scope"], name="decision_right_once"),
            models.CheckConstraint(
                condition=Q(spending_ceiling__isnull=True) | Q(spending_ceiling__gte=0),
                name="right_spending_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(staffing_ceiling__isnull=True) | Q(staffing_ceiling__gte=0),
                name="right_staffing_not_negative",
            ),
        ]
