"""The enterprise objectives in their order, as a form for who decides it and as a list for everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wellrun.strategy.models import Objective
from wellrun.web.forms.plans.order import OrderForm
from wellrun.web.parts import Button
from wellrun.web.presenters.plans.choices import Told, findings_here
from wellrun.web.presenters.plans.stages import first_objective_href
from wellrun.web.views.plans.opening import PlanFrame
from wellrun.web.views.plans.whole import Whole


@dataclass(frozen=True)
class OrderRow:
    """One that has a place. `stands`: where it stands in force, where the page shows another place."""

    key: str
    title: str
    about: str
    href: str
    place: int
    stands: str
    field: BoundField | None
    is_first: bool
    is_last: bool
    is_asked: bool


@dataclass(frozen=True)
class RankingPage:
    """What the page shows; `rows` in the order shown. `first`: the form of the first one, while there is none."""

    said: str
    rows: list[OrderRow]
    told: list[Told]
    first: list[Button]


def priorities(opened: PlanFrame) -> dict[str, Objective]:
    """The enterprise objectives the caller sees, by key, in the order in force; one query."""
    rows = opened.objectives().filter(level=Objective.Level.ENTERPRISE).select_related("domain", "owner")
    return {one.key: one for one in rows.order_by("rank", "key")}


def ranking_page(
    opened: PlanFrame, whole: Whole, found: Mapping[str, Objective], form: OrderForm | None, asked: str
) -> RankingPage:
    """The page of the order; `form` for who may write it, `asked`: the key of the one the address is about."""
    about = {key: _about(one) for key, one in found.items()}
    hrefs = {key: reverse("objective", args=[opened.plan.key, key]) for key in found}
    titles = {key: one.title for key, one in found.items()}
    rows = order_rows(titles, about, hrefs, form, asked)
    if form is None:  # who does not see them all is told the places that they have among all
        rows = [replace(row, place=one.rank or row.place) for row, one in zip(rows, found.values(), strict=True)]
    return RankingPage(
        said=_said(len(found), may_write=form is not None, whole=whole.is_seen),
        rows=rows,
        told=findings_here(opened, whole, "PLN-01", "FOC-01", "FOC-02"),
        first=_first(opened, whole) if form is not None and not rows else [],
    )


def _first(opened: PlanFrame, whole: Whole) -> list[Button]:
    return [Button(_("Write the first objective"), first_objective_href(opened.plan, whole.top), main=True)]


def order_rows(
    titles: Mapping[str, str],
    about: Mapping[str, str],
    hrefs: Mapping[str, str],
    form: OrderForm | None,
    asked: str = "",
) -> list[OrderRow]:
    """The rows in the order the form shows, without one in the order in force."""
    in_force = list(titles)
    shown = form.shown if form is not None else in_force
    return [
        OrderRow(
            key=key,
            title=titles[key],
            about=about.get(key, ""),
            href=hrefs.get(key, ""),
            place=place,
            stands=_stands(in_force.index(key) + 1, place),
            field=form.field_of(key) if form is not None else None,
            is_first=place == 1,
            is_last=place == len(shown),
            is_asked=key == asked,
        )
        for place, key in enumerate(shown, start=1)
    ]


def _stands(in_force: int, place: int) -> str:
    return _("saved: place %(place)d") % {"place": in_force} if in_force != place else ""


def _about(one: Objective) -> str:
    words = {"domain": one.domain.name, "owner": one.owner.title if one.owner else _("no owner yet")}
    return _("%(domain)s · %(owner)s") % words


def _said(count: int, *, may_write: bool, whole: bool) -> str:
    if not count and not whole:
        return _("The objectives of the enterprise are of units you do not see.")
    if not count:
        return _("No enterprise objective stands here yet.")
    held = ngettext(
        "%(n)d enterprise objective has its place.",
        "%(n)d enterprise objectives stand one after the other, without ties.",
        count,
    ) % {"n": count}
    if may_write:
        return _("%(held)s Where two want the same people or money, the higher one comes first.") % {"held": held}
    return _("%(held)s Who chairs the enterprise decides their order.") % {"held": held}
