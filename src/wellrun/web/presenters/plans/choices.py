"""What the five pages share on which a plan decides before it starts: their head, and what the check says there."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from wellrun.access.queries import granted_unit_ids
from wellrun.check.catalogue import catalogue
from wellrun.check.queries import findings_for, waivers_in_force
from wellrun.organisation.models import Unit
from wellrun.organisation.queries import enterprise
from wellrun.strategy.models import Plan
from wellrun.web import dates
from wellrun.web.parts import Crumb, Tab
from wellrun.web.views.plans.opening import PlanFrame


@dataclass(frozen=True)
class Told:
    """A finding that belongs to the page. `waive_href`: where it is set aside with a reason, for who may."""

    subject: str
    message: str
    why: str
    set_aside: str
    waive_href: str


def choice_tabs(plan: Plan, here: str) -> list[Tab]:
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


def sees_the_whole(opened: PlanFrame) -> bool:
    """Whether the caller sees the enterprise, and with it every part of the plan; one query."""
    return Unit.objects.filter(enterprise=True, pk__in=granted_unit_ids(opened.frame.user)).exists()


def findings_here(opened: PlanFrame, *rules: str, may_waive: bool) -> list[Told]:
    """What the check found of the plan by these rules, as far as the caller is told; four queries."""
    told = findings_for(opened.frame.user).filter(plan=opened.plan, rule__in=rules, resolved_at__isnull=True)
    rows = list(told.order_by("rule", "subject"))
    waivers = waivers_in_force(opened.plan, opened.frame.today) if rows else {}
    top = enterprise() if rows and may_waive else None
    found = []
    for one in rows:
        words, waiver = catalogue()[one.rule], waivers.get((one.rule, one.subject))
        aside = ""
        if waiver is not None:
            day = dates.day_near(waiver.expires, opened.frame.today)
            shown = {"post": waiver.post.title, "day": day, "reason": waiver.reason}
            aside = _("Set aside until %(day)s by %(post)s: %(reason)s") % shown
        href = reverse("waive", args=[top.key, one.pk]) if top is not None and words.waivable else ""
        found.append(Told(one.subject, one.message, words.rationale, aside, href))
    return found
