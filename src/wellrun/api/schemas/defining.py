"""By what a measure is judged, and what of its definition is said anew."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from wellrun.api.schemas.fields import Answered, Day, Given, Text, Word
from wellrun.api.schemas.library import Line
from wellrun.jobs.judging import Reach
from wellrun.measures.models import MeasureVersion


class AmendIn(Given):
    """The next version of a definition, from a day on; what is left out stays. The rest makes it another measure."""

    effective_from: Day
    name: Line | None = None
    definition: Annotated[Text, Field(min_length=1)] | None = None
    numerator: Text | None = None
    denominator: Text | None = None
    direction: Line | None = None
    display_unit: Annotated[Word, Field(max_length=40)] | None = None
    source: Annotated[Text, Field(max_length=1000)] | None = None


class JudgingIn(Given):
    """The rule profile, and whether the measure is watched for early changes beside it."""

    rules: Line
    early_detection: bool


class JudgingOut(Answered):
    """By what a measure is judged, and what a change of that bears on.

    `series`: all of it; `watchable`: of member units, those that could be watched early, with `false_alarms_a_year`
    over all of them, though nothing changed; `open_signals`: changes on record now, `found_early_alone` of them so.
    """

    rules: str
    early_detection: bool
    series: int
    watchable: int
    false_alarms_a_year: float
    open_signals: int
    found_early_alone: int


def judging_out(version: MeasureVersion, reach: Reach) -> JudgingOut:
    """The version in force and what it reaches."""
    return JudgingOut(
        rules=version.rule_profile,
        early_detection=version.early_detection,
        series=reach.series,
        watchable=reach.watched,
        false_alarms_a_year=reach.false_alarms,
        open_signals=reach.open_signals,
        found_early_alone=reach.alone,
    )
