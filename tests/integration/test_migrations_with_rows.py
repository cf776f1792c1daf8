"""A site that was there before the strategy model keeps every row on its way to today's tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.harness.old_schema import empty_database, migrated, rows

pytestmark = pytest.mark.integration

ROOMS = ("accounts", "organisation", "measures", "strategy", "execution", "insight", "reviews", "check")
BEFORE = [
    ("accounts", "0002_about"),
    ("organisation", "0002_unit_remark"),
    ("measures", "0007_rule_profile_known"),
    ("strategy", "0002_site_level"),
    ("execution", "0004_initiative_updates"),
    ("insight", "0005_watched_early"),
    ("reviews", "0007_not_capable"),
    ("check", "0001_initial"),
]
WITH_THE_MODEL = [
    ("accounts", "0002_about"),
    ("organisation", "0003_strategy_model"),
    ("measures", "0010_judged_on"),
    ("strategy", "0004_push_within_a_band"),
    ("execution", "0005_initiative_targets"),
    ("insight", "0006_watched_points"),
    ("reviews", "0008_strategy_model"),
    ("check", "0002_strategy_model"),
]
# What was said in columns of one record and is said in records of their own since, or in other words: asked one by one.
SAID_ELSEWHERE = {
    "strategy.plan": {"active"},
    "execution.initiative": {"target_series_id", "direction", "predicted_change", "effect_delay_days"},
}
STARTS, ENDS = date(2026, 4, 1), date(2027, 3, 31)
NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def apart(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[None]:
    with django_db_blocker.unblock(), empty_database(tmp_path):
        yield


@pytest.mark.usefixtures("apart")
def test_no_row_is_lost_on_the_way_to_todays_tables() -> None:
    old = migrated(BEFORE)
    a_site_at_work(old)
    before = rows(old, ROOMS)

    between = migrated(WITH_THE_MODEL)
    assert lost(before, rows(between, ROOMS)) == []
    said_in_records_of_their_own(between)
    checked_and_obliged(between)
    before = rows(between, ROOMS)

    today = migrated()
    after = rows(today, ROOMS)
    assert lost(before, after) == []
    assert [one["last_event"] for one in after["check.checkrun"]] == [0]
    assert {one["obligation_id"] for one in after["reviews.agendaitem"]} == {None}
    items = today.get_model("reviews", "AgendaItem").objects
    obligation = today.get_model("strategy", "Obligation").objects.get()
    review = today.get_model("reviews", "Review").objects.exclude(status="closed").get()
    items.create(kind="obligation", obligation=obligation, unit=review.forum.unit, review=review, raised_at=NOW)


def lost(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> list[Any]:
    """What a row said and does not say any more, as (record, what it said)."""
    return [
        (name, row)
        for name, told in before.items()
        for row in told
        if not any(_says(new, row, SAID_ELSEWHERE.get(name, set())) for new in after.get(name, ()))
    ]


def _says(new: dict[str, Any], old: dict[str, Any], elsewhere: set[str]) -> bool:
    return all(new.get(name, "gone") == value for name, value in old.items() if name not in elsewhere)


def a_site_at_work(apps: Any) -> None:
    """Two cycles, an initiative, an action, a review that is over with its item closed, one with open items."""

    def make(label: str, **fields: Any) -> Any:
        return apps.get_model(label).objects.create(**fields)

    make("organisation.SiteSetting", pk=1, name="Before")
    unit = make("organisation.Unit", key="top", name="Top", kind="system", enterprise=True)
    make("organisation.UnitClosure", ancestor=unit, descendant=unit, depth=0)
    post = make("organisation.Post", key="chief", title="Chief", unit=unit)
    user = make("accounts.User", username="chief", password="-", display_name="Chief", created_at=NOW)
    make("organisation.Holding", user=user, post=post, starts=STARTS)
    measure = make("measures.Measure", key="waits", domain="access_experience")
    words = {"name": "Waits", "definition": "How long", "grain": "week", "scoring": "continuous"}
    make("measures.MeasureVersion", measure=measure, number=1, current=True, direction="down", roll_up="none", **words)
    series = make("measures.Series", measure=measure, unit=unit)
    make("measures.Target", series=series, value=4.0, baseline=6.0, created_at=NOW)
    domain = make("strategy.Domain", key="access_experience", name="Access", position=1)
    make("strategy.Plan", key="last", name="Last", starts=date(2025, 4, 1), ends=date(2026, 3, 31), active=False)
    plan = make("strategy.Plan", key="this", name="This", starts=STARTS, ends=ENDS, active=True)
    common = {"plan": plan, "domain": domain, "owner": post, "sponsor": post, "unit": unit}
    above = make("strategy.Objective", key="wait-less", title="Wait less", level="enterprise", rank=1, **common)
    below = make("strategy.Objective", key="see-sooner", title="See sooner", level="site", **common)
    make("strategy.ObjectiveParent", child=below, parent=above)
    make("strategy.ObjectiveMeasure", objective=above, measure=measure, role="lag")
    make("strategy.Contributor", objective=above, team="Theatres")
    make("check.Waiver", plan=plan, post=post, rule="OBJ-01", subject="wait-less", reason="Agreed", expires=ENDS)
    predicted = {"target_series": series, "direction": "down", "predicted_change": 1.5, "effect_delay_days": 30}
    dates = {"starts": STARTS, "ends": ENDS, "created_at": NOW}
    initiative = make(
        "execution.Initiative",
        key="slots",
        title="Slots",
        objective=above,
        owner=post,
        design="-",
        **dates,
        **predicted,
    )
    make("execution.InitiativeUpdate", initiative=initiative, text="On the way", at=NOW)
    says = {"title": "Ring them", "done_when": "All rung", "due": ENDS, "created_by": "chief", "last_update_at": NOW}
    action = make("execution.Action", number=1, post=post, unit=unit, initiative=initiative, created_at=NOW, **says)
    reasons = {"text": "Go on", "reason": "It works", "decided_by": "chief", "decided_at": NOW}
    decision = make("execution.Decision", kind="choice", unit=unit, **reasons)
    time = {"cadence": "FREQ=WEEKLY", "cadence_days": 7, "first_start": NOW, "time_zone": "Europe/London"}
    forum = make("reviews.Forum", key="board", name="Board", tier=1, unit=unit, chair=post, sponsor=post, **time)
    coming = make("reviews.Review", forum=forum, starts_at=datetime(2026, 6, 8, 8, tzinfo=UTC))
    about = {"unit": unit, "raised_at": NOW, "review": coming}
    make("reviews.AgendaItem", kind="signal", series=series, **about)
    make("reviews.AgendaItem", kind="stalled", action=action, **about)
    make("reviews.AgendaItem", kind="not_capable", series=series, **about)
    over = make("reviews.Review", forum=forum, starts_at=NOW)
    item = make("reviews.AgendaItem", kind="long_standing", series=series, **(about | {"review": over}))
    outcome = make("reviews.Outcome", item=item, decision=decision, recorded_at=NOW, recorded_by="chief")
    items = apps.get_model("reviews.AgendaItem").objects.filter(pk=item.pk)
    items.update(status="closed", closed_at=NOW, closing_outcome=outcome)
    apps.get_model("reviews.Review").objects.filter(pk=over.pk).update(status="closed", closed_at=NOW)


def said_in_records_of_their_own(apps: Any) -> None:
    """The stage of a plan, and what an initiative is to move."""
    plans = apps.get_model("strategy", "Plan").objects
    assert dict(plans.values_list("key", "stage")) == {"last": "closed", "this": "active"}
    targets = apps.get_model("execution", "InitiativeTarget").objects
    assert list(targets.values_list("series__measure__key", "direction", "change", "delay_days")) == [
        ("waits", "down", 1.5, 30)
    ]


def checked_and_obliged(apps: Any) -> None:
    """What the strategy model brought and the two later migrations met."""
    plan = apps.get_model("strategy", "Plan").objects.get(key="this")
    unit = apps.get_model("organisation", "Unit").objects.get()
    apps.get_model("check", "CheckRun").objects.create(plan=plan, at=NOW, whole_on=NOW.date(), last_change=7, clear=3)
    found = {"rule": "OBJ-04", "kind": "objective", "subject": "wait-less", "severity": "warn", "message": "Say more."}
    apps.get_model("check", "Finding").objects.create(plan=plan, unit=unit, since=NOW, **found)
    words = {"key": "report", "title": "Report", "regulator": "CQC", "clause": "12", "due": ENDS}
    apps.get_model("strategy", "Obligation").objects.create(unit=unit, **words)
