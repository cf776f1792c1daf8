"""What a change may touch: nothing that a whole check would answer otherwise is left out, and little else is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.check.test_bad_model import MODEL
from wellrun.check.engine import Verdict, check
from wellrun.check.facts import (
    ContributionFacts,
    LinkFacts,
    ModelFacts,
    PredictionFacts,
    RightFacts,
    RoleFacts,
)
from wellrun.check.from_file import facts_of
from wellrun.check.touched import touched_by
from wellrun.plans.read import read_plan

Change = Callable[[ModelFacts], ModelFacts]


def the_model() -> ModelFacts:
    """The one with seven faults, a hundred days on, with a site's objective below the first."""
    facts = facts_of(read_plan(MODEL), date(2026, 7, 10))
    below = replace(
        facts.objectives[0],
        key="site-boarding",
        level="site",
        unit="site",
        rank=None,
        owner="owner-2",
        parents=(ContributionFacts("no-boarding", 0.1),),
    )
    measures = tuple(
        replace(one, heaped=False, fits_chart=True, agendas_known=True, rhythm_known=True) for one in facts.measures
    )
    return replace(facts, objectives=(*facts.objectives, below), measures=measures)


def with_one(name: str, number: int, **change: Any) -> Change:
    """One entry of a tuple of the facts, changed."""

    def changed(facts: ModelFacts) -> ModelFacts:
        entries = list(getattr(facts, name))
        entries[number] = replace(entries[number], **change)
        return replace(facts, **{name: tuple(entries)})

    return changed


def without(name: str, number: int) -> Change:
    """One entry of a tuple of the facts, gone."""

    def changed(facts: ModelFacts) -> ModelFacts:
        entries = list(getattr(facts, name))
        del entries[number]
        return replace(facts, **{name: tuple(entries)})

    return changed


def and_link(facts: ModelFacts) -> ModelFacts:
    return replace(facts, links=(*facts.links, LinkFacts("new", "sickness", "agency", "+", 0, 7, "moderate")))


def and_structural(facts: ModelFacts) -> ModelFacts:
    return replace(facts, links=(*facts.links, LinkFacts("new", "claims_30d", "agency", "+", 0, 7, "structural")))


AGENCY_UP = (RoleFacts("agency", "lag", "up"), RoleFacts("sickness", "lead"))
CHANGES: dict[str, tuple[tuple[str, str], Change]] = {
    "an objective is renamed": (("objective", "new-module"), with_one("objectives", 2, title="Records are at hand")),
    "it loses its measures": (("objective", "less-agency"), with_one("objectives", 1, roles=())),
    "it wants the opposite": (("objective", "timely-care"), with_one("objectives", 3, roles=AGENCY_UP)),
    "it changes hands": (("objective", "screened"), with_one("objectives", 4, owner="owner-1", sponsor=None)),
    "nobody owns it": (("objective", "screened"), with_one("objectives", 4, owner=None)),
    "it changes its domain": (("objective", "new-module"), with_one("objectives", 2, domain="workforce")),
    "it becomes a site's": (("objective", "no-boarding"), with_one("objectives", 0, level="site", rank=None)),
    "it serves another": (
        ("objective", "site-boarding"),
        with_one("objectives", 14, parents=(ContributionFacts("screened"),)),
    ),
    "it serves itself": (
        ("objective", "no-boarding"),
        with_one("objectives", 0, parents=(ContributionFacts("site-boarding"),)),
    ),
    "it takes on less": (
        ("objective", "site-boarding"),
        with_one("objectives", 14, parents=(ContributionFacts("no-boarding", 0.2),)),
    ),
    "it is retired": (("objective", "no-boarding"), without("objectives", 0)),
    "one below is retired": (("objective", "site-boarding"), without("objectives", 14)),
    "a priority is retired": (("objective", "no-backlog"), without("objectives", 13)),
    "a measure is heaped": (("measure", "agency"), with_one("measures", 0, heaped=True)),
    "its good direction turns": (("measure", "agency"), with_one("measures", 0, direction="up")),
    "it comes once a quarter": (("measure", "sickness"), lambda facts: _measure(facts, "sickness", grain="quarter")),
    "an aim is out of reach": (
        ("target", "ed_boarding_4h/trust"),
        with_one("targets", 0, assurance="consistently_fails"),
    ),
    "an aim moves": (("target", "ed_boarding_4h/trust"), with_one("targets", 0, value=0.29)),
    "an aim is taken back": (("target", "ed_boarding_4h/trust"), without("targets", 0)),
    "a link is stated": (("link", "new"), and_link),
    "a component is stated": (("link", "new"), and_structural),
    "a post may decide": (
        ("post", "owner-1"),
        with_one("posts", 1, rights=(RightFacts("spend", "trust"),)),
    ),
    "a post has fewer hours": (("post", "owner-1"), with_one("posts", 1, hours_a_week=1.0)),
    "a post is left": (("post", "owner-1"), with_one("posts", 1, held=False)),
    "a forum drops a measure": (("forum", "weekly"), with_one("forums", 1, measures=(), reviewed=())),
    "a forum takes a guard": (("forum", "board"), with_one("forums", 2, reviewed=("agency", "overtime"))),
    "a forum meets once a year": (("forum", "weekly"), with_one("forums", 1, cadence_days=365)),
    "an initiative names a measure": (
        ("initiative", "bed-meetings"),
        with_one("initiatives", 0, targets=(PredictionFacts("ed_boarding_4h", "trust", "down"),)),
    ),
    "an initiative takes more hours": (
        ("initiative", "bed-meetings"),
        with_one("initiatives", 0, hours=(("owner-2", 9.0),)),
    ),
    "an initiative is stopped": (("initiative", "bed-meetings"), with_one("initiatives", 0, status="stopped")),
}


def _measure(facts: ModelFacts, key: str, **change: Any) -> ModelFacts:
    return replace(facts, measures=tuple(replace(one, **change) if one.key == key else one for one in facts.measures))


def answers(verdict: Verdict) -> set[tuple[Any, ...]]:
    found = {(one.rule, one.kind, one.subject, "found", one.message, one.severity) for one in verdict.found}
    return found | {(one.rule, one.kind, one.subject, "not checked", one.why, "") for one in verdict.skipped}


@pytest.mark.parametrize("name", CHANGES)
def test_every_answer_that_a_change_turns_is_asked_for_again(name: str) -> None:
    changed, change = CHANGES[name]
    before = the_model()
    after = change(before)
    was, now = answers(check(before)), answers(check(after))
    turned = {(kind, subject) for _, kind, subject, *_ in was ^ now}
    # What was there before the change touches what it let go of.
    touched = touched_by(before, [changed]) | touched_by(after, [changed])
    assert was != now
    assert turned <= touched
    again = answers(check(after, only=touched))
    assert again == {one for one in now if (one[1], one[2]) in touched}


def test_a_change_of_one_objective_asks_little() -> None:
    model = the_model()
    assert len(touched_by(model, [("objective", "screened")])) < 10
