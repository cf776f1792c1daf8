"""Which post is proposed for the next action: the owner of what the measure matters most to."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from wellrun.organisation.models import Post
from wellrun.reviews.models import AgendaItem
from wellrun.strategy.models import ObjectiveMeasure
from wellrun.strategy.queries import objectives_in_force
from wellrun.web.presenters.reviews.told import innermost

Role = ObjectiveMeasure.Role
_FOREMOST = {Role.LAG.value: 0, Role.LEAD.value: 1, Role.BALANCING.value: 2}
_NO_RANK = 10_000


def proposed_owner(item: AgendaItem, posts: Sequence[Post]) -> str:
    """The id of the post named or asked already, else of the objectives' owners, where one may ask them; or "".

    One query where nobody is named yet.
    """
    known = {post.pk for post in posts}
    asked = item.action.post_id if item.action else None
    named = [item.next_owner_id, asked, item.initiative.owner_id if item.initiative else None]
    named.append(item.obligation.owner_id if item.obligation else None)
    found = next((post_id for post_id in named if post_id in known), None)
    if found is None and known:
        found = next((post_id for post_id in _owners(item) if post_id in known), None)
    return str(found) if found is not None else ""


def _owners(item: AgendaItem) -> list[UUID]:
    """The owners of the objectives that bear on the item: as their lag measure first, then lead, then balancing.

    Within a role by the rank of the objective; the objective the item was raised for when the facts name none.
    """
    roles = innermost(item.facts).get("roles") or []
    own = [item.objective.owner_id] if item.objective is not None and item.objective.owner_id is not None else []
    if item.series is None or not roles:
        return own
    rows = ObjectiveMeasure.objects.filter(
        objective__in=objectives_in_force(),
        objective__key__in=[role["objective"] for role in roles],
        measure=item.series.measure_id,
    ).values_list("role", "objective__rank", "objective__key", "objective__owner_id")
    ordered = sorted(rows, key=lambda row: (_FOREMOST[row[0]], _NO_RANK if row[1] is None else row[1], row[2]))
    return [owner_id for _role, _rank, _key, owner_id in ordered if owner_id is not None] + own
