"""Initiatives over REST: the post that owns one speaks of it, its prediction is fixed once it began."""

from __future__ import annotations

from tests.api.calling import Program
from tests.api.plans.conftest import Planned

ONE = "/initiatives/calls-at-nine"


def test_the_post_says_how_it_goes_and_the_chair_ends_it(planned: Planned) -> None:
    doer, lead = Program(planned.world.doer), Program(planned.world.lead)
    said = doer.post(f"{ONE}/report", text="Three wards call at nine")
    assert [update["text"] for update in said.body["updates"]] == ["Three wards call at nine"]
    assert lead.post(f"{ONE}/report", text="Well").code == "not_the_holder"
    ended = lead.post(f"{ONE}/end", text="It held on three wards", stopped=True).body["result"]
    assert ended["status"] == "stopped"
    assert lead.post(f"{ONE}/change", title="Later").code == "already_changed"


def test_who_only_sees_it_does_not_speak_and_for_others_it_is_not_there(planned: Planned) -> None:
    for step, body in (("report", {"text": "Well"}), ("end", {"text": "Done"})):
        assert Program(planned.world.viewer).post(f"{ONE}/{step}", body).status == 403
        assert Program(planned.world.neighbour).post(f"{ONE}/{step}", body).status == 404


def test_what_it_predicts_is_not_edited_once_it_began(planned: Planned) -> None:
    lead = Program(planned.world.lead)
    wanted = {"series": str(planned.world.series.uid), "direction": "down", "change": 0.01, "after_days": 30}
    assert lead.post(f"{ONE}/predict", wanted).body["result"]["predictions"][0]["change"]["value"] == 0.01
    planned.own.initiatives.update(status="active")
    assert lead.post(f"{ONE}/predict", wanted | {"change": 0.2}).code == "prediction_fixed"
    assert lead.post(f"{ONE}/take-prediction-back", {"series": wanted["series"]}).code == "prediction_fixed"


def test_it_begins_with_a_prediction_and_a_key_of_its_title(planned: Planned) -> None:
    lead = Program(planned.world.lead)
    said = {"title": "Tea at noon", "owner": "transport-lead", "design": "Before and after"}
    dates = {"starts": "2025-11-01", "ends": "2026-02-01"}
    address = "/plans/plan-2025/objectives/leave-on-time/initiatives"
    assert lead.post(address, said | dates | {"predictions": []}).status == 422
    moved = [{"series": str(planned.world.series.uid), "direction": "down", "change": 0.02, "after_days": 60}]
    before = dates | {"starts": "2025-10-01", "predictions": moved}
    assert lead.post(address, said | before).code == "started_before_today"
    begun = lead.post(
        address, said | dates | {"predictions": moved, "hours": [{"post": "transport-lead", "hours_a_week": 2}]}
    )
    assert (begun.status, begun.body["result"]["key"]) == (201, "tea-at-noon")
    assert begun.body["result"]["hours"][0]["hours_a_week"] == 2
