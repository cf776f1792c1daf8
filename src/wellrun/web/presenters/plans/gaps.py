"""What is missing to the aims of objectives, and who takes on how much of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from wellrun.jobs.in_force.cascade import Gap, gaps_by_objective
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.exchanges import asked_of_others
from wellrun.strategy.models import Objective, ObjectiveMeasure
from wellrun.web.presenters.rows import current_versions


@dataclass(frozen=True)
class Shared:
    """How a gap is shared out, as its measure is stored. `taken`: by objectives that serve it; `asked`: of others in
    exchanges that are open. `left` is what nobody was asked for; none where nothing can be added up.

    `result`: the measure in whose unit parts are said, whether or not the gap is known; none without any result.
    """

    gap: Gap | None
    result: MeasureVersion | None
    taken: float
    asked: float
    unclear: int

    @property
    def left(self) -> float | None:
        """Never less than nothing."""
        return None if self.gap is None else max(0.0, round(self.gap.value - self.taken - self.asked, 12))

    @property
    def over(self) -> float:
        """How much more than the gap is taken on and asked for; nothing where it is not known."""
        return 0.0 if self.gap is None else max(0.0, round(self.taken + self.asked - self.gap.value, 12))


def gaps_of(objectives: Collection[Objective]) -> dict[UUID, Gap]:
    """The gap of each objective that has one, by the first of its results; three queries."""
    return gaps_and_results_of(objectives)[0]


def gaps_and_results_of(
    objectives: Collection[Objective],
) -> tuple[dict[UUID, Gap], dict[UUID, MeasureVersion]]:
    """The same, and of each the measure in whose unit parts are said: that of its gap, else its first result."""
    rows = ObjectiveMeasure.objects.filter(objective__in=[one.pk for one in objectives], role=ObjectiveMeasure.Role.LAG)
    roles = list(rows.order_by("position"))
    versions = current_versions({role.measure_id for role in roles})
    gaps = gaps_by_objective(objectives, roles, versions)
    results = {role.objective_id: versions[role.measure_id] for role in reversed(roles)}
    return gaps, results | {pk: gap.version for pk, gap in gaps.items()}


def shared_out(parent: Objective, gap: Gap | None, result: MeasureVersion | None) -> Shared:
    """Who takes on and who is asked for how much of the gap of one objective; two queries."""
    links = parent.child_links.filter(child__retired_on__isnull=True).values_list("amount", "share")
    said = [_amount(amount, share, gap) for amount, share in links]
    open_now = asked_of_others(parent)
    return Shared(
        gap,
        result,
        taken=sum(one for one in said if one is not None),
        asked=sum(one for one in open_now if one is not None),
        unclear=sum(one is None for one in said),
    )


def _amount(amount: float | None, share: float | None, gap: Gap | None) -> float | None:
    """What one takes on, as stored; none where it does not say, or as a share of no known gap."""
    if amount is not None:
        return amount
    return share * gap.value if share is not None and gap is not None else None
