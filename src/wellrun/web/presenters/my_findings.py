"""What the check has to say of the objectives and measures that a person's posts answer for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.check.models import Finding
from wellrun.check.queries import findings_for, its_waivers
from wellrun.execution.models import Initiative
from wellrun.organisation.models import Post
from wellrun.strategy.models import Objective, ObjectiveMeasure, Plan
from wellrun.web.frame import Frame
from wellrun.web.presenters.check_rows import foremost, subject_href
from wellrun.web.presenters.rule_words import SEVERITIES

MOST = 10
"""So many are listed; the rest is on the check page."""


@dataclass(frozen=True)
class OwnFinding:
    """A finding, how heavy it is, and where what it speaks of stands; empty where that has no page."""

    message: str
    severity: str
    href: str


@dataclass(frozen=True)
class OwnFindings:
    """What is said in one line, and the first of the findings; `more` says that there are others."""

    said: str
    rows: list[OwnFinding]
    more: str


def own_findings(frame: Frame, posts: Sequence[Post]) -> OwnFindings | None:
    """The findings of the plan in force that nobody set aside, errors first; None without any, or without a post.

    One query.
    """
    found = list(_of_posts(frame, posts).select_related("plan", "unit")) if posts else []
    if not found:
        return None
    told = ngettext(
        "The check has one thing to say of what you answer for",
        "The check has %(n)d things to say of what you answer for",
        len(found),
    )
    rows = [OwnFinding(one.message, str(SEVERITIES[one.severity]), subject_href(one, frame)) for one in found[:MOST]]
    more = _("The others are on the page of the check.") if len(found) > MOST else ""
    return OwnFindings(told % {"n": len(found)}, rows, more)


def _of_posts(frame: Frame, posts: Sequence[Post]) -> QuerySet[Finding]:
    """Findings about what the posts own: objectives, measures and their aims, initiatives, and the posts themselves."""
    of_plan = {"plan": OuterRef("plan"), "retired_on__isnull": True}
    objective = Objective.objects.filter(**of_plan, key=OuterRef("subject"), owner__in=posts)
    initiative = Initiative.objects.filter(objective__plan=OuterRef("plan"), key=OuterRef("subject"), owner__in=posts)
    theirs = (
        Q(Exists(objective), kind="objective")
        | Q(Exists(_roles(posts).filter(measure__key=OuterRef("subject"))), kind="measure")
        | Q(Exists(_roles(posts).filter(aim=OuterRef("subject"))), kind="target")
        | Q(Exists(initiative), kind="initiative")
        | Q(kind="post", subject__in=[post.key for post in posts])
    )
    rows = findings_for(frame.user, frame.today).filter(theirs, resolved_at__isnull=True)
    in_force = rows.filter(~Exists(its_waivers(frame.today)), plan__stage=Plan.Stage.ACTIVE)
    return in_force.order_by(foremost(), "rule", "subject")


def _roles(posts: Sequence[Post]) -> QuerySet[Any]:
    """The measures for which the posts answer; whoever owns the objective, where the measure names no owner."""
    own = Q(owner__in=posts) | Q(owner__isnull=True, objective__owner__in=posts)
    rows = ObjectiveMeasure.objects.filter(own, objective__plan=OuterRef("plan"), objective__retired_on__isnull=True)
    return rows.alias(aim=Concat(F("measure__key"), Value("/"), F("objective__unit__key"), output_field=CharField()))
