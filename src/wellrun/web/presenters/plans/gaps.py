"""What is missing to the aims of objectives, and who takes on how much of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from wellrun.strategy.exchanges import OPEN
from wellrun.strategy.models import CatchballTurn, Objective, ObjectiveMeasure
from wellrun.web.presenters.cascade_records import Gap, gaps_by_objective
from wellrun.web.presenters.rows import current_versions


@dataclass(frozen=True)
class Shared:
    """How a gap is shared out, as its measure is stored. `taken`: by objectives that serve it; `asked`: of others in
    exchanges that are open. `left` is what nobody was asked for; none where nothing can be added up.
    """

    gap: Gap | None
    taken: float
    asked: float
    unclear: int

    @property
    def left(self) -> float | None:
        """Never less than nothing."""
        return None if self.gap is None else max(0.0, round(self.gap.value - self.taken - self.asked, 12))


def gaps_of(objectives: Collection[Objective]) -> dict[UUID, Gap]:
    """The gap of each objective that has one, by the first of its results; three queries."""
    results = ObjectiveMeasure.objects.filter(
        objective__in=[one.pk for one in objectives], role=ObjectiveMeasure.Role.LAG
    )
    roles = list(results.order_by("position"))
    return gaps_by_objective(objectives, roles, current_versions({role.measure_id for role in roles}))


def shared_out(parent: Objective, gap: Gap | None) -> Shared:
    """Who takes on and who is asked for how much of the gap of one objective; two queries."""
    links = parent.child_links.filter(child__retired_on__isnull=True).values_list("amount", "share")
    said = [_amount(amount, share, gap) for amount, share in links]
    turns = CatchballTurn.objects.filter(catchball__parent=parent).order_by("number")
    last = {pk: (kind, amount) for pk, kind, amount in turns.values_list("catchball_id", "kind", "contribution")}
    open_now = [amount for kind, amount in last.values() if kind in OPEN]
    return Shared(
        gap,
        taken=sum(one for one in said if one is not None),
        asked=sum(one for one in open_now if one is not None),
        unclear=sum(one is None for one in said),
    )


def _amount(amount: float | None, share: float | None, gap: Gap | None) -> float | None:
    """What one takes on, as stored; none where it does not say, or as a share of no known gap."""
    if amount is not None:
        return amount
    return share * gap.value if share is not None and gap is not None else None
