"""The files of the pages, asked for by token."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.calling import ROOT, Program
from tests.api.plans.conftest import Planned
from wellrun.accounts.models import User

OF_UNIT = ("cascade", "check", "library", "links", "matrix", "obligations", "ownership", "quarter")


def _file(user: User, path: str, **query: Any) -> Any:
    return Program(user).client.get(ROOT + path, query)


@pytest.mark.parametrize("name", OF_UNIT)
def test_a_list_of_a_unit_comes_as_csv_to_who_sees_it_and_to_nobody_else(planned: Planned, name: str) -> None:
    told = _file(planned.world.viewer, f"/files/{name}.csv", unit="north")
    assert (told.status_code, told["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert "attachment" in told["Content-Disposition"]
    assert _file(planned.world.neighbour, f"/files/{name}.csv", unit="north").status_code == 404
    assert _file(planned.world.stranger, f"/files/{name}.csv", unit="north").status_code == 404


def test_the_map_and_the_driver_diagram_come_as_pictures(planned: Planned) -> None:
    drawn = "/plans/plan-2025/objectives/leave-on-time/drivers.svg"
    for path, query in (("/files/strategy-map.svg", {"unit": "north"}), (drawn, {})):
        told = _file(planned.world.viewer, path, **query)
        assert told["Content-Type"] == "image/svg+xml; charset=utf-8"
        assert told.content.startswith(b"<svg") or b"<svg" in told.content[:200]
        assert _file(planned.world.neighbour, path, **query).status_code == 404


@pytest.mark.parametrize("name", ["exchanges", "quarters", "confidence"])
def test_the_records_of_a_plan_hold_what_the_caller_sees(planned: Planned, name: str) -> None:
    path = f"/plans/plan-2025/files/{name}.csv"
    assert _file(planned.world.viewer, path).status_code == 200
    assert b"Leave by noon" not in _file(planned.world.neighbour, path).content
    assert _file(planned.world.stranger, path).status_code == 404


def test_the_history_of_the_plan_is_for_who_sees_the_enterprise(planned: Planned) -> None:
    path = "/plans/plan-2025/files/history.csv"
    assert _file(planned.world.chief, path).status_code == 200
    assert _file(planned.world.viewer, path).status_code in (403, 404)


def test_a_file_that_no_page_offers_is_no_file(planned: Planned) -> None:
    assert Program(planned.world.viewer).get("/files/plan.yaml", unit="north").code == "invalid"


def test_the_token_and_not_a_session_beside_it_says_who_asks(planned: Planned) -> None:
    program = Program(planned.world.neighbour)
    program.client.force_login(planned.world.chief)
    assert program.client.get(f"{ROOT}/files/ownership.csv", {"unit": "north"}).status_code == 404


def test_a_definition_comes_as_its_file(planned: Planned) -> None:
    measure = planned.world.series.measure
    for path in ("/library/q.readmit30/definition.yaml", f"/measures/{measure.pk}/definition.yaml"):
        told = _file(planned.world.viewer, path)
        assert (told.status_code, told["Content-Type"]) == (200, "application/yaml; charset=utf-8")
        assert b"key: " in told.content
        assert _file(planned.world.stranger, path).status_code == 404
    assert _file(planned.world.viewer, "/library/none/definition.yaml").status_code == 404
