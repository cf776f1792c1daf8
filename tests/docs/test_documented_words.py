"""States, levels and kinds: the reference names every one there is, with the word that screens use."""

import re
from enum import StrEnum
from typing import Any

import pytest
from django.db.models import TextChoices

from tests.shared_data import ROOT
from wellrun.access.models import Level
from wellrun.access.permissions import Permission, permissions_of
from wellrun.analytics.spc.codes import Rule
from wellrun.analytics.spc.rules.nhs import CLAIMS
from wellrun.execution.actions.progress import REOPEN_WITHIN_DAYS
from wellrun.execution.models import Action, Decision, Escalation, Initiative
from wellrun.insight.models import SeriesState, Signal
from wellrun.measures.models import MeasureVersion, Phase, QualityIssue, Target
from wellrun.measures.shown import Missing, State
from wellrun.organisation.models import Unit
from wellrun.reviews.models import AgendaItem, Review
from wellrun.strategy.models import ObjectiveMeasure
from wellrun.web.states import aim_state, change_state

STATES = (ROOT / "docs" / "reference" / "states.md").read_text()
ACCESS = (ROOT / "docs" / "explanation" / "access.md").read_text()
WORDS: dict[str, list[type[TextChoices] | type[StrEnum]]] = {
    "Figures": [State, Missing],
    "Measures": [
        MeasureVersion.Grain,
        MeasureVersion.Scoring,
        MeasureVersion.Direction,
        MeasureVersion.RollUp,
        Target.Commitment,
        Phase.Reason,
        ObjectiveMeasure.Role,
        QualityIssue.Kind,
    ],
    "Signals": [Signal.Status, Signal.Side, Signal.Meaning, Signal.Scope],
    "Reviews and items": [Review.Status, AgendaItem.Status, AgendaItem.Kind, Decision.Kind, Escalation.Status],
    "Actions": [Action.Status, Initiative.Status],
    "Units and access": [Unit.Kind, Unit.Membership, Level],
}


def section(title: str) -> str:
    """What the page says under a heading."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", STATES, re.MULTILINE | re.DOTALL)
    assert found, f"docs/reference/states.md has no section “{title}”"
    return found[1]


def rows(text: str) -> dict[str, list[str]]:
    """The rows of the tables in a text by the code in their first cell."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:2] == "| "]
    return {row[0].strip("`"): row[1:] for row in cells if row[0].startswith("`")}


def known(field: str) -> set[str]:
    """The codes that the database takes for a field of a state."""
    (constraint,) = (each for each in SeriesState._meta.constraints if each.name == f"state_{field}_known")
    condition: Any = constraint
    return set(condition.condition.children[0][1])


@pytest.mark.parametrize("title", WORDS)
def test_every_word_of_a_record_stands_in_its_section(title: str) -> None:
    text = section(title)
    codes = [member.value for kind in WORDS[title] for member in kind]
    assert [code for code in codes if f"`{code}`" not in text] == []


@pytest.mark.parametrize("title", WORDS)
def test_every_word_of_a_section_exists(title: str) -> None:
    codes = {member.value for kind in WORDS[title] for member in kind} | {
        rule.word for rule in (*CLAIMS, Rule.EARLY_DETECTION)
    }
    assert set(re.findall(r"`([a-z_]+)`", section(title))) <= codes


@pytest.mark.parametrize(
    ("title", "field", "say"), [("Real change", "change", change_state), ("Aim", "aim", aim_state)]
)
def test_a_state_is_said_as_screens_say_it(title: str, field: str, say: Any) -> None:
    found = rows(section(title))
    assert set(found) == known(field)
    assert {code: row[0] for code, row in found.items()} == {code: str(say(code).word) for code in found}


def test_the_states_of_an_action_are_said_as_screens_say_them() -> None:
    template = (ROOT / "src/wellrun/web/templates/actions/_status.html").read_text()
    for row in rows(section("Actions")).values():
        assert f'"{row[0]}"' in template
    assert f"within {REOPEN_WITHIN_DAYS} days" in section("Actions")


def test_every_rule_of_the_profile_is_named() -> None:
    assert [rule.word for rule in CLAIMS if f"`{rule.word}`" not in section("Signals")] == []


def test_every_level_says_what_it_may() -> None:
    found = rows(ACCESS)
    assert set(found) == set(Level.values)
    says = {
        Permission.SEE: "see",
        Permission.CONTRIBUTE: "contributor may|drives a change",
        Permission.CHAIR: "open and close sittings",
        Permission.ANALYSE: "import figures",
        Permission.ADMINISTER: "move a demo's clock",
    }
    for level, (text,) in found.items():
        for permission, words in says.items():
            may = permission in permissions_of(level)
            is_base = permission is Permission.SEE and "what a contributor may" in text
            assert (bool(re.search(words, text)) or is_base) == may, (level, permission)
