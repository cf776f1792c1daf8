"""Series: their answers, their points as known at a moment, and others to compare with."""

from datetime import date

import pytest

from tests.api.calling import Program
from tests.api.figures import months, push
from tests.factories import a_measure, a_series, a_unit, a_user, at
from tests.measures.small import counted, take_in
from tests.worlds import World
from wellrun.audit.actions import SYSTEM
from wellrun.measures.actions import set_target, start_phase
from wellrun.measures.models import Observation, Receipt, Series

VALUES = [0.5 + (at % 3) / 100 for at in range(24)]


@pytest.fixture
def analyst(world: World) -> Program:
    program = Program(a_user("analyst", (world.north, "analyst")))
    push(program, months(VALUES))
    return program


def test_a_series_says_its_answer_with_period_limits_chart_and_revision(analyst: Program, world: World) -> None:
    (found,) = analyst.get("/series", unit="north").body["results"]
    assert found["id"] == str(world.series.uid)
    assert (found["measure"]["key"], found["unit"]["key"], found["stratum"]) == ("ready-to-leave", "north", "total")
    state = found["state"]
    assert (state["change"], state["aim"], state["period"], state["points"]) == ("none", "no_aim", "2024-12-01", 24)
    assert (state["chart"], state["profile"], state["is_current"]) == ("xmr", "nhs", True)
    assert state["value"] == {"state": "value", "value": VALUES[-1], "reason": None, "text": "52.0\u00a0%"}
    assert state["centre"]["value"] == pytest.approx(0.51)
    assert state["target_low"] == {"state": "missing", "value": None, "reason": "not_reported", "text": "no figure"}


def test_an_answer_that_is_out_of_date_says_so(analyst: Program, world: World) -> None:
    set_target(series=world.series, value=0.4, by=SYSTEM)
    found = analyst.get(f"/series/{world.series.uid}").body
    assert (found["state"]["is_current"], found["target"]["low"]["value"]) == (False, 0.4)


def test_one_series_comes_with_its_phases(analyst: Program, world: World) -> None:
    start_phase(series=world.series, start=date(2024, 6, 1), reason="New ward", by=SYSTEM)
    (phase,) = analyst.get(f"/series/{world.series.uid}").body["phases"]
    assert (phase["start"], phase["reason"], phase["reason_kind"]) == ("2024-06-01", "New ward", "process")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"measure": "ready-to-leave"}, 1),
        ({"measure": "another"}, 0),
        ({"change": "none"}, 1),
        ({"change": "worsening"}, 0),
        ({"aim": "no_aim"}, 1),
        ({"within": "north"}, 1),
        ({"stratum": "total"}, 1),
    ],
)
def test_series_are_found_by_what_they_are_about(analyst: Program, query: dict[str, str], count: int) -> None:
    assert analyst.get("/series", **query).body["count"] == count


def test_points_are_the_figures_period_by_period_with_the_missing_ones(analyst: Program, world: World) -> None:
    push(analyst, months([*[None] * 10, 0.4], start=2025))
    answer = analyst.get(f"/series/{world.series.uid}/points").body
    assert (answer["count"], answer["chart"], answer["next"]) == (35, None, None)
    gap = answer["results"][30]
    assert (gap["period"], gap["value"]["state"], gap["judged"]) == ("2025-07-01", "missing", False)
    assert answer["results"][0]["value"]["value"] == VALUES[0]
    assert answer["results"][0]["limits"] is None


def test_points_between_two_days_carry_the_limits_of_the_whole(analyst: Program, world: World) -> None:
    path = f"/series/{world.series.uid}/points"
    whole = analyst.get(path, limits="true").body
    part = analyst.get(path, limits="true", **{"from": "2024-03-01", "to": "2024-05-31"}).body
    assert (whole["chart"], part["count"]) == ("xmr", 3)
    assert part["results"] == [one for one in whole["results"] if "2024-03-01" <= one["period"] <= "2024-05-31"]
    assert part["results"][0]["mark"] == {"point": "common_cause", "rule": "", "phase": 0}
    assert part["results"][0]["limits"]["centre"]["value"] == pytest.approx(0.51)


def test_points_come_in_parts(analyst: Program, world: World) -> None:
    path = f"/series/{world.series.uid}/points"
    first = analyst.get(path, limit=20).body
    assert (len(first["results"]), first["next"]) == (20, f"/api/v1{path}?limit=20&offset=20")
    second = analyst.get(path, limit=20, offset=20).body
    assert (len(second["results"]), second["next"]) == (4, None)


def test_points_as_known_at_a_moment(analyst: Program, world: World) -> None:
    path = f"/series/{world.series.uid}/points"
    with at(days=1):
        push(analyst, [months(VALUES)[0] | {"value": 0.9}, months(VALUES)[1] | {"value": None}], empty_withdraws=True)
    before = analyst.get(path, as_of="2025-10-14T12:00:00+01:00").body["results"]
    now = analyst.get(path).body["results"]
    assert [one["value"]["value"] for one in before[:2]] == VALUES[:2]
    assert [one["value"]["value"] for one in now[:2]] == [0.9, None]
    assert (now[1]["value"]["reason"], now[1]["value"]["text"]) == ("withdrawn", "taken back")
    assert analyst.get(path, as_of="2024-01-01T00:00:00Z").body["results"] == []


def test_a_withdrawn_figure_is_told_from_one_that_never_came(analyst: Program, world: World) -> None:
    with at(days=1):
        push(analyst, [months(VALUES)[23] | {"value": None}], empty_withdraws=True)
    path = f"/series/{world.series.uid}/points"
    with at(days=2):
        push(analyst, [months(VALUES)[23] | {"value": 0.5}])
    told = {
        moment: analyst.get(path, as_of=f"2025-10-{moment}T12:00:00Z").body["results"][-1]["value"]["state"]
        for moment in (14, 15, 16)
    }
    assert told == {14: "value", 15: "missing", 16: "value"}


def test_a_series_without_figures_has_no_points(world: World) -> None:
    answer = Program(world.viewer).get(f"/series/{world.series.uid}/points", limits="true").body
    assert (answer["count"], answer["results"], answer["chart"]) == (0, [], None)


def test_reference_units_answer_only_to_compare_and_without_names(analyst: Program, world: World) -> None:
    receipt = Receipt.objects.get()
    for number in range(3):
        unit = a_unit(f"far-{number}", parent=world.system, membership="reference")
        series = a_series(unit, world.series.measure)
        Observation.objects.create(
            series=series, period="2024-12-01", value=0.1 * number, receipt=receipt, recorded_at=receipt.received_at
        )
        assert analyst.get(f"/series/{series.uid}").status == 404
        assert analyst.get(f"/series/{series.uid}/points").status == 404
        assert analyst.get(f"/series/{series.uid}/comparators").status == 404
        assert analyst.get(f"/units/{unit.pk}").status == 404
    answer = analyst.get(f"/series/{world.series.uid}/comparators").body
    assert (answer["count"], answer["periods"]) == (3, ["2024-12-01"])
    assert [one["label"] for one in answer["results"]] == ["1", "2", "3"]
    assert sorted(one["values"][0]["value"] for one in answer["results"]) == pytest.approx([0, 0.1, 0.2])
    assert "far" not in str(answer)
    assert "far" not in str([analyst.get(path).body for path in ("/units", "/series", "/posts", "/signals")])


def test_without_reference_units_there_is_nobody_to_compare_with(analyst: Program, world: World) -> None:
    answer = analyst.get(f"/series/{world.series.uid}/comparators").body
    assert (answer["count"], answer["periods"], answer["results"]) == (0, [], [])


def test_a_comparison_names_ones_own_units_and_numbers_the_others(analyst: Program, world: World) -> None:
    measure = a_measure("seen")
    found = counted("seen", "north", (500, 1000))
    for number in range(6):
        a_unit(f"far-{number}", parent=world.system, membership="reference", name=f"Faraway {number}")
        found += counted("seen", f"far-{number}", (700 + 5 * number, 1000))
    take_in(found)
    series = Series.objects.get(measure=measure, unit=world.north)
    answer = analyst.get(f"/series/{series.uid}/comparison").body
    assert (answer["count"], answer["unsuited"], answer["kind"]) == (7, None, "proportion")
    assert [one["label"] for one in answer["results"]] == ["1", "1", "2", "3", "4", "5", "6"]
    first = answer["results"][0]
    assert (first["unit"]["key"], first["flag"], first["interval_lower"]["text"]) == ("north", "low", "46.9\xa0%")
    assert answer["min_detectable_of"] == "misses"
    assert "far" not in str(answer).lower()


def test_a_comparison_of_too_few_says_so(analyst: Program, world: World) -> None:
    answer = analyst.get(f"/series/{world.series.uid}/comparison").body
    assert (answer["unsuited"], answer["results"]) == ("no_counts", [])
    assert analyst.get(f"/series/{world.series.uid}/comparison?kind=person").status == 422
    backwards = analyst.get(f"/series/{world.series.uid}/comparison?from=2025-06-01&to=2025-05-01")
    assert backwards.status == 422
    assert "ends before it begins" in str(backwards.body["errors"])
