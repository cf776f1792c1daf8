"""Who may see and do what: every other room and interface asks here.

A unit is visible when a grant covers it and it is one's own organisation; reference units answer only
through comparison queries. What is not visible is answered as if it did not exist.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wellrun.access.errors import nothing_here
from wellrun.access.models import Grant, Level
from wellrun.access.permissions import Permission, levels_with, permissions_of
from wellrun.lib.errors import NotFound, Refused
from wellrun.organisation.models import Unit, UnitClosure


def granted_unit_ids(user: Any, *any_of: Permission) -> QuerySet[UnitClosure, UUID]:
    """Ids of all units below the caller's grants that allow one of the permissions (none: to see); as a subquery."""
    levels = {level for permission in any_of or (Permission.SEE,) for level in levels_with(permission)}
    grants = Grant.objects.filter(user=user.pk, level__in=levels)
    return UnitClosure.objects.filter(
        ancestor_id__in=grants.values("unit_id"), descendant__membership=Unit.Membership.MEMBER
    ).values_list("descendant_id", flat=True)


def units_where(user: Any, permission: Permission = Permission.SEE) -> QuerySet[Unit]:
    """The member units where the caller holds `permission`, by name."""
    return Unit.objects.filter(pk__in=granted_unit_ids(user, permission))


def may(user: Any, permission: Permission, unit_id: UUID) -> bool:
    """True when a grant of the caller covers the unit and allows `permission`."""
    return bool(granted_unit_ids(user, permission).filter(descendant_id=unit_id).exists())


def permissions_in(user: Any, unit_id: UUID) -> frozenset[Permission]:
    """All that the caller's grants allow in a unit of one's own organisation; one query."""
    covering = Grant.objects.filter(
        user=user.pk, unit__below__descendant=unit_id, unit__below__descendant__membership=Unit.Membership.MEMBER
    )
    levels = covering.order_by().values_list("level", flat=True).distinct()
    return frozenset(permission for level in levels for permission in permissions_of(level))


def require(user: Any, permission: Permission, unit_id: UUID) -> None:
    """Pass, or raise: NotFound for what the caller cannot see, Refused for what they see but may not do."""
    if not may(user, Permission.SEE, unit_id):
        raise nothing_here()
    if permission is not Permission.SEE and not may(user, permission, unit_id):
        raise Refused("not_permitted", _("Your access here does not allow this."), permission=permission.value)


def grant_of(user: Any, unit: Unit, level: Level | str) -> Grant:
    """The grant that gives just this. Raises `grant_unknown`."""
    found = Grant.objects.select_related("user", "unit").filter(user=user.pk, unit=unit, level=Level(level)).first()
    if found is None:
        words = {"user": user.username, "level": Level(level).value, "unit": unit.key}
        raise NotFound("grant_unknown", _("“%(user)s” has no grant as %(level)s of “%(unit)s”.") % words)
    return found
