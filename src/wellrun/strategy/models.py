"""Strategy as records: a plan, its domains, ranked objectives, and the roles measures play toward them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit


class Plan(models.Model):
    """The strategy of one cycle."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    starts = models.DateField()
    ends = models.DateField()
    active = models.BooleanField(default=True)
    illustrative = models.BooleanField(default=False, help_text="the plan is an example; the figures are real")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="plan_ends_after_start"),
            models.UniqueConstraint(fields=["active"], condition=Q(active=True), name="plan_one_active"),
        ]

    def __str__(self) -> str:
        return self.name


class Domain(models.Model):
    """One of the few enterprise priority areas."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Objective(models.Model):
    """An outcome to reach in the cycle: one accountable operational post, one sponsor."""

    class Level(models.TextChoices):
        ENTERPRISE = "enterprise"
        SITE = "site"
        SERVICE_LINE = "service_line"
        TEAM = "team"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, unique=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="objectives")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="objectives")
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="objectives")
    level = models.CharField(max_length=12, choices=Level)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="owned_objectives")
    sponsor = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="sponsored_objectives")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "rank"],
                condition=Q(level="enterprise", retired_on__isnull=True),
                name="objective_ranks_without_ties",
            ),
            models.CheckConstraint(
                condition=~Q(level="enterprise") | Q(rank__isnull=False),
                name="enterprise_objective_is_ranked",
            ),
            models.CheckConstraint(
                condition=Q(level__in=["enterprise", "site", "service_line", "team"]), name="objective_level_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ObjectiveParent(models.Model):
    """The objective serves the parent; an objective may serve several."""

    child = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="parent_links")
    parent = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="child_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "parent"], name="objective_parent_once"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="objective_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} serves {self.parent_id}"


class ObjectiveMeasure(models.Model):
    """The role a measure plays toward one objective."""

    class Role(models.TextChoices):
        LAG = "lag"
        LEAD = "lead"
        BALANCING = "balancing"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="measures")
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=10, choices=Role)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "measure"], name="one_role_a_pair"),
            models.CheckConstraint(condition=Q(role__in=["lag", "lead", "balancing"]), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role}"


class Contributor(models.Model):
    """A team the objective depends on, with the hand-off measure it owns (or none agreed yet)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="contributors")
    team = models.CharField(max_length=120)
    handoff_measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="handoffs"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "team"], name="contributor_once"),
            models.CheckConstraint(condition=~Q(team=""), name="contributor_named"),
        ]

    def __str__(self) -> str:
        return self.team
