"""Actions, decisions and escalations; in: what a post answers and what a chair makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from wellrun.api.schemas.fields import Answered, Day, Given, Key, Text, same
from wellrun.api.schemas.organisation import PostRef, UnitRef
from wellrun.api.schemas.words import ActionStatus, DecisionKind, EscalationStatus, RightKind
from wellrun.execution.models import Action, ActionUpdate, Decision, Escalation
from wellrun.execution.queries import owner_post_of
from wellrun.execution.speakers import Said, Speaker, speakers
from wellrun.reviews.queries import BetweenSittings, between_sittings
from wellrun.strategy.models import Objective


class ObjectiveRef(Answered):
    """Which objective."""

    id: UUID
    key: str
    title: str

    @classmethod
    def of(cls, objective: Objective) -> ObjectiveRef:
        """The objective's own names."""
        return cls(id=objective.pk, key=objective.key, title=objective.title)


class ActionOut(Answered):
    """One thing asked of a post. `owner` is null until the post accepts; `number` is what people call it by."""

    id: UUID
    number: int
    title: str
    done_when: str
    unit: UnitRef
    post: PostRef
    post_is_held: bool
    owner: PostRef | None
    due: date
    status: ActionStatus
    countered_due: date | None
    decline_reason: str
    look_back: date | None
    update_every_days: int
    series: UUID | None
    objective: ObjectiveRef | None
    initiative: str | None
    created_at: datetime
    created_by: str
    last_update_at: datetime
    accepted_at: datetime | None
    done_at: datetime | None
    done_evidence: str


class UpdateOut(Answered):
    """One step in the life of an action; `by` is null for the product's own steps."""

    kind: str
    text: str
    due: date | None
    at: datetime
    by: str | None


class ActionDetailOut(ActionOut):
    """An action with its story, oldest step first."""

    updates: list[UpdateOut]


class DecisionOut(Answered):
    """What was chosen and why; `taken_back_at` is set when it was recorded by mistake.

    `about`: the kind of decision right it took, empty where none was named; `right_holder`: who had that right then,
    and where `beyond_right`, that it was neither the forum nor its chair.
    """

    id: UUID
    kind: DecisionKind
    text: str
    reason: str
    look_back: date | None
    about: RightKind | Literal[""]
    spending: float | None
    staffing: float | None
    beyond_right: bool
    right_holder: str
    decided_at: datetime
    decided_by: str
    taken_back_at: datetime | None


class SpeakerOut(Answered):
    """Who spoke: the name as shown, and the post held then, null where none was."""

    name: str
    post: PostRef | None

    @classmethod
    def of(cls, speaker: Speaker) -> SpeakerOut:
        """The speaker with the post at hand."""
        return cls(name=speaker.name, post=PostRef.of(speaker.post) if speaker.post else None)


class EscalationOut(Answered):
    """A question handed up: to a forum (`to_tier`) or, from the top, to a post (`to_post`).

    `chair_answers`: the reply is due before the forum asked sits next (`sits_at`), so its chair answers between
    sittings; null otherwise.
    """

    id: UUID
    question: str
    from_unit: UnitRef
    from_tier: int
    to_unit: UnitRef
    to_tier: int | None
    to_post: PostRef | None
    series: UUID | None
    reply_by: datetime
    status: EscalationStatus
    reply: str
    replied_at: datetime | None
    replied_by: SpeakerOut | None
    automatic: bool
    raised_at: datetime
    raised_by: SpeakerOut
    chair_answers: PostRef | None
    sits_at: datetime | None


class AcceptIn(Given):
    """The post takes it on."""

    text: Text = ""


class CounterIn(Given):
    """The post would take it on by another day, and says why."""

    due: Day
    text: Text


class ReasonIn(Given):
    """Why."""

    reason: Text


class TextIn(Given):
    """What there is to say."""

    text: Text


class EvidenceIn(Given):
    """What shows that it is done."""

    evidence: Text


class ReassignIn(Given):
    """Another post (by key), or the same one with another date, and why."""

    post: Key
    due: Day | None = None
    reason: Text


class ReplyIn(Given):
    """The answer."""

    reply: Text


_ACTION = (
    *("number", "title", "done_when", "due", "status", "countered_due", "decline_reason", "look_back"),
    *("update_every_days", "created_at", "created_by", "last_update_at", "accepted_at", "done_at", "done_evidence"),
)


def action_out(action: Action) -> ActionOut:
    """An action with its words at hand (`execution.queries.with_words`)."""
    owner = owner_post_of(action)
    return ActionOut(
        **same(action, *_ACTION),
        id=action.pk,
        unit=UnitRef.of(action.unit),
        post=PostRef.of(action.post),
        post_is_held=action.post_is_held,  # type: ignore[attr-defined]  # annotated by `with_words`
        owner=PostRef.of(owner) if owner else None,
        series=action.series.uid if action.series else None,
        objective=ObjectiveRef.of(action.objective) if action.objective else None,
        initiative=action.initiative.key if action.initiative else None,
    )


def actions_out(actions: Sequence[Action]) -> list[ActionOut]:
    """Several actions with their words at hand."""
    return [action_out(action) for action in actions]


def action_detail_out(action: Action, updates: Sequence[ActionUpdate]) -> ActionDetailOut:
    """An action with its story."""
    return ActionDetailOut(**dict(action_out(action)), updates=[_update_out(update) for update in updates])


def _update_out(update: ActionUpdate) -> UpdateOut:
    return UpdateOut(**same(update, "kind", "text", "due", "at"), by=str(update.by) if update.by else None)


def decision_out(decision: Decision) -> DecisionOut:
    """A decision."""
    return DecisionOut(**same(decision, *DecisionOut.model_fields))


_ESCALATION = (
    "question",
    "from_tier",
    "to_tier",
    "reply_by",
    "status",
    "reply",
    "replied_at",
    "automatic",
    "raised_at",
)


def escalation_out(escalation: Escalation) -> EscalationOut:
    """An escalation with its units, post and series at hand."""
    return escalations_out([escalation])[0]


def escalations_out(escalations: Sequence[Escalation]) -> list[EscalationOut]:
    """Several escalations; four queries whatever their number."""
    asked = [Said(one.raised_by, one.raised_at, one.from_unit_id) for one in escalations]
    answered = [
        Said(one.replied_by, one.replied_at or one.raised_at, one.to_unit_id, one.to_post_id) for one in escalations
    ]
    told = speakers([*asked, *answered])
    between = between_sittings(one.pk for one in escalations)
    return [
        _escalation_out(one, raised_by, replied_by, between.get(one.pk))
        for one, raised_by, replied_by in zip(
            escalations, told[: len(escalations)], told[len(escalations) :], strict=True
        )
    ]


def _escalation_out(
    escalation: Escalation, raised_by: Speaker, replied_by: Speaker, between: BetweenSittings | None
) -> EscalationOut:
    return EscalationOut(
        **same(escalation, *_ESCALATION),
        id=escalation.pk,
        from_unit=UnitRef.of(escalation.from_unit),
        to_unit=UnitRef.of(escalation.to_unit),
        to_post=PostRef.of(escalation.to_post) if escalation.to_post else None,
        series=escalation.series.uid if escalation.series else None,
        raised_by=SpeakerOut.of(raised_by),
        replied_by=SpeakerOut.of(replied_by) if escalation.replied_by else None,
        chair_answers=PostRef.of(between.chair) if between else None,
        sits_at=between.sits_at if between else None,
    )
