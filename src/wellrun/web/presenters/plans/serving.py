"""What an objective serves and what serves it, with the arithmetic of each gap in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wellrun.check.cascade import share_of
from wellrun.jobs.in_force.cascade import Gap
from wellrun.strategy.models import Objective, ObjectiveParent
from wellrun.web.presenters.cascade_words import Sums, amount_words, percent_words, sums_of
from wellrun.web.presenters.plans.objective_records import ObjectiveRecords
from wellrun.web.presenters.plans.objective_words import by_when, objective_address


@dataclass(frozen=True)
class ServesLine:
    """One objective above. `taken`: what of its gap is taken on; `sums`: how all that is taken on of it adds up.

    `href` is empty where the caller does not see it; then nothing of its figures is said either.
    """

    title: str
    unit: str
    href: str
    taken: str
    is_said: bool
    by: str
    sums: Sums
    change_href: str
    stop_href: str


@dataclass(frozen=True)
class ServedLine:
    """One objective below, what it takes on, and who owns it."""

    title: str
    unit: str
    href: str
    takes_on: str
    owner: str
    change_href: str


@dataclass(frozen=True)
class Below:
    """What serves an objective: its gap, by when it is to be closed, the sum, and each part."""

    by: str
    sums: Sums
    lines: tuple[ServedLine, ...]
    hidden: int


def serves_lines(records: ObjectiveRecords) -> list[ServesLine]:
    """What the objective serves, the highest rank first."""
    return [_serves(records, link) for link in records.parents]


def _serves(records: ObjectiveRecords, link: Any) -> ServesLine:
    parent = _with_plan(link.parent, records.objective)
    known = records.gap_of(parent)
    gap = known if link.parent_is_seen else None
    below = records.below(parent.pk)
    whole = all(one.child_is_seen for one in below)  # type: ignore[attr-defined]
    return ServesLine(
        title=parent.title,
        unit=parent.unit.name,
        href=objective_address("objective", parent) if link.parent_is_seen else "",
        taken=taken_sentence(link, gap, amount_words(link, known.version if known else records.result_of(parent.pk))),
        is_said=link.amount is not None or link.share is not None,
        by=by_when(gap),
        sums=sums_of(_seen(below), gap, is_whole=whole) if link.parent_is_seen else Sums(),
        change_href=objective_address("objective_parents", records.objective, parent=parent.key),
        stop_href=objective_address("objective_parents", records.objective, stop=parent.key),
    )


def taken_sentence(link: ObjectiveParent, gap: Gap | None, amount: str) -> str:
    """What an objective takes on of the gap above it: as it was said, and as a share where that can be told."""
    if not amount:
        return _("How much of its gap this takes on: nothing said.")
    amounts = [link.amount] if link.amount is not None else []
    share = share_of(gap.value, amounts, []) if gap is not None and amounts else None
    if share is None:
        return _("This takes on %(amount)s.") % {"amount": amount}
    return _("This takes on %(amount)s: %(share)s of its gap.") % {"amount": amount, "share": percent_words(share)}


def below_of(records: ObjectiveRecords) -> Below:
    """What serves the objective; those outside the caller's units are counted and not shown."""
    objective, links = records.objective, records.below(records.objective.pk)
    shown = _seen(links)
    gap = records.gap_of(objective)
    version = gap.version if gap else records.result_of(objective.pk)
    lines = tuple(
        ServedLine(
            title=link.child.title,
            unit=link.child.unit.name,
            href=objective_address("objective", _with_plan(link.child, objective)),
            takes_on=amount_words(link, version),
            owner=link.child.owner.title if link.child.owner else "",
            change_href=objective_address("objective_parents", _with_plan(link.child, objective), parent=objective.key),
        )
        for link in shown
    )
    hidden = len(links) - len(shown)
    return Below(by_when(gap), sums_of(shown, gap, is_whole=not hidden), lines, hidden)


def _seen(links: Iterable[Any]) -> list[ObjectiveParent]:
    return [one for one in links if one.child_is_seen]


def _with_plan(other: Objective, objective: Objective) -> Objective:
    """All that is joined belongs to one plan: it need not be read again for an address."""
    other.plan = objective.plan
    return other
