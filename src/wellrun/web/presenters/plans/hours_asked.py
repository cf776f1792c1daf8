"""Plans in the making that ask for hours of one's posts, where these have not said that they have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.check.hours import Taken, most_hours
from wellrun.web.counts import inside


@dataclass(frozen=True, slots=True)
class HoursAsked:
    """What one plan asks of one post, and where the post answers."""

    title: str
    about: str
    href: str


def hours_asked(posts: Iterable[Any]) -> list[HoursAsked]:
    """One line a plan and post that is asked for more than it declared; `posts` as `hours_in_the_making` tells them."""
    return [line for post in posts for line in _of(post)]


def _of(post: Any) -> Iterator[HoursAsked]:
    declared = dict(post.hours_declared or [])
    taken: dict[tuple[str, str], list[Taken]] = defaultdict(list)
    for plan, name, starts, ends, hours in [*(post.hours_taken or []), *(post.hours_going_on or [])]:
        taken[plan, name].append(Taken(date.fromisoformat(starts), date.fromisoformat(ends) if ends else None, hours))
    for (plan, name), ones in sorted(taken.items()):
        asked = most_hours(ones)
        if asked > declared.get(plan, 0.0):
            yield _line(plan, name, post, asked, declared.get(plan))


def _line(plan: str, name: str, post: Any, asked: float, declared: float | None) -> HoursAsked:
    words = {"plan": name, "post": inside(post.title), "hours": f"{asked:g}", "declared": f"{declared or 0:g}"}
    query = urlencode({"post": post.key, "hours_a_week": f"{asked:g}", "from": "day"})
    return HoursAsked(
        title=_("“%(plan)s” asks for %(hours)s hours a week of the %(post)s") % words,
        about=_("%(declared)s are declared. Say how many there are.") % words
        if declared is not None
        else _("Nothing is declared yet. Say how many there are, before the plan begins."),
        href=f"{reverse('plan_hours', args=[plan])}?{query}#{post.key}",
    )
