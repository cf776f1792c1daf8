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
from wellrun.lib import clock
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import site, site_zone
from wellrun.reviews.actions.alarm_budget import check_alarm_budget
from wellrun.reviews.cadence import require_rule, round_days
from wellrun.reviews.errors import forum_has_open_items, key_taken, tier_from_one
from wellrun.reviews.models import AgendaItem, Forum, ForumMember, Review
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
def amend_forum(
    *,
    forum: Forum,
    name: str,
    unit: Unit,
    tier: int,
    cadence: str,
    first_start: datetime,
    chair: Post,
    sponsor: Post,
    minutes: int,
    time_zone: str,
    domains: Iterable[Domain],
    measures: Iterable[Measure],
    members: Iterable[User],
    restricted: bool,
    false_alarms_a_month: float,
    by: Doer,
) -> Forum:
    """Say a standing meeting anew; one that was given up is held again.

    With another rhythm the sittings to come that nothing waits for leave the calendar, and the next are put into it by
    the new one. Raises what `add_forum` raises, but for the key.
    """
    for place in {forum.unit_id, unit.pk}:
        permit(by, Permission.ADMINISTER, place)
    if not 1 <= tier <= 9:
        raise tier_from_one()
    require_rule(cadence, first_start, time_zone)
    check_alarm_budget(false_alarms_a_month)
    rhythm = (forum.cadence, forum.first_start, forum.time_zone)
    fields = {
        "name": needed(name, "name_needed", _("Give the forum a name."), longest=200),
        "unit": unit,
        "tier": tier,
        "cadence": cadence,
        "cadence_days": round_days(cadence, first_start, time_zone),
        "first_start": first_start,
        "minutes": within(minutes, 1, 24 * 60),
        "time_zone": time_zone,
        "chair": chair,
        "sponsor": sponsor,
        "restricted": restricted,
        "false_alarms_a_month": false_alarms_a_month,
        "retired_on": None,
    }
    Forum.objects.filter(pk=forum.pk).update(**fields)
    forum.refresh_from_db()
    stood = _standing_before(forum)
    forum.domains.set(domains)
    forum.measures.set(measures)
    stands = _standing_before(forum)
    _let_belong(forum, list(members))
    if rhythm != (cadence, first_start, time_zone):
        _clear_calendar(forum)
    changed = {"brought": sorted(stands - stood), "let_go": sorted(stood - stands)}
    record(by=by, verb="amend_forum", subject=forum, data={"key": forum.key, "cadence": cadence} | changed)
    return forum


@transaction.atomic
def retire_forum(*, forum: Forum, by: Doer) -> None:
    """Give a standing meeting up: its sittings to come leave the calendar. Raises `forum_has_open_items`."""
    permit(by, Permission.ADMINISTER, forum.unit_id)
    waiting = AgendaItem.objects.filter(review__forum=forum, status=AgendaItem.Status.OPEN).count()
    if waiting:
        raise forum_has_open_items(forum.name, waiting)
    _clear_calendar(forum)
    Forum.objects.filter(pk=forum.pk).update(retired_on=clock.today(site_zone()))
    record(by=by, verb="retire_forum", subject=forum, data={"key": forum.key})


def _standing_before(forum: Forum) -> set[str]:
    """What comes before it, by name and through its domains: "measure KEY", "domain KEY"."""
    domains = {f"domain {key}" for key in forum.domains.values_list("key", flat=True)}
    return domains | {f"measure {key}" for key in forum.measures.values_list("key", flat=True)}


def _let_belong(forum: Forum, users: list[User]) -> None:
    ForumMember.objects.filter(forum=forum).exclude(user__in=users).delete()
    for user in users:
        ForumMember.objects.get_or_create(forum=forum, user=user)


def _clear_calendar(forum: Forum) -> None:
    """Take away the sittings to come that hold no item and to which none was put off."""
    coming = Review.objects.filter(forum=forum, status=Review.Status.SCHEDULED, starts_at__gt=clock.now())
    coming.filter(items__isnull=True, deferred_here__isnull=True, deferred_away__isnull=True).delete()


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
