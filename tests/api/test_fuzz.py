"""Whatever a caller sends to any operation, the answer is one that the description promises, and no fault of ours."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.access.places import Around, Place, around
from tests.factories import an_objective, at
from wellrun.accounts.actions import issue_token
from wellrun.accounts.models import User
from wellrun.api.api import api
from wellrun.audit.actions import SYSTEM
from wellrun.check.actions import state_waiver
from wellrun.measures.models import Receipt
from wellrun.organisation.models import DecisionRight
from wellrun.strategy.actions import add_obligation, give_role, propose, push_in_quarter, set_key_result
from wellrun.strategy.models import Objective

ROLES = ("chair", "analyst")
EXAMPLES = 12
OPERATIONS = sorted(
    (method.upper(), path)
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for method in methods
)

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@dataclass(frozen=True)
class Target:
    """The described interface, a token for each role, and real names to get beyond the first look-up."""

    schema: Any
    tokens: dict[str, str]
    names: dict[str, list[str]]


@pytest.fixture(scope="module")
def target(django_db_setup: None, django_db_blocker: Any) -> Iterator[Target]:
    # Imported here: it takes a second, which runs of other tests need not wait for.
    from schemathesis import openapi

    with django_db_blocker.unblock(), at(), transaction.atomic(), _one_connection():
        site = around()
        tokens = {
            role: issue_token(user=site.people[role], name="fuzz", may_write=True, days=1, by=SYSTEM)[1]
            for role in ROLES
        }
        yield Target(openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application()), tokens, _names(site))
        transaction.set_rollback(True)


def _token(user: User) -> str:
    return issue_token(user=user, name="fuzz", may_write=True, days=1, by=SYSTEM)[1]


@contextmanager
def _one_connection() -> Iterator[None]:
    """The server ends a connection with each request; here all share the test's, as with Django's own test client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _names(site: Around) -> dict[str, list[str]]:
    """Real ids by the parameter that takes them, of a place that is reached and of one that is not."""
    found: dict[str, list[str]] = {}
    # What is reached comes more often: behind it lies more that could fail.
    parts = {name: _of_the_plan(site.places[name]) for name in ("own", "sibling")}
    for name in ("own", "own", "sibling"):
        place = site.places[name]
        ids = {
            "unit_id": place.unit.pk,
            "series_id": place.series.uid,
            "signal_id": place.signal_id,
            "forum_id": place.forum.pk,
            "review_id": place.sitting.pk,
            "item_id": place.item.pk,
            "outcome_id": place.outcome.pk,
            "escalation_id": place.escalation.pk,
            "event_id": place.event.pk,
            "exclusion_id": place.exclusion.pk,
            "baseline_id": place.baseline.pk,
            "limit_id": place.limit.pk,
            "account_id": place.staff.pk,
            "key": place.initiative.key if place.initiative else "",
            "measure_id": site.measure.pk,
            "name": "q.readmit30",
            "post": place.post.key,
            "receipt_id": Receipt.objects.get().pk,
            **parts[name],
        }
        for parameter, pk in ids.items():
            found.setdefault(parameter, []).append(str(pk))
        found.setdefault("action_id", []).extend(str(action.pk) for action in place.actions.values())
    return found


def _of_the_plan(place: Place) -> dict[str, Any]:
    """The keys and ids of a plan's parts there, written down when they are asked for."""
    assert place.initiative is not None
    one = place.initiative.objective
    assert place.unit.parent is not None
    above = an_objective(f"above-{one.key}", place.unit.parent, place.post, rank=500 + Objective.objects.count())
    give_role(objective=one, measure=place.series.measure, role="lag", by=SYSTEM)
    quarter = push_in_quarter(objective=one, starts=date(2025, 10, 1), title="All wards", by=SYSTEM)
    result = set_key_result(pushed=quarter, series=place.series, start=0.2, aim=0.1, by=SYSTEM)
    exchange = propose(parent=above, unit=place.unit, post=place.post, title="Less", by=SYSTEM)
    stated = {"reason": "Later", "post": place.post, "expires": date(2026, 1, 1), "by": SYSTEM}
    required = {"regulator": "The city", "clause": "1", "unit": place.unit, "due": date(2026, 1, 1), "by": SYSTEM}
    return {
        "plan": one.plan.key,
        "objective": one.key,
        "quarter_id": quarter.pk,
        "result_id": result.pk,
        "exchange_id": exchange.pk,
        "waiver_id": state_waiver(plan=one.plan, rule="OBJ-02", subject=one.key, **stated).pk,
        "obligation": add_obligation(key=f"of-{place.unit.key}", title="Report", **required).key,
        "right_id": DecisionRight.objects.get(post=place.post).pk,
        "domain": one.domain.key,
        "rule": "FOC-01",
        "link": "a-link",
        "trade_off": "a-trade-off",
        "number": 1,
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=lambda word: word)
def test_every_answer_is_one_that_was_promised(target: Target, method: str, path: str, role: str) -> None:
    from schemathesis import GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks as promised

    operation = target.schema[path][method]
    wanted = [
        not_a_server_error,
        promised.status_code_conformance,
        promised.content_type_conformance,
        promised.response_schema_conformance,
    ]
    cases = operation.as_strategy() | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, seed=st.integers(0, 999))
    def holds(case: Any, seed: int) -> None:
        choose = random.Random(seed)
        for name in case.path_parameters or {}:
            if choose.random() < 0.9:
                case.path_parameters[name] = choose.choice(target.names[name])
        with transaction.atomic():
            response = case.call(headers={"Authorization": f"Bearer {target.tokens[role]}"})
            transaction.set_rollback(True)
        case.validate_response(response, checks=wanted)

    holds()
