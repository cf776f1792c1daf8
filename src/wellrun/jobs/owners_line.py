"""Who answers for the figures of a series, and so cannot approve a new baseline of it.

The owner's line of a series is every post of its unit and of the units below, and the owner and sponsor posts of the
objectives that use the measure there: those of the unit or of a unit above with the measure in a role, and those that
serve one of them in the unit or between the two. In a unit that has none of one's own organisation above it, the other
posts of the unit itself are outside the line: nobody else could approve anything there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from wellrun.access.models import Grant
from wellrun.access.permissions import levels_with
from wellrun.accounts.models import User
from wellrun.lib import clock
from wellrun.measures.models import BaselineProposal, Series
from wellrun.measures.permission import JUDGES
from wellrun.organisation.models import Post, Unit, UnitClosure
from wellrun.organisation.queries import holdings_on, site_zone
from wellrun.strategy.models import ObjectiveMeasure, ObjectiveParent
from wellrun.strategy.queries import objectives_in_force


@dataclass(frozen=True, slots=True)
class OwnersLine:
    """`answering`: owner and sponsor posts of the objectives; `unit_ids`: the units whose every post is in the line.

    `above`: the unit of the series and those above it.
    """

    answering: frozenset[UUID]
    unit_ids: frozenset[UUID]
    above: frozenset[UUID]

    def posts(self) -> QuerySet[Post]:
        """All posts in the line."""
        return Post.objects.filter(Q(pk__in=self.answering) | Q(unit__in=self.unit_ids))


def owners_line(series: Series) -> OwnersLine:
    """The line of a series; four statements."""
    above = dict(
        UnitClosure.objects.filter(descendant_id=series.unit_id).values_list("ancestor_id", "ancestor__membership")
    )
    units = set(UnitClosure.objects.filter(ancestor_id=series.unit_id).values_list("descendant_id", flat=True))
    own_above = [unit for unit, kind in above.items() if kind == Unit.Membership.MEMBER and unit != series.unit_id]
    if not own_above:
        units.discard(series.unit_id)
    return OwnersLine(_answering(series, above), frozenset(units), frozenset(above))


def post_in_line(
    user: User, series: Series, *, line: OwnersLine | None = None, today: date | None = None
) -> Post | None:
    """A post through which the person answers for the series, holding or deputising it today; None: outside.

    `line`, `today`: where they are known already.
    """
    held = holdings_on(today or clock.today(site_zone())).filter(user=user.pk).values("post_id")
    return (line or owners_line(series)).posts().filter(pk__in=held).order_by("title").first()


def who_may_approve(
    proposal: BaselineProposal, *, line: OwnersLine | None = None, today: date | None = None
) -> list[User]:
    """The accounts that may settle a proposal: with the right there, not the proposer, outside the line. By name."""
    line = line or owners_line(proposal.series)
    levels = {level for permission in JUDGES for level in levels_with(permission)}
    granted = Grant.objects.filter(unit__in=line.above, level__in=levels).values("user_id")
    in_line = holdings_on(today or clock.today(site_zone())).filter(post__in=line.posts().values("pk"))
    able = User.objects.filter(pk__in=granted, is_active=True).exclude(pk__in=in_line.values("user_id"))
    return list(able.exclude(username=proposal.proposed_by).order_by("display_name"))


def _answering(series: Series, above: Collection[UUID]) -> frozenset[UUID]:
    """Owner and sponsor posts of the objectives that use the measure there, and of those that serve them there."""
    uses = ObjectiveMeasure.objects.filter(objective=OuterRef("pk"), measure=series.measure_id)
    here = objectives_in_force().filter(unit__in=above).order_by()
    rows = {row[0]: row[1:] for row in here.annotate(uses=Exists(uses)).values_list("pk", "uses", "owner", "sponsor")}
    served_by: dict[UUID, set[UUID]] = {}
    for child, parent in ObjectiveParent.objects.filter(child__in=rows, parent__in=rows).values_list("child", "parent"):
        served_by.setdefault(parent, set()).add(child)
    found: set[UUID] = set()
    fresh = {pk for pk, (is_used, *_posts) in rows.items() if is_used}
    while fresh:
        found |= fresh
        fresh = {child for parent in fresh for child in served_by.get(parent, ())} - found
    return frozenset(post for pk in found for post in rows[pk][1:] if post is not None)
