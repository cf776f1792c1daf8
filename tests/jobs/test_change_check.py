"""A save reads only what its answers look at, and says the same as a look at the whole plan.

Plans are drawn with everything that a rule looks at, and carelessly, so that the rules fire.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import a_forum, a_measure, a_plan, a_post, a_series, a_unit, at
from wellrun.audit.actions import SYSTEM
from wellrun.check.engine import Verdict
from wellrun.check.subjects import subjects_of, unit_of
from wellrun.check.touched import touched_by
from wellrun.execution.models import Initiative, InitiativeHours, InitiativeTarget
from wellrun.jobs.change_check import ChangeCheck
from wellrun.jobs.model_check import SiteCheck
from wellrun.measures.actions import adopt_measure, set_target
from wellrun.measures.models import Measure, MeasureVersion, Series
from wellrun.organisation.models import DecisionRight, Post, Unit
from wellrun.strategy.actions import add_obligation, propose, push_in_quarter, set_key_result
from wellrun.strategy.models import (
    Contributor,
    DeclaredHours,
    Domain,
    InfluenceLink,
    Objective,
    ObjectiveMeasure,
    ObjectiveParent,
    Plan,
    Precedence,
    TradeOff,
)

KINDS = ("objective", "measure", "target", "link", "post", "initiative", "obligation", "domain", "forum")
LEVELS = ("enterprise", "enterprise", "site", "service_line", "team", "team", "team")
TITLES = ("Launch the lounge", "Leave on time", "Nobody waits", "Fewer falls")
LIBRARY = ("ed_4h", "ed_boarding_4h", "occupancy", "los_oe", "readmit30", "agency", "shift_fill")
PLANS = 12


class Drawn:
    """A plan of thirty objectives in six units, drawn from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.plan = a_plan(f"plan-{seed}")
        self.units = self._units()
        self.posts = [a_post(f"post-{number}", self.random.choice(self.units)) for number in range(8)]
        self.measures = [*map(_adopted, self.random.sample(LIBRARY, 5)), *(a_measure(f"own-{n}") for n in range(4))]
        self.series = [a_series(unit, measure) for unit in self.units for measure in self.measures]
        Domain.objects.bulk_create(Domain(key=f"domain-{n}", name=f"Domain {n}", position=n) for n in range(1, 5))
        self.objectives = [self._objective(number) for number in range(30)]
        for draw in (self._cascade, self._roles, self._teams, self._site, self._initiatives, self._choices):
            draw()

    def some(self, ones: list[Any], share: float) -> list[Any]:
        return [one for one in ones if self.random.random() < share]

    def _units(self) -> list[Unit]:
        top = a_unit("top", enterprise=True)
        sites = [a_unit(f"site-{number}", parent=top) for number in range(2)]
        return [top, *sites, *(a_unit(f"ward-{n}", parent=self.random.choice(sites), kind="ward") for n in range(3))]

    def _objective(self, number: int) -> Objective:
        level = self.random.choice(LEVELS)
        return Objective.objects.create(
            key=f"o-{number}",
            plan=self.plan,
            domain=self.random.choice(list(Domain.objects.all()[:3])),
            title=f"{self.random.choice(TITLES)} {number}",
            unit=self.random.choice(self.units),
            level=level,
            rank=number + 1 if level == "enterprise" else None,
            owner=self.random.choice([*self.posts, None]),
            sponsor=self.random.choice([*self.posts, None]),
            perspective=self.random.choice(["customer", ""]),
            retired_on=date(2025, 9, 1) if self.random.random() < 0.1 else None,
        )

    def _cascade(self) -> None:
        pairs = [(one, other) for one in self.objectives for other in self.objectives if one is not other]
        ObjectiveParent.objects.bulk_create(
            ObjectiveParent(child=one, parent=other, share=self.random.choice([None, 0.2, 0.9]))
            for one, other in self.some(pairs, 0.04)
        )

    def _roles(self) -> None:
        pairs = [(one, measure) for one in self.objectives for measure in self.measures]
        ObjectiveMeasure.objects.bulk_create(
            ObjectiveMeasure(
                objective=one,
                measure=measure,
                role=self.random.choice(["lag", "lead", "balancing"]),
                direction=self.random.choice(["", "", "up", "down"]),
                owner=self.random.choice([None, None, *self.posts]),
            )
            for one, measure in self.some(pairs, 0.25)
        )

    def _teams(self) -> None:
        Contributor.objects.bulk_create(
            Contributor(objective=one, team=team, part=self.random.choice(Contributor.Part.values))
            for one in self.some(self.objectives, 0.5)
            for team in ("Nursing", "Transport")
        )

    def _site(self) -> None:
        ends = [(one, other) for one in self.measures for other in self.measures if one is not other]
        for number, (lead, lag) in enumerate(self.some(ends, 0.15)):
            told = {
                "sign": self.random.choice("+-"),
                "delay_min_days": 0,
                "delay_max_days": self.random.choice([7, 400]),
            }
            grade = self.random.choice(["structural", "contested", "strong"])
            InfluenceLink.objects.create(key=f"link-{number}", lead=lead, lag=lag, grade=grade, source_text="x", **told)
        for number, (push, guard) in enumerate(self.some(ends, 0.1)):
            ways = {"push_direction": self.random.choice(["up", "down"]), "guard_direction": "down"}
            TradeOff.objects.create(key=f"off-{number}", push=push, guard=guard, mechanism="x", source_text="x", **ways)
        for series in self.some(self.series, 0.4):
            set_target(series=series, value=0.5, baseline=0.2, baseline_points=self.random.choice([4, 24]), by=SYSTEM)
        for post in self.some(self.posts, 0.5):
            kind = self.random.choice(["spend", "set_aim"])
            DecisionRight.objects.create(post=post, kind=kind, scope=self.random.choice(self.units))
        for number, unit in enumerate(self.units):
            forum = a_forum(f"forum-{number}", unit, self.random.choice(self.posts), tier=self.random.randint(1, 4))
            forum.measures.set(self.some(self.measures, 0.4))
            forum.domains.set(self.some(list(Domain.objects.all()), 0.2))
            owner, measure = self.random.choice([None, *self.posts]), self.random.choice([None, *self.measures])
            said = {"title": "Report", "regulator": "The city", "clause": "1", "due": date(2025, 10, 20)}
            add_obligation(key=f"due-{number}", unit=unit, owner=owner, measure=measure, **said, by=SYSTEM)

    def _initiatives(self) -> None:
        for number, objective in enumerate(self.some(self.objectives, 0.3)):
            one = Initiative.objects.create(
                key=f"try-{number}",
                title=f"Try {number}",
                objective=objective,
                owner=self.random.choice(self.posts),
                status=self.random.choice(["planned", "active", "stopped"]),
                starts=date(2025, 9, self.random.randint(1, 28)),
                created_at=datetime(2025, 9, 1, tzinfo=UTC),
            )
            for series in self.random.sample(self.series, self.random.randint(0, 2)):
                InitiativeTarget.objects.create(initiative=one, series=series, direction="up", change=0.1)
            for post in self.some(self.posts, 0.3):
                InitiativeHours.objects.create(initiative=one, post=post, hours_a_week=4)

    def _choices(self) -> None:
        live = [one for one in self.objectives if one.retired_on is None]
        for post in self.some(self.posts, 0.5):
            DeclaredHours.objects.create(plan=self.plan, post=post, hours_a_week=3)
        first = [one for one in live if one.level == "enterprise"]
        if len(first) > 1:
            Precedence.objects.create(plan=self.plan, winner=first[0], loser=first[1], because="x")
        below = {unit.parent_id: unit for unit in self.units}
        for one in [each for each in live if each.unit_id in below][:3]:
            propose(parent=one, unit=below[one.unit_id], post=self.posts[0], title="Take part", by=SYSTEM)
        for role in ObjectiveMeasure.objects.filter(objective__in=live).order_by("pk")[:6]:
            pushed = push_in_quarter(objective=role.objective, starts=date(2025, 10, 1), title="Push", by=SYSTEM)
            series = Series.objects.filter(measure=role.measure).order_by("pk")[0]
            rises = MeasureVersion.objects.get(measure=role.measure, current=True).direction == "up"
            aim = self.random.choice([0.4, 0.9])
            set_key_result(pushed=pushed, series=series, start=0.1 if rises else 0.95, aim=aim, by=SYSTEM)


def _adopted(key: str) -> Measure:
    return adopt_measure(name=key, by=SYSTEM).measure


def said(verdict: Verdict) -> Any:
    """All that a verdict says, whatever order it came in."""
    found = sorted((one.rule, one.kind, one.subject, one.severity, one.message, str(one.fix)) for one in verdict.found)
    return found, sorted((one.rule, one.subject, one.why) for one in verdict.skipped), verdict.clear


@pytest.fixture
def moment(db: None) -> Iterator[None]:
    with at():
        yield


@pytest.mark.parametrize("seed", range(PLANS))
def test_a_part_of_the_plan_gives_the_answers_of_the_whole(moment: None, seed: int) -> None:
    drawn = Drawn(seed)
    whole = SiteCheck(drawn.plan)
    fired = set()
    for kind in KINDS:
        keys = [key for key, _ in subjects_of(whole.facts, kind)]
        for key in drawn.random.sample(keys, min(3, len(keys))):
            _compare(whole, drawn.plan, frozenset({(kind, key)}), fired)
    together = frozenset({("objective", "o-1"), ("measure", "ed_4h"), ("post", "post-1"), ("objective", "gone")})
    _compare(whole, drawn.plan, together, fired)
    assert len(fired) > 15


def _compare(whole: SiteCheck, plan: Plan, changed: frozenset[tuple[str, str]], fired: set[str]) -> None:
    only = touched_by(whole.facts, changed)
    wanted = whole.verdict(only)
    fired |= {one.rule for one in wanted.found}
    for few in (0, 1000):
        part = ChangeCheck(plan, changed, few=few)
        assert part.only == only, (changed, few)
        assert said(part.verdict) == said(wanted), (changed, few)
        units = [(unit_of(whole.facts, one.kind, one.subject), one) for one in wanted.found]
        assert [unit_of(part.facts, one.kind, one.subject) for _, one in units] == [unit for unit, _ in units]


def test_what_is_read_does_not_grow_with_the_plan(moment: None) -> None:
    drawn = Drawn(0)
    far = [a_unit(f"far-{number}", parent=drawn.units[0]) for number in range(3)]
    lone = _lone(drawn.plan, far[0], "lone")
    with CaptureQueriesContext(connection) as before:
        first = ChangeCheck(drawn.plan, {("objective", lone.key)}, few=0)
        assert first.verdict.found
    for number in range(40):
        _lone(drawn.plan, far[number % 3], f"other-{number}")
    with CaptureQueriesContext(connection) as after:
        second = ChangeCheck(drawn.plan, {("objective", lone.key)}, few=0)
        assert said(second.verdict) == said(first.verdict)
    assert len(second.facts.objectives) == len(first.facts.objectives)
    assert len(after) == len(before) <= 90


def _lone(plan: Plan, unit: Unit, key: str) -> Objective:
    """One that serves nothing, owned by a post of its own."""
    post = Post.objects.create(key=f"post-of-{key}", title=key, unit=unit)
    return Objective.objects.create(
        key=key, plan=plan, domain=Domain.objects.first(), title=key, unit=unit, level="team", owner=post
    )
