"""Asking `access` before something is said of a series; the product itself needs no grant."""

from __future__ import annotations

from uuid import UUID

from wellrun.access.permissions import Permission
from wellrun.access.queries import may, require
from wellrun.accounts.models import User
from wellrun.audit.actions import System

Doer = User | System

# Who may say that figures are to be judged otherwise.
JUDGES = (Permission.ANALYSE, Permission.CHAIR)


def permit(by: Doer, unit_id: UUID, *any_of: Permission) -> None:
    """Pass with any of the permissions in the unit; raise NotFound or Refused as `access` says."""
    if isinstance(by, System) or any(may(by, each, unit_id) for each in any_of[:-1]):
        return
    require(by, any_of[-1], unit_id)
