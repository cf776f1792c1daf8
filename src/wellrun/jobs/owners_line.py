"""Who answers for the figures of a series, and so cannot approve a new baseline of it.

The owner's line of a series is every post of its unit and of the units below, and the owner and sponsor posts of the
objectives that use the measure there: those of the unit or of a unit above with the measure in a role, and those that
serve one of them in the unit or between the two. In a unit that has none of one's own organisation above it, the other
posts of the unit itself are outside the line: nobody else could approve anything there.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from wellrun.access.models import Grant
from wellrun.access.permissions import levels_with
from wellrun.accounts.models import User
from wellrun.lib import clock
from wellrun.measures.models import BaselineProposal, Series
from wellrun.measures.permission import JUDGES
from wellrun.organisation.models import Post, Unit, UnitClosure
from wellrun.organisation.queries import ancestor_ids, holdings_on, site_zone
from wellrun.strategy.models import ObjectiveParent
from wellrun.strategy.queries import objectives_in_force


@dataclass(frozen=True, slots=True)
class OwnersLine:
    """`answering`: owner and sponsor posts of the objectives; `unit_ids`: the units whose every post is in the line."""

    answering: frozenset[UUID]
    unit_ids: frozenset[UUID]

    def posts(self) -> QuerySet[Post]:
        """All posts in the line."""
        return Post.objects.filter(Q(pk__in=self.answering) | Q(unit__in=self.unit_ids))


def owners_line(series: Series) -> OwnersLine:
    """The line of a series today; five statements and one for each step of the cascade."""
    above = ancestor_ids(series.unit_id)
    below = UnitClosure.objects.filter(ancestor_id=series.unit_id).values_list("descendant_id", flat=True)
    units = set(below)
    if not _has_own_above(above[1:]):
        units.discard(series.unit_id)
    objectives = _bearing(series, above)
    posts = objectives_in_force().filter(pk__in=objectives).values_list("owner_id", "sponsor_id")
    return OwnersLine(frozenset(post for pair in posts for post in pair), frozenset(units))


def post_in_line(user: User, series: Series) -> Post | None:
    """A post through which the person answers for the series, holding or deputising it today; None: outside."""
    held = holdings_on(clock.today(site_zone())).filter(user=user.pk).values("post_id")
    return owners_line(series).posts().filter(pk__in=held).order_by("title").first()


def who_may_approve(proposal: BaselineProposal) -> list[User]:
    """The accounts that may settle a proposal: with the right there, not the proposer, outside the line. By name."""
    series = proposal.series
    levels = {level for permission in JUDGES for level in levels_with(permission)}
    granted = Grant.objects.filter(unit__in=ancestor_ids(series.unit_id), level__in=levels).values("user_id")
    line = owners_line(series).posts().values("pk")
    answering = holdings_on(clock.today(site_zone())).filter(post__in=line).values("user_id")
    able = User.objects.filter(pk__in=granted, is_active=True).exclude(pk__in=answering)
    return list(able.exclude(username=proposal.proposed_by).order_by("display_name"))


def _has_own_above(above: list[UUID]) -> bool:
    return Unit.objects.filter(pk__in=above, membership=Unit.Membership.MEMBER).exists()


def _bearing(series: Series, above: list[UUID]) -> set[UUID]:
    """The objectives that use the measure in the unit, and those that serve them there."""
    here = objectives_in_force().filter(unit__in=above)
    found = set(here.filter(measures__measure=series.measure_id).values_list("pk", flat=True))
    fresh = found
    while fresh:
        serving = ObjectiveParent.objects.filter(parent__in=fresh, child__in=here.values("pk"))
        fresh = set(serving.values_list("child_id", flat=True)) - found
        found = found | fresh
    return found
