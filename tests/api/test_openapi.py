"""The description of the interface, and what is written about it, are those of what is built."""

import re
from typing import Any, get_args

import pytest
from django.test import Client

from tests.shared_data import ROOT as REPOSITORY
from wellrun.access.models import Level
from wellrun.api.schemas import words
from wellrun.check.models import Finding
from wellrun.execution.models import Action, Decision, Escalation, Initiative
from wellrun.insight.found_by import Finder
from wellrun.insight.models import SeriesState, Signal
from wellrun.jobs.in_force.serving import BY_WAY, HAND_OFF, OBJECTIVE
from wellrun.jobs.in_force.standing import WORST_FIRST
from wellrun.measures.models import BaselineProposal
from wellrun.measures.shown import Missing, State
from wellrun.organisation.models import Right, Unit
from wellrun.reviews.models import AgendaItem, Review
from wellrun.strategy.models import (
    CatchballTurn,
    Contributor,
    DriverNode,
    InfluenceLink,
    KeyResult,
    Objective,
    ObjectiveMeasure,
    Plan,
    Stopped,
    TradeOff,
)
from wellrun.strategy.models.links import Origin

PAGE = (REPOSITORY / "docs" / "reference" / "api.md").read_text()


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = Client().get("/api/v1/openapi.json").json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(method, path, one) for path, ways in document["paths"].items() for method, one in ways.items()]


def test_it_is_openapi_3_1_and_open_to_everyone(document: dict[str, Any]) -> None:
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"] == "Wellrun"


def test_every_operation_has_a_name_of_its_own_and_a_description(document: dict[str, Any]) -> None:
    names = [one["operationId"] for _method, _path, one in operations(document)]
    assert len(set(names)) == len(names)
    assert [one["operationId"] for _m, _p, one in operations(document) if not one.get("description")] == []


def test_every_operation_asks_who_calls_and_says_how_it_refuses(document: dict[str, Any]) -> None:
    assert set(document["components"]["securitySchemes"]) == {"BearerToken", "SessionCookie"}
    for method, path, one in operations(document):
        assert [next(iter(way)) for way in one["security"]] == ["BearerToken", "SessionCookie"], path
        assert {"401", "403", "404", "422"} <= set(one["responses"])
        assert ("409" in one["responses"]) == (method == "post")


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    named = set(re.findall(r"#/components/schemas/([\w.]+)", str(document)))
    assert named <= set(document["components"]["schemas"])


def test_the_page_lists_every_address_and_no_other(document: dict[str, Any]) -> None:
    listed = set(re.findall(r"`(GET|POST) (/[^`]*)`", PAGE))
    built = {(method.upper(), path.removeprefix("/api/v1")) for method, path, _one in operations(document)}
    assert listed == built


def test_no_page_of_documentation_asks_another_machine_for_anything() -> None:
    assert Client().get("/api/v1/docs").status_code == 404


KNOWN = {
    "LevelWord": Level.values,
    "OfferedKind": ["guard", "lead", "link"],
    "UnitKind": Unit.Kind.values,
    "FoundBy": [finder.value for finder in Finder],
    "SignalStatus": Signal.Status.values,
    "Side": Signal.Side.values,
    "Meaning": Signal.Meaning.values,
    "Scope": Signal.Scope.values,
    "ReviewStatus": Review.Status.values,
    "ItemKind": AgendaItem.Kind.values,
    "ItemStatus": AgendaItem.Status.values,
    "DecisionKind": Decision.Kind.values,
    "ActionStatus": Action.Status.values,
    "EscalationStatus": Escalation.Status.values,
    "InitiativeStatus": Initiative.Status.values,
    "BaselineStatus": BaselineProposal.Status.values,
    "BaselineReason": BaselineProposal.Reason.values,
    "BaselineOrigin": BaselineProposal.Origin.values,
    "PlanStage": Plan.Stage.values,
    "ObjectiveLevel": Objective.Level.values,
    "MeasureRoleWord": ObjectiveMeasure.Role.values,
    "ContributorPart": Contributor.Part.values,
    "Severity": Finding.Severity.values,
    "Perspective": Objective.Perspective.values,
    "StoppedKind": Stopped.Kind.values,
    "TurnKind": CatchballTurn.Kind.values,
    "DriverKind": DriverNode.Kind.values,
    "Commitment": KeyResult.Commitment.values,
    "RightKind": Right.Kind.values,
    "LinkGrade": InfluenceLink.Grade.values,
    "LinkSign": InfluenceLink.Sign.values,
    "LinkOrigin": Origin.values,
    "PushDirection": [word for word, _ in TradeOff._meta.get_field("push_direction").choices or ()],
    "UpOrDown": ["up", "down"],
    "FigureState": [state.value for state in State],
    "MissingReason": [reason.value for reason in Missing],
    "ChangeWord": re.findall(r"\w+", SeriesState._meta.get_field("change").help_text),
    "StandingWord": WORST_FIRST,
    "WayWord": [OBJECTIVE, BY_WAY, HAND_OFF],
    "AimWord": re.findall(r"\w+", SeriesState._meta.get_field("aim").help_text),
}


@pytest.mark.parametrize("name", KNOWN)
def test_the_words_are_those_of_the_records(name: str) -> None:
    assert list(get_args(getattr(words, name))) == list(KNOWN[name])


def test_every_list_of_words_is_held_to_its_records() -> None:
    assert {name for name in vars(words) if name[0].isupper() and name != "Literal"} == set(KNOWN)
