"""An exchange about what a unit takes on: a proposal goes down, comes back otherwise, is agreed. Every turn is kept.

`to_turn` is the number of the turn that was read: where the exchange has gone on since, the answer is refused, so
that nobody agrees to words they did not see.
"""

from __future__ import annotations

from django.db import transaction

from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.accounts.models import User
from wellrun.lib import clock
from wellrun.organisation.models import Post, Unit, UnitClosure
from wellrun.organisation.queries import holds, site_zone
from wellrun.strategy.actions.change import note_change
from wellrun.strategy.actions.holding import hold_plan
from wellrun.strategy.actions.noting import note_objective
from wellrun.strategy.errors import key_taken, not_in_stage, title_needed
from wellrun.strategy.exchange_errors import (
    agreed_already,
    amount_unclear,
    answered_meanwhile,
    asks_itself,
    exchange_over,
    no_result_above,
    not_agreed_yet,
    not_below,
    not_your_turn,
    parent_retired,
    post_gone,
    unit_closed,
)
from wellrun.strategy.keys import free_objective_key
from wellrun.strategy.models import Catchball, CatchballTurn, Objective, ObjectiveMeasure, ObjectiveParent, Plan
from wellrun.strategy.permission import Doer, permit_unit

Kind = CatchballTurn.Kind
_OPEN = (Plan.Stage.CONSULTATION, Plan.Stage.ACTIVE, Plan.Stage.DRAFT)


@transaction.atomic
def propose(
    *,
    parent: Objective,
    unit: Unit,
    post: Post,
    title: str,
    contribution: float | None = None,
    text: str = "",
    to_turn: int | None = None,
    by: Doer,
) -> Catchball:
    """Ask a unit to take on a part of an objective; a withdrawn exchange with it is taken up again.

    So is one whose objective is no longer pursued. Asked again, another post may be asked.
    Raises `asks_itself`, `not_below`, `unit_closed`, `post_gone`, `exchange_over`, `not_your_turn`,
    `answered_meanwhile`, `plan_in_other_stage`.
    """
    permit_unit(by, parent.unit_id)
    if parent.plan.stage not in _OPEN:
        raise not_in_stage(parent.plan, Plan.Stage.CONSULTATION)
    _refuse_asked(parent, unit, post)
    hold_plan(parent.plan_id)
    known, _new = Catchball.objects.get_or_create(
        parent=parent, unit=unit, defaults={"plan": parent.plan, "post": post}
    )
    catchball = _locked(known)
    last = _last(catchball)
    _refuse_gone_on(last, to_turn)
    if last is not None and last.kind == Kind.AGREED and (catchball.child is None or not catchball.child.retired_on):
        raise agreed_already(catchball.child)
    if last is not None and last.kind == Kind.PROPOSED:
        raise not_your_turn()
    if catchball.post_id != post.pk:
        catchball.post = post
        catchball.save(update_fields=["post"])
    _turn(catchball, Kind.PROPOSED, title, contribution, text, by)
    return catchball


@transaction.atomic
def counter(
    *,
    catchball: Catchball,
    title: str,
    contribution: float | None = None,
    text: str = "",
    to_turn: int | None = None,
    by: Doer,
) -> CatchballTurn:
    """The unit asked answers with what it would take on instead.

    Raises `not_your_turn`, `answered_meanwhile`, `exchange_over`.
    """
    catchball = _locked(catchball)
    _permit_part(catchball, by)
    last = _open_turn(catchball, to_turn)
    if last.kind != Kind.PROPOSED:
        raise not_your_turn()
    _permit_answer(catchball, last, by)
    return _turn(catchball, Kind.COUNTERED, title, contribution, text, by)


@transaction.atomic
def agree(*, catchball: Catchball, key: str = "", text: str = "", to_turn: int | None = None, by: Doer) -> Objective:
    """Whoever did not speak last agrees; the objective that came of it serves the parent by what was agreed.

    `key`: of that objective; without one its title gives it. Raises `not_agreed_yet`, `not_your_turn`,
    `answered_meanwhile`, `exchange_over`, `parent_retired`, `key_taken`.
    """
    catchball = _locked(catchball)
    _permit_part(catchball, by)
    last = _open_turn(catchball, to_turn)
    _permit_answer(catchball, last, by)
    if catchball.parent.retired_on:
        raise parent_retired(catchball.parent)
    if key and Objective.objects.filter(plan=catchball.plan, key=key).exists():
        raise key_taken(key)
    child = _came_of_it(catchball, last, key or free_objective_key(catchball.plan, last.title), by)
    Catchball.objects.filter(pk=catchball.pk).update(child=child)
    _turn(catchball, Kind.AGREED, last.title, last.contribution, text, by)
    return child


@transaction.atomic
def withdraw(*, catchball: Catchball, text: str = "", to_turn: int | None = None, by: Doer) -> CatchballTurn:
    """Whoever asked takes the proposal back. Raises `exchange_over`, `answered_meanwhile`."""
    catchball = _locked(catchball)
    permit_unit(by, catchball.parent.unit_id)
    last = _open_turn(catchball, to_turn)
    return _turn(catchball, Kind.WITHDRAWN, last.title, last.contribution, text, by)


def answers_below(catchball: Catchball, by: Doer) -> bool:
    """Whether somebody answers for the unit that was asked: the post, or who chairs the unit."""
    if not isinstance(by, User):
        return True
    return holds(by, catchball.post_id, clock.today(site_zone())) or may(by, Permission.CHAIR, catchball.unit_id)


def answers_above(catchball: Catchball, by: Doer) -> bool:
    """Whether somebody answers for the side that asks: who chairs the unit of the objective."""
    return not isinstance(by, User) or may(by, Permission.CHAIR, catchball.parent.unit_id)


def _refuse_asked(parent: Objective, unit: Unit, post: Post) -> None:
    """Who is asked is below and is there."""
    if unit.pk == parent.unit_id:
        raise asks_itself()
    if not UnitClosure.objects.filter(ancestor=parent.unit_id, descendant=unit.pk).exists():
        raise not_below(unit, parent)
    if unit.closed is not None:
        raise unit_closed(unit)
    if post.retired_on is not None:
        raise post_gone(post)


def _locked(catchball: Catchball) -> Catchball:
    """The exchange as it stands, and nobody else's until this is done."""
    related = ("parent__plan", "parent__domain", "parent__owner", "plan", "unit", "post")
    hold_plan(catchball.plan_id)
    return Catchball.objects.select_for_update(of=("self",)).select_related(*related).get(pk=catchball.pk)


def _permit_part(catchball: Catchball, by: Doer) -> None:
    """One of the two sides, or as access refuses whoever is neither."""
    if not answers_below(catchball, by) and not answers_above(catchball, by):
        permit_unit(by, catchball.unit_id)


def _permit_answer(catchball: Catchball, last: CatchballTurn, by: Doer) -> None:
    """The side that did not speak last, and not the same person on the other's behalf."""
    answers = answers_below if last.kind == Kind.PROPOSED else answers_above
    is_own = isinstance(by, User) and last.by_id == by.pk
    if is_own or not answers(catchball, by):
        raise not_your_turn()


def _last(catchball: Catchball) -> CatchballTurn | None:
    return catchball.turns.order_by("-number").first()


def _open_turn(catchball: Catchball, to_turn: int | None) -> CatchballTurn:
    last = _last(catchball)
    if last is None:
        raise not_agreed_yet()
    _refuse_gone_on(last, to_turn)
    if last.kind == Kind.AGREED:
        raise agreed_already(catchball.child)
    if last.kind == Kind.WITHDRAWN:
        raise exchange_over()
    return last


def _refuse_gone_on(last: CatchballTurn | None, to_turn: int | None) -> None:
    if to_turn is not None and to_turn != (last.number if last else 0):
        raise answered_meanwhile()


def _came_of_it(catchball: Catchball, agreed: CatchballTurn, key: str, by: Doer) -> Objective:
    """The objective that was agreed: of the unit asked, owned by the post asked, sponsored by the parent's owner.

    It stands on the map where the parent does: a part of a result is the same kind of result.
    Written down here and not by its own verb: the post that was asked need not chair its unit.
    """
    parent = catchball.parent
    child = Objective.objects.create(
        key=key,
        plan=parent.plan,
        domain=parent.domain,
        perspective=parent.perspective,
        title=agreed.title,
        unit=catchball.unit,
        level=_level_of(catchball.unit),
        owner=catchball.post,
        sponsor=parent.owner,
    )
    ObjectiveParent.objects.create(child=child, parent=parent, amount=agreed.contribution)
    after = {
        "title": child.title,
        "unit": catchball.unit.key,
        "level": child.level,
        "domain": parent.domain.key,
        "perspective": parent.perspective,
        "owner": catchball.post.key,
        "sponsor": parent.owner.key if parent.owner else None,
        "parents": [parent.key],
        "amount": agreed.contribution,
    }
    note_objective(child, "add_objective", after=after, by=by)
    return child


def _turn(
    catchball: Catchball, kind: CatchballTurn.Kind, title: str, contribution: float | None, text: str, by: Doer
) -> CatchballTurn:
    if not title.strip():
        raise title_needed()
    _refuse_amount(catchball, kind, contribution)
    last = _last(catchball)
    turn = CatchballTurn.objects.create(
        catchball=catchball,
        number=last.number + 1 if last else 1,
        kind=kind,
        title=title.strip(),
        contribution=contribution,
        text=text.strip(),
        at=clock.now(),
        by=by if isinstance(by, User) else None,
    )
    note_change(
        plan=catchball.plan,
        verb=f"catchball_{kind.value}",
        kind="catchball",
        key=f"{catchball.parent.key} > {catchball.unit.key}",
        about=turn,
        after={"title": turn.title, "contribution": contribution, "text": turn.text},
        by=by,
    )
    return turn


def _refuse_amount(catchball: Catchball, kind: CatchballTurn.Kind, contribution: float | None) -> None:
    """A number from 0 up, of a gap that something measures; what was said before stays as it is when it is agreed."""
    if contribution is None or kind in (Kind.AGREED, Kind.WITHDRAWN):
        return
    if not 0 <= contribution < float("inf"):
        raise amount_unclear()
    if not catchball.parent.measures.filter(role=ObjectiveMeasure.Role.LAG).exists():
        raise no_result_above(catchball.parent)


def _level_of(unit: Unit) -> str:
    levels = {Unit.Kind.SITE: "site", Unit.Kind.REGION: "site", Unit.Kind.SYSTEM: "site"}
    if unit.kind in levels:
        return levels[Unit.Kind(unit.kind)]
    return "service_line" if unit.kind in (Unit.Kind.SERVICE_LINE, Unit.Kind.FUNCTION) else "team"
