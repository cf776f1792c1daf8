"""Changing the organisation: units with their closure, posts, and who holds them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from wellrun.audit.actions import Actor, record
from wellrun.lib.errors import Conflict, UserError
from wellrun.organisation.models import Holding, Post, SiteSetting, Unit, UnitClosure


@transaction.atomic
def add_units(*, units: Iterable[Unit], by: Actor) -> list[Unit]:
    """Add units (parents before children) and their closure rows in one go; one audit row for the batch."""
    fresh = Unit.objects.bulk_create(list(units))
    UnitClosure.objects.bulk_create(_closure_rows(fresh))
    if fresh:
        record(by=by, verb="add_units", subject=fresh[0], data={"keys": [unit.key for unit in fresh]})
    return fresh


def _closure_rows(fresh: list[Unit]) -> list[UnitClosure]:
    """Self at depth 0, then each ancestor of the parent one deeper. Parents outside the batch are read once."""
    inside = {unit.pk for unit in fresh}
    outside = {unit.parent_id for unit in fresh if unit.parent_id and unit.parent_id not in inside}
    ancestors: dict[UUID, list[tuple[UUID, int]]] = {}
    for row in UnitClosure.objects.filter(descendant_id__in=outside):
        ancestors.setdefault(row.descendant_id, []).append((row.ancestor_id, row.depth))
    rows = []
    for unit in fresh:
        if unit.parent_id is not None and unit.parent_id not in ancestors:
            raise UserError(
                "parent_missing",
                _("Unit %(key)s names a parent that does not come before it.") % {"key": unit.key},
            )
        above = [(unit.pk, 0)] + [(pk, depth + 1) for pk, depth in ancestors.get(unit.parent_id or unit.pk, [])]
        ancestors[unit.pk] = above
        rows += [UnitClosure(ancestor_id=pk, descendant_id=unit.pk, depth=depth) for pk, depth in above]
    return rows


@transaction.atomic
def add_post(*, key: str, title: str, unit: Unit, by: Actor) -> Post:
    """Add a job to a unit."""
    post = Post.objects.create(key=key, title=title, unit=unit)
    record(by=by, verb="add_post", subject=post, data={"key": key, "unit": unit.key})
    return post


@transaction.atomic
def hold_post(*, post: Post, user: Any, starts: date, deputy: bool = False, by: Actor) -> Holding:
    """Put a person into a post, or make them its deputy. A present holder's time ends where the new one's starts.

    Raises `held_already` when it is theirs by then in this very way, and `holding_overlaps`.
    """
    times = Holding.objects.filter(Q(ends__isnull=True) | Q(ends__gt=starts), starts__lte=starts)
    if times.filter(post=post, user=user, deputy=deputy).exists():
        words = {"user": user.username, "post": post.title}
        raise Conflict("held_already", _("%(post)s is theirs already: %(user)s.") % words)
    if not deputy:
        for present in Holding.objects.filter(post=post, deputy=False, ends__isnull=True):
            if present.starts >= starts:
                raise UserError(
                    "holding_overlaps",
                    _("%(post)s is held from %(start)s; the next holder must start later.")
                    % {"post": post.title, "start": present.starts},
                )
            Holding.objects.filter(pk=present.pk).update(ends=starts)
    holding = Holding.objects.create(post=post, user=user, starts=starts, deputy=deputy)
    record(
        by=by,
        verb="hold_post",
        subject=holding,
        data={"post": post.key, "user": user.username, "starts": starts, "deputy": deputy},
    )
    return holding


@transaction.atomic
def leave_post(*, holding: Holding, ends: date, by: Actor) -> None:
    """End a person's time in a post: `ends` is the first day it is no longer theirs.

    A time that would not have begun by then is taken back whole. Raises `holding_over` when it has ended by then.
    """
    taken_back = holding.starts >= ends
    rows = Holding.objects.filter(Q(ends__isnull=True) | Q(ends__gt=ends), pk=holding.pk)
    if not (rows.exists() if taken_back else rows.update(ends=ends)):
        raise Conflict("holding_over", _("%(post)s is not held by then.") % {"post": holding.post.title})
    record(
        by=by,
        verb="leave_post",
        subject=holding,
        data={"post": holding.post.key, "user": holding.user.username, "ends": ends, "deputy": holding.deputy},
    )
    if taken_back:
        rows.delete()


@transaction.atomic
def set_up_site(
    *, name: str, time_zone: str, week_start: int = 0, attribution: str = "", demo: str = "", by: Actor
) -> SiteSetting:
    """Say what holds for the whole installation; saying the same twice changes nothing."""
    wanted = {
        "name": name,
        "time_zone": time_zone,
        "week_start": week_start,
        "attribution": attribution,
        "demo": demo,
    }
    present = SiteSetting.objects.filter(pk=1).first()
    if present is not None and all(getattr(present, field) == value for field, value in wanted.items()):
        return present
    site, _is_new = SiteSetting.objects.update_or_create(pk=1, defaults=wanted)
    record(by=by, verb="set_up_site", subject=site, data=wanted)
    return site
