"""What a plan stops or pauses, so that there is room for the rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.access.queries import granted_unit_ids
from wellrun.execution.models import Initiative
from wellrun.strategy.models import Stopped
from wellrun.web import dates
from wellrun.web.presenters.plans.choices import Told, findings_here
from wellrun.web.views.plans.opening import PlanFrame
from wellrun.web.views.plans.whole import Whole


@dataclass(frozen=True)
class StopRow:
    """One entry. `edit_href`, `off_href`: where it is changed and taken off the list, for who may."""

    title: str
    kind: str
    because: str
    post: str
    since: str
    edit_href: str
    off_href: str


@dataclass(frozen=True)
class StopListPage:
    """What the page shows. `told`: what the check says where nothing is stopped, with the way out."""

    said: str
    rows: list[StopRow]
    told: list[Told]


def stop_list_page(opened: PlanFrame, whole: Whole) -> StopListPage:
    """What posts of units the caller sees stop; five queries."""
    seen = granted_unit_ids(opened.frame.user)
    rows = list(Stopped.objects.filter(plan=opened.plan, post__unit__in=seen).select_related("post"))
    begun = _begun(opened) if whole.is_seen and not rows else 0
    return StopListPage(
        said=_said(len(rows), begun, whole=whole.is_seen),
        rows=[_row(opened, one, may_write=whole.may_write) for one in rows],
        told=findings_here(opened, whole, "FOC-06"),
    )


def _begun(opened: PlanFrame) -> int:
    """How many initiatives begin in the cycle, of objectives the caller sees."""
    within = (opened.plan.starts, opened.plan.ends)
    return Initiative.objects.filter(objective__in=opened.objectives(), starts__range=within).count()


def _row(opened: PlanFrame, one: Stopped, *, may_write: bool) -> StopRow:
    since = dates.day(one.from_date, year=True)
    words = {"day": since}
    is_paused = one.kind == Stopped.Kind.PAUSED
    return StopRow(
        title=one.title,
        kind=_("Paused") if is_paused else _("Stopped"),
        because=one.because,
        post=one.post.title,
        since=_("from %(day)s") % words if one.from_date > opened.frame.today else _("since %(day)s") % words,
        edit_href=reverse("plan_stop_edit", args=[opened.plan.key, one.key]) if may_write else "",
        off_href=reverse("plan_stop_off", args=[opened.plan.key, one.key]) if may_write else "",
    )


def _said(count: int, begun: int, *, whole: bool) -> str:
    if count:
        return ngettext(
            "%(n)d thing is stopped or paused for this plan.",
            "%(n)d things are stopped or paused for this plan.",
            count,
        ) % {"n": count}
    if not whole:
        return _("No post of the units you see stops or pauses anything for this plan.")
    if begun:
        return ngettext(
            "Nothing is stopped or paused yet, and %(n)d initiative begins in this cycle.",
            "Nothing is stopped or paused yet, and %(n)d initiatives begin in this cycle.",
            begun,
        ) % {"n": begun}
    return _("Nothing is stopped or paused yet. What ends here makes room for what begins.")
