"""The plan as code over REST: the same text, differences and application as the command's."""

from __future__ import annotations

import pytest

from tests.api.calling import Program
from tests.api.plans.conftest import Planned
from tests.factories import a_user
from wellrun.jobs.plan_code import export_plan
from wellrun.plans.write import write_plan
from wellrun.strategy.models import Objective, PlanVersion


@pytest.fixture
def keeper(planned: Planned) -> Program:
    return Program(a_user("keeper", (planned.world.system, "administrator")))


def document_of(program: Program) -> str:
    return str(program.get("/plans/plan-2026/document").body["document"])


def test_the_text_is_that_of_the_command(planned: Planned, keeper: Program) -> None:
    assert document_of(keeper) == write_plan(export_plan(planned.drafted))


def test_a_text_is_compared_tried_and_applied(planned: Planned, keeper: Program) -> None:
    text = document_of(keeper).replace("name: Plan 2026/27", "name: The next plan")
    compared = keeper.post("/plan-documents/diff", document=text).body
    assert compared["summary"] == "1 changed"
    assert [(one["kind"], one["change"]) for one in compared["differences"]] == [("plan", "changed")]
    tried = keeper.post("/plan-documents/apply", document=text, dry_run=True).body
    assert (tried["plan"], tried["summary"]) == (None, "1 changed")
    assert keeper.get("/plans/plan-2026").body["name"] == "Plan 2026/27"
    applied = keeper.post("/plan-documents/apply", document=text)
    assert applied.status == 200, applied.body
    assert keeper.get("/plans/plan-2026").body["name"] == "The next plan"
    assert keeper.post("/plan-documents/diff", document=text).body["summary"] == "no difference"


def test_what_the_text_cannot_mean_is_refused_with_its_line_and_nothing_is_written(
    planned: Planned, keeper: Program
) -> None:
    versions = PlanVersion.objects.count()
    text = document_of(keeper).replace("key: plan-2026", "key: plan-2026\n  colour: red")
    refused = keeper.post("/plan-documents/apply", document=text)
    assert refused.code == "plan_field_wrong"
    assert "line" in refused.body["detail"]
    assert keeper.post("/plan-documents/diff", document="][").status == 400
    assert PlanVersion.objects.count() == versions


def test_what_the_check_refuses_is_refused_as_by_the_command(planned: Planned, keeper: Program) -> None:
    text = str(keeper.get("/plans/plan-2025/document").body["document"])
    refused = keeper.post("/plan-documents/apply", document=text.replace("Leave on time", "Leave earlier"))
    assert refused.code == "plan_unfit"
    assert refused.body["params"]["problems"]
    assert Objective.objects.get(key="leave-on-time").title == "Leave on time"


def test_the_whole_plan_is_told_to_who_sees_the_enterprise_and_applied_by_who_administers_it(planned: Planned) -> None:
    lead, chief = Program(planned.world.lead), Program(planned.world.chief)
    text = document_of(chief)
    assert lead.get("/plans/plan-2026/document").status == 404
    assert lead.post("/plan-documents/diff", document=text).status == 404
    assert lead.post("/plan-documents/apply", document=text).status == 404
    assert chief.post("/plan-documents/apply", document=text).status == 403
    assert lead.get("/plans/plan-2025/changes").status == lead.get("/plans/plan-2025/versions").status == 404


def test_versions_and_changes_are_told_the_newest_first(planned: Planned, keeper: Program) -> None:
    text = document_of(keeper).replace("name: Plan 2026/27", "name: The next plan")
    keeper.post("/plan-documents/apply", document=text)
    kept = keeper.get("/plans/plan-2026/versions").body["results"]
    assert [one["number"] for one in kept] == [2, 1]
    assert "The next plan" in keeper.get("/plans/plan-2026/versions/2").body["document"]
    assert keeper.get("/plans/plan-2026/versions/9").status == 404
    changes = keeper.get("/plans/plan-2025/changes", kind="parent").body["results"]
    assert [(one["subject"], one["after"]["share"]) for one in changes] == [("leave-on-time > flow", 0.5)]
    assert keeper.get("/plans/plan-2025/changes", subject="leave-on-time").body["count"] >= 4
