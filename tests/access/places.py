"""One system with a person of every level at one of its sites, and one of each record in every place around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.factories import (
    NOW,
    a_forum,
    a_measure,
    a_post,
    a_review,
    a_series,
    a_signal,
    a_unit,
    a_user,
    an_item,
    an_objective,
)
from wellrun.accounts.actions import close_account
from wellrun.accounts.models import User
from wellrun.api.arrival import facts_of, table_of
from wellrun.api.schemas.observations import PushIn, RowIn
from wellrun.audit.actions import SYSTEM
from wellrun.execution.actions import escalate
from wellrun.execution.actions.numbering import save_numbered
from wellrun.execution.models import Action, Escalation, Initiative, InitiativeTarget
from wellrun.insight.actions import evaluate
from wellrun.measures.actions import add_source, ingest, set_trigger
from wellrun.measures.models import BaselineProposal, Event, Exclusion, Measure, Series, Trigger
from wellrun.organisation.actions import hold_post
from wellrun.organisation.models import DecisionRight, Post, Unit
from wellrun.reviews.actions import DecisionSpec, close_item_with
from wellrun.reviews.models import AgendaItem, Forum, Outcome, Review
from wellrun.strategy.models import Catchball, CatchballTurn, KeyResult, Objective, Obligation, QuarterSlice

LEVELS = ("viewer", "contributor", "chair", "analyst", "administrator")
LATER = datetime(2025, 10, 21, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """A unit with one of each record; `actions` by status. `staff` sees it and no other unit; `left` is closed."""

    unit: Unit
    post: Post
    series: Series
    signal_id: Any
    forum: Forum
    sitting: Review
    empty_sitting: Review
    coming: Review
    item: AgendaItem
    settled: AgendaItem
    outcome: Outcome
    escalation: Escalation
    event: Event
    exclusion: Exclusion
    baseline: BaselineProposal
    limit: Trigger
    initiative: Initiative | None
    key_result: KeyResult | None
    exchange: Catchball | None
    staff: User
    left: User
    actions: dict[str, Action] = field(default_factory=dict)

    @property
    def names(self) -> set[str]:
        """Words that show the place to whoever sees one of them."""
        ids = (self.unit, self.post, self.forum, self.sitting, self.item, self.outcome, self.escalation)
        return {self.unit.key, str(self.series.uid), str(self.signal_id), *(str(record.pk) for record in ids)}


@dataclass(frozen=True)
class Around:
    """The places around one site, as its people stand to them, and the people by level.

    `holder`: a contributor who holds the posts of all places. `stranger` has no access anywhere.
    """

    places: dict[str, Place]
    people: dict[str, User]
    measure: Measure


def an_action(unit: Unit, post: Post, status: str) -> Action:
    """An action of a post in a status, with what the database asks of it."""
    owned = status in {"accepted", "done"}
    done = {"done_at": NOW, "done_evidence": "Seen"} if status == "done" else {}
    action = Action(
        title="Hold the call",
        done_when="Held",
        unit=unit,
        post=post,
        due=date(2025, 11, 1),
        status=status,
        countered_due=date(2025, 11, 8) if status == "countered" else None,
        decline_reason="No" if status == "declined" else "",
        created_at=NOW,
        created_by="chair",
        last_update_at=NOW,
        accepted_at=NOW if owned else None,
        **done,
    )
    return save_numbered(action)


def an_initiative(name: str, unit: Unit, post: Post, series: Series) -> Initiative:
    """What is tried there, for an objective of its own."""
    begun = Initiative.objects.create(
        key=f"{name}-initiative",
        title=f"Try it in {name}",
        objective=an_objective(f"{name}-objective", unit, post, rank=100 + Initiative.objects.count()),
        owner=post,
        status="active",
        starts=date(2025, 9, 1),
        ends=date(2026, 3, 1),
        design="Before and after",
        created_at=NOW,
    )
    InitiativeTarget.objects.create(initiative=begun, series=series, direction="down", change=0.03)
    return begun


def a_key_result(objective: Objective, series: Series) -> KeyResult:
    """What is pushed in the quarter of the day, and a value wanted by its end."""
    dates = {"starts": date(2025, 10, 1), "ends": date(2025, 12, 31)}
    pushed = QuarterSlice.objects.create(objective=objective, title="All wards", **dates)
    return KeyResult.objects.create(slice=pushed, series=series, start=0.2, aim=0.1)


def an_exchange(objective: Objective, unit: Unit, post: Post) -> Catchball:
    """A part of an objective for which the unit is asked."""
    asked = Catchball.objects.create(plan=objective.plan, parent=objective, unit=unit, post=post)
    CatchballTurn.objects.create(catchball=asked, number=1, kind="proposed", title="Shorter waits", at=NOW)
    return asked


def closed_user(username: str, unit: Unit) -> User:
    """An account that could see the unit and was closed."""
    user = a_user(username, (unit, "viewer"))
    close_account(user=user, by=SYSTEM)
    return user


def said_of(series: Series) -> dict[str, Any]:
    """An event, a point left out, a proposed baseline and a same-day limit; the same ones when asked twice."""
    event = Event.objects.get_or_create(
        unit=series.unit, starts_on=date(2024, 3, 1), text="A move", noted_by="somebody", defaults={"noted_at": NOW}
    )
    exclusion = Exclusion.objects.get_or_create(
        series=series,
        period=date(2023, 2, 1),
        defaults={"reason": "One site", "excluded_by": "somebody", "excluded_at": NOW},
    )
    baseline = BaselineProposal.objects.get_or_create(
        series=series,
        start=date(2024, 1, 1),
        defaults={
            "changed_on": date(2024, 1, 1),
            "reason_kind": "process",
            "reason": "A new unit",
            "proposed_by": "somebody",
            "proposed_at": NOW,
        },
    )
    limit = set_trigger(series=series, side="high", limit=0.99, response="Open beds", by=SYSTEM)
    return {"event": event[0], "exclusion": exclusion[0], "baseline": baseline[0], "limit": limit}


def required_of(name: str, unit: Unit, post: Post) -> None:
    """What a regulator requires of the unit by a day, and what its post may decide."""
    words = {"title": f"The return of {name}", "regulator": "The regulator", "clause": "Regulation 18"}
    Obligation.objects.create(key=f"{name}-return", unit=unit, owner=post, due=date(2026, 6, 1), **words)
    DecisionRight.objects.create(post=post, kind="spend", scope=unit)


def a_place(unit: Unit, measure: Measure, *, restricted: bool = False, members: tuple[User, ...] = ()) -> Place:
    """The unit's records; what its forum settled, and what it asks."""
    name = f"{unit.key}-circle" if restricted else unit.key
    post = a_post(f"{name}-post", unit)
    required_of(name, unit, post)
    series = Series.objects.filter(measure=measure, unit=unit).first() or a_series(unit, measure)
    forum = a_forum(f"{name}-forum", unit, post, restricted=restricted, members=members)
    sitting = a_review(forum, NOW)
    settled = an_item(sitting, unit, series=series)
    outcome = close_item_with(item=settled, outcome=DecisionSpec(text="Keep", reason="Early"), by=SYSTEM)
    begun = None if restricted else an_initiative(name, unit, post, series)
    return Place(
        unit=unit,
        post=post,
        series=series,
        signal_id=a_signal(series, period=date(2025, 9 if restricted else 8, 1)).pk,
        forum=forum,
        sitting=sitting,
        empty_sitting=a_review(forum, NOW - timedelta(days=7)),
        coming=a_review(forum, LATER, status="scheduled"),
        item=an_item(sitting, unit, series=series),
        settled=settled,
        outcome=outcome,
        escalation=escalate(
            question=f"Who pays in {name}?",
            from_unit=unit,
            from_tier=1,
            to_unit=unit,
            to_tier=3,
            reply_by=LATER,
            by=SYSTEM,
        ),
        **said_of(series),
        # One is of the unit, and no circle's.
        initiative=begun,
        key_result=None if begun is None else a_key_result(begun.objective, series),
        # Of a post that nobody holds: who is asked sees it from wherever they are.
        exchange=None if begun is None else an_exchange(begun.objective, unit, a_post(f"{name}-asked", unit)),
        staff=a_user(f"{name}-staff", (unit, "viewer")),
        left=closed_user(f"{name}-left", unit),
        actions={status: an_action(unit, post, status) for status in Action.Status.values},
    )


def some_figures(measure: Measure, units: Iterable[Unit]) -> None:
    """Two years of figures for each unit, taken in and judged."""
    units = list(units)
    rows = [
        RowIn(measure=measure.key, unit=unit.key, period=f"{year}-{month:02}", numerator=month, denominator=40)
        for unit in units
        for year in (2023, 2024)
        for month in range(1, 13)
    ]
    given = PushIn(rows=rows)
    source = add_source(key="test", name="Test", by=SYSTEM)
    ingest(source=source, table=table_of(given, [unit.pk for unit in units]), file=facts_of(given), by=SYSTEM)
    evaluate(cause="import", by=SYSTEM)


def around() -> Around:
    """System > region > own site (> ward > bay) and a sibling site; beside it a unit that is only compared with.

    The bay is there to be asked, and has no records.
    """
    system = a_unit("system", enterprise=True)
    region = a_unit("region", parent=system, kind="region")
    own, sibling = a_unit("own", parent=region), a_unit("sibling", parent=region)
    units = {
        "own": own,
        "child": a_unit("ward", parent=own, kind="ward"),
        "sibling": sibling,
        "parent": region,
        "reference": a_unit("reference", parent=region, membership="reference"),
    }
    measure = a_measure("waiting", direction="down", roll_up="none")
    some_figures(measure, units.values())
    a_unit("bay", parent=units["child"], kind="team")
    people = {level: a_user(level, (own, level)) for level in LEVELS}
    people |= {"holder": a_user("holder", (own, "contributor")), "stranger": a_user("stranger")}
    places = {name: a_place(unit, measure) for name, unit in units.items()}
    for place in places.values():
        hold_post(post=place.post, user=people["holder"], starts=date(2025, 1, 1), by=SYSTEM)
    return Around(places, people, measure)
