"""Small records for tests: each function saves one thing with what it needs and sensible words.

No fixtures, so that a test shows what it builds. Nothing here asks for permission or writes audit rows except
where a room's own action does; times are the demo's moment, so freeze the clock with `at()`.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from wellrun.access.actions import grant
from wellrun.access.models import Level
from wellrun.accounts.models import User
from wellrun.audit.actions import SYSTEM
from wellrun.insight.models import EvaluationRun, Signal
from wellrun.lib import clock
from wellrun.measures.models import Measure, MeasureVersion, Series
from wellrun.organisation.actions import add_post, add_units, hold_post
from wellrun.organisation.models import Post, Unit
from wellrun.reviews.models import AgendaItem, Forum, ForumMember, ItemSignal, Review
from wellrun.strategy.models import Domain, Objective, ObjectiveMeasure, Plan

NOW = datetime(2025, 10, 14, 8, 0, tzinfo=UTC)  # 09:00 in London, a Tuesday
TODAY = NOW.date()
_numbers = count(1)


def at(moment: datetime = NOW, *, days: float = 0) -> AbstractContextManager[None]:
    """The clock stands at `moment` (plus `days`) inside the block."""
    return clock.frozen(moment + timedelta(days=days))


def a_unit(key: str, *, parent: Unit | None = None, name: str = "", **fields: Any) -> Unit:
    """A member unit with its closure rows; a site below a parent, a system without one."""
    fields.setdefault("kind", "site" if parent else "system")
    fresh = Unit(key=key, name=name or key.replace("-", " ").capitalize(), parent=parent, **fields)
    return add_units(units=[fresh], by=SYSTEM)[0]


def a_user(username: str, *grants: tuple[Unit, Level | str], password: str | None = None) -> User:
    """An account with levels over units; without a password it cannot sign in (and costs no hashing)."""
    user = User.objects.create_user(username, password, display_name=username.capitalize(), created_at=NOW)
    for unit, level in grants:
        grant(user=user, unit=unit, level=level, by=SYSTEM)
    return user


def a_post(key: str, unit: Unit, *, holder: User | None = None, deputy: User | None = None) -> Post:
    """A post in a unit, held since the first of January."""
    post = add_post(key=key, title=key.replace("-", " ").capitalize(), unit=unit, by=SYSTEM)
    if holder:
        hold_post(post=post, user=holder, starts=date(2025, 1, 1), by=SYSTEM)
    if deputy:
        hold_post(post=post, user=deputy, starts=date(2025, 1, 1), deputy=True, by=SYSTEM)
    return post


def a_domain(key: str = "access") -> Domain:
    """One of the five domains; the same one when asked twice."""
    return Domain.objects.get_or_create(key=key, defaults={"name": key.capitalize(), "position": 1})[0]


def a_measure(key: str = "", *, domain: str = "access", **version: Any) -> Measure:
    """A monthly proportion with one current version; `version` overrides its fields."""
    key = key or f"measure-{next(_numbers)}"
    measure = Measure.objects.create(key=key, domain=domain)
    fields = {
        "number": 1,
        "name": key.replace("-", " ").capitalize(),
        "definition": "What is counted, in own words.",
        "grain": "month",
        "scoring": "proportion",
        "bounded": True,
        "direction": "up",
        "roll_up": "ratio_of_sums",
        "display_unit": "%",
        "multiplier": 100,
        "decimals": 1,
        "data_lag_days": 14,
    } | version
    if fields["scoring"] != "proportion":
        fields["bounded"] = False
    MeasureVersion.objects.create(measure=measure, **fields)
    return measure


def a_series(unit: Unit, measure: Measure | None = None, *, stratum: str = "total") -> Series:
    """A measure in a unit."""
    return Series.objects.create(measure=measure or a_measure(), unit=unit, stratum=stratum)


def a_plan(key: str = "plan-2025") -> Plan:
    """The plan in force; the same one when asked twice."""
    dates = {"name": "Plan 2025/26", "starts": date(2025, 4, 1), "ends": date(2026, 4, 1), "stage": "active"}
    dates["activated_on"] = dates["starts"]
    return Plan.objects.get_or_create(key=key, defaults=dates)[0]


def an_objective(
    key: str,
    unit: Unit,
    owner: Post,
    *,
    sponsor: Post | None = None,
    rank: int = 1,
    roles: dict[str, Measure] | None = None,
) -> Objective:
    """A ranked enterprise objective; `roles` maps lag, lead or balancing to one measure each."""
    objective = Objective.objects.create(
        key=key,
        plan=a_plan(),
        domain=a_domain(),
        title=key.replace("-", " ").capitalize(),
        unit=unit,
        level="enterprise",
        rank=rank,
        owner=owner,
        sponsor=sponsor or owner,
    )
    for role, measure in (roles or {}).items():
        ObjectiveMeasure.objects.create(objective=objective, measure=measure, role=role)
    return objective


def a_forum(
    key: str,
    unit: Unit,
    chair: Post,
    *,
    tier: int = 3,
    sponsor: Post | None = None,
    restricted: bool = False,
    members: Iterable[User] = (),
    measures: Iterable[Measure] = (),
    domains: Iterable[Domain] = (),
    **fields: Any,
) -> Forum:
    """A forum that meets weekly, Tuesdays at nine in London, since January."""
    forum = Forum.objects.create(
        key=key,
        name=key.replace("-", " ").capitalize(),
        unit=unit,
        tier=tier,
        chair=chair,
        sponsor=sponsor or chair,
        restricted=restricted,
        **{
            "cadence": "FREQ=WEEKLY;BYDAY=TU",
            "cadence_days": 7,
            "first_start": datetime(2025, 1, 7, 9, 0, tzinfo=UTC),
            "minutes": 30,
            "time_zone": "Europe/London",
        }
        | fields,
    )
    forum.measures.set(measures)
    forum.domains.set(domains)
    ForumMember.objects.bulk_create(ForumMember(forum=forum, user=user) for user in members)
    return forum


def a_review(forum: Forum, starts_at: datetime = NOW, *, status: str = "open") -> Review:
    """A sitting; open unless told otherwise."""
    opened = None if status == "scheduled" else starts_at
    closed = starts_at + timedelta(minutes=30) if status == "closed" else None
    return Review.objects.create(
        forum=forum,
        starts_at=starts_at,
        status=status,
        opened_at=opened,
        closed_at=closed,
        closed_by="test" if closed else "",
    )


def an_item(
    review: Review, unit: Unit | None = None, *, kind: str = "signal", signals: Iterable[Signal] = (), **fields: Any
) -> AgendaItem:
    """An open item on a review's agenda."""
    item = AgendaItem.objects.create(review=review, unit=unit or review.forum.unit, kind=kind, raised_at=NOW, **fields)
    ItemSignal.objects.bulk_create(ItemSignal(item=item, signal=signal) for signal in signals)
    return item


def a_run(cause: str = "import") -> EvaluationRun:
    """A finished evaluation."""
    return EvaluationRun.objects.create(cause=cause, started_at=NOW, finished_at=NOW)


def a_signal(
    series: Series, *, meaning: str = "concern", side: str = "low", period: date = date(2025, 8, 1), **fields: Any
) -> Signal:
    """An open signal that fired at `period` and began two months before."""
    return Signal.objects.create(
        series=series,
        side=side,
        meaning=meaning,
        **{
            "version_number": 1,
            "phase": 0,
            "profile": "nhs",
            "first_fired": period,
            "began": date(2025, 6, 1) if period > date(2025, 6, 1) else period,
            "last_fired": period,
            "rules": ["seven_below"],
            "found_at": NOW,
            "found_in": a_run(),
        }
        | fields,
    )
