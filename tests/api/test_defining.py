"""A measure of the site over REST: defined anew, given up, judged by other rules."""

from __future__ import annotations

from tests.api.calling import Program
from tests.factories import a_measure, a_user
from tests.worlds import World
from wellrun.audit.models import AuditEvent


def address(measure: object, verb: str) -> str:
    return f"/measures/{measure.pk}/{verb}"  # type: ignore[attr-defined]


def test_a_definition_is_said_anew_from_a_day_on_and_what_is_left_out_stays(world: World) -> None:
    measure = world.series.measure
    definer = Program(a_user("definer", (world.system, "analyst")))
    said = {"effective_from": "2025-09-01", "numerator": "Those who could leave", "source": "Ward 4"}
    answer = definer.post(address(measure, "define-anew"), said)
    first, second = answer.body["versions"]
    assert (second["number"], second["numerator"], second["source"]) == (2, "Those who could leave", "Ward 4")
    assert second["name"] == first["name"]
    assert len(definer.post(address(measure, "define-anew"), said).body["versions"]) == 2
    assert definer.post(address(measure, "define-anew"), said | {"grain": "day"}).status == 422
    assert Program(world.lead).post(address(measure, "define-anew"), said).code == "not_permitted"
    assert Program(world.stranger).post(address(measure, "define-anew"), said).status == 404


def test_one_without_figures_is_given_up_and_one_with_them_is_not(world: World) -> None:
    definer = Program(a_user("definer", (world.system, "analyst")))
    assert definer.post(address(a_measure("rides"), "give-up"), {}).body["retired_on"] is not None
    assert definer.post(address(world.series.measure, "give-up"), {}).code == "measure_in_use"


def test_it_says_by_what_it_is_judged_and_an_analyst_of_all_its_units_changes_that(world: World) -> None:
    measure = world.series.measure
    analyst = Program(a_user("definer", (world.system, "analyst")))
    present = Program(world.lead).get(address(measure, "judging")).body
    assert (present["rules"], present["early_detection"], present["open_signals"]) == ("nhs", False, 0)
    assert 0 < present["false_alarms_a_year"] <= 0.05 * present["watchable"]
    wanted = {"rules": "nelson", "early_detection": True}
    changed = analyst.post(address(measure, "judging"), wanted).body
    assert (changed["rules"], changed["early_detection"]) == ("nelson", True)
    events = AuditEvent.objects.count()
    assert analyst.post(address(measure, "judging"), wanted).status == 200
    assert AuditEvent.objects.count() == events
    assert analyst.post(address(measure, "judging"), wanted | {"rules": "moon"}).code == "word_unknown"
    assert Program(world.lead).post(address(measure, "judging"), wanted).code == "not_permitted"
    assert Program(world.stranger).get(address(measure, "judging")).status == 404
