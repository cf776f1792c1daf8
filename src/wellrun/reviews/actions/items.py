"""Putting something on an agenda, and answering its first three questions: driver, next owner, scope."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.audit.actions import record
from wellrun.execution.models import Action, Escalation, Initiative
from wellrun.execution.permission import Doer, permit, require_post_to_ask
from wellrun.execution.words import needed
from wellrun.insight.models import Signal
from wellrun.lib import clock
from wellrun.measures.models import Series
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import ancestor_ids
from wellrun.reviews.actions.claim import LIVE, claim_item, claim_review
from wellrun.reviews.errors import already_on_agenda, item_incomplete, outside_forum, review_closed
from wellrun.reviews.models import AgendaItem, ItemSignal, Outcome, Review
from wellrun.reviews.visibility import require_forum
from wellrun.strategy.models import Objective, Obligation

Kind = AgendaItem.Kind


@transaction.atomic
def raise_item(
    *,
    review: Review,
    kind: Kind | str,
    unit: Unit,
    series: Series | None = None,
    objective: Objective | None = None,
    action: Action | None = None,
    initiative: Initiative | None = None,
    escalation: Escalation | None = None,
    looks_back_on: Outcome | None = None,
    obligation: Obligation | None = None,
    signals: Iterable[Signal] = (),
    facts: dict[str, Any] | None = None,
    scope_proposed: Signal.Scope | str = "",
    by: Doer,
) -> AgendaItem:
    """Put one thing on the agenda of a sitting that is not closed, with the signals it answers for.

    Raises `review_closed`, `outside_forum`, `item_incomplete`, `already_on_agenda`.
    """
    require_forum(by, Permission.CHAIR, review.forum)
    held = claim_review(review.pk)
    if held.status not in LIVE:
        raise review_closed()
    if held.forum.unit_id not in ancestor_ids(unit.pk):
        raise outside_forum()
    item = AgendaItem(
        review=held,
        kind=Kind(kind),
        unit=unit,
        series=series,
        objective=objective,
        action=action,
        initiative=initiative,
        escalation=escalation,
        looks_back_on=looks_back_on,
        obligation=obligation,
        facts=facts or {},
        scope_proposed=scope_proposed,
        raised_at=clock.now(),
    )
    _require_subject(item)
    _require_new(item)
    item.save(force_insert=True)
    folded = _fold(item, signals)
    record(by=by, verb="raise_item", subject=item, data={"kind": item.kind, "unit": unit.key, "signals": folded})
    return item


@transaction.atomic
def fold_signals(*, item: AgendaItem, signals: Iterable[Signal], by: Doer) -> AgendaItem:
    """Let an open item answer for more signals: other units moved the same way. Raises `already_on_agenda`."""
    require_forum(by, Permission.CHAIR, item.review.forum)
    held = claim_item(item, sitting=LIVE)
    folded = _fold(held, signals)
    record(by=by, verb="fold_signals", subject=item, data={"signals": folded})
    return held


@transaction.atomic
def note_drivers(*, item: AgendaItem, text: str, by: Doer) -> AgendaItem:
    """Write down what is driving it, in people's words; contributors may. Raises `text_needed`."""
    require_forum(by, Permission.SEE, item.review.forum)
    permit(by, Permission.CONTRIBUTE, item.unit_id)
    text = needed(text, "text_needed", _("Say what is driving it."))
    return _note(item, by, "note_drivers", drivers=text)


@transaction.atomic
def choose_scope(*, item: AgendaItem, scope: Signal.Scope | str, by: Doer) -> AgendaItem:
    """Say whether it is local or systemic, or that it is unclear."""
    require_forum(by, Permission.CHAIR, item.review.forum)
    return _note(item, by, "choose_scope", scope_chosen=Signal.Scope(scope).value)


@transaction.atomic
def name_next_owner(*, item: AgendaItem, post: Post, by: Doer) -> AgendaItem:
    """Name the post that should own the next action; it owns nothing until it accepts one."""
    require_forum(by, Permission.CHAIR, item.review.forum)
    require_post_to_ask(by, post)
    return _note(item, by, "name_next_owner", next_owner_id=post.pk)


def _note(item: AgendaItem, by: Doer, verb: str, **change: Any) -> AgendaItem:
    held = claim_item(item, sitting=LIVE)
    AgendaItem.objects.filter(pk=held.pk).update(**change)
    record(by=by, verb=verb, subject=held, data=change)
    item.refresh_from_db()
    return item


def _fold(item: AgendaItem, signals: Iterable[Signal]) -> list[str]:
    wanted = list(signals)
    if ItemSignal.objects.filter(signal__in=wanted).exists():
        raise already_on_agenda()
    ItemSignal.objects.bulk_create(ItemSignal(item=item, signal=signal) for signal in wanted)
    return [str(signal.pk) for signal in wanted]


def _require_subject(item: AgendaItem) -> None:
    subject = {
        Kind.STALLED: item.action_id or item.initiative_id,
        Kind.ESCALATION: item.escalation_id,
        Kind.LOOK_BACK: item.looks_back_on_id,
        Kind.NOT_CAPABLE: item.series_id,
        Kind.OBLIGATION: item.obligation_id,
    }
    if item.kind in subject and subject[Kind(item.kind)] is None:
        raise item_incomplete(item.kind)


def _require_new(item: AgendaItem) -> None:
    """One item an escalation and a look-back, one open item a stalled action or initiative, a series, an obligation."""
    subjects: dict[Kind, dict[str, Any]] = {
        Kind.STALLED: {"action": item.action_id, "initiative": item.initiative_id, "status": AgendaItem.Status.OPEN},
        Kind.ESCALATION: {"escalation": item.escalation_id},
        Kind.LOOK_BACK: {"looks_back_on": item.looks_back_on_id},
        Kind.NOT_CAPABLE: {"series": item.series_id, "status": AgendaItem.Status.OPEN},
        Kind.OBLIGATION: {"obligation": item.obligation_id, "status": AgendaItem.Status.OPEN},
    }
    same = subjects.get(Kind(item.kind))
    if same is not None and AgendaItem.objects.filter(kind=item.kind, **same).exists():
        raise already_on_agenda()
