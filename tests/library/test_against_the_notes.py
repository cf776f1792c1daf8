"""The library says, field by field, what the notes it was made from say; what it words otherwise is listed."""

from typing import Any

import pytest
import yaml

from tests.shared_data import SHARED, needs_shared
from wellrun.library import library

pytestmark = [pytest.mark.shared, needs_shared]

NOTES = SHARED / "domain"
CHARTS = {"XmR": "xmr", "p": "p", "p'": "pp", "u": "u", "c": "c", "g": "g", "t": "t"}
GRAINS = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter"}
SCORING = {
    "proportion": {"proportion"},
    "ratio": {"ratio", "rate"},
    "continuous-variable": {"continuous"},
    "count": {"count"},
}
TEAMS = {
    "evs": "bed cleaning",
    "hr": "human resources",
    "it": "information technology",
    "payer_um": "payer utilisation management",
    "pmo": "transformation office",
    "preop": "pre-operative assessment",
}
WITHOUT_CASES = {"1", "none", "1 (per period)", "1 (one value per event)"}
# The factor stands in `multiplier`, so that it is not asked for twice; a value between two events has no grain.
WORDED = {
    ("w.violence", "numerator"): "Recordable injuries from violence",
    ("a.drd_delay", "denominator"): "Discharges",
    ("w.ehr_afterhours", "numerator"): "EHR active hours outside scheduled time",
    ("w.ehr_afterhours", "denominator"): "Scheduled patient hours",
    ("w.ehr_afterhours", "scoring"): {"ratio"},
    ("q.days_between_sse", "grain"): "event",
}


def notes(file: str, head: str) -> list[dict[str, Any]]:
    if not NOTES.is_dir():
        return []
    return list(yaml.safe_load((NOTES / file).read_text(encoding="utf-8"))[head])


MEASURES = notes("measures.yaml", "measures")


@pytest.mark.parametrize("note", MEASURES, ids=lambda note: note["id"])
def test_a_measure_says_what_its_note_says(note: dict[str, Any]) -> None:
    spec = library().get(note["id"])

    for field, wanted in expected(note).items():
        wanted = WORDED.get((note["id"], field), wanted)
        got = getattr(spec, field)
        assert (got in wanted) if isinstance(wanted, set) else (got == wanted), field
    assert [vars_of(standard) for standard in spec.standards] == note["standard_ids"]


@pytest.mark.parametrize("note", MEASURES, ids=lambda note: note["id"])
def test_no_field_of_a_note_is_left_out(note: dict[str, Any]) -> None:
    assert set(note) == {
        *("id", "name", "domain", "bsc", "default_role", "settings", "unit", "good", "scoring", "numerator"),
        *("denominator", "exclusions", "natural_frequency", "review_cadence", "chart", "data_lag_days"),
        *("standard_ids", "conformance", "contributing_teams", "source", "tier"),
    }


def test_the_counts_are_those_of_the_notes() -> None:
    assert (len(library().measures), len(library().links), len(library().trade_offs)) == (96, 52, 27)
    assert {spec.library_id for spec in library().measures} == {note["id"] for note in MEASURES}


def test_the_links_are_those_of_the_notes() -> None:
    ours = [vars_of(link) | {"delay_days": list(link.delay_days)} for link in library().links]

    assert ours == [note | {"note": note["note"] or ""} for note in notes("links.yaml", "links")]


def test_the_trade_offs_are_those_of_the_notes() -> None:
    assert [vars_of(trade) for trade in library().trade_offs] == notes("links.yaml", "tradeoffs")


def expected(note: dict[str, Any]) -> dict[str, Any]:
    denominator = str(note["denominator"])
    return {
        "key": note["id"].partition(".")[2],
        "library_id": note["id"],
        "name": note["name"],
        "domain": note["domain"],
        "perspective": note["bsc"],
        "default_role": note["default_role"],
        "settings": tuple(note["settings"]),
        "counted_in": note["unit"],
        "direction": note["good"],
        "scoring": SCORING[note["scoring"]],
        "numerator": note["numerator"],
        "denominator": "" if denominator in WITHOUT_CASES else denominator,
        "exclusions": tuple(note["exclusions"]),
        "grain": GRAINS[note["natural_frequency"]],
        "natural_frequency": note["natural_frequency"],
        "review_cadence": note["review_cadence"],
        "chart": CHARTS[note["chart"]],
        "data_lag_days": note["data_lag_days"],
        "conformance": note["conformance"],
        "contributing_teams": tuple(TEAMS.get(team, team.replace("_", " ")) for team in note["contributing_teams"]),
        "source": note["source"],
        "tier": note["tier"],
    }


def vars_of(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).__dataclass_fields__}
