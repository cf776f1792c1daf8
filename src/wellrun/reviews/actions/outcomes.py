"""Closing an item: always with a decision, an action or an escalation, never without."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.audit.actions import record
from wellrun.execution.actions import assign_action, record_decision
from wellrun.execution.models import Action, Decision, Escalation, Initiative
from wellrun.execution.permission import Doer
from wellrun.lib import clock
from wellrun.lib.errors import UserError
from wellrun.organisation.models import Post, Right
from wellrun.reviews.actions.claim import LIVE, claim_item
from wellrun.reviews.actions.hand_up import hand_up
from wellrun.reviews.actions.reply import reply_with
from wellrun.reviews.deciding import Matter, forum_that_may, require_right
from wellrun.reviews.errors import already_changed
from wellrun.reviews.models import AgendaItem, Forum, Outcome
from wellrun.reviews.visibility import require_forum


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionSpec:
    """A choice and why; `kind` no_action needs no words but its reason.

    `about`, `spending`, `staffing`: what it decides on, held against the decision rights of the forum and its chair;
    `beyond_right`: it is decided here all the same, and that is kept.
    """

    reason: str
    text: str = ""
    kind: Decision.Kind = Decision.Kind.CHOICE
    look_back: date | None = None
    effect_delay_days: int = 0
    about: str = ""
    spending: float | None = None
    staffing: float | None = None
    beyond_right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """What one post is asked to do by one day, and how it is known to be done."""

    title: str
    done_when: str
    post: Post
    due: date
    look_back: date | None = None
    initiative: Initiative | None = None
    update_every_days: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationSpec:
    """What the tier above is asked, by when; without a time in a week, and not before the forum asked has met.

    `about`, `spending`, `staffing`: what it asks to decide on; it then goes to the first forum above that may.
    """

    question: str
    reply_by: datetime | None = None
    about: str = ""
    spending: float | None = None
    staffing: float | None = None


OutcomeSpec = DecisionSpec | ActionSpec | EscalationSpec


@transaction.atomic
def close_item_with(*, item: AgendaItem, outcome: OutcomeSpec, by: Doer) -> Outcome:
    """Create what was agreed and close the item with it, in one go; the folded signals are answered with it.

    A question that came from below may be settled between sittings, everything else while the review is open;
    what settles such a question goes back as the answer.
    Raises `already_changed`, `review_not_open`, `review_closed`, and what creating the outcome raises.
    """
    require_forum(by, Permission.CHAIR, item.review.forum)
    came_up = item.kind == AgendaItem.Kind.ESCALATION
    held = claim_item(item, sitting=LIVE if came_up else (LIVE[1],))
    created = _create(held, outcome, by)
    settled = settle(held, created, by)
    if held.escalation is not None and came_up and not isinstance(created, Escalation):
        reply_with(held.escalation, created, by)
    record(by=by, verb="close_item", subject=held, data={"outcome": str(settled.pk), "kind": created._meta.model_name})
    item.refresh_from_db()
    return settled


def settle(item: AgendaItem, created: Decision | Action | Escalation, by: Doer) -> Outcome:
    """Close a claimed item with what was created; no audit row of its own. Raises `already_changed`."""
    moment = clock.now()
    settled = Outcome.objects.create(
        item=item,
        decision=created if isinstance(created, Decision) else None,
        action=created if isinstance(created, Action) else None,
        escalation=created if isinstance(created, Escalation) else None,
        recorded_at=moment,
        recorded_by=by.audit_label,
    )
    next_owner = {"next_owner": created.post} if isinstance(created, Action) else {}
    unsettled = AgendaItem.objects.filter(pk=item.pk, status=AgendaItem.Status.OPEN)
    if not unsettled.update(status=AgendaItem.Status.CLOSED, closing_outcome=settled, closed_at=moment, **next_owner):
        raise already_changed(AgendaItem.Status.CLOSED)
    return settled


def _create(item: AgendaItem, spec: OutcomeSpec, by: Doer) -> Decision | Action | Escalation:
    if isinstance(spec, EscalationSpec):
        to = _who_may(item, spec)
        return hand_up(item, question=spec.question, reply_by=spec.reply_by, to=to, by=by)
    if isinstance(spec, ActionSpec):
        return assign_action(
            title=spec.title,
            done_when=spec.done_when,
            unit=item.unit,
            post=spec.post,
            due=spec.due,
            look_back=spec.look_back,
            series=item.series,
            objective=item.objective,
            initiative=spec.initiative,
            update_every_days=spec.update_every_days,
            by=by,
        )
    return _decide(item, spec, by)


def _who_may(item: AgendaItem, spec: EscalationSpec) -> Forum | None:
    """The forum above that may decide what is asked; none where it asks for no such decision, or no forum may."""
    if spec.about not in Right.Kind.values:
        return None
    return forum_that_may(item.review.forum, Matter(spec.about, item.unit_id, spec.spending, spec.staffing))


def _decide(item: AgendaItem, spec: DecisionSpec, by: Doer) -> Decision:
    """With the right by which it was decided, where it says what it is about."""
    rights: dict[str, Any] = {}
    # To do nothing takes no right, whatever it would have been about.
    about = "" if spec.kind == Decision.Kind.NO_ACTION else spec.about
    if not about and spec.kind != Decision.Kind.NO_ACTION and (spec.spending, spec.staffing) != (None, None):
        raise UserError("kind_needed", _("Say what it decides on: an amount alone is held against no right."))
    if about in Right.Kind.values:
        matter = Matter(about, item.unit_id, spec.spending, spec.staffing)
        found = require_right(item.review.forum, matter, knowingly=spec.beyond_right)
        rights = {"beyond_right": not found.is_held, "right_holder": found.holder}
    return record_decision(
        kind=spec.kind,
        text=spec.text,
        reason=spec.reason,
        unit=item.unit,
        series=item.series,
        look_back=spec.look_back,
        effect_delay_days=spec.effect_delay_days,
        about=about,
        spending=spec.spending if about else None,
        staffing=spec.staffing if about else None,
        **rights,
        by=by,
    )
