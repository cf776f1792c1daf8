"""Same-day limits on the page of their own, on the card and on My day: never as a signal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.factories import TODAY, a_measure, a_unit, a_user
from tests.insight.figures import arrive
from tests.web.reviewing import client_of, text_of
from tests.worlds import World
from wellrun.access.models import Level
from wellrun.audit.actions import SYSTEM
from wellrun.jobs.evaluation import evaluate_and_raise
from wellrun.measures.actions import set_trigger
from wellrun.measures.models import Series, Trigger

YESTERDAY = TODAY - timedelta(days=1)
SENT = {"side": "high", "limit": "100", "response": "Open escalation beds"}


@pytest.fixture
def ward(world: World) -> Series:
    """A ward below the north site whose occupancy was 103 % yesterday."""
    unit = a_unit("ward", parent=world.north, kind="ward")
    how = {"grain": "day", "scoring": "continuous", "roll_up": "none", "direction": "down", "data_lag_days": 0}
    a_measure("occupancy", name="Occupancy", **how)
    figures = [(TODAY - timedelta(days=n), 0.9 + 0.01 * (n % 5)) for n in range(2, 20)] + [(YESTERDAY, 1.03)]
    arrive([("occupancy", "ward", day, value) for day, value in figures], counts=False)
    evaluate_and_raise(cause="import")
    return Series.objects.get(unit=unit)


def page(user: Any, unit: str = "ward") -> Any:
    return client_of(user).get(f"/u/{unit}/measures/occupancy/limits/")


def analyst(world: World) -> Any:
    return a_user("figures", (world.north, Level.ANALYST))


def test_typed_as_figures_are_shown_and_kept_as_they_are_stored(world: World, ward: Series) -> None:
    answer = client_of(analyst(world)).post("/u/ward/measures/occupancy/limits/", SENT)
    assert (answer.status_code, answer["Location"]) == (302, "/u/ward/measures/occupancy/limits/")
    trigger = Trigger.objects.get()
    assert (trigger.side, trigger.limit, trigger.response) == ("high", 1.0, "Open escalation beds")
    said = text_of(page(world.viewer))
    assert "100.0 % or more: Open escalation beds" in said
    assert "Met: 103.0 % on 13 October 2025." in said
    assert "a limit that is met is no signal" in said


def test_the_card_says_it_apart_from_what_really_changed(world: World, ward: Series) -> None:
    set_trigger(series=ward, side="high", limit=1.0, response="Open escalation beds", by=SYSTEM)
    said = text_of(client_of(world.viewer).get("/u/ward/measures/occupancy/"))
    assert "For acting at once; no statistics claimed." in said
    assert "Met: 103.0 %" in said


def test_my_day_lists_what_is_met_in_a_block_of_its_own(world: World, ward: Series) -> None:
    assert "Same-day limits met" not in text_of(client_of(world.viewer).get("/u/north/day/"))
    set_trigger(series=ward, side="high", limit=1.0, response="Open escalation beds", by=SYSTEM)
    set_trigger(series=ward, side="low", limit=0.5, response="Close a bay", by=SYSTEM)
    said = text_of(client_of(world.viewer).get("/u/north/day/"))
    assert "Same-day limits met no statistics claimed" in said
    assert "Occupancy , Ward." in said
    assert "Open escalation beds" in said
    assert "Close a bay" not in said


def test_what_is_refused_keeps_what_was_typed(world: World, ward: Series) -> None:
    client, address = client_of(analyst(world)), "/u/ward/measures/occupancy/limits/"
    answer = client.post(address, SENT | {"response": " "})
    assert answer.status_code == 422
    assert "Say what is done at once when the limit is met." in text_of(answer)
    assert 'value="100"' in answer.content.decode()
    for wrong in ("", "much", "nan", "inf", "1e999"):
        assert client.post(address, SENT | {"limit": wrong}).status_code == 422
    assert not Trigger.objects.exists()


def test_taken_back_it_is_told_below(world: World, ward: Series) -> None:
    trigger = set_trigger(series=ward, side="high", limit=1.0, response="Open escalation beds", by=SYSTEM)
    client = client_of(analyst(world))
    address = f"/u/ward/measures/occupancy/limits/{trigger.pk}/"
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 302  # said on the page, nothing breaks
    said = text_of(page(world.viewer))
    assert "None is set." in said
    assert "100.0 % or more: Open escalation beds. Taken back by figures" in said


def test_who_may_not_set_it_sees_it_all_the_same(world: World, ward: Series) -> None:
    answer = page(world.viewer)
    assert answer.status_code == 200
    assert "Analysts and chairs of this unit set limits" in text_of(answer)
    assert client_of(world.viewer).post("/u/ward/measures/occupancy/limits/", SENT).status_code == 403
    assert (
        client_of(a_user("outsider", (a_unit("far"), Level.ANALYST)))
        .get("/u/ward/measures/occupancy/limits/")
        .status_code
        == 404
    )


def test_without_a_series_there_is_nothing(world: World, ward: Series) -> None:
    assert page(world.viewer, "north").status_code == 404


def test_few_queries(world: World, ward: Series, django_assert_max_num_queries: Any) -> None:
    for side in ("high", "low"):
        set_trigger(series=ward, side=side, limit=1.0, response="Look", by=SYSTEM)
    client = client_of(analyst(world))
    client.get("/u/ward/measures/occupancy/limits/")
    with django_assert_max_num_queries(14):
        client.get("/u/ward/measures/occupancy/limits/")
