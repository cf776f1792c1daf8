"""Who may write the strategy: who chairs the unit it is of; the plan as a whole, who chairs the enterprise."""

from __future__ import annotations

from uuid import UUID

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import require
from wellrun.accounts.models import User
from wellrun.audit.actions import System
from wellrun.organisation.queries import enterprise

Doer = User | System


def permit_unit(by: Doer, unit_id: UUID) -> None:
    """Pass, or raise NotFound or Refused as `access` says; the system itself passes."""
    if not isinstance(by, System):
        require(by, Permission.CHAIR, unit_id)


def permit_plan(by: Doer) -> None:
    """The same for what concerns the whole plan."""
    if isinstance(by, System):
        return
    top = enterprise()
    if top is None:
        raise nothing_here()
    permit_unit(by, top.pk)
