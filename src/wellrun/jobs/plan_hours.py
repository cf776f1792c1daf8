"""Hours a week under a plan: what each post declares, and what initiatives ask of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from wellrun.accounts.models import User
from wellrun.check.hours import Taken, most_hours
from wellrun.execution.models import Initiative, InitiativeHours
from wellrun.execution.visibility import visible_initiatives
from wellrun.jobs.carrying_on import continued
from wellrun.strategy.models import DeclaredHours, Plan


@dataclass(frozen=True)
class PlanHours:
    """By post what is declared, and what is asked."""

    declared: Mapping[UUID, float]
    asked: Mapping[UUID, list[InitiativeHours]]

    def needed(self, post: UUID) -> float:
        """The most that runs at the same time."""
        return most_hours(self.taken(post))

    def taken(self, post: UUID) -> list[Taken]:
        """From when until when how much."""
        return [Taken(one.initiative.starts, one.initiative.ends, one.hours_a_week) for one in self.asked.get(post, ())]

    def is_over(self, post: UUID) -> bool:
        """Whether more is asked than was declared."""
        return self.needed(post) > self.declared.get(post, 0.0)


def plan_hours(plan: Plan, user: User) -> PlanHours:
    """All posts that declare or are asked; each row of `asked` has `is_seen`: the user sees its initiative.

    Three queries at most.
    """
    declared = DeclaredHours.objects.filter(plan=plan).values_list("post_id", "hours_a_week")
    return PlanHours(dict(declared), _asked(plan, user))


def _asked(plan: Plan, user: User) -> dict[UUID, list[InitiativeHours]]:
    """By post what initiatives that are planned or at work ask of it; two queries.

    Of a plan that is not in force yet also the work of the plan before that goes on in it, as the check counts it.
    """
    here = Q(initiative__objective__plan=plan, initiative__objective__retired_on__isnull=True)
    if plan.stage in (Plan.Stage.DRAFT, Plan.Stage.CONSULTATION):
        here |= Q(initiative__objective__in=continued(plan))
    rows = InitiativeHours.objects.filter(here, initiative__status__in=Initiative.UNDER_WAY, hours_a_week__gt=0)
    rows = rows.annotate(is_seen=Exists(visible_initiatives(user).filter(pk=OuterRef("initiative"))))
    found: dict[UUID, list[InitiativeHours]] = defaultdict(list)
    for one in rows.select_related("initiative").order_by("initiative__starts", "initiative__title"):
        found[one.post_id].append(one)
    return dict(found)
