"""A site with one large plan in force, written straight into its tables."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

ROLES = 10
BATCH = 2_000
KINDS = ("lag", "lead", "lead", "balancing", "balancing")


def start() -> None:
    """Django, on the tables of a site that is empty yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wellrun.config.settings")
    Path(os.environ["WELLRUN_HOME"]).mkdir(parents=True, exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def a_plan(size: int) -> Any:
    """Seven priorities, sites below, service lines below those, teams below those: `size` in all, ten roles each."""
    from wellrun.audit.actions import SYSTEM
    from wellrun.library import library
    from wellrun.measures.actions import adopt_measure
    from wellrun.measures.models import Series, Target
    from wellrun.organisation.actions import add_units, set_up_site
    from wellrun.organisation.models import Post, Unit
    from wellrun.strategy.models import Domain, Objective, ObjectiveMeasure, ObjectiveParent, Plan

    set_up_site(name="Bench", time_zone="Europe/London", by=SYSTEM)
    top = add_units(units=[Unit(key="top", name="Top", kind="system", enterprise=True)], by=SYSTEM)[0]
    units = [Unit(key=f"unit-{n}", name=f"Unit {n}", kind="team", parent=top) for n in range(size)]
    add_units(units=units, by=SYSTEM)
    measures = [adopt_measure(name=spec.library_id, by=SYSTEM).measure for spec in library().measures]
    posts = [Post(key=f"post-{n}", title=f"Post {n}", unit=unit) for n, unit in enumerate(units)]
    Post.objects.bulk_create(posts, batch_size=BATCH)
    domains = [Domain.objects.create(key=f"domain-{n}", name=f"Domain {n}", position=n) for n in range(1, 6)]
    dates = {"starts": date(2026, 4, 1), "ends": date(2027, 3, 31), "activated_on": date(2026, 4, 1)}
    plan = Plan.objects.create(key="large", name="A large plan", stage="active", **dates)
    objectives = [
        Objective(
            key=f"o-{n}",
            plan=plan,
            domain=domains[n % 5],
            title=f"Outcome {n}",
            unit=units[n],
            level="enterprise" if n < 7 else "site" if n < 100 else "service_line" if n < 1000 else "team",
            rank=n + 1 if n < 7 else None,
            owner=posts[n],
            sponsor=posts[n // 10],
            perspective="customer",
        )
        for n in range(size)
    ]
    Objective.objects.bulk_create(objectives, batch_size=BATCH)
    served = (ObjectiveParent(child=objectives[n], parent=objectives[(n - 7) // 10], share=0.1) for n in range(7, size))
    ObjectiveParent.objects.bulk_create(served, batch_size=BATCH)
    roles = (
        ObjectiveMeasure(
            objective=one, measure=measures[(n * 7 + each) % len(measures)], role=KINDS[each % 5], position=each
        )
        for n, one in enumerate(objectives)
        for each in range(ROLES)
    )
    ObjectiveMeasure.objects.bulk_create(roles, batch_size=BATCH)
    series = [Series(measure=measures[n * 7 % len(measures)], unit=unit) for n, unit in enumerate(units)]
    Series.objects.bulk_create(series, batch_size=BATCH)
    from wellrun.lib import clock

    aims = (
        Target(series=one, value=0.1, baseline=0.3, baseline_points=24, created_at=clock.now())
        for one in Series.objects.all()
    )
    Target.objects.bulk_create(aims, batch_size=BATCH)
    return plan
