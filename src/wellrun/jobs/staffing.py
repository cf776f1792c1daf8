"""Every post with who is in it, or is to be; the vacant ones too."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellrun.lib import clock
from wellrun.organisation.models import Holding, Post
from wellrun.organisation.queries import holdings_from, site_zone


@dataclass(frozen=True, slots=True)
class StaffedPost:
    """A post and the times in it that have not ended, holders before deputies."""

    post: Post
    holdings: tuple[Holding, ...]
    today: date

    @property
    def is_held(self) -> bool:
        """Whether somebody holds it today; a deputy alone does not."""
        return any(not held.deputy and held.starts <= self.today for held in self.holdings)

    def words(self) -> list[str]:
        """Who, as what, and until or from when: a piece each."""
        return [_words(held, self.today) for held in self.holdings]


def staffed_posts(within: QuerySet[Any, Any] | None = None) -> list[StaffedPost]:
    """The posts in force, by unit and title; `within`: ids of units. Three statements."""
    today = clock.today(site_zone())
    times: dict[UUID, list[Holding]] = defaultdict(list)
    for held in holdings_from(today).order_by("deputy", "starts", "user__username"):
        times[held.post_id].append(held)
    posts = Post.objects.select_related("unit").exclude(retired_on__lte=today).order_by("unit__name", "title", "key")
    if within is not None:
        posts = posts.filter(unit_id__in=within)
    return [StaffedPost(post, tuple(times[post.pk]), today) for post in posts]


def _words(held: Holding, today: date) -> str:
    words = {"user": held.user.username, "starts": held.starts, "ends": held.ends}
    if held.starts > today:
        return (_("%(user)s deputises from %(starts)s") if held.deputy else _("%(user)s from %(starts)s")) % words
    if held.ends is not None:
        return (_("%(user)s deputises until %(ends)s") if held.deputy else _("%(user)s until %(ends)s")) % words
    return (_("%(user)s deputises") if held.deputy else "%(user)s") % words
