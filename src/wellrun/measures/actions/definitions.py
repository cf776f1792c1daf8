"""Defining measures, in versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from wellrun.analytics.spc.codes import Profile
from wellrun.audit.actions import Actor, record
from wellrun.library.judged_on import chart_sentence, suited_charts
from wellrun.library.programmes import programme_in
from wellrun.measures import errors
from wellrun.measures.models import Measure, MeasureVersion, Series

# With another of these the figures of before and after are not the same thing.
FIXED = ("grain", "scoring", "roll_up")
# Nothing is calculated by these: they say where a definition comes from and what to do with it.
FACTS = (
    *("perspective", "default_role", "settings", "counted_in"),
    *("natural_frequency", "review_cadence", "suited_chart", "standards"),
)
_NO_FACTS: Mapping[str, Any] = {}
_WORDS = {
    "grain": MeasureVersion.Grain,
    "scoring": MeasureVersion.Scoring,
    "direction": MeasureVersion.Direction,
    "roll_up": MeasureVersion.RollUp,
}
_CONTENT = tuple(
    field.name
    for field in MeasureVersion._meta.concrete_fields
    if field.name not in {"id", "measure", "number", "effective_from", "current"}
)


@transaction.atomic
def define_measure(
    *,
    key: str,
    domain: str,
    name: str,
    definition: str,
    grain: str,
    scoring: str,
    direction: str,
    roll_up: str,
    numerator: str = "",
    denominator: str = "",
    exclusions: Iterable[str] = (),
    bounded: bool = False,
    may_pass_one: bool = False,
    least_cases: int = 0,
    display_unit: str = "",
    multiplier: float = 1.0,
    decimals: int = 0,
    data_lag_days: int = 0,
    rule_profile: str = "nhs",
    judged_on: str = "",
    early_detection: bool = False,
    licence: str = "",
    source_text: str = "",
    conformance: str = "",
    contributing_teams: Iterable[str] = (),
    library_id: str = "",
    facts: Mapping[str, Any] = _NO_FACTS,
    by: Actor,
) -> Measure:
    """Define a measure with its first version, in force from its first figure on.

    `facts`: what else its definition says of it (`FACTS`). Raises `key_taken`, `word_unknown`,
    `bounded_needs_proportion`, `bounded_passes_one`, `carries_programme`.
    """
    content = {
        "name": name,
        "definition": definition,
        "numerator": numerator,
        "denominator": denominator,
        "exclusions": list(exclusions),
        "grain": grain,
        "scoring": scoring,
        "bounded": bounded,
        "may_pass_one": may_pass_one,
        "least_cases": least_cases,
        "direction": direction,
        "roll_up": roll_up,
        "display_unit": display_unit,
        "multiplier": multiplier,
        "decimals": decimals,
        "data_lag_days": data_lag_days,
        "rule_profile": rule_profile,
        "judged_on": judged_on,
        "early_detection": early_detection,
        "licence": licence,
        "source_text": source_text,
        "conformance": conformance,
        "contributing_teams": list(contributing_teams),
        **facts,
    }
    _check(key, content)
    if Measure.objects.filter(key=key).exists():
        raise errors.key_taken("measure", key)
    measure = Measure.objects.create(key=key, domain=domain, library_id=library_id)
    MeasureVersion.objects.create(measure=measure, number=1, **content)
    record(by=by, verb="define_measure", subject=measure, data={"key": key, "name": name, "grain": grain})
    return measure


@transaction.atomic
def add_version(*, measure: Measure, effective_from: date, by: Actor, **changes: Any) -> MeasureVersion:
    """Define a measure anew from a date on; what is not named stays as it was.

    Every series of the measure begins a new stretch there. Raises `other_measure` for what makes it another
    measure (grain, scoring, roll-up), `version_too_early`, `word_unknown`.
    """
    present = MeasureVersion.objects.select_for_update().get(measure=measure, current=True)
    content = {name: getattr(present, name) for name in _CONTENT} | changes
    _check(measure.key, content)
    for name in FIXED:
        if content[name] != getattr(present, name):
            raise errors.other_measure(measure.key, name)
    if present.effective_from and effective_from <= present.effective_from:
        raise errors.version_too_early(measure.key, present.effective_from)
    MeasureVersion.objects.filter(pk=present.pk).update(current=False)
    version = MeasureVersion.objects.create(
        measure=measure, number=present.number + 1, effective_from=effective_from, **content
    )
    Series.objects.filter(measure=measure).update(data_revision=F("data_revision") + 1)
    record(
        by=by,
        verb="add_version",
        subject=measure,
        data={"key": measure.key, "number": version.number, "from": effective_from, "changed": sorted(changes)},
    )
    return version


def require_profile(word: str) -> None:
    """Raise `word_unknown` for what is no rule profile."""
    profiles = [profile.word for profile in Profile]
    if word not in profiles:
        raise errors.unknown_word("rule-profile", word, profiles)


def require_chart(key: str, chart: str, scoring: str, grain: str) -> None:
    """Raise `chart_unsuited` for a chart on which such figures cannot be judged; "" names none."""
    if chart and chart not in suited_charts(scoring, grain):
        raise errors.chart_unsuited(key, chart_sentence(chart, scoring, grain))


def _check(key: str, content: dict[str, Any]) -> None:
    unknown = sorted(set(content) - set(_CONTENT))
    if unknown:
        raise TypeError(f"a measure has no {unknown[0]}")
    for name, words in _WORDS.items():
        if content[name] not in words.values:
            raise errors.unknown_word(name.replace("_", "-"), str(content[name]), list(words.values))
    require_profile(str(content["rule_profile"]))
    require_chart(key, str(content["judged_on"]), str(content["scoring"]), str(content["grain"]))
    if content["bounded"] and content["scoring"] != MeasureVersion.Scoring.PROPORTION:
        raise errors.bounded_needs_proportion(key)
    if content["bounded"] and content["may_pass_one"]:
        raise errors.bounded_passes_one(key)
    programme = programme_in(f"{content['name']} {content['display_unit']}")
    if content["conformance"] == "approximation" and programme:
        raise errors.carries_programme(key, programme)
