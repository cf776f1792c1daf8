"""What a plan decides before it starts: what wins, what stops, whose hours it may use."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from wellrun.accounts.models import User
from wellrun.lib import clock
from wellrun.organisation.models import Post
from wellrun.organisation.queries import holds, site_zone
from wellrun.strategy.actions.change import note_change
from wellrun.strategy.actions.holding import held_now, hold_plan
from wellrun.strategy.errors import (
    hours_out_of_range,
    key_taken,
    other_plan,
    own_reason_needed,
    reason_needed,
    same_twice,
    title_needed,
)
from wellrun.strategy.models import DeclaredHours, Objective, Plan, Precedence, Stopped
from wellrun.strategy.permission import Doer, permit_plan, permit_unit
from wellrun.strategy.queries import ruling_between


@transaction.atomic
def rule_precedence(*, winner: Objective, loser: Objective, because: str, by: Doer) -> Precedence:
    """Say which of two objectives wins where they pull against each other; an earlier ruling on the two is replaced.

    The same again is no change; the other way round asks for a reason of its own. The history keeps both. Raises
    `same_twice`, `other_plan`, `reason_needed`, `own_reason_needed`.
    """
    permit_plan(by)
    if winner.pk == loser.pk:
        raise same_twice()
    if winner.plan_id != loser.plan_id:
        raise other_plan()
    if not because.strip():
        raise reason_needed()
    hold_plan(winner.plan_id)  # one ruling at a time, or both could win
    former = ruling_between(winner, loser)
    before = {"winner": former.winner.key, "because": former.because} if former else {}
    after = {"winner": winner.key, "because": because.strip()}
    if former is not None and before == after:
        return former
    if former is not None and former.winner_id != winner.pk and _same_words(former.because, because):
        raise own_reason_needed()
    Precedence.objects.filter(winner=loser, loser=winner).delete()
    ruled, _new = Precedence.objects.update_or_create(
        plan=winner.plan, winner=winner, loser=loser, defaults={"because": because.strip()}
    )
    note_change(
        plan=winner.plan,
        verb="rule_precedence",
        kind="precedence",
        key=f"{winner.key} > {loser.key}",
        about=ruled,
        before=before,
        after=after,
        by=by,
    )
    return ruled


@transaction.atomic
def withdraw_precedence(*, precedence: Precedence, by: Doer) -> None:
    """Take a ruling back; NotFound where somebody else just did."""
    permit_plan(by)
    held_now(precedence)
    key = f"{precedence.winner.key} > {precedence.loser.key}"
    note_change(
        plan=precedence.plan,
        verb="withdraw_precedence",
        kind="precedence",
        key=key,
        about=precedence,
        before={"winner": precedence.winner.key, "because": precedence.because},
        by=by,
    )
    precedence.delete()


@transaction.atomic
def put_on_stop_list(
    *, plan: Plan, key: str, title: str, because: str, post: Post, from_date: date, kind: str = "stopped", by: Doer
) -> Stopped:
    """Name what is stopped or paused in this cycle. Raises `title_needed`, `reason_needed`, `key_taken`."""
    permit_plan(by)
    if not title.strip():
        raise title_needed()
    if not because.strip():
        raise reason_needed()
    hold_plan(plan.pk)
    if Stopped.objects.filter(plan=plan, key=key).exists():
        raise key_taken(key)
    stopped = Stopped.objects.create(
        plan=plan,
        key=key,
        title=title.strip(),
        kind=Stopped.Kind(kind),
        because=because.strip(),
        post=post,
        from_date=from_date,
    )
    after = _told(stopped)
    note_change(plan=plan, verb="put_on_stop_list", kind="stopped", key=key, about=stopped, after=after, by=by)
    return stopped


@transaction.atomic
def change_stop_list(
    *, stopped: Stopped, title: str, because: str, post: Post, from_date: date, kind: str, by: Doer
) -> Stopped:
    """Say an entry anew; its key stays, and the same again is no change.

    Raises `title_needed`, `reason_needed`; NotFound where somebody else took it off just now.
    """
    permit_plan(by)
    known = held_now(stopped)
    if not title.strip():
        raise title_needed()
    if not because.strip():
        raise reason_needed()
    before = _told(known)
    known.title, known.because = title.strip(), because.strip()
    known.kind, known.post, known.from_date = Stopped.Kind(kind), post, from_date
    after = _told(known)
    if before == after:
        return known
    known.save()
    note_change(
        plan=known.plan,
        verb="change_stop_list",
        kind="stopped",
        key=known.key,
        about=known,
        before=before,
        after=after,
        by=by,
    )
    return known


@transaction.atomic
def take_off_stop_list(*, stopped: Stopped, by: Doer) -> None:
    """It goes on after all; NotFound where somebody else took it off just now."""
    permit_plan(by)
    held_now(stopped)
    note_change(
        plan=stopped.plan,
        verb="take_off_stop_list",
        kind="stopped",
        key=stopped.key,
        about=stopped,
        before=_told(stopped),
        by=by,
    )
    stopped.delete()


@transaction.atomic
def declare_hours(*, plan: Plan, post: Post, hours_a_week: float, by: Doer) -> DeclaredHours:
    """A post says how many hours a week it has for initiatives: its holder does, or who chairs its unit.

    The same again is no change. Raises `hours_out_of_range`.
    """
    if not (isinstance(by, User) and holds(by, post.pk, clock.today(site_zone()))):
        permit_unit(by, post.unit_id)
    if not 0 <= hours_a_week <= 168:
        raise hours_out_of_range()
    hold_plan(plan.pk)
    known = DeclaredHours.objects.filter(plan=plan, post=post).first()
    if known is not None and known.hours_a_week == hours_a_week:
        return known
    before = {"hours_a_week": known.hours_a_week} if known else {}
    declared, _new = DeclaredHours.objects.update_or_create(
        plan=plan, post=post, defaults={"hours_a_week": hours_a_week}
    )
    note_change(
        plan=plan,
        verb="declare_hours",
        kind="hours",
        key=post.key,
        about=declared,
        before=before,
        after={"hours_a_week": hours_a_week},
        by=by,
    )
    return declared


def _same_words(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()


def _told(stopped: Stopped) -> dict[str, object]:
    return {
        "title": stopped.title,
        "kind": str(stopped.kind),
        "because": stopped.because,
        "post": stopped.post.key,
        "from_date": stopped.from_date,
    }
