"""Whether a forum may take a decision itself, and who may where it may not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wellrun.lib.errors import UserError
from wellrun.organisation.kinds_of_right import KINDS
from wellrun.organisation.models import DecisionRight
from wellrun.organisation.queries import ancestor_ids
from wellrun.reviews.models import Forum, ForumRight
from wellrun.reviews.routing import forum_above


@dataclass(frozen=True, slots=True)
class Matter:
    """What a decision is about: its kind as decision rights name it, where, how much money a year, how many staff."""

    kind: str
    unit_id: UUID
    spending: float | None = None
    staffing: float | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the forum has the right, and by whom: the forum, its chair, or whoever has it instead; empty: nobody.

    `needs`: the amount without which that cannot be told, `spending` or `staffing`. `is_named`: it or its chair has a
    right of the kind, however far that reaches.
    """

    is_held: bool
    holder: str
    needs: str = ""
    is_named: bool = True


def standing_of(forum: Forum, matter: Matter) -> Standing:
    """By its own right or that of its chair; else the first forum above that has it, else a post. Few queries."""
    places = ancestor_ids(matter.unit_id)
    own = [*_of_forum(forum, matter, places), *_of_post(forum.chair_id, matter, places)]
    held = next((right for right in own if _covers(right, matter)), None)
    if held is None:
        return Standing(False, _elsewhere(forum, matter, places), is_named=bool(own))
    needs = "" if any(_is_plain(right, matter) for right in own) else _missing(held, matter)
    return Standing(True, forum.name if isinstance(held, ForumRight) else forum.chair.title, needs)


def require_right(forum: Forum, matter: Matter, *, knowingly: bool) -> Standing:
    """The standing, where the forum may decide or says that it does so beyond its right.

    Raises `beyond_right` (with who may decide), `spending_needed`, `staffing_needed`.
    """
    found = standing_of(forum, matter)
    if found.needs == "spending":
        raise UserError("spending_needed", _("Say how much money a year: the right to decide on it has a ceiling."))
    if found.needs == "staffing":
        raise UserError("staffing_needed", _("Say how many staff: the right to decide on it has a ceiling."))
    if not found.is_held and not knowingly:
        raise UserError("beyond_right", beyond_words(forum, matter, found), holder=found.holder)
    return found


def beyond_words(forum: Forum, matter: Matter, found: Standing) -> str:
    """Why the forum may not, and who may."""
    shown = {"forum": forum.name, "kind": str(KINDS[matter.kind]).lower(), "holder": found.holder}
    head = (
        _("What %(forum)s and its chair may decide on %(kind)s here does not reach so far.")
        if found.is_named
        else _("Neither %(forum)s nor its chair may decide on %(kind)s here.")
    )
    tail = _("%(holder)s may.") if found.holder else _("Nobody is on record who may.")
    return f"{head % shown} {tail % shown}"


def forum_that_may(forum: Forum, matter: Matter) -> Forum | None:
    """The first forum above that may decide it, by its own right or its chair's; as `forum_above` reads it."""
    return _forum_above_that_may(forum, matter, ancestor_ids(matter.unit_id))


def _forum_above_that_may(forum: Forum, matter: Matter, places: list[UUID]) -> Forum | None:
    asked, above = {forum.pk}, forum_above(forum)
    while above is not None and above.pk not in asked:
        rights = [*_of_forum(above, matter, places), *_of_post(above.chair_id, matter, places)]
        if any(_covers(right, matter) for right in rights):
            return above
        asked.add(above.pk)
        above = forum_above(above)
    return None


def _elsewhere(forum: Forum, matter: Matter, places: list[UUID]) -> str:
    """Who has the right instead: the forums above in turn, then the post nearest to the unit."""
    above = _forum_above_that_may(forum, matter, places)
    if above is not None:
        return above.name
    posts = DecisionRight.objects.filter(kind=matter.kind, scope__in=places, post__retired_on__isnull=True)
    found = [right for right in posts.select_related("post") if _covers(right, matter)]
    nearest = min(found, key=lambda right: (places.index(right.scope_id), right.post.title), default=None)
    return nearest.post.title if nearest else ""


def _of_forum(forum: Forum, matter: Matter, places: Iterable[UUID]) -> list[Any]:
    return list(ForumRight.objects.filter(forum=forum, kind=matter.kind, scope__in=places))


def _of_post(post_id: UUID, matter: Matter, places: Iterable[UUID]) -> list[Any]:
    return list(DecisionRight.objects.filter(post=post_id, kind=matter.kind, scope__in=places))


def _covers(right: Any, matter: Matter) -> bool:
    """Whether nothing that was said goes beyond its ceilings."""
    pairs = ((right.spending_ceiling, matter.spending), (right.staffing_ceiling, matter.staffing))
    return all(ceiling is None or said is None or said <= ceiling for ceiling, said in pairs)


def _is_plain(right: Any, matter: Matter) -> bool:
    return _covers(right, matter) and not _missing(right, matter)


def _missing(right: Any, matter: Matter) -> str:
    """The amount that its ceiling asks for: money for spending, staff for taking them on."""
    if matter.kind == "spend" and right.spending_ceiling is not None and matter.spending is None:
        return "spending"
    if matter.kind == "staff" and right.staffing_ceiling is not None and matter.staffing is None:
        return "staffing"
    return ""
