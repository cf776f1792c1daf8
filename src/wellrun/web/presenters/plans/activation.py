"""What bringing a plan into force means: what is asked, what goes on, what is closed and left open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.accounts.models import User
from wellrun.jobs.carrying_on import LeftOpen, initiatives_going_on, left_open
from wellrun.jobs.readiness import Readiness
from wellrun.organisation.models import Unit
from wellrun.strategy.models import Plan
from wellrun.strategy.queries import active_plan
from wellrun.web import dates
from wellrun.web.presenters.plans.asked import AskedRow, asked_rows_with_fixes, said_of
from wellrun.web.presenters.plans.stages import address

MOST = 8


@dataclass(frozen=True)
class LeftLine:
    """Something that is left open, with the way to it."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class ActivationPage:
    """What the page shows. `former`: the plan that is closed with it; `beside`: what the check says of work in hand."""

    said: str
    is_ready: bool
    asked: list[AskedRow]
    beside: list[str]
    former: Plan | None
    going_on: list[LeftLine]
    left: list[LeftLine]


def activation_page(
    user: User, ready: Readiness, top: Unit, *, may_write: bool, renewable: Collection[tuple[str, str]] = ()
) -> ActivationPage:
    """What is asked and what would happen. The check that was run before is what costs.

    `renewable`: rules and subjects that the plan before had set aside.
    """
    former = active_plan()
    former = former if former is not None and former.pk != ready.plan.pk else None
    return ActivationPage(
        said=said_of(ready),
        is_ready=ready.is_ready,
        asked=asked_rows_with_fixes(user, ready, top, may_waive=may_write, renewable=renewable),
        beside=[one.message for one in ready.beside[:MOST]],
        former=former,
        going_on=[LeftLine(one.title, address("initiative", one.key)) for one in initiatives_going_on(ready.plan)],
        left=_lines(former, left_open(former, ready.plan)) if former else [],
    )


def left_lines(plan: Plan) -> list[LeftLine]:
    """What of a plan is left open when it is closed without a next one."""
    return _lines(plan, left_open(plan))


def _lines(plan: Plan, left: LeftOpen) -> list[LeftLine]:
    lines = [
        LeftLine(
            _("The quarter from %(day)s of “%(objective)s” is not closed.")
            % {"day": dates.day(one.starts, year=True), "objective": one.objective.title},
            address("objective_quarters", plan.key, one.objective.key),
        )
        for one in left.quarters[:MOST]
    ]
    lines += [
        LeftLine(_("The initiative “%(title)s” is not ended.") % {"title": one.title}, address("initiative", one.key))
        for one in left.initiatives[:MOST]
    ]
    lines += [
        LeftLine(
            _("What “%(unit)s” was asked for “%(objective)s” is not agreed.")
            % {"unit": one.unit.name, "objective": one.parent.title},
            address("catchball", plan.key, one.pk),
        )
        for one in left.exchanges[:MOST]
    ]
    more = sum(max(0, len(ones) - MOST) for ones in (left.quarters, left.initiatives, left.exchanges))
    if more:
        lines.append(LeftLine(ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more}))
    if left.actions:
        sentence = ngettext("%(n)d open action belongs to it.", "%(n)d open actions belong to it.", left.actions)
        lines.append(LeftLine(sentence % {"n": left.actions}))
    return lines
