"""No page of the generated health system asks the database more often than it may, whatever it shows."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.integration.conftest import Lakeside
from wellrun.accounts.models import User
from wellrun.execution.models import Action, Escalation, Initiative
from wellrun.measures.models import QualityIssue, Series
from wellrun.organisation.models import Unit
from wellrun.reviews.models import AgendaItem, Review

pytestmark = pytest.mark.integration

# What a page may cost, all in: session, account and frame too. The bar is 20.
CARD = 18
MOST = 18
# My day of whoever holds posts reads what waits for them, and what the check has to say of what they answer for.
DAY = 20
PLACES = (
    "day",
    "strategy",
    "matrix",
    "reviews",
    "actions",
    "escalations",
    "data",
    "data_quality",
    "data_units",
    "data_imports",
)


def cost_of(client: Client, path: str) -> int:
    """How many statements the page takes, in a browser that looked at another unit before."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200, path
    return len(asked)


def browser() -> Client:
    client = Client()
    client.force_login(User.objects.get(username="analyst"))
    return client


def cards() -> Iterator[Series]:
    """One series of every measure in every kind of unit, reported and rolled up, those with something odd first."""
    odd = QualityIssue.objects.filter(resolved_at__isnull=True).values_list("measure_id", "unit__parent_id")
    with_odd = set(odd)
    seen = set()
    member = Series.objects.filter(unit__membership="member", stratum="total").select_related("unit", "measure")
    for series in sorted(member, key=lambda one: (one.measure_id, one.unit_id) not in with_odd):
        kind = (series.measure_id, series.unit.kind, series.derived)
        if kind not in seen:
            seen.add(kind)
            yield series


def test_every_kind_of_card(lakeside: Lakeside) -> None:
    client = browser()
    paths = [reverse("measure", args=[series.unit.key, series.measure.key]) for series in cards()]
    assert len(paths) > 60
    dear = {path: cost for path in paths if (cost := cost_of(client, path)) > CARD}
    assert not dear


def test_every_place_of_every_kind_of_unit(lakeside: Lakeside) -> None:
    client = browser()
    units = {unit.kind: unit for unit in Unit.objects.filter(membership="member", closed__isnull=True)}
    units |= {f"{unit.kind} with objectives": unit for unit in Unit.objects.filter(objectives__isnull=False)}
    paths = [reverse(place, args=[unit.key]) for unit in units.values() for place in PLACES]
    dear = {path: cost for path in paths if (cost := cost_of(client, path)) > (DAY if "/day/" in path else MOST)}
    assert not dear


def test_my_day_of_whoever_holds_posts(lakeside: Lakeside) -> None:
    holders = User.objects.filter(holdings__isnull=False, is_active=True).distinct().order_by("username")
    found = {}
    for user in holders:
        client = Client()
        client.force_login(user)
        for unit in Unit.objects.filter(posts__holdings__user=user).distinct()[:1]:
            path = reverse("day", args=[unit.key])
            client.get(path)
            found[user.username] = cost_of(client, path)
    assert len(found) > 3
    assert max(found.values()) <= DAY, found


def test_every_record(lakeside: Lakeside) -> None:
    client = browser()
    paths = [reverse("review", args=[one.pk]) for one in Review.objects.filter(forum__restricted=False)[:12]]
    paths += [reverse("item", args=[one.review_id, one.pk]) for one in AgendaItem.objects.all()[:12]]
    paths += [reverse("action", args=[one.pk]) for one in Action.objects.all()[:8]]
    paths += [reverse("escalation", args=[one.pk]) for one in Escalation.objects.all()[:4]]
    paths += [reverse("initiative", args=[one.key]) for one in Initiative.objects.all()]
    dear = {path: cost for path in paths if (cost := cost_of(client, path)) > MOST}
    assert not dear
