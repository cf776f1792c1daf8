"""As which post somebody spoke: what is said in a plan is said by posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from wellrun.organisation.models import Holding

Held = Mapping[Any, list[Holding]]
"""By user what they ever held, as holder before as deputy."""


def held_by(users: Collection[Any]) -> Held:
    """What these users ever held; one query."""
    found: dict[Any, list[Holding]] = defaultdict(list)
    for one in Holding.objects.filter(user__in=users).select_related("post").order_by("deputy", "starts"):
        found[one.user_id].append(one)
    return found


def post_of(held: Held, user: Any, day: date, foremost: Iterable[UUID | None] = ()) -> str:
    """The title of a post the user held that day, one of the `foremost` where there is one; empty without any."""
    posts = {one.post_id: one.post.title for one in held.get(user, ()) if _is_held(one, day)}
    for post in foremost:
        if post is not None and post in posts:
            return posts[post]
    return next(iter(posts.values()), "")


def _is_held(one: Holding, day: date) -> bool:
    return one.starts <= day and (one.ends is None or day < one.ends)
