"""Forums, sittings, items and their outcomes; in: the one way in which an item closes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from wellrun.api.schemas.execution import DecisionOut, ObjectiveRef, decision_out
from wellrun.api.schemas.fields import Answered, Day, Given, Key, Moment, Number, Text, same
from wellrun.api.schemas.organisation import PostRef, UnitRef
from wellrun.api.schemas.sentences import SentenceOut, sentences_of
from wellrun.api.schemas.words import DecisionKind, ItemKind, ItemStatus, ReviewStatus, RightKind, Scope
from wellrun.execution.models import Action, Escalation, Initiative
from wellrun.reviews.models import AgendaItem, Forum, ItemDeferral, Outcome, Review


class ForumRef(Answered):
    """Which forum."""

    id: UUID
    key: str
    name: str

    @classmethod
    def of(cls, forum: Forum) -> ForumRef:
        """The forum's own names."""
        return cls(id=forum.pk, key=forum.key, name=forum.name)


class ForumOut(ForumRef):
    """A standing meeting. `cadence` is an iCalendar RRULE; `next_starts_at`: its next sitting that is not closed."""

    unit: UnitRef
    tier: int
    cadence: str
    minutes: int
    time_zone: str
    chair: PostRef
    sponsor: PostRef
    restricted: bool
    domains: list[str]
    measures: list[str]
    false_alarms_a_month: float
    next_starts_at: datetime | None


class AlarmBudgetIn(Given):
    """How many false alarms a month it accepts; 0: nothing early is raised."""

    false_alarms_a_month: Number


class ReviewRef(Answered):
    """Which sitting."""

    id: UUID
    forum: ForumRef
    starts_at: datetime

    @classmethod
    def of(cls, review: Review) -> ReviewRef:
        """The sitting by forum and time."""
        return cls(id=review.pk, forum=ForumRef.of(review.forum), starts_at=review.starts_at)


class ReviewOut(ReviewRef):
    """A sitting with how many of its items still need an outcome."""

    unit: UnitRef
    status: ReviewStatus
    opened_at: datetime | None
    closed_at: datetime | None
    items_open: int
    items_all: int


class ActionRef(Answered):
    """Which action."""

    id: UUID
    number: int
    title: str

    @classmethod
    def of(cls, action: Action) -> ActionRef:
        """The action as people call it."""
        return cls(id=action.pk, number=action.number, title=action.title)


class InitiativeRef(Answered):
    """Which initiative."""

    key: str
    title: str

    @classmethod
    def of(cls, initiative: Initiative) -> InitiativeRef:
        """The initiative by its own names."""
        return cls(key=initiative.key, title=initiative.title)


class EscalationRef(Answered):
    """Which escalation."""

    id: UUID
    question: str

    @classmethod
    def of(cls, escalation: Escalation) -> EscalationRef:
        """The question that was handed up."""
        return cls(id=escalation.pk, question=escalation.question)


class OutcomeOut(Answered):
    """How an item was resolved: exactly one of the three. `in_force` false: it was taken back."""

    id: UUID
    item: UUID
    recorded_at: datetime
    recorded_by: str
    in_force: bool
    decision: DecisionOut | None
    action: ActionRef | None
    escalation: EscalationRef | None


class ItemOut(Answered):
    """What a review must resolve. `signals`: those it answers for; `obligation`: the key of one that falls due;
    `outcome` is null while it is open.
    """

    id: UUID
    review: ReviewRef
    kind: ItemKind
    status: ItemStatus
    title: str
    unit: UnitRef
    series: UUID | None
    objective: ObjectiveRef | None
    action: ActionRef | None
    initiative: InitiativeRef | None
    escalation: EscalationRef | None
    looks_back_on: UUID | None
    obligation: str | None
    sentences: list[SentenceOut]
    drivers: str
    next_owner: PostRef | None
    scope_proposed: Scope | None
    scope_chosen: Scope | None
    deferrals: int
    signals: list[UUID]
    outcome: OutcomeOut | None
    raised_at: datetime
    closed_at: datetime | None


class AnswersIn(Given):
    """The answers to the questions of an item; what is left out stays as it stands."""

    drivers: Text | None = None
    scope: Scope | None = None
    next_owner: Key | None = None


class DeferralOut(Answered):
    """Where an item went that was not reached: to a dated sitting, or (the second time) up with an escalation."""

    item: UUID
    to_review: ReviewRef | None
    escalation: UUID | None


class DecisionIn(Given):
    """A choice and why. `no_action` needs no text, and a reason like any other.

    `about` says which kind of decision right it takes, `spending` (a year) and `staffing` (full-time equivalents) how
    much. Where neither the forum nor its chair has that right the answer is 400 `beyond_right` and names who has;
    `beyond_right` decides it all the same, on record.
    """

    kind: DecisionKind = "choice"
    text: Text = ""
    reason: Text
    look_back: Day | None = None
    effect_delay_days: int = Field(0, ge=0, le=3650)
    about: RightKind | Literal[""] = ""
    spending: float | None = Field(None, ge=0, le=1e12)
    staffing: float | None = Field(None, ge=0, le=1e12)
    beyond_right: bool = False


class ActionIn(Given):
    """What a post (by key) is asked to do by a day, and how it is known to be done."""

    title: Text
    done_when: Text
    post: Key
    due: Day
    look_back: Day | None = None
    initiative: Key | None = None
    update_every_days: int = Field(7, ge=1, le=366)


class EscalationIn(Given):
    """What the tier above is asked; without `reply_by` the reply is due in seven days, and after the forum has sat.

    A time before the forum's next sitting asks its chair, who answers between sittings. `about`, `spending` and
    `staffing` say what it asks to decide on: it then goes to the first forum above that may decide it.
    """

    question: Text
    reply_by: Moment | None = None
    about: RightKind | Literal[""] = ""
    spending: float | None = Field(None, ge=0, le=1e12)
    staffing: float | None = Field(None, ge=0, le=1e12)


class OutcomeIn(Given):
    """Exactly one of a decision, an action, an escalation: an item closes in no other way."""

    decision: DecisionIn | None = None
    action: ActionIn | None = None
    escalation: EscalationIn | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(one is not None for one in (self.decision, self.action, self.escalation)) != 1:
            raise ValueError("give exactly one of decision, action, escalation")
        return self


def forums_out(forums: Sequence[Forum], next_starts: Mapping[UUID, datetime]) -> list[ForumOut]:
    """Forums with their posts, domains and measures at hand."""
    return [
        ForumOut(
            **dict(ForumRef.of(forum)),
            unit=UnitRef.of(forum.unit),
            **same(forum, "tier", "cadence", "minutes", "time_zone", "restricted", "false_alarms_a_month"),
            chair=PostRef.of(forum.chair),
            sponsor=PostRef.of(forum.sponsor),
            domains=sorted(domain.key for domain in forum.domains.all()),
            measures=sorted(measure.key for measure in forum.measures.all()),
            next_starts_at=next_starts.get(forum.pk),
        )
        for forum in forums
    ]


def reviews_out(reviews: Sequence[Review]) -> list[ReviewOut]:
    """Sittings with forum, unit and counts at hand."""
    return [
        ReviewOut(
            **dict(ReviewRef.of(review)),
            unit=UnitRef.of(review.forum.unit),
            **same(review, "status", "opened_at", "closed_at", "items_open", "items_all"),
        )
        for review in reviews
    ]


def outcome_out(outcome: Outcome, *, in_force: bool) -> OutcomeOut:
    """An outcome with what it created at hand."""
    return OutcomeOut(
        **same(outcome, "id", "recorded_at", "recorded_by"),
        item=outcome.item_id,
        in_force=in_force,
        decision=decision_out(outcome.decision) if outcome.decision else None,
        action=ActionRef.of(outcome.action) if outcome.action else None,
        escalation=EscalationRef.of(outcome.escalation) if outcome.escalation else None,
    )


def item_out(item: AgendaItem, title: str, signals: Sequence[UUID]) -> ItemOut:
    """An item with what it is about at hand."""
    settled = item.closing_outcome
    scopes: dict[str, Any] = {name: word or None for name, word in same(item, "scope_proposed", "scope_chosen").items()}
    return ItemOut(
        **same(item, "id", "kind", "status", "drivers", "deferrals", "raised_at", "closed_at"),
        review=ReviewRef.of(item.review),
        title=title,
        unit=UnitRef.of(item.unit),
        series=item.series.uid if item.series else None,
        objective=ObjectiveRef.of(item.objective) if item.objective else None,
        action=ActionRef.of(item.action) if item.action else None,
        initiative=InitiativeRef.of(item.initiative) if item.initiative else None,
        escalation=EscalationRef.of(item.escalation) if item.escalation else None,
        looks_back_on=item.looks_back_on_id,
        obligation=item.obligation.key if item.obligation else None,
        sentences=sentences_of(item.facts),
        next_owner=PostRef.of(item.next_owner) if item.next_owner else None,
        **scopes,
        signals=list(signals),
        outcome=outcome_out(settled, in_force=True) if settled else None,
    )


def deferral_out(deferral: ItemDeferral, escalation: UUID | None) -> DeferralOut:
    """A deferral with its sitting at hand."""
    to_review = deferral.to_review
    return DeferralOut(
        item=deferral.item_id, to_review=ReviewRef.of(to_review) if to_review else None, escalation=escalation
    )
