"""Of every rule that a form mends: the smallest fault, what a person adds to the form, and what is left then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.factories import NOW, a_domain, a_measure, a_post, a_review, a_user
from tests.mending.sites import WHOLE, Site, a_state, an_action, an_aim, an_objective, give, series_of
from tests.web.reviewing import figures
from wellrun.execution.models import Escalation, Initiative, InitiativeHours, InitiativeTarget
from wellrun.measures.models import Measure, MeasureVersion
from wellrun.organisation.models import DecisionRight, Post, Unit
from wellrun.strategy.actions import propose
from wellrun.strategy.models import (
    Contributor,
    InfluenceLink,
    KeyResult,
    Objective,
    ObjectiveParent,
    Obligation,
    QuarterSlice,
    TradeOff,
)

Named = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """`add`: what only a person can say.

    `closes`: other findings of the same fault, `opens`: what is asked next. `by`: the account that mends it.
    `take`: the link on the page that leads on. `stays`: until when it stands after that, where it does.
    """

    rule: str
    subject: str
    spoil: Callable[[Site], object]
    add: Mapping[str, str] = field(default_factory=dict)
    closes: frozenset[Named] = frozenset()
    opens: frozenset[Named] = frozenset()
    by: str = "chief"
    take: str = ""
    stays: str = ""
    what: str = ""

    def __str__(self) -> str:
        return f"{self.rule} {self.what}".strip()


def a_second_ward(site: Site, *, serves: bool = True, **fields: Any) -> Objective:
    """One more objective of the north, whole like the first."""
    said = {"level": "site", "title": "Beds are ready by noon"} | fields
    owner = said.pop("owner", site.chief_post)
    one = an_objective("second", site.plan, site.north, owner, site.sponsor, **said)
    with_parts(site, one)
    if serves:
        ObjectiveParent.objects.create(child=one, parent=site.flow)
    return one


def a_second_priority(site: Site, *, lag: Measure | None = None, **role: Any) -> Objective:
    """One more priority, served by the ward like the first."""
    one = an_objective("cost", site.plan, site.system, site.chief_post, site.sponsor, rank=2)
    with_parts(site, one, lag, **role)
    ObjectiveParent.objects.create(child=site.ward, parent=one)
    return one


def with_parts(site: Site, one: Objective, lag: Measure | None = None, **role: Any) -> None:
    """Its measures and a team."""
    give(one, lag or site.lag, "lag", **role)
    give(one, site.lead, "lead")
    Contributor.objects.create(objective=one, team="Nursing", handoff_measure=site.lead)


def a_whole_measure(key: str, **fields: Any) -> Measure:
    """A measure with all of its definition."""
    return a_measure(key, **WHOLE | fields)


def change(one: Any, **fields: Any) -> None:
    """Say it otherwise, past every verb."""
    type(one).objects.filter(pk=one.pk).update(**fields)


def define(measure: Measure, **fields: Any) -> None:
    """Its definition in force, otherwise."""
    MeasureVersion.objects.filter(measure=measure, current=True).update(**fields)


def an_amount(site: Site, amount: float) -> None:
    """The priority has a gap of 13 points, of which the ward takes on this."""
    an_aim(site, value=0.63, baseline=0.5)
    ObjectiveParent.objects.filter(child=site.ward).update(amount=amount)


def a_link(lead: Measure, lag: Measure, days: int, grade: str = "moderate", **fields: Any) -> None:
    """When the one rises, the other falls within so many days."""
    said = {"sign": "-", "delay_min_days": 0, "source_text": "Our judgement"} | fields
    InfluenceLink.objects.create(key="late", lead=lead, lag=lag, delay_max_days=days, grade=grade, **said)


def a_trade_off(site: Site, guard: Measure) -> None:
    """Pushing the result needs another measure beside it."""
    TradeOff.objects.create(
        key="back",
        push=site.lag,
        push_direction="up",
        guard=guard,
        guard_direction="up",
        mechanism="sent home too early",
        source_text="Our judgement",
    )


def in_conflict(site: Site) -> None:
    """What the first priority pushes may harm the result of the second; one forum sees both."""
    safe = a_whole_measure("home-safely")
    a_trade_off(site, safe)
    site.board.measures.add(safe)
    a_second_priority(site, lag=safe)


def another_initiative(site: Site) -> Initiative:
    """One that is to begin a week after the first on the same figures."""
    one = Initiative.objects.create(
        key="lounge",
        title="A lounge for those who leave",
        objective=site.flow,
        owner=site.chief_post,
        status="planned",
        starts=site.tried.starts + timedelta(days=7),
        ends=site.tried.ends,
        design="Before and after.",
        created_at=NOW,
    )
    series = series_of(site.lag, site.system)
    InitiativeTarget.objects.create(initiative=one, series=series, direction="up", change=0.02, delay_days=30)
    InitiativeHours.objects.create(initiative=one, post=site.chief_post, hours_a_week=2)
    return one


def asked_below(site: Site) -> None:
    """The north is asked for a part and has not answered."""
    propose(
        parent=site.flow,
        unit=site.north,
        post=a_post("north-lead", site.north),
        title="Beds are ready by noon",
        contribution=None,
        by=site.chief,
    )


def a_push(site: Site, starts: date, *aims: float, measure: Measure | None = None) -> None:
    """A quarter of the ward's objective, with key results on a measure."""
    pushed = QuarterSlice.objects.create(
        objective=site.ward, starts=starts, ends=starts + timedelta(days=91), title="Rounds before ten"
    )
    series = series_of(measure or site.lag, site.north)
    for aim in aims:
        KeyResult.objects.create(slice=pushed, series=series, start=0.4, aim=aim)


KINDS = ("spend", "staff", "start_initiative", "stop_initiative", "set_aim", "change_process", "move_capacity")


def may_decide(post: Post, scope: Unit, *kinds: str, **ceilings: float) -> None:
    """A post has the right to each kind of decision."""
    for kind in kinds or KINDS:
        DecisionRight.objects.create(post=post, scope=scope, kind=kind, **ceilings)


def two_may_decide(site: Site) -> None:
    may_decide(site.sponsor, site.system)
    may_decide(a_post("finance", site.system), site.system, "spend")


def beyond_its_unit(site: Site) -> None:
    may_decide(site.sponsor, site.system)
    may_decide(a_post("north-lead", site.north), site.system, "spend", spending_ceiling=1000.0)


def an_obligation(site: Site, **fields: Any) -> None:
    """A report that a regulator wants in June."""
    said = {"owner": site.chief_post, "due": date(2026, 6, 30), "evidence": "The letter of receipt"} | fields
    Obligation.objects.create(
        key="report", title="Yearly report", regulator="The regulator", clause="12", unit=site.system, **said
    )


def due_before_the_board(site: Site) -> None:
    an_obligation(site, due=date(2025, 10, 24), measure=site.lag)
    a_review(site.board, datetime(2025, 11, 4, 9, tzinfo=UTC), status="scheduled")


def reviewed_since_april(site: Site) -> None:
    a_review(site.forum, datetime(2025, 4, 8, 8, tzinfo=UTC), status="closed")


def an_escalation(site: Site) -> None:
    Escalation.objects.create(
        question="Who pays for the extra porter?",
        from_unit=site.north,
        from_tier=2,
        to_unit=site.system,
        to_tier=3,
        to_post=site.chief_post,
        reply_by=NOW - timedelta(days=2),
        raised_at=NOW - timedelta(days=5),
        raised_by="somebody",
    )


def an_action_that_stands_still(site: Site) -> None:
    an_action(site, begun=NOW - timedelta(days=40))


def never_on_an_agenda(site: Site) -> None:
    site.board.measures.clear()
    a_review(site.forum, datetime(2025, 5, 6, 8, tzinfo=UTC), status="closed")


def an_owner_who_left(site: Site) -> None:
    a_user("deputy", (site.north, "chair"))
    change(site.ward, owner=a_post("north-lead", site.north))


def two_owners(site: Site) -> None:
    a_second_ward(site, owner=a_post("bed-lead", site.north, holder=site.chief))


def a_circle(site: Site) -> None:
    ObjectiveParent.objects.create(child=site.ward, parent=a_second_ward(site))
    ObjectiveParent.objects.create(child=Objective.objects.get(key="second"), parent=site.ward)


def serves_a_team(site: Site) -> None:
    ObjectiveParent.objects.create(child=site.ward, parent=a_second_ward(site, level="team"))


def one_team(site: Site, *needed: str) -> None:
    define(site.lag, contributing_teams=list(needed))
    Contributor.objects.filter(team="Transport").delete()


def defined_anew(site: Site) -> None:
    """From which day it holds is not said, so no chart shows it."""
    series = series_of(site.lag, site.system)
    figures(series)
    a_state(series, data_revision=0)
    define(site.lag, number=2)


def six_consulted(site: Site) -> None:
    for number in range(6):
        Contributor.objects.create(objective=site.ward, team=f"Team {number}", part="consulted", position=number + 5)


def out_of_reach(site: Site, measure: Measure) -> None:
    """The system always misses its aim."""
    an_aim(site, measure)
    a_state(series_of(measure, site.system), lower=0.4, upper=0.5, assurance="consistently_fails")


A_TASK = "Implement new EHR module"
A_NUMBER = "Ring back the patient with MRN 4456123 on Friday"
COPIED = "Root cause analysis\nContributory factors: noise.\nRoot cause: labels.\nLessons learned: check twice."
AN_OUTCOME = "Clinicians find what they need in one record"
BOTH = {"direction": "up", "change": "5", "delay_days": "30"}
AN_INITIATIVE = {
    "title": "Two consultants a round",
    "starts": "2026-02-02",
    "ends": "2026-05-29",
    "design": "Before, after.",
    "change": "5",
    "delay_days": "30",
    "hours_a_week": "2",
}

CASES = [
    Case(
        "FOC-03",
        "finance",
        lambda site: a_domain("finance"),
        {"title": "Money lasts the year", "unit": "north", "level": "site", "parent": "flow"}
        | {"owner": "chief-officer", "sponsor": "chair", "perspective": "financial"},
        opens=frozenset({("OBJ-01", "money-lasts-the-year"), ("OWN-09", "money-lasts-the-year")}),
    ),
    Case(
        "FOC-04",
        "ward",
        lambda site: [give(site.ward, a_whole_measure(f"more-{n}"), "lead") for n in range(4)],
        take="take=more-3",
    ),
    Case(
        "FOC-06",
        "plan-2025",
        lambda site: site.plan.stopped.all().delete(),
        {"title": "The weekly paper", "because": "Nobody reads it", "post": "chief-officer"},
    ),
    Case(
        "OBJ-01",
        "ward",
        lambda site: site.ward.measures.all().delete(),
        {"measure": "left-in-time"},
        opens=frozenset({("OBJ-02", "ward")}),
    ),
    Case("OBJ-02", "ward", lambda site: site.ward.measures.filter(role="lead").delete(), {"measure": "rounds-held"}),
    Case("OBJ-03", "ward", lambda site: site.ward.measures.filter(role="lag").delete(), {"measure": "left-in-time"}),
    Case(
        "OBJ-04",
        "flow",
        lambda site: [
            a_trade_off(site, a_whole_measure("home-safely")),
            site.ward.measures.filter(role="lag").update(measure=a_whole_measure("bed-ready")),
        ],
    ),
    Case("OBJ-05", "flow", lambda site: change(site.flow, title=A_TASK), {"title": AN_OUTCOME}),
    Case("OBJ-06", "second", lambda site: a_second_ward(site, serves=False), take="choose=flow"),
    Case(
        "OBJ-07",
        "flow",
        lambda site: [change(site.ward, retired_on=date(2025, 9, 1)), reviewed_since_april(site)],
        {"unit": "north", "post": "north-lead"},
        opens=frozenset({("PLN-05", "plan-2025")}),
        stays="until the unit agrees",
    ),
    Case(
        "OBJ-08",
        "flow",
        lambda site: [an_amount(site, 0.05), a_second_ward(site)],
        {"amount": "8"},
        what="one says nothing",
    ),
    Case(
        "OBJ-08",
        "flow",
        lambda site: an_amount(site, 0.05),
        {"unit": "north", "post": "north-lead"},
        opens=frozenset({("PLN-05", "plan-2025")}),
        stays="until the unit agrees",
        what="all have said",
    ),
    Case("OBJ-09", "left-in-time", lambda site: site.ward.measures.filter(role="lag").update(direction="down")),
    Case("OBJ-10", "ward", a_circle, closes=frozenset({("OBJ-10", "second")})),
    Case("OBJ-11", "ward", serves_a_team),
    Case("OBJ-12", "flow", lambda site: an_amount(site, 0.2), {"amount": "13"}),
    Case("OBJ-13", "ward", lambda site: change(site.ward, perspective=""), {"perspective": "customer"}),
    Case("PLN-02", "flow", in_conflict, {"because": "Nobody is sent home unsafely"}),
    Case("PLN-03", "chief-officer", lambda site: site.plan.declared_hours.update(hours_a_week=2)),
    Case("PLN-04", "rounds", lambda site: site.tried.hours.all().delete(), {"hours_a_week": "4"}),
    Case("PLN-05", "plan-2025", asked_below, {"verb": "withdraw", "text": "Not this year"}),
    Case("MEA-01", "left-in-time", lambda site: define(site.lag, numerator=""), {"numerator": "Those"}, by="analyst"),
    Case(
        "MEA-02",
        "left-in-time/system",
        lambda site: an_aim(site, baseline=None, baseline_points=None),
        {"baseline": "50", "baseline_points": "24"},
    ),
    Case(
        "MEA-03",
        "left-in-time/system",
        lambda site: [an_aim(site), a_state(series_of(site.lag, site.system), lower=0.4, upper=0.95)],
        {"value": "99"},
    ),
    Case(
        "MEA-04",
        "rounds-held/system",
        lambda site: out_of_reach(site, site.lead),
        AN_INITIATIVE,
        what="of an objective with the measure",
    ),
    Case(
        "MEA-04",
        "waited-long/system",
        lambda site: out_of_reach(site, a_whole_measure("waited-long")),
        {"role": "lag"},
        stays="until an initiative begins",
        what="of an objective of its domain",
    ),
    Case(
        "MEA-04",
        "spent/system",
        lambda site: [a_domain("finance"), out_of_reach(site, a_whole_measure("spent", domain="finance"))],
        {"title": "Money lasts the year", "level": "enterprise"}
        | {"owner": "chief-officer", "sponsor": "chair", "perspective": "financial"},
        closes=frozenset({("FOC-03", "finance")}),
        opens=frozenset({(rule, "money-lasts-the-year") for rule in ("OBJ-01", "OBJ-07", "OWN-09")}),
        stays="until an initiative begins",
        what="of no objective",
    ),
    Case(
        "MEA-07",
        "late",
        lambda site: a_link(site.lag, site.lead, 10),
        {"limit": "40", "response": "The bed meeting is called"},
    ),
    Case(
        "MEA-09",
        "late",
        lambda site: a_link(site.lag, site.lead, 900, "contested"),
        {"caveat": "A trial found nothing"},
        by="analyst",
    ),
    Case(
        "MEA-10",
        "left-in-time/system",
        lambda site: [an_aim(site), a_state(series_of(site.lag, site.system), denominator=8, lower=0.4, upper=0.5)],
    ),
    Case(
        "MEA-11",
        "left-in-time",
        lambda site: define(site.lag, conformance="approximation", name="HEDIS follow-up"),
        {"name": "Followed up in seven days"},
        by="analyst",
    ),
    Case(
        "MEA-12",
        "left-in-time",
        defined_anew,
        {"start": "2025-02-01", "changed_on": "2025-02-03", "reason": "Transfers are counted since"},
        stays="until somebody outside the owner's line approves",
    ),
    Case(
        "OWN-01",
        "left-in-time",
        lambda site: [change(site.ward, owner=None), site.ward.measures.filter(role="lead").update(owner=site.sponsor)],
        {"owner": "chief-officer"},
    ),
    Case("OWN-02", "ward", lambda site: change(site.ward, sponsor=None), {"sponsor": "chair"}),
    Case(
        "OWN-03",
        "left-in-time",
        lambda site: one_team(site, "Nursing", "Transport", "Pharmacy"),
        {"handoff_measure": "rounds-held"},
    ),
    Case("OWN-04", "left-in-time", two_owners),
    Case(
        "OWN-06",
        "left-in-time/system",
        lambda site: [one_team(site, "Nursing", "Transport"), an_aim(site, post=site.chief_post)],
    ),
    Case("OWN-07", "north-lead", an_owner_who_left, {"user": "deputy"}, by="admin"),
    Case(
        "OWN-08",
        "ward",
        lambda site: site.ward.contributors.filter(team="Nursing").update(handoff_measure=None),
        {"handoff_measure": "rounds-held"},
    ),
    Case(
        "OWN-09",
        "ward",
        lambda site: site.ward.contributors.all().delete(),
        {"team": "Nursing", "handoff_measure": "rounds-held"},
    ),
    Case("OWN-10", "ward", lambda site: change(site.ward, sponsor=site.chief_post), {"sponsor": "chair"}),
    Case("OWN-11", "ward", six_consulted),
    Case(
        "OWN-12",
        "ward",
        lambda site: Contributor.objects.create(
            objective=site.ward, team="Office", post=site.chief_post, part="consulted", handoff_measure=site.lead
        ),
        what="the owner is asked",
    ),
    Case(
        "OWN-12",
        "ward",
        lambda site: site.ward.contributors.filter(team="Transport").update(part="informed"),
        what="told, and hands on",
    ),
    Case("REV-01", "rounds-held", lambda site: [site.forum.measures.clear(), site.board.measures.add(site.lead)]),
    Case("REV-02", "left-in-time", lambda site: site.forum.measures.add(site.lag)),
    Case("REV-03", "left-in-time", never_on_an_agenda, {"forum": "board"}),
    Case("INI-01", "rounds", lambda site: site.tried.targets.all().delete(), {"measure": "left-in-time"} | BOTH),
    Case(
        "INI-02",
        "rounds",
        lambda site: site.tried.targets.update(change=None, delay_days=None),
        {"change": "5", "delay_days": "30"},
        what="how much and when",
    ),
    Case("INI-02", "rounds", lambda site: change(site.tried, ends=None), {"ends": "2026-03-27"}, what="no end"),
    Case("INI-03", "lounge", another_initiative),
    Case("ACT-02", "", an_action_that_stands_still, by="analyst"),
    Case("ACT-03", "", an_escalation, {"reply": "The system does, until March"}),
    Case(
        "PRV-01",
        "objective/ward/description",
        lambda site: change(site.ward, description=A_NUMBER),
        {"description": "Ring back on Friday"},
    ),
    Case(
        "PRV-03",
        "objective/ward/description",
        lambda site: change(site.ward, description=COPIED),
        {"description": "Labels are read twice"},
    ),
    Case("DEC-01", "plan-2025", lambda site: may_decide(site.sponsor, site.system, *KINDS[:-1]), {"post": "chair"}),
    Case("DEC-02", "chair", two_may_decide, {"spending_ceiling": "10000"}),
    Case(
        "DEC-03",
        "board",
        lambda site: may_decide(site.sponsor, site.north),
        {"kind": "change_process"},
    ),
    Case("DEC-04", "north-lead", beyond_its_unit),
    Case("OBL-01", "report", lambda site: an_obligation(site, owner=None), {"owner": "chief-officer"}),
    Case("OBL-02", "report", lambda site: an_obligation(site, evidence=""), {"evidence": "The letter"}),
    Case("OBL-03", "report", lambda site: an_obligation(site, due=date(2025, 9, 1))),
    Case("OBL-04", "report", due_before_the_board),
    Case(
        "OKR-01",
        "ward",
        lambda site: a_push(site, date(2025, 10, 1), 0.5, measure=a_whole_measure("bed-ready")),
    ),
    Case(
        "OKR-02",
        "ward",
        lambda site: a_push(site, date(2025, 10, 1)),
        {"series": "left-in-time/north", "start": "40", "aim": "50"},
    ),
    Case("OKR-03", "ward", lambda site: a_push(site, date(2025, 9, 1), 0.5), {"confidence": "7"}),
    Case(
        "OKR-04",
        "ward",
        lambda site: [a_push(site, date(2025, 10, 1), 0.8), an_aim(site, unit=site.north, value=0.6)],
        {"aim": "55"},
    ),
]
