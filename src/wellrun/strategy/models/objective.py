"""Objectives: outcomes to reach, what they serve, the roles measures play toward them, who takes part."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.models.plan import Domain, Plan


class Objective(models.Model):
    """An outcome to reach in the cycle: one accountable operational post, one sponsor.

    A draft may still lack them; the model check says so, and a plan does not come into force without an owner.
    """

    class Level(models.TextChoices):
        ENTERPRISE = "enterprise"
        SITE = "site"
        SERVICE_LINE = "service_line"
        TEAM = "team"

    class Perspective(models.TextChoices):
        CUSTOMER = "customer"
        INTERNAL_PROCESS = "internal_process"
        LEARNING_GROWTH = "learning_growth"
        FINANCIAL = "financial"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=80, help_text="kept from cycle to cycle")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="objectives")
    domain = models.ForeignKey(Domain, on_delete=models.PROTECT, related_name="objectives")
    perspective = models.CharField(max_length=16, choices=Perspective, blank=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, help_text="for whom, by when, and what is not meant")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="objectives")
    level = models.CharField(max_length=12, choices=Level)
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="owned_objectives")
    sponsor = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="sponsored_objectives"
    )
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "title"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "key"], name="objective_key_once_a_plan"),
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
            models.CheckConstraint(
                condition=Q(perspective__in=["", "customer", "internal_process", "learning_growth", "financial"]),
                name="objective_perspective_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ObjectiveParent(models.Model):
    """The objective serves the parent; an objective may serve several.

    What it takes on of the parent's gap is an amount in the unit of the parent's measure (as stored), or a share
    of the gap where amounts do not add up, as with rates; or not said.
    """

    child = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="parent_links")
    parent = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="child_links")
    amount = models.FloatField(null=True, blank=True, help_text="of the parent's gap, without sign")
    share = models.FloatField(null=True, blank=True, help_text="of the parent's gap, 0 to 1")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "parent"], name="objective_parent_once"),
            models.CheckConstraint(condition=~Q(child=F("parent")), name="objective_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(share__isnull=True), name="contribution_amount_or_share"
            ),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="contribution_no_sign"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1), name="contribution_share_0_1"
            ),
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
    direction = models.CharField(
        max_length=4, blank=True, choices=[("up", "up"), ("down", "down")], help_text="empty: as its definition says"
    )
    owner = models.ForeignKey(
        Post,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_roles",
        help_text="empty: the objective's",
    )
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
    """A team the objective depends on, with the hand-off measure it owns (or none agreed yet).

    The accountable one is the objective's owner and nobody else; a contributor is responsible for a part, consulted,
    or informed.
    """

    class Part(models.TextChoices):
        RESPONSIBLE = "responsible"
        CONSULTED = "consulted"
        INFORMED = "informed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="contributors")
    team = models.CharField(max_length=120)
    part = models.CharField(max_length=11, choices=Part, default=Part.RESPONSIBLE)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")
    post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="contributions")
    handoff_measure = models.ForeignKey(
        Measure, null=True, blank=True, on_delete=models.PROTECT, related_name="handoffs"
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["objective", "team"], name="contributor_once"),
            models.CheckConstraint(condition=~Q(team=""), name="contributor_named"),
            models.CheckConstraint(
                condition=Q(part__in=["responsible", "consulted", "informed"]), name="contributor_part_known"
            ),
        ]

    def __str__(self) -> str:
        return self.team


class CauseEffect(models.Model):
    """An arrow of the strategy map: reaching the cause is expected to help the effect."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cause = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="effects")
    effect = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="causes")
    because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cause", "effect"], name="cause_effect_once"),
            models.CheckConstraint(condition=~Q(cause=F("effect")), name="cause_effect_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.cause_id} helps {self.effect_id}"
