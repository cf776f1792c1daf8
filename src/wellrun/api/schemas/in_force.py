"""The plan in force as it adds up: the cascade, the map, what a unit contributes to, the way up from an action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from wellrun.api.paging import Page
from wellrun.api.schemas.execution import ObjectiveRef
from wellrun.api.schemas.fields import Answered, same
from wellrun.api.schemas.figures import FigureOut, in_measure
from wellrun.api.schemas.measures import MeasureRef
from wellrun.api.schemas.organisation import PostRef, UnitRef
from wellrun.api.schemas.too_late import TooLateOut, too_late_out
from wellrun.api.schemas.words import ActionStatus, InitiativeStatus, ObjectiveLevel, Perspective, StandingWord, WayWord
from wellrun.check.cascade import share_of
from wellrun.execution.models import Action, Initiative
from wellrun.jobs.in_force.cascade import CascadeRecords, Gap
from wellrun.jobs.in_force.serving import Above, Way
from wellrun.jobs.in_force.standing import Standing
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import CauseEffect, Objective, ObjectiveParent

# One served by a thousand would fill an answer by itself.
MOST_NAMED = 50


class GapOut(Answered):
    """What lies between baseline and aim of the first result that has both; 0 where the baseline meets the aim."""

    measure: MeasureRef
    baseline: FigureOut
    aim_low: FigureOut
    aim_high: FigureOut
    gap: FigureOut


class PartOut(Answered):
    """An objective and how much of the gap of the one above it takes on: an amount as stored, a share, or not said."""

    objective: ObjectiveRef
    amount: float | None
    share: float | None


class AddedUpOut(Answered):
    """What those below take on together, as a share of the gap; 1 is all.

    `share` null: none says how much, or an amount is said of a gap that is not known. `is_whole` false: objectives
    outside the caller's units serve it too, and are not counted. `counted`: how many are, of whom `unsaid_count` say
    nothing; `unsaid` names the first of them.
    """

    share: float | None
    is_whole: bool
    counted: int
    unsaid_count: int
    unsaid: list[ObjectiveRef]


class DoingOut(Answered):
    """An initiative under way, or planned."""

    key: str
    title: str
    owner: PostRef
    status: InitiativeStatus
    starts: date
    ends: date | None


class ToDoOut(Answered):
    """An open action; `initiative`: the one it is part of."""

    id: UUID
    number: int
    title: str
    post: PostRef
    due: date
    status: ActionStatus
    initiative: str | None


class CascadeLineOut(ObjectiveRef):
    """One objective where it stands: what it serves, what serves it and how that adds up, and what is done for it.

    `served_by`: the first MOST_NAMED of `added_up.counted`; all of them say so themselves, in `serves`.
    `too_late`: its leads that are too late to act on.
    """

    unit: UnitRef
    level: ObjectiveLevel
    rank: int | None
    owner: PostRef | None
    gap: GapOut | None
    serves: list[PartOut]
    served_by: list[PartOut]
    added_up: AddedUpOut
    too_late: list[TooLateOut]
    initiatives: list[DoingOut]
    actions: list[ToDoOut]


class StepOut(Answered):
    """One step up: which objective serves which, how much of its gap it takes on, and how far from the start, from 1.

    `is_seen` false: the caller sees no more of it than its title.
    """

    steps: int
    objective: ObjectiveRef
    serves: ObjectiveRef
    unit: UnitRef
    is_seen: bool
    amount: float | None
    share: float | None


class LineUpOut(Answered):
    """From an action up: its initiative, its objective, and what that serves up to the enterprise."""

    initiative: str | None
    objective: ObjectiveRef | None
    up: list[StepOut]


class LineOfSightPage(Page[CascadeLineOut]):
    """From an objective down to what is done, beginning with itself, and `up` to those of the enterprise.

    What stands below is of the caller's units; an objective that is reached by two ways stands once. `up` is whole with
    every part of the list, and each line adds up all that serve it, also those of other parts.
    """

    up: list[StepOut]


class BoxOut(ObjectiveRef):
    """An objective on the map. `state`: the worst that its results say; `because`: which one; `harm`: what pays.

    `perspective` empty: none named yet.
    """

    rank: int | None
    perspective: Perspective | str
    state: StandingWord
    because: str
    harm: str


class MapArrowOut(Answered):
    """Reaching `cause` is expected to help `effect`: a hypothesis."""

    cause: ObjectiveRef
    effect: ObjectiveRef
    because: str


class MapPage(Page[BoxOut]):
    """The objectives of a unit by rank. `arrows`: from those of this part, so that each comes once over all parts.

    `plan` null: none is in force.
    """

    plan: str | None
    unit: UnitRef
    arrows: list[MapArrowOut]


class WayOut(Answered):
    """How a unit counts toward an objective above. `objective`: its own that serves it, or by whose way.

    `hand_off`: it is named as `team`, and hands on `measure`; null where none is agreed.
    """

    kind: WayWord
    objective: ObjectiveRef | None
    amount: float | None
    share: float | None
    team: str
    measure: MeasureRef | None


class ContributionOut(Answered):
    """An objective above a unit. `figures`: its measures of which the unit has figures. `is_seen` false: only told."""

    plan: str
    objective: ObjectiveRef
    is_seen: bool
    ways: list[WayOut]
    figures: list[MeasureRef]


def lines_out(records: CascadeRecords, objectives: Sequence[Objective]) -> list[CascadeLineOut]:
    """Objectives of the records, as they add up; no query."""
    return [_line(records, one) for one in objectives]


def step_out(link: ObjectiveParent, steps: int, seen: frozenset[UUID]) -> StepOut:
    """One link up, with both ends at hand."""
    return StepOut(
        steps=steps,
        objective=ObjectiveRef.of(link.child),
        serves=ObjectiveRef.of(link.parent),
        unit=UnitRef.of(link.parent.unit),
        is_seen=link.parent.unit_id in seen,
        **same(link, "amount", "share"),
    )


def box_out(one: Objective, standing: Standing) -> BoxOut:
    """An objective with how it stands."""
    return BoxOut(
        **same(one, "key", "title", "rank", "perspective"),
        id=one.pk,
        state=standing.code,  # type: ignore[arg-type]  # one of WORST_FIRST, which a test holds to the words
        because=standing.because,
        harm=standing.harm,
    )


def map_arrow_out(one: CauseEffect) -> MapArrowOut:
    """An arrow with both ends at hand."""
    return MapArrowOut(cause=ObjectiveRef.of(one.cause), effect=ObjectiveRef.of(one.effect), because=one.because)


def contribution_out(pk: UUID, one: Above, seen: frozenset[UUID]) -> ContributionOut:
    """An objective above, of which the caller may see no more than its title."""
    return ContributionOut(
        plan=one.plan,
        objective=ObjectiveRef(id=pk, key=one.key, title=one.title),
        is_seen=one.unit_id in seen,
        ways=[_way(way) for way in one.ways],
        figures=[MeasureRef.of(version.measure, version) for version in one.figures],
    )


def _line(records: CascadeRecords, one: Objective) -> CascadeLineOut:
    links = records.children.get(one.pk, [])
    gap = records.gaps.get(one.pk)
    own = records.initiatives.get(one.pk, [])
    of_initiatives = [action for each in own for action in records.actions.get(each.pk, [])]
    return CascadeLineOut(
        **same(one, "key", "title", "level", "rank"),
        id=one.pk,
        unit=UnitRef.of(one.unit),
        owner=PostRef.of(one.owner) if one.owner else None,
        gap=_gap(gap) if gap else None,
        serves=[_part(link.parent, link) for link in records.parents.get(one.pk, [])],
        served_by=[_part(records.objectives[link.child_id], link) for link in links[:MOST_NAMED]],
        added_up=_added_up(records, one, links, gap),
        too_late=[too_late_out(late) for late in records.late.get(one.pk, [])],
        initiatives=[_doing(each) for each in own],
        actions=[_to_do(action) for action in [*of_initiatives, *records.actions.get(one.pk, [])]],
    )


def _gap(gap: Gap) -> GapOut:
    aim, version = gap.target, gap.version
    low, high = (aim.value, aim.value) if aim.value is not None else (aim.low, aim.high)
    return GapOut(
        measure=MeasureRef.of(version.measure, version),
        baseline=in_measure(aim.baseline, version),
        aim_low=in_measure(low, version),
        aim_high=in_measure(high, version),
        gap=in_measure(gap.value, version),
    )


def _part(objective: Objective, link: ObjectiveParent) -> PartOut:
    return PartOut(objective=ObjectiveRef.of(objective), **same(link, "amount", "share"))


def _added_up(records: CascadeRecords, one: Objective, links: Sequence[ObjectiveParent], gap: Gap | None) -> AddedUpOut:
    amounts = [link.amount for link in links if link.amount is not None]
    shares = [link.share for link in links if link.share is not None]
    silent = [link for link in links if link.amount is None and link.share is None]
    return AddedUpOut(
        share=share_of(gap.value if gap else None, amounts, shares) if amounts or shares else None,
        is_whole=one.pk not in records.served_from_outside,
        counted=len(links),
        unsaid_count=len(silent),
        unsaid=[ObjectiveRef.of(records.objectives[link.child_id]) for link in silent[:MOST_NAMED]],
    )


def _doing(one: Initiative) -> DoingOut:
    return DoingOut(**same(one, "key", "title", "status", "starts", "ends"), owner=PostRef.of(one.owner))


def _to_do(one: Action) -> ToDoOut:
    initiative = one.initiative.key if one.initiative else None
    return ToDoOut(
        **same(one, "number", "title", "due", "status"), id=one.pk, post=PostRef.of(one.post), initiative=initiative
    )


def _way(way: Way) -> WayOut:
    link, version = way.link, way.measure
    return WayOut(
        kind=way.kind,  # type: ignore[arg-type]  # one of the three ways
        objective=ObjectiveRef.of(link.child) if link else None,
        amount=link.amount if link else None,
        share=link.share if link else None,
        team=way.team.team if way.team else "",
        measure=_measure(version),
    )


def _measure(version: MeasureVersion | None) -> MeasureRef | None:
    return MeasureRef.of(version.measure, version) if version else None
