"""What early detection saw and a forum has not asked to hear of yet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wellrun.insight.models import Signal
from wellrun.reviews.models.forum import Forum


class UnraisedSignal(models.Model):
    """A signal found early that is not strong enough for its forum's alarm budget: seen, not raised.

    It goes when the signal becomes an item or is over; the signal itself stays on the card of its measure.
    """

    signal = models.OneToOneField(Signal, on_delete=models.CASCADE, primary_key=True, related_name="unraised")
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="unraised")
    at_most = models.FloatField(help_text="the yearly false-alarm probability up to which the forum hears of a signal")
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["noted_at"]
        constraints = [models.CheckConstraint(condition=Q(at_most__gte=0), name="unraised_at_most_not_negative")]

    def __str__(self) -> str:
        return f"{self.signal_id} not raised in {self.forum_id}"
