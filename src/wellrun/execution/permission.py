"""Asking `access` before a write; the product's own rules (schedules, second deferrals) need no grant."""

from __future__ import annotations

from uuid import UUID

from wellrun.access.permissions import Permission
from wellrun.access.queries import may, require
from wellrun.accounts.models import User
from wellrun.audit.actions import System
from wellrun.execution.errors import not_permitted, not_the_holder, post_retired
from wellrun.execution.models import Escalation
from wellrun.lib import clock
from wellrun.organisation.models import Post
from wellrun.organisation.queries import holds, site_zone

Doer = User | System


def permit(by: Doer, permission: Permission, unit_id: UUID) -> None:
    """Pass, or raise NotFound or Refused as `access` says; the system itself passes."""
    if not isinstance(by, System):
        require(by, permission, unit_id)


def require_post_to_ask(by: Doer, post: Post) -> None:
    """Pass when the post can be asked for something: it exists still, in a unit that the caller sees."""
    permit(by, Permission.SEE, post.unit_id)
    if post.retired_on is not None and post.retired_on <= clock.today(site_zone()):
        raise post_retired(post.title)


def require_holder(by: User, post: Post, *unit_ids: UUID) -> None:
    """Pass when the caller holds or deputises the post today and may contribute in one of the units (or the post's)."""
    if not is_holder(by, post):
        raise not_the_holder(post.title)
    if not any(may(by, Permission.CONTRIBUTE, unit_id) for unit_id in (post.unit_id, *unit_ids)):
        raise not_permitted()


def is_holder(by: User, post: Post) -> bool:
    """True when the caller holds or deputises the post today."""
    return holds(by, post.pk, clock.today(site_zone()))


def is_asker(by: User, escalation: Escalation) -> bool:
    """True when the caller asked this question or one it hands on; nobody asked what went up by itself.

    One query for each step it was handed on beyond the first.
    """
    asked: Escalation | None = escalation
    while asked is not None:
        if not asked.automatic and asked.raised_by == by.audit_label:
            return True
        asked = asked.continues
    return False
