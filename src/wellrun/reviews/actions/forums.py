"""Setting up a standing meeting and who belongs to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.accounts.models import User
from wellrun.audit.actions import record
from wellrun.execution.permission import Doer, permit, require_post_to_ask
from wellrun.execution.words import as_key, needed, within
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import site
from wellrun.reviews.actions.alarm_budget import check_alarm_budget
from wellrun.reviews.cadence import require_rule, round_days
from wellrun.reviews.errors import key_taken, tier_from_one
from wellrun.reviews.models import Forum, ForumMember
from wellrun.strategy.models import Domain


@transaction.atomic
def add_forum(
    *,
    key: str,
    name: str,
    unit: Unit,
    tier: int,
    cadence: str,
    first_start: datetime,
    chair: Post,
    sponsor: Post,
    minutes: int = 60,
    time_zone: str = "",
    domains: Iterable[Domain] = (),
    measures: Iterable[Measure] = (),
    members: Iterable[User] = (),
    restricted: bool = False,
    false_alarms_a_month: float = 1.0,
    by: Doer,
) -> Forum:
    """Set up a standing meeting. `cadence` is an RRULE counted from `first_start` in `time_zone`, else the site's.

    A restricted forum is seen by `members` only, so name its chair among them.
    Raises `name_needed`, `tier_from_one`, `cadence_unreadable`, `cadence_ends`, `zone_unknown`, `key_taken`,
    `key_unreadable`, `number_out_of_range`, `alarm_budget_unknown`.
    """
    permit(by, Permission.ADMINISTER, unit.pk)
    for post in (chair, sponsor):
        require_post_to_ask(by, post)
    if not 1 <= tier <= 9:
        raise tier_from_one()
    time_zone = time_zone or site().time_zone
    require_rule(cadence, first_start, time_zone)
    check_alarm_budget(false_alarms_a_month)
    if Forum.objects.filter(key=as_key(key)).exists():
        raise key_taken(key)
    forum = Forum.objects.create(
        key=key,
        name=needed(name, "name_needed", _("Give the forum a name."), longest=200),
        unit=unit,
        tier=tier,
        cadence=cadence,
        cadence_days=round_days(cadence, first_start, time_zone),
        first_start=first_start,
        minutes=within(minutes, 1, 24 * 60),
        time_zone=time_zone,
        chair=chair,
        sponsor=sponsor,
        restricted=restricted,
        false_alarms_a_month=false_alarms_a_month,
    )
    forum.domains.set(domains)
    forum.measures.set(measures)
    belonging = [ForumMember(forum=forum, user=user) for user in members]
    ForumMember.objects.bulk_create(belonging)
    facts = {"key": key, "cadence": cadence, "restricted": restricted, "members": [m.user.username for m in belonging]}
    record(by=by, verb="add_forum", subject=forum, data=facts)
    return forum


@transaction.atomic
def add_member(*, forum: Forum, user: User, by: Doer) -> ForumMember:
    """Make someone a member; doing so twice changes nothing."""
    permit(by, Permission.ADMINISTER, forum.unit_id)
    member, is_new = ForumMember.objects.get_or_create(forum=forum, user=user)
    if is_new:
        record(by=by, verb="add_member", subject=forum, data={"user": user.username})
    return member


@transaction.atomic
def remove_member(*, forum: Forum, user: User, by: Doer) -> None:
    """End a membership; ending none changes nothing."""
    permit(by, Permission.ADMINISTER, forum.unit_id)
    removed, _each = ForumMember.objects.filter(forum=forum, user=user).delete()
    if removed:
        record(by=by, verb="remove_member", subject=forum, data={"user": user.username})
