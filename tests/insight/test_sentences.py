"""Facts become the sentences that people read; the same facts give the same words everywhere."""

from typing import Any, cast

import pytest
from django.utils import translation

from wellrun.insight import sentences
from wellrun.insight.facts import LinkedFacts, LookBackFacts, OldChange, ScopeFacts, SignalFacts, StalledFacts
from wellrun.insight.standing import standing_sentences

PERCENT = {"multiplier": 100.0, "decimals": 1, "unit": "%"}


@pytest.fixture(autouse=True)
def _in_british_english() -> Any:
    with translation.override("en-gb"):
        yield


def scope(word: str = "unclear", same: int = 1, of: int = 7, **more: Any) -> ScopeFacts:
    facts = {"scope": word, "same": same, "of": of, "parent": False, "parent_name": "Greater Manchester", "units": []}
    return cast(ScopeFacts, facts | more)


def facts(**more: Any) -> SignalFacts:
    """Stockport in August 2025: patients ready to leave, above the usual level for 15 months."""
    usual = {
        "measure": "ready-to-leave",
        "name": "Beds occupied by patients ready to leave",
        "grain": "month",
        "display": PERCENT,
        "unit": "stockport",
        "unit_name": "Stockport",
        "period": "2025-08-01",
        "value": 0.2341,
        "centre": 0.148,
        "lower": 0.105,
        "upper": 0.191,
        "change": "worsening",
        "aim": "short",
        "target_low": 0.15,
        "target_high": 0.15,
        "coverage": None,
        "data": {"period": "2025-08-01", "received_at": "2025-10-09T08:00:00+00:00", "source": "NHS England"},
        "side": "high",
        "meaning": "concern",
        "rules": ["shift", "outside_limits"],
        "began": "2024-06-01",
        "first_fired": "2024-12-01",
        "last_fired": "2025-08-01",
        "since": "2024-06-01",
        "run": 15,
        "trend": 2,
        "scope": scope(),
    }
    return cast(SignalFacts, usual | more)


FIGURES = "usual level 14.8\u00a0%, usual range up to 19.1\u00a0%, latest 23.4\u00a0% in August 2025."
INSIDE = "usual level 14.8\u00a0%, usual range up to 19.1\u00a0%, latest 18.0\u00a0% in August 2025."
LOW = "usual level 14.8\u00a0%, usual range down to 10.5\u00a0%, latest 8.0\u00a0% in August 2025."

CHANGES: list[tuple[dict[str, Any], str]] = [
    ({}, f"Above the usual level for 15 months in a row, since June 2024; {FIGURES}"),
    ({"rules": ["outside_limits"], "run": 3}, f"Above the usual range in August 2025; {FIGURES}"),
    (
        {"rules": ["outside_limits"], "run": 3, "grain": "day"},
        (
            "Above the usual range on 1 August 2025; "
            "usual level 14.8\u00a0%, usual range up to 19.1\u00a0%, latest 23.4\u00a0% on 1 August 2025."
        ),
    ),
    (
        {"rules": ["trend"], "trend": 8, "run": 3, "value": 0.18},
        f"Rising for 8 months in a row; {INSIDE}",
    ),
    (
        {"rules": ["two_of_three"], "run": 3, "value": 0.18},
        f"Near the top of the usual range in two of the last three figures; {INSIDE}",
    ),
    (
        {"side": "low", "rules": ["trend"], "trend": 9, "run": 0},
        "Falling for 9 months in a row; usual level 14.8\u00a0%, latest 23.4\u00a0% in August 2025.",
    ),
    ({"last_fired": "2025-06-01"}, f"Higher than usual up to June 2025, and as usual after that; {FIGURES}"),
    (
        {"side": "low", "value": 0.08, "grain": "week", "since": "2025-06-02", "run": 9},
        "Below the usual level for 9 weeks in a row, since the week of 2 June 2025; "
        + LOW.replace("in August", "in the week of 1 August"),
    ),
    (
        {"side": "low", "value": 0.08, "rules": ["outside_limits"], "run": 1},
        f"Below the usual range in August 2025; {LOW}",
    ),
    (
        {"change": "none", "run": 0, "scope": scope("systemic", 4, 6, units=[{"unit": "a"}])},
        f"Higher than usual in 4 of 6 units since June 2024; {FIGURES}",
    ),
    (
        {"rules": ["trend", "two_of_three"], "trend": 2, "run": 2, "value": 0.18, "upper": None},
        "Higher than usual since June 2024; usual level 14.8\u00a0%, latest 18.0\u00a0% in August 2025.",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), CHANGES)
def test_what_changed(change: dict[str, Any], sentence: str) -> None:
    assert sentences.what_changed(facts(**change)) == sentence


SCOPES = [
    (scope("systemic", 4, 6), "4 of the 6 units with enough data moved the same way: systemic."),
    (
        scope("systemic", 1, 6, parent=True),
        "The rest of Greater Manchester without this unit moved the same way: systemic.",
    ),
    (scope("systemic", 3, 3, units=[{}] * 5), "5 units below it moved the same way: systemic."),
    # Three hospitals and their wards are three, not 28.
    (
        scope("systemic", 3, 3, units=[{"depth": 1}] * 3 + [{"depth": 2}] * 25),
        "3 units below it moved the same way: systemic.",
    ),
    (
        scope("systemic", 1, 3, units=[{"depth": 1}] + [{"depth": 2}] * 4),
        "4 units below it moved the same way: systemic.",
    ),
    (scope("unclear", 0, 0), "There is nothing beside it to compare with: local or systemic cannot be told."),
    (scope("local", 1, 6), "None of the other units moved the same way within three periods: local."),
    (scope("unclear", 2, 6), "2 of the 6 units with enough data moved the same way: not clear yet."),
    (
        scope("unclear", 1, 3),
        "Only 3 of the sibling units have enough data, and four are needed: it cannot be told.",
    ),
    (
        scope("unclear", 1, 1),
        "Only 1 of the sibling units has enough data, and four are needed: it cannot be told.",
    ),
]


@pytest.mark.parametrize(("found", "sentence"), SCOPES)
def test_local_or_systemic(found: ScopeFacts, sentence: str) -> None:
    assert sentences.scope_sentence(facts(scope=found)) == sentence


def test_without_a_change_now_there_is_no_word_on_where_it_is() -> None:
    assert sentences.scope_sentence(facts(change="none", scope=scope("local", 1, 6))) == ""


def test_a_signal_that_was_taken_back_says_so_first() -> None:
    said = sentences.what_changed(facts(withdrawn=True))
    assert said == "Taken back: a correction of 9 October 2025 changed the figures; no rule fires any more."
    assert sentences.scope_sentence(facts(withdrawn=True, scope=scope("local", 1, 6))) == ""


TAKEN_BACK = [
    ("baseline", "Taken back: a new baseline began before it; by that no rule fires any more."),
    ("left_out", "Taken back: a figure was left out; without it no rule fires any more."),
    ("correction", "Taken back: a correction of 9 October 2025 changed the figures; no rule fires any more."),
]


@pytest.mark.parametrize(("why", "sentence"), TAKEN_BACK)
def test_what_took_it_back_is_said(why: str, sentence: str) -> None:
    assert sentences.what_changed(facts(withdrawn=True, withdrawn_why=why)) == sentence


STANDING: list[tuple[dict[str, Any], str]] = [
    (
        {"status": "constant", "value": 0.05, "centre": 0.05},
        "Every figure up to August 2025 is 5.0\u00a0%: there is no variation to judge.",
    ),
    (
        {"status": "constant", "value": 0.05, "centre": 0.05, "points": 70, "phase_points": 24},
        (
            "Every figure of its baseline is 5.0\u00a0%; latest 5.0\u00a0% in August 2025. "
            "Without variation there is no usual range."
        ),
    ),
    (
        {"status": "constant", "value": 0.05, "centre": 0.05, "phase_start": "2021-04-01"},
        "Every figure from April 2021 to August 2025 is 5.0\u00a0%: there is no variation to judge.",
    ),
    (
        {"status": "constant", "value": 0.07, "centre": 0.05},
        (
            "Every figure of its baseline is 5.0\u00a0%; latest 7.0\u00a0% in August 2025. "
            "Without variation there is no usual range."
        ),
    ),
    (
        {"status": "degenerate", "change": "unknown", "points": 41, "value": 0.05},
        (
            "Almost every figure is the same, so there is no usual variation to tell a real change from; "
            "latest 5.0\u00a0% in August 2025."
        ),
    ),
    (
        {"change": "unknown", "points": 40, "phase_points": 7, "phase_start": "2025-02-01"},
        "Only 7 figures since its new baseline began in February 2025: too few to tell a real change.",
    ),
    (
        {"change": "unknown", "points": 7, "phase_points": 7, "phase_start": "2025-02-01"},
        "Only 7 figures so far: too few to tell a real change from the usual variation.",
    ),
    (
        {"change": "unknown", "status": "ok", "chart": "run", "points": 40, "lower": None, "upper": 0.3},
        (
            "Fewer than two cases in most figures: too few in each to tell a real change from chance, save one above "
            "30.0\u00a0%; latest 23.4\u00a0% in August 2025. The days from one case to the next would tell more."
        ),
    ),
    (
        {"change": "unknown", "status": "ok", "chart": "run", "points": 40, "lower": None, "upper": None},
        (
            "Fewer than two cases in most figures: too few in each to tell a real change from chance, so nothing is "
            "signalled; latest 23.4\u00a0% in August 2025. The days from one case to the next would tell more."
        ),
    ),
]


@pytest.mark.parametrize(("more", "sentence"), STANDING)
def test_how_a_series_stands_without_a_signal(more: dict[str, Any], sentence: str) -> None:
    assert standing_sentences(facts(**{"change": "none", **more}), None)[0] == sentence


AIMS: list[tuple[dict[str, Any], str]] = [
    ({}, "As it runs now it falls short of the aim of 15.0\u00a0%."),
    ({"aim": "meets"}, "It meets the aim of 15.0\u00a0% as a rule."),
    ({"aim": "sometimes"}, "It meets the aim of 15.0\u00a0% only sometimes."),
    ({"aim": "not_there_yet"}, "It is improving, and not yet at the aim of 15.0\u00a0%."),
    ({"aim": "unknown"}, "Whether it can meet the aim of 15.0\u00a0% cannot be told yet."),
    ({"target_low": None, "target_high": None, "aim": "no_aim"}, ""),
    (
        {"target_low": 0.1, "target_high": 0.15, "aim": "meets"},
        "It meets the aim of 10.0\u00a0% to 15.0\u00a0% as a rule.",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), AIMS)
def test_the_aim(change: dict[str, Any], sentence: str) -> None:
    assert sentences.aim_sentence(facts(**change)) == sentence


def test_how_old_the_figures_are() -> None:
    assert sentences.data_sentence(facts()) == "Figures up to August 2025, received on 9 October 2025."
    without = {"period": None, "received_at": None, "source": ""}
    assert sentences.data_sentence(facts(data=without)) == "No figures have arrived yet."


def test_coverage_is_said_of_rolled_up_figures_only() -> None:
    assert sentences.coverage_sentence(facts()) == ""
    assert sentences.coverage_sentence(facts(coverage={"reporting": 6, "expected": 7})) == (
        "Of the 7 units below that report it, 6 did."
    )


@pytest.mark.parametrize("role", ["lag", "lead", "balancing"])
def test_a_role_names_its_objective(role: str) -> None:
    sentence = sentences.role_sentence({"objective": "flow", "title": "Seen within four hours", "role": role})
    assert "“Seen within four hours”" in sentence


@pytest.mark.parametrize("change", ["improving", "worsening", "higher", "lower"])
def test_a_linked_measure_that_moved_shows_its_figure(change: str) -> None:
    linked = {"name": "Bed occupancy", "change": change, "value": 0.904, "display": PERCENT}
    sentence = sentences.linked_sentence(cast(LinkedFacts, linked))
    assert sentence.startswith("Bed occupancy is ")
    assert sentence.endswith("latest 90.4\u00a0%.")


@pytest.mark.parametrize(
    ("side", "meaning", "word"),
    [("low", "neutral", "lower"), ("high", "neutral", "higher"), ("low", "concern", "worsening")],
)
def test_an_old_change_is_told_by_its_direction(side: str, meaning: str, word: str) -> None:
    old = cast(
        OldChange,
        {
            "name": "Sickness",
            "unit_name": "Bolton",
            "grain": "month",
            "side": side,
            "meaning": meaning,
            "began": "2023-02-01",
        },
    )
    assert sentences.old_change_sentence(old) == f"Sickness, Bolton: {word} since February 2023."


def test_old_changes_are_counted() -> None:
    old = cast(OldChange, {})
    one, two = (sentences.long_standing_sentence({"signals": [old] * n}) for n in (1, 2))
    assert one == "1 change was old already when its figures were first loaded."
    assert two == "2 changes were old already when their figures were first loaded."


def test_what_is_over_is_told_as_of_then_and_without_its_aim() -> None:
    said = standing_sentences(facts(change="none"), None, over=True)
    assert said[0] == "Its figures end with August 2025; this is how it stood then."
    assert not any("aim" in sentence for sentence in said)


def test_a_look_back_says_what_was_chosen_and_both_figures() -> None:
    then, now = facts(), facts(period="2026-01-01", value=0.19, centre=0.17)
    look_back = cast(
        LookBackFacts, {"text": "Hold the discharge call", "recorded_on": "2025-10-14", "then": then, "now": now}
    )
    assert sentences.look_back_sentence(look_back) == (
        "“Hold the discharge call” of 14 October 2025 is due to be looked back on."
    )
    assert sentences.then_and_now_sentence(look_back) == (
        "23.4\u00a0% in August 2025, 19.0\u00a0% in January 2026; usual level now 17.0\u00a0%."
    )
    assert sentences.then_and_now_sentence(cast(LookBackFacts, {**look_back, "then": None})) == ""


STALLED: list[tuple[dict[str, Any], str]] = [
    ({}, "Action 12, Second transport crew: no update for 11 days."),
    ({"silent_days": 1, "update_every_days": 1}, "Action 12, Second transport crew: no update for 1 day."),
    (
        {"status": "proposed", "overdue": True},
        "Action 12, Second transport crew: due on 20 October 2025 and never accepted.",
    ),
    (
        {"overdue": True, "silent_days": 2},
        "Action 12, Second transport crew: due on 20 October 2025 and not done.",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), STALLED)
def test_a_stalled_action_says_why(change: dict[str, Any], sentence: str) -> None:
    usual = {
        "number": 12,
        "title": "Second transport crew",
        "status": "accepted",
        "due": "2025-10-20",
        "overdue": False,
        "silent_days": 11,
        "update_every_days": 7,
    }
    assert sentences.stalled_sentence(cast(StalledFacts, usual | change)) == sentence


def test_the_same_role_of_several_objectives_is_one_sentence() -> None:
    roles = [("lead", "Seen in time"), ("lead", "Nobody waits"), ("lag", "Home by noon")]
    told = sentences.role_sentences({"objective": title, "title": title, "role": role} for role, title in roles)
    assert told == [
        "Lead indicator of “Seen in time” and “Nobody waits”: it is meant to move early enough to act on.",
        "Lag measure of “Home by noon”: it says whether the objective is reached.",
    ]
