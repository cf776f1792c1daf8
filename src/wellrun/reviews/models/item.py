"""What a review must resolve, and the one way each is resolved."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from wellrun.execution.models import Action, Decision, Escalation, Initiative
from wellrun.insight.models import Signal
from wellrun.measures.models import Series
from wellrun.organisation.models import Post, Unit
from wellrun.reviews.models.forum import Review
from wellrun.strategy.models import Objective, Obligation


class AgendaItem(models.Model):
    """One thing on one agenda. It closes with an outcome and in no other way; the database holds that too."""

    class Kind(models.TextChoices):
        SIGNAL = "signal"
        BALANCING = "balancing"
        LONG_STANDING = "long_standing"
        ESCALATION = "escalation"
        LOOK_BACK = "look_back"
        STALLED = "stalled"
        NOT_CAPABLE = "not_capable"
        OBLIGATION = "obligation"

    class Status(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=14, choices=Kind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="agenda_items")
    series = models.ForeignKey(Series, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items")
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    action = models.ForeignKey(Action, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items")
    initiative = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    escalation = models.ForeignKey(
        Escalation, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    looks_back_on = models.ForeignKey(
        "reviews.Outcome", null=True, blank=True, on_delete=models.PROTECT, related_name="look_backs"
    )
    obligation = models.ForeignKey(
        Obligation, null=True, blank=True, on_delete=models.PROTECT, related_name="agenda_items"
    )
    status = models.CharField(max_length=6, choices=Status, default=Status.OPEN)
    facts = models.JSONField(default=dict, help_text="what changed, dependencies, data dates, as they stood")
    drivers = models.TextField(blank=True, help_text="what is driving it, in people's words")
    next_owner = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scope_proposed = models.CharField(max_length=8, choices=Signal.Scope, blank=True)
    scope_chosen = models.CharField(max_length=8, choices=Signal.Scope, blank=True)
    deferrals = models.PositiveSmallIntegerField(default=0)
    closing_outcome = models.OneToOneField(
        "reviews.Outcome", null=True, blank=True, on_delete=models.PROTECT, related_name="closes"
    )
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed", closing_outcome__isnull=False, closed_at__isnull=False)
                | Q(status="open", closing_outcome__isnull=True, closed_at__isnull=True),
                name="item_closes_with_outcome_only",
            ),
            models.CheckConstraint(
                condition=Q(kind="stalled", action__isnull=False)
                | Q(kind="stalled", initiative__isnull=False)
                | Q(kind="escalation", escalation__isnull=False)
                | Q(kind="look_back", looks_back_on__isnull=False)
                | Q(kind="not_capable", series__isnull=False)
                | Q(kind="obligation", obligation__isnull=False)
                | Q(kind__in=["signal", "balancing", "long_standing"]),
                name="item_is_about_something",
            ),
            models.CheckConstraint(condition=Q(deferrals__lte=2), name="item_deferred_twice_at_most"),
            models.UniqueConstraint(
                fields=["action"], condition=Q(status="open", kind="stalled"), name="item_stalled_action_once"
            ),
            models.UniqueConstraint(
                fields=["initiative"], condition=Q(status="open", kind="stalled"), name="item_stalled_initiative_once"
            ),
            models.UniqueConstraint(
                fields=["series"], condition=Q(status="open", kind="not_capable"), name="item_not_capable_once"
            ),
            models.UniqueConstraint(
                fields=["obligation"], condition=Q(status="open", kind="obligation"), name="item_obligation_once"
            ),
            models.UniqueConstraint(fields=["escalation"], condition=Q(kind="escalation"), name="item_escalation_once"),
            models.UniqueConstraint(
                fields=["looks_back_on"], condition=Q(kind="look_back"), name="item_look_back_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.unit_id}"


class ItemSignal(models.Model):
    """A signal an item answers for: its own, and those of units folded beneath it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="signals")
    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="item_link")

    def __str__(self) -> str:
        return f"{self.item_id}: {self.signal_id}"


class Outcome(models.Model):
    """How an item was resolved: exactly one of a decision, an action, an escalation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="outcomes")
    decision = models.OneToOneField(Decision, null=True, blank=True, on_delete=models.PROTECT)
    action = models.OneToOneField(Action, null=True, blank=True, on_delete=models.PROTECT)
    escalation = models.OneToOneField(Escalation, null=True, blank=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__isnull=False, action__isnull=True, escalation__isnull=True)
                | Q(decision__isnull=True, action__isnull=False, escalation__isnull=True)
                | Q(decision__isnull=True, action__isnull=True, escalation__isnull=False),
                name="outcome_exactly_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.decision or self.action or self.escalation)


class ItemDeferral(models.Model):
    """Not reached: the item moved to a dated review. That is no outcome."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="deferral_rows")
    from_review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="deferred_away")
    to_review = models.ForeignKey(Review, null=True, blank=True, on_delete=models.PROTECT, related_name="deferred_here")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_review__isnull=True) | ~Q(to_review=F("from_review")),
                name="deferral_moves_on",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} from {self.from_review_id}"
