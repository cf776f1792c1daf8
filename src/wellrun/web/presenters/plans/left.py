"""What of the gap of one objective is still left to whoever takes on a part of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from wellrun.access.permissions import Permission
from wellrun.access.queries import granted_unit_ids, may
from wellrun.check.cascade import share_of
from wellrun.measures.models import MeasureVersion
from wellrun.strategy.models import Objective, ObjectiveMeasure, ObjectiveParent
from wellrun.web.frame import Frame
from wellrun.web.presenters.cascade_words import distance_words, gap_words, percent_words, sums_of
from wellrun.web.presenters.plans.gaps import gaps_of
from wellrun.web.presenters.rows import current_versions


@dataclass(frozen=True)
class Left:
    """`result`: the measure in whose unit amounts are said; `link`: what the child takes on so far."""

    result: MeasureVersion | None
    link: ObjectiveParent | None
    sentences: tuple[str, ...]


def left_of(frame: Frame, parent: Objective, child: Objective) -> Left:
    """What the others take on of the parent's gap and what that leaves, where the caller sees the parent; six queries.

    Of a parent outside the caller's units nothing is told but that.
    """
    seen = granted_unit_ids(frame.user).filter(descendant_id=OuterRef("child__unit"))
    rows = ObjectiveParent.objects.filter(parent=parent, child__retired_on__isnull=True).select_related("child")
    links = list(rows.annotate(is_seen=Exists(seen)).order_by("child__rank", "child__title"))
    own = next((one for one in links if one.child_id == child.pk), None)
    gap = gaps_of([parent]).get(parent.pk)
    result = gap.version if gap else _result(parent)
    if not may(frame.user, Permission.SEE, parent.unit_id):
        return Left(result, own, (_("What is left of its gap is told in its own unit."),))
    if gap is None:
        said = _(
            "Its gap is not known: no result of it has an aim with a baseline. Say a share, or name the aim first."
        )
        return Left(result, own, (said,))
    others = [one for one in links if one.child_id != child.pk and one.is_seen]
    amounts = [one.amount for one in others if one.amount is not None]
    share = share_of(gap.value, amounts, [one.share for one in others if one.share is not None]) or 0.0
    sentences = [gap_words(gap)]
    equation = sums_of(others, gap, is_whole=True).equation
    if equation:
        sentences.append(_("Others take on %(sum)s") % {"sum": equation} + ".")
    elif others:
        sentences.append(_("The others say nothing of how much they take on."))
    else:
        sentences.append(_("Nobody else takes on a part of it."))
    if not all(one.is_seen for one in links):
        sentences.append(_("Objectives outside your units serve it too; what they take on is not counted here."))
    left = max(0.0, 1.0 - share)
    words = {"amount": distance_words(gap, left * gap.value, amounts), "share": percent_words(left)}
    sentences.append(_("Left: %(amount)s, %(share)s of it.") % words if left > 1e-9 else _("Nothing of it is left."))
    return Left(result, own, tuple(sentences))


def _result(parent: Objective) -> MeasureVersion | None:
    """The first result of an objective without a known gap."""
    role = parent.measures.filter(role=ObjectiveMeasure.Role.LAG).order_by("position").first()
    return current_versions([role.measure_id]).get(role.measure_id) if role else None
