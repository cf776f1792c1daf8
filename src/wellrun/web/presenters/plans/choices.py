"""What the five pages share on which a plan decides before it starts: their head, and what the check says there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wellrun.check.catalogue import catalogue
from wellrun.check.models import Finding
from wellrun.check.queries import findings_for, waivers_in_force
from wellrun.strategy.models import Plan
from wellrun.web import dates
from wellrun.web.parts import Crumb, Tab
from wellrun.web.presenters.plans.stages import plan_tabs
from wellrun.web.presenters.rule_words import why_of
from wellrun.web.views.plans.opening import PlanFrame
from wellrun.web.views.plans.whole import Whole

_BEGINNINGS = {
    "FOC-06": gettext_lazy("Nothing is stopped, on purpose, because "),
    "FOC-03": gettext_lazy("Nothing is pursued here in this cycle, on purpose, because "),
    "PLN-03": gettext_lazy("The plan may take more than was declared, because "),
}


@dataclass(frozen=True)
class Told:
    """A finding that belongs to the page. `waive_href`: where it is set aside with a reason, for who may."""

    subject: str
    message: str
    why: str
    set_aside: str
    waive_href: str


def decision_tabs(plan: Plan, here: str) -> list[Tab]:
    """The five decisions, each at its own address."""
    places = [
        ("plan_ranking", _("Order")),
        ("plan_rulings", _("What wins")),
        ("plan_stop_list", _("Stop list")),
        ("plan_hours", _("Hours")),
        ("plan_domains", _("Domains")),
    ]
    return [Tab(label, reverse(name, args=[plan.key]), name == here) for name, label in places]


def plan_crumbs(plan: Plan, *further: Crumb) -> list[Crumb]:
    """From all plans to this one, and on."""
    return [Crumb(_("Plans"), reverse("plans")), Crumb(plan.name, reverse("plan", args=[plan.key])), *further]


def around(opened: PlanFrame, whole: Whole, here: str) -> dict[str, Any]:
    """What stands around one of the five: the way to it, the views of the plan, the other decisions."""
    decisions = decision_tabs(opened.plan, here)
    return {
        "plan": opened.plan,
        "crumbs": plan_crumbs(opened.plan, *(Crumb(tab.label) for tab in decisions if tab.current)),
        "tabs": plan_tabs(opened.plan, "plan_ranking", sees_whole=whole.is_seen),
        "decisions": decisions,
    }


def findings_here(opened: PlanFrame, whole: Whole, *rules: str) -> list[Told]:
    """What the check found of the plan by these rules, as far as the caller is told; three queries."""
    told = findings_for(opened.frame.user).filter(plan=opened.plan, rule__in=rules, resolved_at__isnull=True)
    rows = list(told.order_by("rule", "subject"))
    waivers = waivers_in_force(opened.plan, opened.frame.today) if rows else {}
    found = []
    for one in rows:
        words, waiver = catalogue()[one.rule], waivers.get((one.rule, one.subject))
        aside = ""
        if waiver is not None:
            day = dates.day_near(waiver.expires, opened.frame.today)
            shown = {"post": waiver.post.title, "day": day, "reason": waiver.reason}
            aside = _("Set aside until %(day)s by %(post)s: %(reason)s") % shown
        found.append(Told(one.subject, one.message, why_of(words), aside, _waive_href(opened, whole, one)))
    return found


def _waive_href(opened: PlanFrame, whole: Whole, one: Finding) -> str:
    """The form of the exception, filled in with how such a one begins, and with the last day of the cycle."""
    if not whole.may_write or not catalogue()[one.rule].waivable:
        return ""
    said = {"expires": opened.plan.ends.isoformat()}
    if one.rule in _BEGINNINGS:
        said["reason"] = str(_BEGINNINGS[one.rule])
    return f"{reverse('waive', args=[whole.top.key, one.pk])}?{urlencode(said)}"
