"""Plans, objectives and what the model check finds about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from wellrun.accounts.models import User
from wellrun.api.schemas.execution import ObjectiveRef
from wellrun.api.schemas.fields import Answered, same
from wellrun.api.schemas.measures import MeasureRef
from wellrun.api.schemas.organisation import PostRef, UnitRef
from wellrun.api.schemas.words import ContributorPart, MeasureRoleWord, ObjectiveLevel, PlanStage, Severity
from wellrun.check.catalogue import catalogue
from wellrun.check.mending import fix_words
from wellrun.check.models import Finding, Waiver
from wellrun.jobs.mending.links import Fixes, fix_of
from wellrun.measures.models import MeasureVersion
from wellrun.organisation.queries import enterprise
from wellrun.strategy.models import CauseEffect, Contributor, Objective, ObjectiveMeasure, ObjectiveParent, Plan


class PlanOut(Answered):
    """The strategy of one cycle; `ends` is its last day. One plan is in force (`active`) at a time."""

    key: str
    name: str
    starts: date
    ends: date
    stage: PlanStage
    activated_on: date | None
    closed_on: date | None
    illustrative: bool


class ServesOut(Answered):
    """What an objective serves, and how much of its gap it takes on: an amount as stored, or a share; or not said."""

    objective: ObjectiveRef
    amount: float | None
    share: float | None


class RoleOut(Answered):
    """What a measure is to the objective. `direction` is empty where it is that of its definition.

    `owner` null: the objective's owner answers for it.
    """

    measure: MeasureRef
    role: MeasureRoleWord
    direction: str
    owner: PostRef | None


class ContributorOut(Answered):
    """A team that takes part, and the measure of what it hands on; null: none agreed yet.

    `unit` and `post` are null where none is named, and of units the caller does not see.
    """

    team: str
    part: ContributorPart
    handoff: MeasureRef | None
    unit: UnitRef | None
    post: PostRef | None


class ArrowOut(Answered):
    """An objective that reaching this one is expected to help: a hypothesis."""

    objective: ObjectiveRef
    because: str


class ObjectiveOut(ObjectiveRef):
    """An outcome to reach. `rank` has no ties among those of the enterprise; `owner` null: nobody named yet.

    `serves` names the objectives above it, and `helps` those its arrows lead to, that the caller sees.
    """

    description: str
    unit: UnitRef
    level: ObjectiveLevel
    rank: int | None
    domain: str
    perspective: str
    owner: PostRef | None
    sponsor: PostRef | None
    serves: list[ServesOut]
    helps: list[ArrowOut]
    measures: list[RoleOut]
    contributors: list[ContributorOut]


class WaiverOut(Answered):
    """Why a rule is set aside, by which post, until when."""

    reason: str
    post: PostRef
    expires: date


class FixOut(Answered):
    """What mends a finding: `verb` with the `values` known of it, and in words.

    `href`: the form, filled in; empty where it is not the caller's to fill in.
    """

    verb: str
    words: str
    values: dict[str, str | int | float | None]
    href: str


class FindingOut(Answered):
    """A rule that fires on a subject. `unit` null: of the plan as a whole. `waiver`: the exception that still holds.

    `fix` null: no single form mends it.
    """

    id: UUID
    rule: str
    title: str
    severity: Severity
    kind: str
    subject: str
    unit: UnitRef | None
    message: str
    rationale: str
    reference: str
    since: datetime
    resolved_at: datetime | None
    waiver: WaiverOut | None
    fix: FixOut | None


_PLAN = ("key", "name", "starts", "ends", "stage", "activated_on", "closed_on", "illustrative")
_OBJECTIVE = ("id", "key", "title", "description", "level", "rank", "perspective")
_FINDING = ("id", "rule", "severity", "kind", "subject", "message", "since", "resolved_at")


def plans_out(plans: Sequence[Plan]) -> list[PlanOut]:
    """Plans as they stand."""
    return [PlanOut(**same(plan, *_PLAN)) for plan in plans]


def objective_out(one: Objective, versions: Mapping[UUID, MeasureVersion], seen: frozenset[UUID]) -> ObjectiveOut:
    """An objective with its parts at hand; `versions` by measure, `seen` the units of which the caller is told."""
    return ObjectiveOut(
        **same(one, *_OBJECTIVE),
        unit=UnitRef.of(one.unit),
        domain=one.domain.key,
        owner=PostRef.of(one.owner) if one.owner else None,
        sponsor=PostRef.of(one.sponsor) if one.sponsor else None,
        serves=[_serves(link) for link in one.parent_links.all() if link.parent.unit_id in seen],
        helps=[_arrow(arrow) for arrow in one.effects.all() if _is_told(arrow, seen)],
        measures=[_role(role, versions) for role in one.measures.all()],
        contributors=[_contributor(team, versions, seen) for team in one.contributors.all()],
    )


def findings_out(
    user: User, plan: Plan | None, findings: Sequence[Finding], waivers: Mapping[tuple[str, str], Waiver]
) -> list[FindingOut]:
    """Findings of a plan with the forms that mend them, as far as the caller may fill them in; eight queries or so."""
    top = enterprise()
    fixes = Fixes(user, plan, top, findings) if plan and top else None
    return [finding_out(one, waivers, fixes) for one in findings]


def finding_out(one: Finding, waivers: Mapping[tuple[str, str], Waiver], fixes: Fixes | None = None) -> FindingOut:
    """A finding with its unit at hand; `waivers` by rule and subject."""
    words, waiver = catalogue()[one.rule], waivers.get((one.rule, one.subject))
    return FindingOut(
        **same(one, *_FINDING),
        title=words.title,
        unit=UnitRef.of(one.unit) if one.unit else None,
        rationale=words.rationale,
        reference=words.reference,
        waiver=WaiverOut(reason=waiver.reason, post=PostRef.of(waiver.post), expires=waiver.expires)
        if waiver
        else None,
        fix=_fix(one, fixes),
    )


def _fix(one: Finding, fixes: Fixes | None) -> FixOut | None:
    fix = fix_of(one)
    if fix is None:
        return None
    verb, values = fix
    link = fixes.of(one) if fixes else None
    known = fixes.values_of(one) if fixes else values
    return FixOut(verb=verb, words=fix_words(verb, values), values=dict(known), href=link.href if link else "")


def _serves(link: ObjectiveParent) -> ServesOut:
    return ServesOut(objective=ObjectiveRef.of(link.parent), **same(link, "amount", "share"))


def _arrow(arrow: CauseEffect) -> ArrowOut:
    return ArrowOut(objective=ObjectiveRef.of(arrow.effect), because=arrow.because)


def _is_told(arrow: CauseEffect, seen: frozenset[UUID]) -> bool:
    return arrow.effect.unit_id in seen and arrow.effect.retired_on is None


def _role(role: ObjectiveMeasure, versions: Mapping[UUID, MeasureVersion]) -> RoleOut:
    measure = MeasureRef.of(role.measure, versions[role.measure_id])
    owner = PostRef.of(role.owner) if role.owner else None
    return RoleOut(measure=measure, owner=owner, **same(role, "role", "direction"))


def _contributor(team: Contributor, versions: Mapping[UUID, MeasureVersion], seen: frozenset[UUID]) -> ContributorOut:
    measure, unit, post = team.handoff_measure, team.unit, team.post
    return ContributorOut(
        **same(team, "team", "part"),
        handoff=MeasureRef.of(measure, versions[measure.pk]) if measure is not None else None,
        unit=UnitRef.of(unit) if unit is not None and unit.pk in seen else None,
        post=PostRef.of(post) if post is not None and post.unit_id in seen else None,
    )
