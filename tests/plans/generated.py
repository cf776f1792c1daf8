"""Small plans drawn from a seed: every field of a plan file is said in some of them, and they are sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from wellrun.library.definition import MeasureSpec
from wellrun.library.shelf import library
from wellrun.plans import specs
from wellrun.plans.document import PlanDocument
from wellrun.plans.meaning import WORDS

T = TypeVar("T")
UNITS = ("system", "north", "south", "north-emergency", "north-medicine", "south-surgery")
ACCOUNTS = ("ann", "ben", "cem", "dil")
LIBRARY = ("ed_4h", "ed_boarding_4h", "occupancy", "los_oe", "readmit30", "agency", "shift_fill", "fall_injury")
STARTS = date(2025, 4, 1)
ENDS = date(2026, 3, 31)
QUARTERS = (date(2025, 4, 1), date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1))
TEXTS = (
    "Beds first",
    "Wait: then go",
    "- not a list",
    "Überprüfung läuft",
    "yes",
    "2025-04-01",
    "it’s “quoted” # here",
    "a\nb",
)


def generated_plan(seed: int) -> PlanDocument:
    """The plan of a seed; the same one each time."""
    return _Maker(Random(seed)).document(seed)


class _Maker:
    """Draws parts; what one part names was drawn before."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.posts = [f"post-{number}" for number in range(random.randint(2, 3))]
        self.own = [f"own-{number}" for number in range(random.randint(0, 2))]
        self.directions = {key: self.word(MeasureSpec, "direction") for key in self.own}
        self.measures = [*random.sample(LIBRARY, 5), *self.own]
        self.domains = [f"domain-{number}" for number in range(random.randint(1, 4))]
        self.objectives = [f"objective-{number}" for number in range(random.randint(1, 4))]

    def document(self, seed: int) -> PlanDocument:
        plan = self.plan(seed)
        return PlanDocument(
            plan=plan,
            as_of=date(2025, 10, 14),
            measures=tuple(self.own_measure(key) for key in self.own),
            posts=tuple(self.post(key) for key in self.posts),
            targets=self.some(self.pairs(), self.target),
            limits=self.some(self.pairs(), self.limit),
            links=self.some(self.ends(), self.link),
            trade_offs=self.some(self.ends(), self.trade_off),
            obligations=self.some(range(3), self.obligation),
            forums=self.some(range(3), self.forum),
        )

    def plan(self, seed: int) -> specs.PlanSpec:
        objectives = tuple(self.objective(number) for number in range(len(self.objectives)))
        stage = self.word(specs.PlanSpec, "stage")
        return specs.PlanSpec(
            key=f"plan-{seed}",
            name=self.text(),
            starts=STARTS,
            ends=ENDS,
            stage=stage,
            activated=STARTS if stage in ("active", "closed") else None,
            illustrative=self.maybe(True, False),
            domains=tuple(specs.DomainSpec(key, self.text()) for key in self.domains),
            objectives=objectives,
            precedences=self.some(self.pairs_of_objectives(), self.precedence),
            stopped=self.some(range(2), self.stopped),
            hours=self.some(self.posts, self.hours),
            waivers=self.some(range(2), self.waiver),
            initiatives=self.some(range(3), lambda number: self.initiative(number, objectives)),
        )

    def objective(self, number: int) -> specs.ObjectiveSpec:
        is_enterprise = number < 2
        roles = tuple(self.role(measure) for measure in self.sample(self.measures, 2))
        above = self.sample(self.objectives[:number], 2)
        others = [key for key in self.objectives if key != self.objectives[number]]
        return specs.ObjectiveSpec(
            key=self.objectives[number],
            domain=self.one(self.domains),
            title=self.text(),
            unit="system" if is_enterprise else self.one(UNITS[1:]),
            level="enterprise" if is_enterprise else self.one(("site", "service_line", "team")),
            rank=number + 1 if is_enterprise else self.maybe(self.random.randint(1, 9)),
            sponsor=self.maybe(self.one(self.posts)),
            owner=self.maybe(self.one(self.posts)),
            perspective=self.word(specs.ObjectiveSpec, "perspective"),
            description=self.maybe(self.text(), ""),
            parents=tuple(above),
            contributions=tuple(self.contribution(key) for key in above if self.random.random() < 0.6),
            helps=tuple(specs.CauseEffectSpec(key, self.maybe(self.text(), "")) for key in self.sample(others, 2)),
            measures=roles,
            contributors=tuple(self.contributor(team) for team in self.sample(["Nursing", "Beds", "Pharmacy: out"], 3)),
            drivers=self.drivers(),
            quarters=tuple(self.slice(day, roles) for day in self.sample(QUARTERS, 2)),
        )

    def role(self, measure: str) -> specs.MeasureRole:
        kind = specs.MeasureRole
        return kind(measure, self.word(kind, "role"), self.word(kind, "direction"), self.maybe(self.one(self.posts)))

    def contribution(self, parent: str) -> specs.ContributionSpec:
        if self.random.random() < 0.5:
            return specs.ContributionSpec(parent, amount=self.figure())
        return specs.ContributionSpec(parent, share=round(self.random.random(), 3))

    def contributor(self, team: str) -> specs.ContributorSpec:
        return specs.ContributorSpec(
            team,
            post=self.maybe(self.one(self.posts)),
            handoff=self.maybe(self.one(self.measures)),
            part=self.word(specs.ContributorSpec, "part"),
            unit=self.maybe(self.one(UNITS)),
        )

    def drivers(self) -> tuple[specs.DriverSpec, ...]:
        if self.random.random() < 0.5:
            return ()
        made = [
            specs.DriverSpec("idea-1", "idea", self.text(), "secondary-1"),
            specs.DriverSpec("primary-1", "primary", self.text(), measure=self.maybe(self.one(self.measures))),
            specs.DriverSpec("secondary-1", "secondary", self.text(), "primary-1"),
            specs.DriverSpec("idea-2", "idea", self.text(), "primary-1"),
        ]
        self.random.shuffle(made)
        return tuple(made)

    def slice(self, starts: date, roles: tuple[specs.MeasureRole, ...]) -> specs.SliceSpec:
        results = tuple(self.key_result(role.measure) for role in roles if self.random.random() < 0.5)
        return specs.SliceSpec(starts, self.text(), results, learning=self.maybe(self.text(), ""))

    def key_result(self, measure: str) -> specs.KeyResultSpec:
        start = self.figure()
        # A key result gets better: a plan file with another is refused.
        is_falling = (self.directions.get(measure) or library().get(measure).direction) == "down"
        aim = start - 1.5 if is_falling else start + 1.5
        commitment = self.word(specs.KeyResultSpec, "commitment")
        owner = self.maybe(self.one(self.posts))
        return specs.KeyResultSpec(measure, self.one(UNITS), start, aim, commitment, owner)

    def precedence(self, pair: tuple[str, str]) -> specs.PrecedenceSpec:
        return specs.PrecedenceSpec(*pair, because=self.text())

    def stopped(self, number: int) -> specs.StoppedSpec:
        return specs.StoppedSpec(
            f"stop-{number}",
            self.text(),
            self.text(),
            self.one(self.posts),
            self.day(),
            self.word(specs.StoppedSpec, "kind"),
        )

    def hours(self, post: str) -> specs.HoursSpec:
        return specs.HoursSpec(post, self.random.randint(0, 40) / 2)

    def waiver(self, number: int) -> specs.WaiverSpec:
        subject = self.one(self.objectives)
        return specs.WaiverSpec(f"FOC-0{number}", subject, self.text(), self.one(self.posts), self.day())

    def initiative(self, number: int, objectives: tuple[specs.ObjectiveSpec, ...]) -> specs.InitiativeSpec:
        objective = self.one(objectives)
        ideas = [driver.key for driver in objective.drivers if driver.kind == "idea"]
        starts = self.day()
        return specs.InitiativeSpec(
            key=f"initiative-{number}",
            title=self.text(),
            objective=objective.key,
            owner=self.one(self.posts),
            starts=starts,
            ends=self.maybe(starts + timedelta(days=90)),
            targets=tuple(self.prediction(measure) for measure in self.sample(self.measures, 2)),
            design=self.maybe(self.text(), ""),
            status=self.word(specs.InitiativeSpec, "status"),
            last_update=self.maybe(self.day()),
            hours=tuple(self.hours(post) for post in self.sample(self.posts, 2)),
            idea=self.maybe(self.one(ideas)) if ideas else None,
        )

    def prediction(self, measure: str) -> specs.PredictionSpec:
        direction = self.word(specs.PredictionSpec, "direction")
        change, delay = self.maybe(abs(self.figure()) + 0.01), self.maybe(self.random.randint(0, 90))
        return specs.PredictionSpec(measure, self.one(UNITS), direction, change, delay)

    def own_measure(self, key: str) -> MeasureSpec:
        return MeasureSpec(
            key=key,
            name=self.text(),
            domain="access_experience",
            definition=self.text(),
            numerator="cases",
            denominator=self.maybe("people", ""),
            exclusions=self.maybe(("visitors",), ()),
            grain=self.word(MeasureSpec, "grain"),
            direction=self.directions[key],
            multiplier=self.maybe(100.0, 1.0),
            contributing_teams=self.maybe(("Nursing", "Beds"), ()),
            source=self.maybe(self.text(), ""),
        )

    def post(self, key: str) -> specs.PostSpec:
        return specs.PostSpec(key, self.text(), self.one(UNITS), self.rights())

    def rights(self) -> tuple[specs.RightSpec, ...]:
        kinds = self.sample(WORDS[specs.RightSpec, "kind"], 1)
        return tuple(specs.RightSpec(kind, self.one(UNITS), self.maybe(5000.0), self.maybe(2.5)) for kind in kinds)

    def target(self, pair: tuple[str, str]) -> specs.TargetSpec:
        low = self.figure()
        as_value = specs.TargetSpec(
            *pair,
            source=self.maybe(self.text(), ""),
            value=low,
            by=self.maybe(ENDS),
            baseline=self.maybe(self.figure()),
            baseline_points=self.maybe(24),
            commitment=self.word(specs.TargetSpec, "commitment"),
            post=self.maybe(self.one(self.posts)),
        )
        return as_value if self.random.random() < 0.7 else replace(as_value, value=None, low=low, high=low + 0.5)

    def limit(self, pair: tuple[str, str]) -> specs.LimitSpec:
        stratum = self.maybe("weekend", "total")
        return specs.LimitSpec(*pair, self.word(specs.LimitSpec, "side"), self.figure(), self.text(), stratum)

    def link(self, ends: tuple[str, str]) -> specs.LinkSpec:
        kind, least = specs.LinkSpec, self.random.randint(0, 20)
        return kind(
            f"link-{ends[0]}-{ends[1]}",
            *ends,
            self.word(kind, "sign"),
            (least, least + self.random.randint(0, 30)),
            self.word(kind, "grade"),
            self.text(),
            caveat=self.maybe(self.text(), ""),
            origin=self.word(kind, "origin"),
        )

    def trade_off(self, ends: tuple[str, str]) -> specs.TradeOffSpec:
        kind = specs.TradeOffSpec
        return kind(
            f"guard-{ends[0]}-{ends[1]}",
            ends[0],
            self.word(kind, "push_direction"),
            ends[1],
            self.word(kind, "guard_direction"),
            self.text(),
            self.text(),
            self.word(kind, "origin"),
        )

    def obligation(self, number: int) -> specs.ObligationSpec:
        is_met = self.random.random() < 0.3
        return specs.ObligationSpec(
            f"duty-{number}",
            self.text(),
            "The regulator",
            "Clause 4",
            self.one(UNITS),
            self.day(),
            owner=self.maybe(self.one(self.posts)),
            evidence=self.maybe(self.text(), ""),
            measure=self.maybe(self.one(self.measures)),
            notice_days=self.maybe(30, 60),
            met_on=self.day() if is_met else None,
            met_by=self.text() if is_met else "",
        )

    def forum(self, number: int) -> specs.ForumSpec:
        return specs.ForumSpec(
            key=f"forum-{number}",
            name=self.text(),
            unit=self.one(UNITS),
            tier=self.random.randint(1, 5),
            cadence=self.one(("FREQ=WEEKLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=3TH")),
            first_start=datetime(2025, 4, 1, 9, 30),  # noqa: DTZ001 (the clock on the wall)
            minutes=self.one((30, 60)),
            time_zone=self.one(("Europe/London", "America/New_York")),
            chair=self.one(self.posts),
            sponsor=self.one(self.posts),
            domains=tuple(self.sample(self.domains, 2)),
            measures=tuple(self.sample(self.measures, 2)),
            restricted=self.maybe(True, False),
            members=tuple(self.sample(ACCOUNTS, 2)),
            false_alarms_a_month=self.maybe(2.5, 1.0),
            rights=self.rights(),
        )

    def pairs(self) -> list[tuple[str, str]]:
        return [(measure, unit) for measure in self.measures[:3] for unit in UNITS[:2]]

    def ends(self) -> list[tuple[str, str]]:
        return [(one, other) for one in self.measures for other in self.measures if one != other][:6]

    def pairs_of_objectives(self) -> list[tuple[str, str]]:
        keys = self.objectives
        return [(one, other) for one in keys for other in keys if one < other]

    def some(self, items: Any, make: Any) -> tuple[Any, ...]:
        return tuple(make(item) for item in items if self.random.random() < 0.2)

    def sample(self, items: Any, most: int) -> list[Any]:
        return self.random.sample(list(items), self.random.randint(0, min(most, len(items))))

    def one(self, items: Any) -> Any:
        return self.random.choice(list(items))

    def maybe(self, value: T, otherwise: Any = None) -> T | Any:
        return value if self.random.random() < 0.5 else otherwise

    def word(self, kind: type, field: str) -> str:
        return self.random.choice(WORDS[kind, field])

    def text(self) -> str:
        return f"{self.random.choice(TEXTS)} {self.random.randint(0, 99)}"

    def figure(self) -> float:
        return self.one((0.0, 0.78, 0.1 + 0.2, 1e-7, 12345.678, 600.0, 3.0))

    def day(self) -> date:
        return STARTS + timedelta(days=self.random.randint(0, 300))
