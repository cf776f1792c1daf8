"""What differs between two versions of a plan, in the words of its history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from wellrun.audit.actions import SYSTEM
from wellrun.plans.diff import Change
from wellrun.plans.said import HEADINGS, IN_HISTORY, SIGNS
from wellrun.strategy.actions.change import in_history
from wellrun.strategy.models import Plan, PlanChange
from wellrun.web.presenters.plans.history_names import BETWEEN, names_of
from wellrun.web.presenters.plans.history_values import Teller


def differences(
    plan: Plan, found: Iterable[Change], seen: Collection[UUID] | QuerySet[Any]
) -> Iterator[tuple[str, str, str]]:
    """The heading, the sign and the words of each difference. `seen`: the units the reader may be told of by name."""
    both = [(one, _as_change(plan, one)) for one in found]
    names = names_of(plan, [change for _one, change in both], seen)
    for one, change in both:
        yield HEADINGS[one.kind], SIGNS[one.verb], _line(one, Teller(change, names))


def _line(one: Change, teller: Teller) -> str:
    subject, lines = teller.subject(), teller.lines()
    told = [line for line in lines if one.verb == "changed" or not line.endswith(f": {subject}")]
    return f"{subject}: {'; '.join(told)}" if told else subject


def _as_change(plan: Plan, one: Change) -> PlanChange:
    """The difference as a row of the history would hold it; not kept."""
    between = "/" if one.kind == "target" else BETWEEN
    return in_history(
        plan=plan,
        kind=IN_HISTORY.get(one.kind, one.kind),
        key=between.join(str(part) for part in one.row.path),
        verb=one.verb,
        before=one.before,
        after=one.after,
        by=SYSTEM,
    )
