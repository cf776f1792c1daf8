"""What takes part in an objective: measures with a role toward it, teams with what they hand off."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.lib.errors import UserError
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.actions.noting import note_part
from wellrun.strategy.models import (
    Contributor,
    Objective,
    ObjectiveMeasure,
)
from wellrun.strategy.permission import Doer, permit_unit


@transaction.atomic
def give_role(
    *,
    objective: Objective,
    measure: Measure,
    role: str,
    position: int = 0,
    direction: str = "",
    owner: Post | None = None,
    by: Doer,
) -> ObjectiveMeasure:
    """Say what a measure is to an objective: lead, lag or balancing. Raises `role_unknown`."""
    permit_unit(by, objective.unit_id)
    if role not in ObjectiveMeasure.Role.values:
        raise UserError("role_unknown", _("A measure is a lead, a lag or a balancing measure."), role=role)
    known = ObjectiveMeasure.objects.filter(objective=objective, measure=measure).first()
    before = _role_told(known) if known else {}
    given, _new = ObjectiveMeasure.objects.update_or_create(
        objective=objective,
        measure=measure,
        defaults={"role": role, "position": position, "direction": direction, "owner": owner},
    )
    after = _role_told(given)
    if before != after:
        note_part(objective, measure.key, "give_role", "role", given, before=before, after=after, by=by)
    return given


@transaction.atomic
def take_role(*, given: ObjectiveMeasure, by: Doer) -> None:
    """The measure plays no role toward the objective any more."""
    permit_unit(by, given.objective.unit_id)
    before = _role_told(given)
    note_part(given.objective, given.measure.key, "take_role", "role", given, before=before, by=by)
    given.delete()


@transaction.atomic
def add_contributor(
    *,
    objective: Objective,
    team: str,
    handoff_measure: Measure | None = None,
    position: int = 0,
    part: str = "responsible",
    unit: Unit | None = None,
    post: Post | None = None,
    by: Doer,
) -> Contributor:
    """Name a team the objective depends on, with the hand-off measure it owns, or none agreed yet.

    A team named already is changed. Raises `team_needed`.
    """
    permit_unit(by, objective.unit_id)
    if not team.strip():
        raise UserError("team_needed", _("Name the team."))
    known = Contributor.objects.filter(objective=objective, team=team.strip()).first()
    before = _part_told(known) if known else {}
    contributor, _new = Contributor.objects.update_or_create(
        objective=objective,
        team=team.strip(),
        defaults={
            "handoff_measure": handoff_measure,
            "position": position,
            "part": Contributor.Part(part),
            "unit": unit,
            "post": post,
        },
    )
    after = _part_told(contributor)
    if before != after:
        note_part(objective, team, "add_contributor", "contributor", contributor, before=before, after=after, by=by)
    return contributor


@transaction.atomic
def remove_contributor(*, contributor: Contributor, by: Doer) -> None:
    """The objective depends on the team no more."""
    permit_unit(by, contributor.objective.unit_id)
    before = _part_told(contributor)
    note_part(
        contributor.objective, contributor.team, "remove_contributor", "contributor", contributor, before=before, by=by
    )
    contributor.delete()


def _role_told(given: ObjectiveMeasure) -> dict[str, Any]:
    return {
        "role": given.role,
        "position": given.position,
        "direction": given.direction,
        "owner": given.owner.key if given.owner else None,
    }


def _part_told(one: Contributor) -> dict[str, Any]:
    return {
        "part": str(one.part),
        "position": one.position,
        "handoff": one.handoff_measure.key if one.handoff_measure else None,
        "unit": one.unit.key if one.unit else None,
        "post": one.post.key if one.post else None,
    }
