"""A site whose plan keeps every rule of the check: a priority, what serves it, and what is tried for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tests.factories import NOW, a_domain, a_forum, a_measure, a_plan, a_post, a_review, a_run, a_unit, a_user
from wellrun.accounts.models import User
from wellrun.execution.models import Action, Initiative, InitiativeHours, InitiativeTarget
from wellrun.insight.models import SeriesState
from wellrun.measures.models import Measure, Series, Target
from wellrun.organisation.models import Post, Unit
from wellrun.reviews.models import Forum
from wellrun.strategy.models import Contributor, DeclaredHours, Objective, ObjectiveMeasure, ObjectiveParent, Plan

WHOLE = {"numerator": "Those in time", "denominator": "All who came", "source_text": "The ward's list"}


@dataclass(frozen=True)
class Site:
    """`flow`: the priority of the system; `ward`: the objective of the north that serves it."""

    plan: Plan
    system: Unit
    north: Unit
    chief: User
    analyst: User
    admin: User
    chief_post: Post
    sponsor: Post
    forum: Forum
    board: Forum
    lag: Measure
    lead: Measure
    flow: Objective
    ward: Objective
    tried: Initiative


def a_whole_site() -> Site:
    """Nothing is found in its plan, which came into force in April; it is October."""
    system = a_unit("system", enterprise=True, name="Lakeside Health")
    north = a_unit("north", parent=system, name="North Hospital")
    chief, analyst = a_user("chief", (system, "chair")), a_user("analyst", (system, "analyst"))
    admin = a_user("admin", (system, "administrator"))
    chief_post, sponsor = a_post("chief-officer", system, holder=chief), a_post("chair", system, holder=analyst)
    lag = a_measure("left-in-time", **WHOLE)
    lead = a_measure("rounds-held", grain="week", **WHOLE)
    forum = a_forum("flow-review", system, chief_post, measures=(lead,))
    board = a_forum("board", system, chief_post, tier=4, cadence="FREQ=MONTHLY", cadence_days=30.4, measures=(lag,))
    for one in (forum, board):
        a_review(one, datetime(2025, 10, 7, 8, tzinfo=UTC), status="closed")
    plan = a_plan()
    flow = an_objective("flow", plan, system, chief_post, sponsor, title="Patients leave when they are ready", rank=1)
    ward = an_objective("ward", plan, north, chief_post, sponsor, title="Rounds are held by ten", level="site")
    for one in (flow, ward):
        give(one, lag, "lag")
        give(one, lead, "lead")
        Contributor.objects.create(objective=one, team="Nursing", handoff_measure=lead)
        Contributor.objects.create(objective=one, team="Transport", handoff_measure=lead, position=1)
    ObjectiveParent.objects.create(child=ward, parent=flow)
    tried = Initiative.objects.create(
        key="rounds",
        title="Ward rounds begin at eight",
        objective=flow,
        owner=chief_post,
        status="planned",
        starts=date(2026, 1, 5),
        ends=date(2026, 3, 27),
        design="Before and after, on four wards.",
        created_at=NOW,
    )
    series = series_of(lag, system)
    series_of(lead, system)
    InitiativeTarget.objects.create(initiative=tried, series=series, direction="up", change=0.05, delay_days=30)
    InitiativeHours.objects.create(initiative=tried, post=chief_post, hours_a_week=4)
    DeclaredHours.objects.create(plan=plan, post=chief_post, hours_a_week=8)
    plan.stopped.create(
        key="board-paper", title="The weekly paper", because="Nobody reads it", post=chief_post, from_date=plan.starts
    )
    return Site(
        plan, system, north, chief, analyst, admin, chief_post, sponsor, forum, board, lag, lead, flow, ward, tried
    )


def an_objective(
    key: str,
    plan: Plan,
    unit: Unit,
    owner: Post | None,
    sponsor: Post | None,
    *,
    title: str = "",
    level: str = "enterprise",
    **fields: Any,
) -> Objective:
    """An objective with a place on the map."""
    return Objective.objects.create(
        **{"perspective": "customer", "domain": a_domain()} | fields,
        key=key,
        plan=plan,
        title=title or key.replace("-", " ").capitalize(),
        unit=unit,
        level=level,
        owner=owner,
        sponsor=sponsor,
    )


def give(objective: Objective, measure: Measure, role: str, **fields: Any) -> ObjectiveMeasure:
    """A measure its role; at the end of those it has."""
    position = objective.measures.count()
    return ObjectiveMeasure.objects.create(objective=objective, measure=measure, role=role, position=position, **fields)


def series_of(measure: Measure, unit: Unit) -> Series:
    """Its series in a unit; the same one when asked twice."""
    return Series.objects.get_or_create(measure=measure, unit=unit, stratum="total")[0]


def an_aim(site: Site, measure: Measure | None = None, unit: Unit | None = None, **fields: Any) -> Target:
    """An aim that rests on two years of figures."""
    series = series_of(measure or site.lag, unit or site.system)
    said = {"value": 0.9, "baseline": 0.5, "baseline_points": 24, "source_text": "The board", "created_at": NOW}
    return Target.objects.create(series=series, **said | fields)


def a_state(series: Series, **fields: Any) -> SeriesState:
    """What its figures say."""
    said = {"version_number": 1, "status": "ok", "chart": "p", "profile": "nhs", "points": 24, "change": "none"}
    said |= {"aim": "short", "last_period": date(2025, 8, 1), "value": 0.5, "data_revision": series.data_revision}
    return SeriesState.objects.create(series=series, run=a_run(), **said | fields)


def an_action(site: Site, *, begun: datetime = NOW) -> Action:
    """In hand since `begun`, and nothing heard of it after that."""
    return Action.objects.create(
        number=7,
        title="Order the second trolley",
        done_when="It stands on the ward",
        unit=site.north,
        post=site.sponsor,
        due=date(2025, 12, 1),
        status="accepted",
        created_at=begun,
        created_by="somebody",
        accepted_at=begun,
        last_update_at=begun,
    )
