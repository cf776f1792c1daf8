"""What takes part in an objective: measures with a role toward it, teams with what they hand off."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.lib.errors import UserError
from wellrun.measures.models import Measure
from wellrun.organisation.models import Post, Unit
from wellrun.strategy.actions.holding import hold_plan, still_there
from wellrun.strategy.actions.noting import note_part
from wellrun.strategy.errors import key_results_on_it
from wellrun.strategy.models import Contributor, KeyResult, Objective, ObjectiveMeasure
from wellrun.strategy.permission import Doer, permit_unit
from wellrun.strategy.raci import refuse_wrong_part

_OF_ROLE = ("role", "direction", "owner", "position")
_OF_PART = ("team", "part", "unit", "post", "handoff_measure", "position")


@transaction.atomic
def give_role(
    *,
    objective: Objective,
    measure: Measure,
    role: str,
    position: int | None = None,
    direction: str = "",
    owner: Post | None = None,
    by: Doer,
) -> ObjectiveMeasure:
    """Say what a measure is to an objective: lead, lag or balancing.

    `position`: None leaves it where it stands, a new one last. Raises `role_unknown`, `direction_unknown`.
    """
    permit_unit(by, objective.unit_id)
    _refuse_unknown(role, direction)
    hold_plan(objective.plan_id)
    known = ObjectiveMeasure.objects.filter(objective=objective, measure=measure).first()
    before = _role_told(known) if known else {}
    if position is None:
        position = known.position if known else objective.measures.count()
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
def change_role(*, given: ObjectiveMeasure, by: Doer, **fields: Any) -> ObjectiveMeasure:
    """Change the role, direction, owner or position of a measure toward its objective; the rest stays.

    NotFound where somebody else took it away just now. Raises `role_unknown`, `direction_unknown`.
    """
    permit_unit(by, given.objective.unit_id)
    hold_plan(given.objective.plan_id)
    given = still_there(given)
    before = _role_told(given)
    _set(given, fields, _OF_ROLE)
    _refuse_unknown(given.role, given.direction)
    after = _role_told(given)
    if before != after:
        given.save(update_fields=list(fields))
        note_part(given.objective, given.measure.key, "change_role", "role", given, before=before, after=after, by=by)
    return given


@transaction.atomic
def take_role(*, given: ObjectiveMeasure, by: Doer) -> None:
    """The measure plays no role toward the objective any more; NotFound where somebody else just said so.

    Raises `key_results_on_it`: a quarter that is open is scored by it. Quarters closed keep what they were scored by.
    """
    permit_unit(by, given.objective.unit_id)
    hold_plan(given.objective.plan_id)
    given = still_there(given)
    before = _role_told(given)
    note_part(given.objective, given.measure.key, "take_role", "role", given, before=before, by=by)
    _refuse_scoring(given)
    given.delete()


@transaction.atomic
def add_contributor(
    *,
    objective: Objective,
    team: str,
    handoff_measure: Measure | None = None,
    position: int | None = None,
    part: str = "responsible",
    unit: Unit | None = None,
    post: Post | None = None,
    by: Doer,
) -> Contributor:
    """Name a team the objective depends on, with the hand-off measure it owns, or none agreed yet.

    A team named already is changed. `position`: None leaves it where it stands, a new one last.
    Raises `team_needed`, `part_unknown`, `accountable_already`, `informed_hands_nothing_on`.
    """
    permit_unit(by, objective.unit_id)
    if not team.strip():
        raise _team_needed()
    hold_plan(objective.plan_id)
    refuse_wrong_part(objective, part, post, handoff_measure)
    known = Contributor.objects.filter(objective=objective, team=team.strip()).first()
    before = _part_told(known) if known else {}
    if position is None:
        position = known.position if known else objective.contributors.count()
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
def change_contributor(*, contributor: Contributor, by: Doer, **fields: Any) -> Contributor:
    """Change what a team is called, its part, unit, post, hand-off measure or position; the rest stays.

    Raises `team_needed`, `team_takes_part_already`, `part_unknown`, `accountable_already`,
    `informed_hands_nothing_on`.
    """
    objective = contributor.objective
    permit_unit(by, objective.unit_id)
    hold_plan(objective.plan_id)
    contributor = still_there(contributor)
    before = {"team": contributor.team, **_part_told(contributor)}
    _set(contributor, fields, _OF_PART)
    contributor.team = contributor.team.strip()
    if not contributor.team:
        raise _team_needed()
    if objective.contributors.filter(team__iexact=contributor.team).exclude(pk=contributor.pk).exists():
        sentence = _("“%(team)s” takes part already: change it there.") % {"team": contributor.team}
        raise UserError("team_takes_part_already", sentence, team=contributor.team)
    refuse_wrong_part(objective, contributor.part, contributor.post, contributor.handoff_measure)
    after = {"team": contributor.team, **_part_told(contributor)}
    if before != after:
        contributor.save(update_fields=list(fields))
        part = before["team"]
        note_part(objective, part, "change_contributor", "contributor", contributor, before=before, after=after, by=by)
    return contributor


@transaction.atomic
def remove_contributor(*, contributor: Contributor, by: Doer) -> None:
    """The objective depends on the team no more; NotFound where somebody else just said so."""
    permit_unit(by, contributor.objective.unit_id)
    hold_plan(contributor.objective.plan_id)
    contributor = still_there(contributor)
    before = _part_told(contributor)
    note_part(
        contributor.objective, contributor.team, "remove_contributor", "contributor", contributor, before=before, by=by
    )
    contributor.delete()


def _set(record: ObjectiveMeasure | Contributor, fields: dict[str, Any], changeable: tuple[str, ...]) -> None:
    unknown = sorted(set(fields) - set(changeable))
    if unknown:
        raise TypeError(f"there is no changeable {unknown[0]}")
    for name, value in fields.items():
        setattr(record, name, value)


def _refuse_scoring(given: ObjectiveMeasure) -> None:
    """Raise while a key result of a quarter that is open is an aim on the measure."""
    asked = KeyResult.objects.filter(slice__objective=given.objective_id, slice__closed_at__isnull=True)
    wanted = asked.filter(series__measure=given.measure_id).select_related("slice").first()
    if wanted is not None:
        raise key_results_on_it(wanted.slice.title)


def _refuse_unknown(role: str, direction: str) -> None:
    if role not in ObjectiveMeasure.Role.values:
        raise UserError("role_unknown", _("A measure is a lead, a lag or a balancing measure."), role=role)
    if direction not in ("", "up", "down"):
        raise UserError("direction_unknown", _("A measure is to rise, to fall, or as its definition says."))


def _team_needed() -> UserError:
    return UserError("team_needed", _("Name the team."))


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
