"""The cascade: from each objective of a unit down through what serves it, to initiatives and open actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids
from wellrun.execution.models import Action, Initiative
from wellrun.jobs.in_force.cascade import CascadeRecords, cascade_records
from wellrun.strategy.models import Objective, ObjectiveParent
from wellrun.web import dates
from wellrun.web.counts import capital, in_words
from wellrun.web.frame import Frame
from wellrun.web.presenters.cascade_words import Sums, amount_words, sums_of
from wellrun.web.presenters.line_of_sight import objective_href
from wellrun.web.presenters.strategy_words import initiative_words
from wellrun.web.presenters.too_late import sentence

# A tree of up to so many lines stands open as a whole; of a larger one the first two levels.
OPEN_UP_TO = 80
_OPEN_LEVELS = 2


@dataclass(frozen=True)
class Doing:
    """An initiative or an open action under an objective; under an initiative its `actions`."""

    title: str
    note: str
    href: str
    is_late: bool = False
    actions: tuple[Doing, ...] = ()


@dataclass(frozen=True)
class CascadeNode:
    """One objective where it stands. `takes_on`: of the gap above; empty where it said nothing, or nothing is above.

    `also`: what else it serves. `first_at`: where it was told in full before; then nothing hangs below it here.
    `late`: which of its leads are too late to act on, and why. `begin_href`: where who chairs it begins an initiative.
    """

    anchor: str
    objective: Objective
    href: str
    takes_on: str
    is_part: bool
    also: tuple[str, ...]
    sums: Sums
    children: tuple[CascadeNode, ...]
    doing: tuple[Doing, ...]
    first_at: str
    is_open: bool
    late: tuple[str, ...] = ()
    begin_href: str = ""


@dataclass(frozen=True)
class Cascade:
    """What the page shows. `loose`: those below the unit that no objective of it stands above."""

    said: str
    roots: tuple[CascadeNode, ...]
    loose: tuple[CascadeNode, ...]
    is_all_open: bool


def cascade_of(frame: Frame, records: CascadeRecords | None = None, *, all_open: bool = False) -> Cascade:
    """The trees of a unit; ten queries, one where the records are read already."""
    records = records or cascade_records(frame)
    lines = len(records.objectives) + sum(map(len, records.actions.values()))
    units = {one.unit_id for one in records.objectives.values()}
    chaired = set(granted_unit_ids(frame.user, Permission.CHAIR).filter(descendant_id__in=units))
    tree = _Tree(frame, records, all_open=all_open or lines <= OPEN_UP_TO, chaired=chaired)
    roots = tuple(tree.node(one) for one in top_of(records))
    loose = tuple(tree.loose())
    return Cascade(_said(roots, len(records.objectives)), roots, loose, tree.all_open)


def top_of(records: CascadeRecords) -> list[Objective]:
    """The unit's own objectives that serve no other one of it; of the enterprise all that are ranked as its own."""
    own = [one for one in records.objectives.values() if one.unit_id == records.unit_id]
    return [one for one in own if one.level == Objective.Level.ENTERPRISE or not _serves_own(records, one)]


def _serves_own(records: CascadeRecords, one: Objective) -> bool:
    """Whether it stands below another one of the same unit."""
    parents = (records.objectives.get(link.parent_id) for link in records.parents.get(one.pk, ()))
    return any(parent is not None and parent.unit_id == records.unit_id for parent in parents)


@dataclass
class _Tree:
    """Each objective is told in full once: a second parent shows it by its title and what it takes on there."""

    frame: Frame
    records: CascadeRecords
    all_open: bool
    chaired: set[UUID]
    told: set[UUID] = field(default_factory=set)
    count: int = 0

    def loose(self) -> Iterable[CascadeNode]:
        """What is not reached from the top: first what serves nothing here, then what goes round in circles."""
        left = [one for one in self.records.objectives.values() if one.pk not in self.told]
        free = [one for one in left if not any(p.parent_id in self.records.objectives for p in self._up(one))]
        for one in [*free, *left]:
            if one.pk not in self.told:
                yield self.node(one)

    def node(self, one: Objective, link: ObjectiveParent | None = None, depth: int = 0) -> CascadeNode:
        """The objective, as it stands under the parent of `link`, with all below it."""
        is_again = one.pk in self.told
        self.told.add(one.pk)
        self.count += 1
        anchor = f"{one.key}-{self.count}" if is_again else one.key
        links = [] if is_again else self.records.children.get(one.pk, [])
        return CascadeNode(
            anchor=anchor,
            objective=one,
            href=objective_href(one),
            takes_on=amount_words(link, self.records.result_of(link.parent_id)) if link else "",
            is_part=link is not None,
            also=tuple(p.parent.title for p in self._up(one) if link is None or p.parent_id != link.parent_id),
            sums=Sums() if is_again else self._sums(one, links),
            children=tuple(self.node(self.records.objectives[each.child_id], each, depth + 1) for each in links),
            doing=() if is_again else tuple(self._doing(one)),
            first_at=one.key if is_again else "",
            is_open=self.all_open or depth < _OPEN_LEVELS,
            begin_href=self._begin(one) if not is_again and not links else "",
            late=() if is_again else tuple(sentence(late) for late in self.records.late.get(one.pk, ())),
        )

    def _begin(self, one: Objective) -> str:
        """The form that begins an initiative for what nobody works on, for who chairs its unit."""
        if one.unit_id not in self.chaired or any(self._doing(one)):
            return ""
        return reverse("initiative_new", args=[one.plan.key, one.key])

    def _up(self, one: Objective) -> list[ObjectiveParent]:
        return self.records.parents.get(one.pk, [])

    def _sums(self, one: Objective, links: list[ObjectiveParent]) -> Sums:
        is_whole = one.pk not in self.records.served_from_outside
        return sums_of(links, self.records.gaps.get(one.pk), is_whole=is_whole)

    def _doing(self, one: Objective) -> Iterable[Doing]:
        for each in self.records.initiatives.get(one.pk, ()):
            yield self._initiative(each)
        yield from self._actions(one.pk)

    def _initiative(self, one: Initiative) -> Doing:
        return initiative_line(self.frame, one, tuple(self._actions(one.pk)))

    def _actions(self, pk: Any) -> Iterable[Doing]:
        for one in self.records.actions.get(pk, ()):
            yield action_line(self.frame, one)


def initiative_line(frame: Frame, one: Initiative, actions: tuple[Doing, ...] = ()) -> Doing:
    """An initiative with how far it is, and the actions that are part of it."""
    begun = one.status == Initiative.Status.ACTIVE and one.starts <= frame.today
    title = initiative_words(one, frame.today) if begun else one.title
    note = one.owner.title if begun else _("%(post)s; not begun yet") % {"post": one.owner.title}
    return Doing(title, note, reverse("initiative", args=[one.key]), actions=actions)


def action_line(frame: Frame, one: Action) -> Doing:
    """An open action with its post and day."""
    is_late = one.due < frame.today
    words = {"post": one.post.title, "due": dates.day_near(one.due, frame.today)}
    note = _("%(post)s, was due %(due)s") if is_late else _("%(post)s, due %(due)s")
    return Doing(one.title, note % words, reverse("action", args=[one.pk]), is_late)


def _said(roots: Sequence[CascadeNode], count: int) -> str:
    """How many stand here, how many gaps are taken on in full, and what nothing serves."""
    if not roots:
        return ""
    return " ".join(part for part in (_counted(len(roots), count), _added_up(roots), _unserved(roots)) if part)


def _counted(roots: int, count: int) -> str:
    words = {"n": capital(in_words(roots)), "below": in_words(count - roots)}
    if roots == count:
        return ngettext("One objective.", "%(n)s objectives.", roots) % words
    return (
        ngettext("One objective, and %(below)s below it.", "%(n)s objectives, and %(below)s below them.", roots) % words
    )


def _added_up(roots: Iterable[CascadeNode]) -> str:
    added = [one.sums.share for one in roots if one.children and one.sums.share is not None]
    if not added:
        return ""
    text = ngettext(
        "Of the one gap that can be added up, %(whole)s is taken on in full.",
        "Of the %(n)s gaps that can be added up, %(whole)s are taken on in full.",
        len(added),
    )
    return text % {"n": in_words(len(added)), "whole": in_words(sum(share >= 1 - 1e-9 for share in added))}


def _unserved(roots: Sequence[CascadeNode]) -> str:
    alone = sum(not one.children for one in roots)
    if not alone:
        return ""
    if alone == len(roots):
        return ngettext("No objective serves it.", "No objective serves any of them.", alone)
    return ngettext("No objective serves one of them.", "No objective serves %(n)s of them.", alone) % {
        "n": in_words(alone)
    }
