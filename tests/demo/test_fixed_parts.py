"""The fixed parts of both demos: YAML to object to YAML is the identity, and the meetings fall where they say."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr

from wellrun.demo.library import DEFINITIONS
from wellrun.demo.places import make_out
from wellrun.demo.read import Head, read_parts
from wellrun.demo.site import FeedSpec, ObservationFile, PhaseSpec, SignInSpec, SourceSpec
from wellrun.lib.plain import from_plain, read_yaml, to_plain
from wellrun.plans.specs import ForumSpec, PlanSpec, PostSpec, TargetSpec

DEMOS = ("england", "demo")
LISTS: list[tuple[str, str | None, type]] = [
    ("posts.yaml", None, PostSpec),
    ("sign-ins.yaml", None, SignInSpec),
    ("forums.yaml", None, ForumSpec),
    ("plan.yaml", "targets", TargetSpec),
    ("sources.yaml", "sources", SourceSpec),
    ("sources.yaml", "feeds", FeedSpec),
    ("sources.yaml", "phases", PhaseSpec),
    ("sources.yaml", "files", ObservationFile),
]


@pytest.mark.parametrize("demo", DEMOS)
@pytest.mark.parametrize(("file", "section", "kind"), LISTS)
def test_every_specification_comes_back_as_it_was_written(
    demo: str, file: str, section: str | None, kind: type[Any]
) -> None:
    plain = read_yaml(DEFINITIONS / demo / file)
    for item in plain.get(section, []) if section else plain:
        assert to_plain(from_plain(kind, item)) == item


@pytest.mark.parametrize("demo", DEMOS)
def test_site_and_plan_come_back_as_they_were_written(demo: str) -> None:
    plan = read_yaml(DEFINITIONS / demo / "plan.yaml")["plan"]
    head = read_yaml(DEFINITIONS / demo / "site.yaml")

    assert to_plain(from_plain(PlanSpec, plan)) == plan
    assert to_plain(from_plain(Head, head)) == head


@pytest.mark.parametrize("demo", DEMOS)
def test_the_first_sitting_of_a_forum_is_one_of_its_cadence(demo: str) -> None:
    for forum in forums(demo):
        first = rrulestr(forum.cadence, dtstart=forum.first_start)[0]
        assert first == forum.first_start, forum.key


@pytest.mark.parametrize("demo", DEMOS)
def test_every_forum_sits_again_within_its_round(demo: str) -> None:
    clock = datetime(2025, 10, 14, 9, 0)  # noqa: DTZ001 (local on purpose)
    for forum in forums(demo):
        after = rrulestr(forum.cadence, dtstart=forum.first_start).after(clock, inc=True)
        days = 7 if "WEEKLY" in forum.cadence else 95 if "INTERVAL=3" in forum.cadence else 35
        assert after - clock <= timedelta(days=days), forum.key


@pytest.mark.parametrize("demo", DEMOS)
def test_the_weekly_flow_review_is_due_at_the_clock(demo: str) -> None:
    flow = next(forum for forum in forums(demo) if forum.key == "weekly-flow")
    clock = read_parts(DEFINITIONS / demo).head.clock.replace(tzinfo=None)

    assert rrulestr(flow.cadence, dtstart=flow.first_start).after(clock, inc=True) == clock
    assert flow.time_zone == read_parts(DEFINITIONS / demo).head.time_zone


@pytest.mark.parametrize("demo", DEMOS)
def test_only_enterprise_objectives_are_without_a_parent(demo: str) -> None:
    parts = make_out(read_parts(DEFINITIONS / demo), read_yaml(DEFINITIONS / demo / "places.yaml"))

    assert {o.key for o in parts.plan.objectives if not o.parents} == {
        o.key for o in parts.plan.objectives if o.level == "enterprise"
    }


def forums(demo: str) -> tuple[ForumSpec, ...]:
    return make_out(read_parts(DEFINITIONS / demo), read_yaml(DEFINITIONS / demo / "places.yaml")).forums
