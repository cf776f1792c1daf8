"""What the tests of the rhythm's pages share: an item with its facts and figures, a signed-in client, the posts."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.factories import NOW, a_measure, a_series, a_signal, an_item
from tests.worlds import World
from wellrun.accounts.models import User
from wellrun.measures.models import Observation, Receipt, Series, Source
from wellrun.reviews.models import AgendaItem, Review

HIGH, LOW = 0.23, 0.14


def client_of(user: User) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(user)
    return client


def figures(series: Series, months: int = 20) -> None:
    """A year at the usual level, then up: enough for limits and a shift."""
    source = Source.objects.get_or_create(key="feed", defaults={"name": "The feed"})[0]
    receipt = Receipt.objects.create(
        source=source,
        file_name="figures.csv",
        sha256="0" * 64,
        size_bytes=1,
        rows_read=months,
        rows_new=months,
        rows_corrected=0,
        rows_unchanged=0,
        received_at=NOW,
        received_by="test",
    )
    Observation.objects.bulk_create(
        Observation(
            series=series,
            period=date(2024 + at // 12, at % 12 + 1, 1),
            value=(HIGH if at >= 12 else LOW) + 0.004 * (at % 3),
            receipt=receipt,
            recorded_at=NOW,
        )
        for at in range(months)
    )


def facts(series: Series, **more: Any) -> dict[str, Any]:
    """What a raised item knows of a rise, as evaluation writes it down."""
    unit = series.unit
    state = {
        "measure": series.measure.key,
        "name": series.measure.key.replace("-", " ").capitalize(),
        "grain": "month",
        "display": {"multiplier": 100.0, "decimals": 1, "unit": "%"},
        "unit": unit.key,
        "unit_name": unit.name,
        "stratum": "total",
        "direction": "down",
        "profile": "nhs",
        "chart": "xmr",
        "version": 1,
        "points": 20,
        "period": "2025-08-01",
        "value": 0.234,
        "centre": 0.148,
        "lower": 0.105,
        "upper": 0.191,
        "change": "worsening",
        "aim": "short",
        "target_low": 0.15,
        "target_high": 0.15,
        "coverage": None,
        "data": {"period": "2025-08-01", "received_at": NOW.isoformat(), "source": "The feed"},
    }
    signal = {
        "side": "high",
        "meaning": "concern",
        "rules": ["shift"],
        "began": "2025-01-01",
        "first_fired": "2025-07-01",
        "last_fired": "2025-08-01",
        "since": "2025-01-01",
        "run": 8,
        "trend": 2,
        "scope": {
            "scope": "local",
            "same": 1,
            "of": 6,
            "parent": False,
            "parent_name": "System",
            "units": [],
        },
        "role": None,
        "roles": [],
        "linked": [],
    }
    return {**state, **signal, **more}


def a_rise(world: World, review: Review | None = None, name: str = "", **fields: Any) -> AgendaItem:
    """An open item on a measure that rose, in the north, with its signal and its facts."""
    series = a_series(world.north, a_measure(name, direction="down")) if name else world.series
    return an_item(
        review or world.review,
        series.unit,
        series=series,
        signals=[a_signal(series, side="high")],
        **{"facts": facts(series), "scope_proposed": "local"} | fields,
    )


def at(item: AgendaItem, name: str = "item") -> str:
    """The address of an item, or of something that is done to it."""
    return reverse(name, args=[item.review_id, item.pk])


def text_of(response: Any) -> str:
    """What a page says, without its markup."""
    content = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", content)))


def action_fields(world: World, **changed: Any) -> dict[str, Any]:
    """What a chair sends to ask the head of discharge for a daily call."""
    return {
        "outcome": "action",
        "drivers": "",
        "post": str(world.doer_post.pk),
        "scope": "local",
        "action-title": "Hold the 09:30 discharge call",
        "action-done_when": "Held ten working days running",
        "action-due": "2025-10-20",
        "action-look_back": "",
    } | changed


def decision_fields(**changed: Any) -> dict[str, Any]:
    """What a chair sends to record a choice."""
    return {
        "outcome": "decision",
        "decision-kind": "choice",
        "decision-text": "Keep course",
        "decision-reason": "The winter plan starts in November",
        "decision-look_back": "",
    } | changed
