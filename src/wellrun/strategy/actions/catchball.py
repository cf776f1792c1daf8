"""An exchange about what a unit takes on: a proposal goes down, comes back otherwise, is agreed. Every turn is kept."""

from __future__ import annotations

from django.db import transaction

from wellrun.accounts.models import User
from wellrun.lib import clock
from wellrun.organisation.models import Post, Unit
from wellrun.organisation.queries import holds, site_zone
from wellrun.strategy.actions.change import note_change
from wellrun.strategy.actions.objective import add_objective
from wellrun.strategy.errors import exchange_over, not_agreed_yet, not_in_stage, not_your_turn, title_needed
from wellrun.strategy.models import Catchball, CatchballTurn, Objective, Plan
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
    by: Doer,
) -> Catchball:
    """Ask a unit to take on a part of an objective; a withdrawn exchange with it is taken up again.

    Raises `title_needed`, `exchange_over`, `not_your_turn`, `plan_in_other_stage`.
    """
    permit_unit(by, parent.unit_id)
    if parent.plan.stage not in _OPEN:
        raise not_in_stage(parent.plan, Plan.Stage.CONSULTATION)
    catchball, _new = Catchball.objects.get_or_create(
        parent=parent, unit=unit, defaults={"plan": parent.plan, "post": post}
    )
    last = _last(catchball)
    if last is not None and last.kind == Kind.AGREED:
        raise exchange_over()
    if last is not None and last.kind == Kind.PROPOSED:
        raise not_your_turn()
    _turn(catchball, Kind.PROPOSED, title, contribution, text, by)
    return catchball


@transaction.atomic
def counter(
    *, catchball: Catchball, title: str, contribution: float | None = None, text: str = "", by: Doer
) -> CatchballTurn:
    """The unit asked answers with what it would take on instead. Raises `not_your_turn`, `exchange_over`."""
    _permit_below(catchball, by)
    if _open_turn(catchball).kind != Kind.PROPOSED:
        raise not_your_turn()
    return _turn(catchball, Kind.COUNTERED, title, contribution, text, by)


@transaction.atomic
def agree(*, catchball: Catchball, key: str, text: str = "", by: Doer) -> Objective:
    """Whoever did not speak last agrees; the objective that came of it serves the parent by what was agreed.

    Raises `not_agreed_yet`, `exchange_over`.
    """
    last = _open_turn(catchball)
    if last.kind == Kind.PROPOSED:
        _permit_below(catchball, by)
    else:
        permit_unit(by, catchball.parent.unit_id)
    parent = catchball.parent
    child = add_objective(
        key=key,
        plan=parent.plan,
        domain=parent.domain,
        title=last.title,
        unit=catchball.unit,
        level=_level_of(catchball.unit),
        rank=None,
        owner=catchball.post,
        sponsor=parent.owner,
        parents=[parent],
        by=by,
    )
    child.parent_links.update(amount=last.contribution)
    Catchball.objects.filter(pk=catchball.pk).update(child=child)
    _turn(catchball, Kind.AGREED, last.title, last.contribution, text, by)
    return child


@transaction.atomic
def withdraw(*, catchball: Catchball, text: str = "", by: Doer) -> CatchballTurn:
    """Whoever asked takes the proposal back. Raises `exchange_over`."""
    permit_unit(by, catchball.parent.unit_id)
    last = _open_turn(catchball)
    return _turn(catchball, Kind.WITHDRAWN, last.title, last.contribution, text, by)


def _permit_below(catchball: Catchball, by: Doer) -> None:
    """The post that was asked, or who chairs its unit."""
    if not (isinstance(by, User) and holds(by, catchball.post_id, clock.today(site_zone()))):
        permit_unit(by, catchball.unit_id)


def _last(catchball: Catchball) -> CatchballTurn | None:
    return catchball.turns.order_by("-number").first()


def _open_turn(catchball: Catchball) -> CatchballTurn:
    last = _last(catchball)
    if last is None:
        raise not_agreed_yet()
    if last.kind in (Kind.AGREED, Kind.WITHDRAWN):
        raise exchange_over()
    return last


def _turn(
    catchball: Catchball, kind: CatchballTurn.Kind, title: str, contribution: float | None, text: str, by: Doer
) -> CatchballTurn:
    if not title.strip():
        raise title_needed()
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


def _level_of(unit: Unit) -> str:
    levels = {Unit.Kind.SITE: "site", Unit.Kind.REGION: "site", Unit.Kind.SYSTEM: "site"}
    if unit.kind in levels:
        return levels[Unit.Kind(unit.kind)]
    return "service_line" if unit.kind in (Unit.Kind.SERVICE_LINE, Unit.Kind.FUNCTION) else "team"
