"""The page of one plan: where it stands, what it wants, what is asked of it, what is still said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from wellrun.jobs.readiness import readiness_on_record
from wellrun.organisation.models import Unit
from wellrun.strategy.exchanges import OPEN, visible_exchanges, with_last_turn
from wellrun.strategy.models import Objective, Plan, PlanChange
from wellrun.web import dates
from wellrun.web.parts import Fact
from wellrun.web.presenters.plans.asked import AskedRow, asked_rows, said_of
from wellrun.web.presenters.plans.history import ChangeRow, change_rows, seen_of
from wellrun.web.presenters.plans.objective_words import level_names
from wellrun.web.presenters.plans.stages import address, cycle_words, stage_said, stage_word
from wellrun.web.views.plans.opening import PlanFrame

A_PAGE = 40
CHANGES = 6
EXCHANGES = 5
_LEVELS = Case(
    *(When(level=level, then=Value(place)) for place, level in enumerate(Objective.Level.values)),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class ObjectiveLine:
    """One objective of the plan. `rank`: its place among those of the enterprise; `missing`: what it lacks."""

    rank: str
    title: str
    href: str
    unit: str
    level: str
    owner: str
    domain: str


@dataclass(frozen=True)
class ExchangeLine:
    """An exchange that is not over."""

    parent: str
    unit: str
    href: str


@dataclass(frozen=True)
class PlanPage:
    """What the page shows. `asked` and `asked_said`: before it comes into force, for who sees the whole of it."""

    plan: Plan
    said: str
    facts: list[Fact]
    asked: list[AskedRow]
    asked_said: str
    checked: str
    objectives: list[ObjectiveLine]
    page: Page[Any]
    exchanges: list[ExchangeLine]
    exchanges_more: int
    changes: list[ChangeRow]
    rights: list[tuple[str, str]]


def plan_page(opened: PlanFrame, top: Unit, number: int, *, may_write: bool, sees_whole: bool) -> PlanPage:
    """The whole page; about fifteen queries whatever the size of the plan."""
    plan = opened.plan
    asked, asked_said, checked = _asked(opened, top) if sees_whole else ([], "", "")
    rows = opened.objectives().annotate(place=_LEVELS).select_related("unit", "owner", "domain")
    page = Paginator(rows.order_by("place", "rank", "unit__name", "title"), A_PAGE).get_page(number)
    exchanges, more = _exchanges(opened)
    return PlanPage(
        plan=plan,
        said=stage_said(plan),
        facts=_facts(plan),
        asked=asked,
        asked_said=asked_said,
        checked=checked,
        objectives=[_line(plan, one) for one in page.object_list],
        page=page,
        exchanges=exchanges,
        exchanges_more=more,
        changes=_changes(opened, sees_whole=sees_whole),
        rights=_rights(top, may_write=may_write),
    )


def _asked(opened: PlanFrame, top: Unit) -> tuple[list[AskedRow], str, str]:
    """What is asked of a draft by what the check last found, and when that was."""
    plan = opened.plan
    if plan.stage not in (Plan.Stage.DRAFT, Plan.Stage.CONSULTATION):
        return [], "", ""
    run = getattr(plan, "check_run", None)
    if run is None:
        return [], "", ""
    ready = readiness_on_record(plan, opened.frame.today)
    return asked_rows(ready, top), said_of(ready), dates.moment(run.at.astimezone(opened.frame.zone))


def _facts(plan: Plan) -> list[Fact]:
    facts = [Fact(_("Stage"), str(stage_word(plan).word)), Fact(_("Cycle"), cycle_words(plan))]
    if plan.activated_on:
        facts.append(Fact(_("In force since"), dates.period(plan.activated_on, "day")))
    if plan.closed_on:
        facts.append(Fact(_("Closed on"), dates.period(plan.closed_on, "day")))
    if plan.cloned_from:
        facts.append(Fact(_("Cloned from"), plan.cloned_from.name, address("plan", plan.cloned_from.key)))
    facts.append(Fact(_("Key"), plan.key))
    return facts


def _line(plan: Plan, one: Objective) -> ObjectiveLine:
    is_first = one.level == Objective.Level.ENTERPRISE
    return ObjectiveLine(
        rank=str(one.rank) if is_first and one.rank is not None else "",
        title=one.title,
        href=address("objective", plan.key, one.key),
        unit=one.unit.name,
        level=str(level_names()[one.level]),
        owner=one.owner.title if one.owner else "",
        domain=one.domain.name,
    )


def _exchanges(opened: PlanFrame) -> tuple[list[ExchangeLine], int]:
    rows = visible_exchanges(opened.frame.user, opened.frame.today).filter(plan=opened.plan)
    still = with_last_turn(rows, opened.frame.today).filter(Q(last_kind__in=OPEN)).order_by("last_at", "pk")
    listed = list(still.distinct()[: EXCHANGES + 1])
    lines = [
        ExchangeLine(one.parent.title, one.unit.name, address("catchball", opened.plan.key, one.pk))
        for one in listed[:EXCHANGES]
    ]
    return lines, max(0, len(listed) - EXCHANGES)


def _changes(opened: PlanFrame, *, sees_whole: bool) -> list[ChangeRow]:
    rows = PlanChange.objects.filter(plan=opened.plan).select_related("by").order_by("-id")
    if not sees_whole:
        rows = rows.filter(seen_of(opened.plan, list(opened.objectives().values_list("key", flat=True)[:100])))
    return change_rows(opened.frame, opened.plan, rows[:CHANGES])


def _rights(top: Unit, *, may_write: bool) -> list[tuple[str, str]]:
    """Who may do what of it."""
    whole = _("Who chairs %(unit)s: you do.") if may_write else _("Who chairs %(unit)s.")
    return [
        (_("Its stages, order, rulings, stop list"), whole % {"unit": top.name}),
        (_("Its objectives, with measures and teams"), _("Who chairs the unit an objective is of.")),
        (_("Hours for initiatives"), _("The post itself, or who chairs its unit.")),
        (_("An answer to what is offered"), _("The post that was asked, or who chairs its unit.")),
    ]
