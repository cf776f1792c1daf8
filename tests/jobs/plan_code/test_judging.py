"""What the check says of a document on a site."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.jobs.plan_code.test_apply import PLAN
from tests.jobs.plan_code.worlds import an_empty_site
from wellrun.check.engine import Verdict
from wellrun.jobs.plan_code.judging import verdict_of
from wellrun.measures.models import MeasureVersion
from wellrun.plans.document import PlanDocument
from wellrun.plans.specs import ForumSpec, MeasureRole

pytestmark = pytest.mark.django_db
MONTHLY = ForumSpec(
    key="monthly",
    name="Monthly review",
    unit="system",
    tier=4,
    cadence="FREQ=WEEKLY;INTERVAL=4",
    first_start=datetime(2025, 1, 7, 9, tzinfo=ZoneInfo("Europe/London")),
    minutes=30,
    time_zone="Europe/London",
    chair=PLAN.posts[0].key,
    sponsor=PLAN.posts[0].key,
    measures=("occupancy",),
)


def test_a_measure_that_comes_weekly_here_is_not_refused_as_the_daily_one_of_the_library() -> None:
    an_empty_site()
    first, *others = PLAN.plan.objectives
    led = replace(first, measures=(MeasureRole("occupancy", "lead"),))
    plan = replace(PLAN.plan, objectives=(led, *others))
    document = replace(PLAN, plan=plan, forums=(MONTHLY,))
    said = {
        grain: [one.severity for one in _verdict(document, grain).found if one.rule == "REV-01"]
        for grain in ("day", "month")
    }
    assert said == {"day": ["error"], "month": []}


def _verdict(document: PlanDocument, grain: str) -> Verdict:
    MeasureVersion.objects.filter(measure__key="occupancy").update(grain=grain)
    return verdict_of(document)
