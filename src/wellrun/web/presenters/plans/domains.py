"""The priority areas in their order, with what stands in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.strategy.models import Domain
from wellrun.web.forms.plans.order import OrderForm
from wellrun.web.presenters.plans.choices import Told, findings_here
from wellrun.web.presenters.plans.ranking import OrderRow, order_rows
from wellrun.web.views.plans.opening import PlanFrame
from wellrun.web.views.plans.whole import Whole


@dataclass(frozen=True)
class DomainsPage:
    """What the page shows."""

    said: str
    rows: list[OrderRow]
    told: list[Told]


def domains_in_order(opened: PlanFrame) -> dict[str, Domain]:
    """All by key, each with how many objectives of the plan stand in it that the caller sees; one query."""
    seen = Q(objectives__in=opened.objectives().values("pk"))
    rows = Domain.objects.annotate(held=Count("objectives", filter=seen)).order_by("position", "key")
    return {one.key: one for one in rows}


def domains_page(opened: PlanFrame, whole: Whole, found: Mapping[str, Domain], form: OrderForm | None) -> DomainsPage:
    """The page of the domains; `form` for who may write them."""
    plan = opened.plan.key
    return DomainsPage(
        said=_said(len(found), may_write=form is not None),
        rows=order_rows(
            {key: one.name for key, one in found.items()},
            {key: _about(one) for key, one in found.items()},
            {key: reverse("plan_domain", args=[plan, key]) for key in found} if form is not None else {},
            form,
        ),
        told=findings_here(opened, whole, "FOC-03"),
    )


def _about(one: Domain) -> str:
    held = int(one.held)  # type: ignore[attr-defined]
    if not held:
        return _("no objective of this plan")
    return ngettext("%(n)d objective of this plan", "%(n)d objectives of this plan", held) % {"n": held}


def _said(count: int, *, may_write: bool) -> str:
    if not count:
        return _("No domain is named yet. Objectives, forums and measures are grouped by them.")
    named = ngettext("%(n)d domain groups", "%(n)d domains group", count) % {"n": count}
    if may_write:
        return _("%(named)s objectives, forums and measures, in every plan. A new name shows everywhere at once.") % {
            "named": named
        }
    return _("%(named)s objectives, forums and measures, in every plan. Who chairs the enterprise names them.") % {
        "named": named
    }
