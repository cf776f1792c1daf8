"""Who asked and who answered, by the post that spoke: sign-in names are for the log, not for readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.organisation.models import Holding, Post
from wellrun.organisation.queries import site_zone


@dataclass(frozen=True, slots=True)
class Said:
    """That somebody signed in as `label` spoke at `at` in `unit_id`; `post_id`: as the holder of that post."""

    label: str
    at: datetime
    unit_id: UUID
    post_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """The name as shown, and the post held then; None where none was held, or the product itself spoke."""

    name: str
    post: Post | None = None

    def __str__(self) -> str:
        if self.post is None or self.post.title == self.name:
            return self.name
        return _("%(post)s (%(name)s)") % {"post": self.post.title, "name": self.name}


def speakers(said: Iterable[Said]) -> list[Speaker]:
    """Who spoke, in the order asked; three queries whatever their number."""
    asked = list(said)
    users = {user.username: user for user in User.objects.filter(username__in={each.label for each in asked})}
    held: dict[UUID, list[Holding]] = {user.pk: [] for user in users.values()}
    for holding in Holding.objects.filter(user__in=held).select_related("post").order_by("deputy", "post__title"):
        held[holding.user_id].append(holding)
    zone = site_zone()
    return [_speaker(each, users.get(each.label), held, each.at.astimezone(zone).date()) for each in asked]


def _speaker(said: Said, user: User | None, held: dict[UUID, list[Holding]], day: date) -> Speaker:
    if user is None:
        return Speaker(said.label if said.label == SYSTEM.audit_label else _("an account that is no more"))
    then = [each for each in held[user.pk] if each.starts <= day and (each.ends is None or day < each.ends)]
    return Speaker(user.display_name or _("a person without a post"), _nearest(then, said))


def _nearest(holdings: Sequence[Holding], said: Said) -> Post | None:
    """The post that was asked, else one of the unit, else any; a post of one's own before one deputised."""
    ranked = sorted(
        holdings, key=lambda each: (each.post_id != said.post_id, each.post.unit_id != said.unit_id, each.deputy)
    )
    return ranked[0].post if ranked else None
