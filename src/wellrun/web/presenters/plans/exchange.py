"""The page of one exchange: what is asked of what gap, every turn, and what the reader may answer now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.errors import nothing_here
from wellrun.access.permissions import Permission
from wellrun.access.queries import may
from wellrun.strategy.actions.catchball import answers_above, answers_below
from wellrun.strategy.exchanges import visible_exchanges, with_last_turn
from wellrun.strategy.models import Catchball, CatchballTurn
from wellrun.web.frame import Frame
from wellrun.web.parts import Crumb, Fact
from wellrun.web.presenters.cascade_words import gap_words
from wellrun.web.presenters.plans.exchange_words import STATES, TurnView, amount, stands, turn_views
from wellrun.web.presenters.plans.gaps import Shared, gaps_and_results_of, shared_out
from wellrun.web.states import State

Kind = CatchballTurn.Kind


@dataclass(frozen=True)
class ExchangePage:
    """What the page shows. `verbs`: what the reader may say now; `facts`: of the objective a part of which is asked.

    Who does not see the unit of that objective is told its title, its gap and its aim, and nothing else of it.
    """

    exchange: Any
    last: CatchballTurn
    said: str
    state: State
    crumbs: list[Crumb]
    turns: list[TurnView]
    facts: list[Fact]
    verbs: tuple[str, ...]
    shared: Shared
    left: str
    amount: str
    child_href: str


def open_exchange(frame: Frame, plan: str, pk: UUID) -> Any:
    """The exchange with its last turn; NotFound for who has no part in it. One query."""
    rows = with_last_turn(visible_exchanges(frame.user, frame.today), frame.today)
    found = rows.select_related("parent__owner", "parent__sponsor", "child__unit").filter(plan__key=plan, pk=pk).first()
    if found is None:
        raise nothing_here()
    return found


def exchange_page(frame: Frame, one: Any) -> ExchangePage:
    """The page of an exchange the caller sees; at most twelve queries."""
    turns = list(one.turns.all())
    sees_parent = may(frame.user, Permission.SEE, one.parent.unit_id)
    gaps, results = gaps_and_results_of([one.parent])
    shared = shared_out(one.parent, gaps.get(one.parent_id), results.get(one.parent_id))
    version = shared.result
    return ExchangePage(
        exchange=one,
        last=turns[-1],
        said=stands(one, frame.today, frame.zone),
        state=STATES[one.last_kind],
        crumbs=_crumbs(one, sees_parent=sees_parent),
        turns=turn_views(one, turns, version, frame.zone),
        facts=_facts(one, shared, sees_parent=sees_parent),
        verbs=verbs_of(frame, one, turns[-1]),
        shared=shared,
        left=left_words(shared) if sees_parent else "",
        amount=amount(turns[-1].contribution, version),
        child_href=_child(frame, one),
    )


def verbs_of(frame: Frame, one: Catchball, last: CatchballTurn) -> tuple[str, ...]:
    """What the person may say now, the likeliest first; as the verbs themselves would allow it."""
    if one.plan.stage == one.plan.Stage.CLOSED or one.parent.retired_on:
        return ()
    above = answers_above(one, frame.user)
    is_own = last.by_id == frame.user.pk
    if last.kind == Kind.PROPOSED:
        below = ("agree", "counter") if not is_own and answers_below(one, frame.user) else ()
        return (*below, *(("withdraw",) if above else ()))
    if not above:
        return ()
    if last.kind == Kind.COUNTERED:
        return (*(() if is_own else ("agree",)), "propose", "withdraw")
    is_given_up = last.kind == Kind.AGREED and one.child is not None and one.child.retired_on
    return ("propose",) if last.kind == Kind.WITHDRAWN or is_given_up else ()


def left_words(shared: Shared) -> str:
    """How much of the gap nobody was asked for, or why that is not known."""
    if shared.result is None:
        return _("The gap is not known: the objective has no result yet, so no amount can be said.")
    if shared.left is None or shared.gap is None:
        return _("The gap is not known: no result of it has an aim with a baseline. An amount is part of no sum yet.")
    words = {"left": amount(shared.left, shared.gap.version), "gap": amount(shared.gap.value, shared.gap.version)}
    if not shared.left:
        return _("Of the gap of %(gap)s nothing is left.") % words
    return _("Of the gap of %(gap)s, %(left)s is left.") % words


def share_facts(shared: Shared) -> list[Fact]:
    """The gap and how it is shared out so far."""
    if shared.gap is None:
        return [Fact(_("Gap"), _("not known: no result of it has an aim with a baseline"), missing=True)]
    version = shared.gap.version
    facts = [
        Fact(_("Gap"), gap_words(shared.gap)),
        Fact(_("Taken on"), amount(shared.taken, version)),
        Fact(_("Asked for"), amount(shared.asked, version)),
        Fact(_("Left"), amount(shared.left, version)),
    ]
    if shared.over:
        facts.append(
            Fact(_("More than there is"), _("by %(over)s") % {"over": amount(shared.over, version)}, missing=True)
        )
    if shared.unclear:
        facts.append(
            Fact(_("Not said"), _("%(n)d serve it without saying how much") % {"n": shared.unclear}, missing=True)
        )
    return facts


def _crumbs(one: Any, *, sees_parent: bool) -> list[Crumb]:
    listed = reverse("plan_catchball", args=[one.plan.key])
    above = reverse("objective_catchball", args=[one.plan.key, one.parent.key])
    return [
        Crumb(one.plan.name, reverse("plan", args=[one.plan.key])),
        Crumb(_("Parts to take on"), listed),
        Crumb(one.parent.title, above if sees_parent and not one.parent.retired_on else ""),
    ]


def _facts(one: Any, shared: Shared, *, sees_parent: bool) -> list[Fact]:
    told = [Fact(_("Objective"), one.parent.title)]
    shares = share_facts(shared)
    told += shares if sees_parent else shares[:1]
    return [*told, Fact(_("Asked of"), one.unit.name), Fact(_("Answers"), one.post.title, missing=not one.post_is_held)]


def _child(frame: Frame, one: Any) -> str:
    """Where the objective that came of it stands; empty while there is none, or the caller does not see it."""
    if one.child is None or one.child.retired_on or not may(frame.user, Permission.SEE, one.child.unit_id):
        return ""
    return reverse("objective", args=[one.plan.key, one.child.key])
